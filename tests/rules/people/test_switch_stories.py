"""The stories of the physical switch: what it holds, nothing else lets go."""

from dataclasses import replace

import pytest

from devices.agents.motion_light import MotionLight
from rules.explain import HouseNames, freeze_sentence, held_fast, hold_sentence
from rules.guardrail import Guardrail
from rules.guardrails.ceilings import BrightnessCeiling
from rules.house import House
from rules.people.switch import SETTLE
from rules.policy import Policy
from rules.restore import restore
from rules.words.decisions import Frozen, Outcome
from rules.words.events import (
    ClockStepped,
    CommandNotSent,
    DeviceAnnounced,
    LinkChanged,
    PolicyAdopted,
    SwitchRead,
)
from rules.words.ids import (
    AgentId,
    AreaId,
    DecisionId,
    DeviceId,
    GuardrailId,
    PersonId,
    SwitchId,
)
from rules.words.people import AreaScope, DeviceScope, Freeze, HouseScope, Override
from rules.words.records import Ended, FreezeBegan, Noted, OverrideBegan, OverrideEnded
from rules.words.switches import Gpio, Switch, SwitchKind, UsbKey
from rules.words.times import HOUR, MINUTE, Duration
from rules.words.values import BRIGHTNESS, FULL, POWER, Brightness, Values
from rules.words.wishes import Via
from tests.houses import MONDAY_NOON, lamp, motion_sensor, policy_of, room
from tests.story import Story

RED = SwitchId("red-switch")
DESK = SwitchId("desk-button")
HALL = AreaScope(AreaId("hall"))
OFF: Values = {POWER: False}
HALL_MOTION = MotionLight(
    id=AgentId("hall-motion"),
    area=AreaId("hall"),
    brightness=Brightness(204),
    off_after=Duration(5 * MINUTE),
)
LATCHING = Switch(id=RED, kind=SwitchKind.LATCHING, line=Gpio(gpio=17), where="by the front door")
BUTTON = Switch(
    id=DESK, kind=SwitchKind.MOMENTARY, line=UsbKey(usb="Desk button", key="KEY_F13"), scope=HALL
)


DIM = BrightnessCeiling(
    id=GuardrailId("dim"), areas=(AreaId("hall"),), at_most=Brightness(51), owner=PersonId("ana")
)


def with_switches(*switches: Switch, ceiling: Guardrail | None = None) -> Policy:
    hall = room("Hall", "Hall lamp", "Stairs lamp", "Hall motion")
    policy = policy_of(hall, HALL_MOTION, *([ceiling] if ceiling else []))
    return replace(policy, switches={switch.id: switch for switch in switches})


class Hall(Story):
    """A hall with two lamps, motion, and switches whose lines can be read."""

    def __init__(self, *switches: Switch) -> None:
        devices = (lamp("Hall lamp"), lamp("Stairs lamp"), motion_sensor("Hall motion"))
        super().__init__(with_switches(*switches), devices)
        self.monotonic = 500.0
        self.reads("Hall lamp", power=False)
        self.reads("Stairs lamp", power=False)

    def shows(self, switch: SwitchId, closed: bool | None, seconds: float = 1.0) -> None:
        """Let a switch's line be read, and again when it has settled."""
        for after in (SETTLE + 0.01, seconds):
            read = SwitchRead(switch=switch, closed=closed, at=self.monotonic, why="it fell out")
            self.happens(read)
            self.monotonic += after

    def is_pressed(self, switch: SwitchId, seconds: float = 0.5) -> None:
        """Let somebody press a button."""
        self.happens(SwitchRead(switch=switch, closed=True, at=self.monotonic))
        self.monotonic += seconds
        self.shows(switch, closed=False, seconds=0.3)

    def not_sent(self, *names: str) -> None:
        """Let the last orders to devices not get out."""
        for name in names:
            device = DeviceId(name)
            order = self.house.conditions[device].order
            self.happens(CommandNotSent(device, order, "there is no connection to it"))

    def motion(self) -> None:
        """Let somebody be seen who was not seen before."""
        self.reads("Hall motion", occupancy=False)
        self.reads("Hall motion", occupancy=True)

    def again(self, *switches: Switch) -> "Hall":
        """Return the same house after a restart of the hub."""
        other = Hall(*switches)
        other.house = House()
        restore(other.house, self.kept.values(), (), ids={}, next_decision=DecisionId(90))
        other.happens(PolicyAdopted(with_switches(*switches)))
        other.records.clear()
        return other

    def of(self, kind: type[object]) -> list[object]:
        """Return the records of a kind."""
        return [body for body in self.records if isinstance(body, kind)]

    @property
    def said(self) -> list[str]:
        """Return what was noted for people."""
        return [body.text for body in self.records if isinstance(body, Noted)]


def hall(*switches: Switch) -> Hall:
    story = Hall(*switches)
    for switch in switches:
        story.shows(switch.id, closed=False)
    story.records.clear()
    return story


def test_a_latching_switch_freezes_the_house_while_it_is_turned_on() -> None:
    story = hall(LATCHING)

    story.shows(RED, closed=True)
    story.motion()

    assert story.sent("Hall lamp") == []
    decision = story.decisions[-1]
    assert decision.outcome is Outcome.DEFERRED
    assert any(isinstance(r, Frozen) and r.freeze.by.switch == RED for r in decision.reasons)

    story.shows(RED, closed=False)
    assert story.sent("Hall lamp") == []
    assert "switch/red-switch" not in story.kept

    story.motion()
    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 204}]


def test_what_automation_had_under_way_dies_as_the_switch_is_turned() -> None:
    story = hall(LATCHING)
    story.deaf.add("hall-lamp")
    story.motion()

    story.shows(RED, closed=True)
    story.passes(10)

    assert len(story.sent("Hall lamp")) == 1
    ends = [body.by for body in story.records if isinstance(body, Ended)]
    assert "superseded by override" in ends


def test_a_switch_stops_no_person() -> None:
    story = hall(LATCHING)
    story.shows(RED, closed=True)

    story.sets("Hall lamp", {POWER: True})

    assert story.value("Hall lamp", POWER) is True


def test_no_release_lets_go_of_what_a_latching_switch_holds() -> None:
    story = hall(LATCHING)
    story.shows(RED, closed=True)

    story.releases("house")
    story.releases("house", resume=True)
    story.motion()

    assert story.sent("Hall lamp") == []
    assert not story.of(OverrideEnded)
    assert held_fast(story.house, HouseScope(), story.now) == (
        "The house is held by the red switch since 12:00; "
        "that ends when it is turned back by the front door, and not otherwise."
    )


def test_a_freeze_of_a_person_stands_beside_it_and_ends_by_itself() -> None:
    story = hall(LATCHING)
    story.freezes("house", until=story.now + HOUR)
    story.shows(RED, closed=True)

    story.passes(2 * HOUR)
    still = story.house.freeze_over(DeviceId("hall-lamp"), story.now)
    story.freezes("house")
    story.shows(RED, closed=False)
    then = story.house.freeze_over(DeviceId("hall-lamp"), story.now)

    assert still is not None
    assert still.by.switch == RED
    assert then is not None
    assert then.by.switch is None


def test_two_switches_of_one_scope_do_not_let_go_of_each_others_hold() -> None:
    other = replace(LATCHING, id=SwitchId("blue-switch"), line=Gpio(gpio=18))
    story = hall(LATCHING, other)
    story.shows(RED, closed=True)
    story.shows(other.id, closed=True)

    story.shows(RED, closed=False)
    story.motion()

    assert story.sent("Hall lamp") == []
    assert set(story.house.people.switches) == {other.id}


def test_a_button_holds_until_it_is_pressed_twice_on_purpose() -> None:
    story = hall(BUTTON)

    story.is_pressed(DESK)
    story.is_pressed(DESK)
    story.motion()
    assert story.sent("Hall lamp") == []

    story.is_pressed(DESK)
    story.motion()
    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 204}]


def test_what_a_button_holds_may_be_released_elsewhere_and_it_engages_again() -> None:
    story = hall(BUTTON)
    story.is_pressed(DESK)

    story.releases("area/hall")
    released = dict(story.house.people.switches)
    story.is_pressed(DESK)

    assert not released
    assert set(story.house.people.switches) == {DESK}
    assert "switch/desk-button" in story.kept
    assert held_fast(story.house, HALL, story.now) == ""


def test_a_release_of_another_scope_lets_nothing_of_it_go() -> None:
    story = hall(BUTTON)
    story.is_pressed(DESK)

    story.releases("house")
    story.releases("device/hall-lamp")

    assert set(story.house.people.switches) == {DESK}


def test_a_release_may_dim_what_a_rule_would_have_dimmed_meanwhile() -> None:
    story = hall(LATCHING)
    story.motion()
    story.shows(RED, closed=True)
    story.happens(PolicyAdopted(with_switches(LATCHING, ceiling=DIM)))
    held = story.value("Hall lamp", BRIGHTNESS)

    story.shows(RED, closed=False)

    assert held == 204
    assert story.value("Hall lamp", BRIGHTNESS) == 51


def test_a_release_dims_to_what_a_person_set_before() -> None:
    story = hall(replace(LATCHING, engages={POWER: True, BRIGHTNESS: FULL}))
    story.overrides("area/hall", {POWER: True, BRIGHTNESS: 51})
    story.shows(RED, closed=True)
    bright = story.value("Hall lamp", BRIGHTNESS)

    story.shows(RED, closed=False)

    assert bright == FULL
    assert story.value("Hall lamp", BRIGHTNESS) == 51


def test_a_stuck_button_is_said_and_lets_nothing_go() -> None:
    story = hall(BUTTON)

    for _ in range(30):
        story.shows(DESK, closed=True)
    story.motion()

    assert story.said == [
        "the desk button has been pressed for more than 2 s and may be stuck: area/hall stays held"
    ]
    assert story.sent("Hall lamp") == []


# what it sets


def test_a_switch_may_set_its_scope() -> None:
    story = hall(replace(BUTTON, engages=OFF))
    story.motion()

    story.is_pressed(DESK)
    story.motion()

    assert story.value("Hall lamp", POWER) is False
    assert story.decisions[-1].outcome is Outcome.DEFERRED


def test_a_hand_ends_what_a_button_set_on_its_lamp_alone() -> None:
    story = hall(replace(BUTTON, engages={POWER: True, BRIGHTNESS: FULL}))
    story.is_pressed(DESK)

    story.sets("Hall lamp", OFF, seconds=MINUTE)
    story.passes(2 * MINUTE)

    assert story.house.held_by(DeviceId("hall-lamp"), story.now) is None
    assert story.house.held_by(DeviceId("stairs-lamp"), story.now) is not None
    assert story.value("Hall lamp", POWER) is False
    assert story.kept["switch/desk-button"] == story.house.people.switches[DESK]


def test_a_hand_at_another_lamp_ends_nothing() -> None:
    story = hall(replace(BUTTON, scope=STAIRS, engages=OFF))
    story.is_pressed(DESK)
    before = dict(story.house.people.switches)

    story.sets("Hall lamp", {POWER: True})

    assert story.house.people.switches == before


def test_a_hand_at_the_one_lamp_that_a_button_set_ends_it() -> None:
    story = hall(replace(BUTTON, scope=STAIRS, engages=OFF))
    story.is_pressed(DESK)

    story.sets("Stairs lamp", {POWER: True})

    assert not story.house.people.switches
    assert "switch/desk-button" not in story.kept


def test_a_latching_switch_outlasts_a_hand_and_does_not_argue_with_it() -> None:
    story = hall(replace(LATCHING, engages=OFF))
    story.reads("Hall lamp", power=True, brightness=FULL)
    story.shows(RED, closed=True)
    told = len(story.sent("Hall lamp"))

    story.sets("Hall lamp", {POWER: True}, seconds=MINUTE)
    story.passes(HOUR)
    story.motion()

    held = story.house.held_by(DeviceId("hall-lamp"), story.now)
    assert isinstance(held, Override)
    assert held.by.switch == RED
    assert story.value("Hall lamp", POWER) is True
    assert len(story.sent("Hall lamp")) == told + 1


def test_a_lamp_that_comes_into_the_scope_is_covered() -> None:
    story = hall(BUTTON)
    story.is_pressed(DESK)

    story.happens(DeviceAnnounced(lamp("Mirror lamp")))
    story.adopts("mirror-lamp", "hall")

    assert story.house.freeze_over(DeviceId("mirror-lamp"), story.now) is not None


# starts


def test_a_switch_that_is_on_at_the_start_holds_and_commands_nothing() -> None:
    story = Hall(replace(LATCHING, engages=OFF))
    story.reads("Hall lamp", power=True, brightness=FULL)
    sent = len(story.sent("Hall lamp"))

    story.shows(RED, closed=True)
    story.motion()

    assert set(story.house.people.switches) == {RED}
    assert len(story.sent("Hall lamp")) == sent
    assert story.value("Hall lamp", POWER) is True


def test_a_switch_turned_while_its_line_was_lost_holds_and_commands_nothing() -> None:
    story = hall(replace(LATCHING, engages=OFF))
    story.reads("Hall lamp", power=True, brightness=FULL)
    story.shows(RED, closed=None)
    sent = len(story.sent("Hall lamp"))

    story.shows(RED, closed=True)

    assert set(story.house.people.switches) == {RED}
    assert len(story.sent("Hall lamp")) == sent


def test_what_a_switch_holds_outlives_a_restart_with_its_beginning() -> None:
    story = hall(LATCHING, BUTTON)
    story.shows(RED, closed=True)
    story.is_pressed(DESK)
    before = dict(story.house.people.switches)

    after = story.again(LATCHING, BUTTON)
    after.now += HOUR
    after.shows(RED, closed=True)
    after.shows(DESK, closed=False)

    assert before
    assert after.house.people.switches == before
    assert not after.of(FreezeBegan)
    assert not after.of(OverrideEnded)


def test_a_switch_turned_back_while_the_hub_was_away_ends_what_the_journal_has() -> None:
    story = hall(LATCHING)
    story.shows(RED, closed=True)

    after = story.again(LATCHING)
    after.shows(RED, closed=False)

    (ended,) = after.of(OverrideEnded)
    assert isinstance(ended, OverrideEnded)
    assert (ended.scope, ended.verb, ended.why) == (HouseScope(), "freeze", "it was turned back")
    assert not after.house.people.switches


def test_a_switch_turned_on_while_the_hub_was_away_holds_whatever_the_journal_says() -> None:
    after = hall(LATCHING).again(LATCHING)

    after.shows(RED, closed=True)

    assert set(after.house.people.switches) == {RED}


def test_a_line_that_cannot_be_read_at_the_start_freezes_its_scope_and_says_so() -> None:
    story = Hall(replace(LATCHING, engages=OFF))

    story.shows(RED, closed=None)
    story.motion()

    assert story.sent("Hall lamp") == []
    (held,) = story.house.people.switches.values()
    assert isinstance(held, Freeze)
    assert freeze_sentence(held, HouseNames(story.house)) == (
        "The red switch could not be read at 12:00, "
        "so the house is frozen until it can be, or released."
    )
    assert story.said == ["the red switch cannot be read (it fell out): house stays held"]


def test_doubt_ends_when_the_line_can_be_read() -> None:
    story = Hall(LATCHING)
    story.shows(RED, closed=None)

    story.shows(RED, closed=False)
    story.motion()

    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 204}]
    (ended,) = story.of(OverrideEnded)
    assert isinstance(ended, OverrideEnded)
    assert ended.why == "it can be read, and is not engaged"


def test_doubt_becomes_what_the_switch_really_holds() -> None:
    story = Hall(replace(LATCHING, engages=OFF))
    story.shows(RED, closed=None)

    story.shows(RED, closed=True)

    (held,) = story.house.people.switches.values()
    assert isinstance(held, Override)
    assert len(story.of(FreezeBegan)) == len(story.of(OverrideEnded)) == 1


def test_a_person_may_end_a_doubt_and_it_does_not_come_back() -> None:
    story = Hall(LATCHING)
    story.shows(RED, closed=None)

    story.releases("house")
    story.shows(RED, closed=None)

    assert not story.house.people.switches


def test_doubt_outlives_a_restart_as_doubt() -> None:
    story = Hall(LATCHING)
    story.shows(RED, closed=None)

    after = story.again(LATCHING)
    after.shows(RED, closed=False)

    assert not after.house.people.switches


def test_a_line_that_is_lost_later_leaves_all_as_it_was_and_says_so() -> None:
    story = hall(LATCHING)
    story.shows(RED, closed=True)

    story.shows(RED, closed=None)
    story.releases("house")

    assert set(story.house.people.switches) == {RED}
    assert story.said == ["the red switch cannot be read (it fell out): house stays held"]


# no way to the devices


def test_what_could_not_be_sent_goes_out_once_when_there_is_a_way() -> None:
    story = hall(replace(LATCHING, engages=OFF))
    story.deaf.update({"hall-lamp", "stairs-lamp"})
    story.happens(LinkChanged(up=False))
    story.shows(RED, closed=True)
    story.not_sent("hall-lamp", "stairs-lamp")
    before = len(story.sent("Hall lamp"))

    story.happens(LinkChanged(up=True))
    at_reconnect = len(story.sent("Hall lamp"))
    story.happens(LinkChanged(up=True))

    assert at_reconnect == before + 1
    assert len(story.sent("Hall lamp")) == at_reconnect
    kept = story.kept["switch/red-switch"]
    assert isinstance(kept, Override)
    assert not kept.unsent


def test_an_order_that_was_lost_as_the_link_broke_goes_out_too() -> None:
    story = hall(replace(LATCHING, engages=OFF))
    story.deaf.update({"hall-lamp", "stairs-lamp"})
    story.shows(RED, closed=True)
    story.not_sent("hall-lamp")
    before = len(story.sent("Hall lamp")), len(story.sent("Stairs lamp"))

    story.happens(LinkChanged(up=True))

    assert len(story.sent("Hall lamp")) == before[0] + 1
    assert len(story.sent("Stairs lamp")) == before[1]


def test_an_older_order_that_was_not_sent_makes_nobody_owe_the_newer_one() -> None:
    story = hall(replace(LATCHING, engages=OFF))
    story.shows(RED, closed=True)
    sent = len(story.sent("Hall lamp"))

    story.happens(CommandNotSent(DeviceId("hall-lamp"), 0, "there is no connection to it"))
    story.happens(LinkChanged(up=True))

    assert len(story.sent("Hall lamp")) == sent


def test_what_does_not_stand_any_more_is_not_sent() -> None:
    story = hall(replace(LATCHING, engages=OFF))
    story.deaf.update({"hall-lamp", "stairs-lamp"})
    story.happens(LinkChanged(up=False))
    story.shows(RED, closed=True)
    story.not_sent("hall-lamp", "stairs-lamp")
    story.shows(RED, closed=False)
    before = len(story.sent("Hall lamp"))

    story.happens(LinkChanged(up=True))

    assert len(story.sent("Hall lamp")) == before


def test_a_hand_that_came_later_goes_before_what_was_not_sent() -> None:
    story = hall(replace(LATCHING, engages=OFF))
    story.deaf.update({"hall-lamp", "stairs-lamp"})
    story.happens(LinkChanged(up=False))
    story.shows(RED, closed=True)
    story.not_sent("hall-lamp", "stairs-lamp")
    story.passes(10)
    story.reads("Hall lamp", power=True, brightness=FULL)
    before = len(story.sent("Hall lamp")), len(story.sent("Stairs lamp"))

    story.happens(LinkChanged(up=True))

    assert len(story.sent("Hall lamp")) == before[0]
    assert len(story.sent("Stairs lamp")) == before[1] + 1


def test_what_could_not_be_sent_outlives_a_restart() -> None:
    story = hall(replace(LATCHING, engages=OFF))
    story.happens(LinkChanged(up=False))
    story.shows(RED, closed=True)

    after = story.again(replace(LATCHING, engages=OFF))
    after.happens(LinkChanged(up=False))
    after.shows(RED, closed=True)
    after.happens(DeviceAnnounced(lamp("Hall lamp")))
    after.happens(LinkChanged(up=True))

    assert after.sent("Hall lamp")[-1:] == [OFF]


# the household changes its mind


def test_a_switch_taken_out_of_the_file_holds_on_and_may_be_released_anywhere() -> None:
    story = hall(LATCHING)
    story.shows(RED, closed=True)

    story.happens(PolicyAdopted(with_switches()))
    still = dict(story.house.people.switches)
    story.releases("house")

    assert still
    assert not story.house.people.switches


def test_a_switch_that_comes_back_into_the_file_is_as_new() -> None:
    story = hall(LATCHING)
    story.happens(PolicyAdopted(with_switches()))
    story.happens(PolicyAdopted(with_switches(LATCHING)))

    story.shows(RED, closed=None)

    assert set(story.house.people.switches) == {RED}


def test_another_line_of_the_same_switch_is_read_anew() -> None:
    story = hall(LATCHING)
    story.shows(RED, closed=True)

    story.happens(PolicyAdopted(with_switches(replace(LATCHING, line=Gpio(gpio=27)))))
    story.shows(RED, closed=False)

    assert not story.house.people.switches


STAIRS = DeviceScope(DeviceId("stairs-lamp"))


@pytest.mark.parametrize("kind", SwitchKind)
def test_a_switch_that_is_turned_on_holds_what_another_file_has_it_hold(kind: SwitchKind) -> None:
    # given a switch that was made for one lamp, and is turned on
    narrow = replace(LATCHING, kind=kind, scope=STAIRS)
    story = hall(narrow)
    story.shows(RED, closed=True)

    # when the household writes that it is for the whole hall
    wide = replace(narrow, scope=HALL)
    story.happens(PolicyAdopted(replace(with_switches(wide), hash="another")))

    # then nothing automated happens there, and nobody has to turn it a second time
    story.motion()
    assert story.sent("Hall lamp") == []
    (held,) = story.house.people.switches.values()
    assert (held.scope, type(held)) == (HALL, Freeze)
    assert story.kept["switch/red-switch"] == held
    (ended,) = story.of(OverrideEnded)
    assert isinstance(ended, OverrideEnded)
    assert ended.why == "the household file has it hold something else"


def test_it_does_so_too_where_the_file_was_written_while_the_hub_was_down() -> None:
    story = hall(replace(LATCHING, scope=STAIRS))
    story.shows(RED, closed=True)

    again = story.again(replace(LATCHING, scope=HALL))
    again.shows(RED, closed=True)

    (held,) = again.house.people.switches.values()
    assert held.scope == HALL
    assert again.kept["switch/red-switch"] == held


def test_a_place_that_another_file_takes_from_a_switch_is_given_back_and_nothing_is_raised() -> (
    None
):
    story = hall(replace(LATCHING, scope=HALL))
    story.shows(RED, closed=True)
    story.motion()

    narrow = replace(LATCHING, scope=STAIRS)
    story.happens(PolicyAdopted(replace(with_switches(narrow), hash="another")))

    assert story.commands == []
    story.motion()
    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 204}]
    assert story.sent("Stairs lamp") == []


@pytest.mark.parametrize(("before", "after"), [(None, OFF), (OFF, None), ({POWER: True}, OFF)])
def test_what_another_file_has_a_turned_switch_set_is_held_and_not_sent(
    before: Values | None, after: Values | None
) -> None:
    story = hall(replace(LATCHING, scope=HALL, engages=before))
    story.shows(RED, closed=True)
    story.commands.clear()

    again = replace(LATCHING, scope=HALL, engages=after)
    story.happens(PolicyAdopted(replace(with_switches(again), hash="another")))
    story.motion()

    (held,) = story.house.people.switches.values()
    assert getattr(held, "values", None) == after
    assert story.commands == []


def test_a_switch_in_doubt_freezes_what_another_file_has_it_hold() -> None:
    story = hall(replace(LATCHING, scope=STAIRS, engages=OFF))
    story = story.again(replace(LATCHING, scope=STAIRS, engages=OFF))
    story.shows(RED, closed=None)

    again = replace(LATCHING, scope=HALL, engages=OFF)
    story.happens(PolicyAdopted(replace(with_switches(again), hash="another")))

    (held,) = story.house.people.switches.values()
    assert (held.scope, type(held), held.by.via) == (HALL, Freeze, Via.DOUBT)
    story.happens(PolicyAdopted(replace(with_switches(again), hash="a third")))
    assert story.house.people.switches == {RED: held}


def test_a_step_of_the_clock_leaves_what_a_switch_holds() -> None:
    story = hall(LATCHING)
    story.shows(RED, closed=True)

    story.now += 3 * HOUR
    story.happens(ClockStepped(3 * HOUR))

    (held,) = story.house.people.switches.values()
    assert held.since == MONDAY_NOON + 3 * HOUR
    assert story.kept["switch/red-switch"] == held


def test_people_are_reminded_of_what_a_switch_holds() -> None:
    story = hall(LATCHING)
    story.shows(RED, closed=True)

    story.passes(13 * HOUR)

    (held,) = story.house.people.switches.values()
    assert held.reminded == MONDAY_NOON + 12 * HOUR
    assert story.kept["switch/red-switch"] == held


# what is said


def test_it_is_told_who_holds_what_since_when_and_how_that_ends() -> None:
    story = hall(LATCHING, replace(BUTTON, engages=OFF, name="Ana's button"))
    story.shows(RED, closed=True)
    story.is_pressed(DESK)
    names = HouseNames(story.house)

    frozen, off = story.house.people.switches[RED], story.house.people.switches[DESK]

    assert isinstance(frozen, Freeze)
    assert freeze_sentence(frozen, names) == (
        "The red switch holds the house since 12:00; "
        "frozen until it is turned back by the front door."
    )
    assert isinstance(off, Override)
    assert hold_sentence(off, names) == (
        "Ana's button switched the hall off at 12:00; held until it is pressed twice, "
        "about a second each, or somebody releases it."
    )


def test_every_beginning_is_written_down_for_good_with_its_author() -> None:
    story = hall(LATCHING, replace(BUTTON, engages=OFF))

    story.shows(RED, closed=True)
    story.is_pressed(DESK)

    (froze,), (placed,) = story.of(FreezeBegan), story.of(OverrideBegan)
    assert isinstance(froze, FreezeBegan)
    assert isinstance(placed, OverrideBegan)
    assert (froze.freeze.by.via, froze.freeze.by.switch) == (Via.SWITCH, RED)
    assert (placed.override.by.via, placed.override.by.switch) == (Via.SWITCH, DESK)
