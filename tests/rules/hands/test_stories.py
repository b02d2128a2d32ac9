"""Stories of reports: whose they are, what follows, and what the house says of it."""

from dataclasses import replace

import pytest

from devices.agents.motion_light import MotionLight
from devices.agents.recipe import Recipe
from devices.recipes import Rule
from rules.claims.orders import order
from rules.explain import HouseNames, record_sentence
from rules.gate import may_leave, waits
from rules.policy import Policy
from rules.step import step
from rules.turn import Turn
from rules.words.decisions import End, Outcome
from rules.words.effects import Command
from rules.words.events import (
    AvailabilityChanged,
    CommandedByOther,
    DeviceAnnounced,
    Event,
    LinkChanged,
    Pressed,
    Reported,
)
from rules.words.hands import Seen
from rules.words.ids import AgentId, AreaId, DeviceId, HardwareId, Ref
from rules.words.people import Hold, HouseScope
from rules.words.readings import Equals, Reading
from rules.words.records import Ended, HoldBegan, HoldEnded, Judged
from rules.words.times import HOUR, MINUTE, Duration
from rules.words.values import BRIGHTNESS, FULL, POWER, Aspect, Brightness, Values
from rules.words.wishes import Via
from tests.houses import button, lamp, motion_sensor, plug, policy_of, room
from tests.story import Story

LAMPS = ("Hall lamp", "Bed lamp", "Desk lamp", "Sofa lamp")
LAMP = DeviceId("hall-lamp")
HARDWARE = HardwareId("hw-hall-lamp")
LIT: Values = {POWER: True, BRIGHTNESS: 150}
MOTION = MotionLight(
    id=AgentId("hall-motion"),
    area=AreaId("hall"),
    brightness=Brightness(150),
    off_after=Duration(5 * MINUTE),
)


def house(*parts: MotionLight | Recipe, sensors: bool = True) -> Story:
    """Begin in a house of four lamps; only the hall has an agent, and a plug that is a switch."""
    policy: Policy = policy_of(
        room("Hall", "Hall lamp", "Hall motion", "Hall plug"),
        room("Rest", *LAMPS[1:]),
        *(parts or (MOTION,)),
    )
    devices = [lamp(name) for name in LAMPS]
    devices += [replace(plug("Hall plug"), presses=frozenset({"single"}))]
    devices += [motion_sensor("Hall motion"), button("Hall button")]
    story = Story(policy, devices)
    for name in LAMPS:
        story.reads(name, power=False, brightness=100)
    story.reads("Hall plug", power=False)
    if sensors:
        story.reads("Hall motion", occupancy=False)
    story.passes(HOUR)
    return story


def seen(story: Story) -> list[Seen]:
    """Return what reports were taken for, in order."""
    return [body.seen for body in story.records if isinstance(body, Judged)]


def hold(story: Story, name: str = "hall-lamp") -> Hold | None:
    return story.house.people.holds.get(DeviceId(name))


def said(story: Story) -> str:
    """Return the last verdict as a sentence."""
    body = [body for body in story.records if isinstance(body, Judged)][-1]
    return record_sentence(body, story.now, HouseNames(story.house))


# a second is given to each report that nothing explains


def test_a_value_that_nothing_explains_and_that_stays_is_a_hand() -> None:
    story = house()

    story.reads("Hall lamp", power=True, brightness=60)
    assert hold(story) is None
    story.passes(1)

    assert hold(story) is not None
    assert said(story) == (
        "Hall lamp went from off to on at 24 % at 13:00:01, which nothing that it was told "
        "explains: a hand."
    )


def test_nothing_automated_goes_to_a_lamp_while_a_report_of_it_is_judged() -> None:
    story = house()
    story.reads("Hall lamp", power=True, brightness=60)

    story.reads("Hall motion", occupancy=True)

    assert story.sent("Hall lamp") == []
    assert story.decisions[-1].outcome is Outcome.DEFERRED

    story.passes(2)
    assert story.sent("Hall lamp") == []


def test_what_was_decided_a_moment_before_does_not_leave_while_a_report_is_judged() -> None:
    story = house()
    motion = Reported(HardwareId("hw-hall-motion"), {Aspect("occupancy"): True})
    effects = step(story.house, motion, story.now)
    command = next(effect for effect in effects if isinstance(effect, Command))
    waits(story.house, command)

    story.reads("Hall lamp", power=True, brightness=20)

    assert may_leave(story.house, command, story.now) == "a report is being judged"


def test_what_is_back_within_a_second_is_a_glitch_and_what_was_wished_meanwhile_is_done() -> None:
    story = house()
    story.reads("Hall lamp", power=True, brightness=60)
    story.reads("Hall motion", occupancy=True)

    story.passes(0.5)
    story.reads("Hall lamp", power=False, brightness=100)
    story.passes(1)

    assert seen(story) == [Seen.GLITCH]
    assert hold(story) is None
    assert story.value("Hall lamp", BRIGHTNESS) == 150


def test_an_order_that_was_called_back_and_reported_all_the_same_explains_no_later_hand() -> None:
    story = house()
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)
    story.freezes()
    story.reads("Hall lamp", power=True, brightness=150)
    story.passes(MINUTE)
    story.reads("Hall lamp", power=False)
    story.passes(MINUTE)
    story.releases("device/hall-lamp")

    story.reads("Hall lamp", power=True, brightness=150)
    story.passes(1)

    assert seen(story) == [Seen.HAND, Seen.HAND]
    assert hold(story) is not None


def test_who_lights_a_lamp_again_that_they_darkened_in_its_fade_is_not_argued_with() -> None:
    story = house()
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)
    story.passes(0.3)
    story.reads("Hall lamp", power=True, brightness=40)
    story.reads("Hall lamp", power=False, brightness=150)
    story.passes(8)
    before = story.sent("Hall lamp")

    story.reads("Hall lamp", power=True, brightness=150)
    story.passes(1)

    assert story.sent("Hall lamp") == before
    assert seen(story) == [Seen.HAND, Seen.HAND]


def test_a_lamp_that_says_it_is_dark_was_not_seen_to_obey_what_was_to_light_it() -> None:
    story = house()
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)
    story.reads("Hall lamp", power=False, brightness=150)
    story.passes(MINUTE)

    story.reads("Hall lamp", power=True, brightness=150)
    story.passes(1)

    assert hold(story) is not None


def test_a_hand_that_does_what_an_order_before_the_last_wants_is_one_while_both_wait() -> None:
    story = house()
    story.sets("Hall lamp", LIT, seconds=1.0)
    story.passes(MINUTE)
    turn = Turn(story.house, story.now)
    for values in ({POWER: False}, {POWER: True, BRIGHTNESS: 40}):
        order(turn, LAMP, values, transition=None)
    for effect in turn.effects:
        if isinstance(effect, Command):
            waits(story.house, effect)

    story.reads("Hall lamp", power=False)
    story.passes(1)

    assert seen(story) == [Seen.HAND]


def test_a_hand_that_does_what_a_persons_order_kept_from_leaving_is_a_hand() -> None:
    story = house()
    story.sets("Hall lamp", LIT, seconds=1.0)
    story.passes(MINUTE)
    turn = Turn(story.house, story.now)
    order(turn, LAMP, {POWER: False}, transition=None)
    for effect in turn.effects:
        if isinstance(effect, Command):
            waits(story.house, effect)
    story.deaf.add("hall-lamp")
    story.sets("Hall lamp", {POWER: True, BRIGHTNESS: 40})

    story.reads("Hall lamp", power=False)
    story.passes(1)

    assert seen(story) == [Seen.HAND]


def test_a_hand_that_does_what_falls_due_in_the_moment_it_is_heard_is_a_hand() -> None:
    story = house()
    story.reads("Hall motion", occupancy=True)
    story.reads("Hall motion", occupancy=False)

    story.now += 5 * MINUTE
    story.reads("Hall lamp", power=False)
    story.passes(1)

    assert seen(story) == [Seen.HAND]
    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 150}]


def test_a_lamp_that_still_fades_after_a_start_is_nobodys_hand_that_we_would_put_right() -> None:
    story = house()
    story.reads("Hall lamp", stored=True, power=True, brightness=6)
    story.deaf.add("hall-lamp")
    turn = Turn(story.house, story.now)
    order(turn, LAMP, {POWER: False}, transition=None)

    story.reads("Hall lamp", power=True, brightness=47)
    for brightness in (34, 19, 5):
        story.passes(0.2)
        story.reads("Hall lamp", power=True, brightness=brightness)
    story.reads("Hall lamp", power=False)
    story.passes(2)

    assert story.sent("Hall lamp") == []
    assert hold(story) is None


def test_a_step_of_our_own_order_on_a_light_that_was_dark_is_not_put_right() -> None:
    story = house()
    story.reads("Hall lamp", power=True, brightness=FULL)
    story.passes(MINUTE)
    story.releases("device/hall-lamp")
    story.deaf.add("hall-lamp")
    turn = Turn(story.house, story.now)
    order(turn, LAMP, {BRIGHTNESS: 204}, transition=None)

    for brightness in (2, 60, 120, 184):
        story.reads("Hall lamp", power=True, brightness=brightness)
        story.passes(0.3)
    story.reads("Hall lamp", power=True, brightness=204)
    story.passes(1)

    assert story.sent("Hall lamp") == []


def test_a_hand_back_to_what_was_told_is_one_though_the_last_was_released_while_judged() -> None:
    story = house()
    story.reads("Hall motion", occupancy=True)
    story.passes(MINUTE)
    story.reads("Hall lamp", power=False)
    story.releases("device/hall-lamp")
    story.passes(MINUTE)

    story.reads("Hall lamp", power=True, brightness=150)
    story.passes(1)

    assert seen(story) == [Seen.HAND]
    assert hold(story) is not None


def test_a_hand_back_to_what_was_told_is_one_after_another_that_only_the_broker_saw() -> None:
    story = house()
    story.reads("Hall motion", occupancy=True)
    story.passes(MINUTE)
    story.reads("Hall lamp", stored=True, power=False)
    story.passes(MINUTE)

    story.reads("Hall lamp", power=True, brightness=150)
    story.passes(1)

    assert seen(story) == [Seen.HAND]
    assert hold(story) is not None


def test_a_hand_back_to_what_was_told_is_one_after_another_that_was_doubtful() -> None:
    story = house()
    story.reads("Hall motion", occupancy=True)
    story.reads("Hall lamp", linkquality=7)
    story.passes(MINUTE)
    story.reads("Hall lamp", power=False)
    story.passes(MINUTE)
    story.releases("device/hall-lamp")
    story.reads("Hall lamp", linkquality=200)

    story.reads("Hall lamp", power=True, brightness=150)
    story.passes(1)

    assert seen(story) == [Seen.UNKNOWN, Seen.HAND]
    assert hold(story) is not None


def test_a_lamp_still_on_its_way_after_a_start_does_not_end_what_the_house_is_set_to() -> None:
    story = house()
    story.overrides("house", {POWER: False})
    story.reads("Hall lamp", stored=True, power=True, brightness=90)

    story.reads("Hall lamp", power=False)
    story.passes(1)
    story.releases("device/hall-lamp")

    assert seen(story) == [Seen.HAND]
    assert story.house.held_by(LAMP, story.now) == story.house.people.overrides[HouseScope()]


@pytest.mark.parametrize(("left", "stays"), [(102, True), (20, False)])
def test_a_hand_ends_what_a_scope_is_set_to_only_where_it_leaves_something_else(
    left: int, *, stays: bool
) -> None:
    story = house()
    story.overrides("house", {POWER: True, BRIGHTNESS: 102})
    story.reads("Hall lamp", stored=True, power=True, brightness=200)
    story.passes(MINUTE)

    story.reads("Hall lamp", power=True, brightness=left)
    story.passes(1)

    override = story.house.people.overrides[HouseScope()]
    assert (LAMP not in override.without) is stays


def test_three_glitches_in_a_day_make_the_next_hand_doubtful() -> None:
    story = house()
    for _ in range(3):
        story.reads("Hall lamp", power=True)
        story.reads("Hall lamp", power=False)
        story.passes(MINUTE)

    story.reads("Hall lamp", power=True, brightness=60)
    story.passes(1)

    assert seen(story)[-1] is Seen.UNKNOWN
    held = hold(story)
    assert held is not None
    assert (held.by.via, held.until - held.since, held.empty_for) == (
        Via.UNKNOWN,
        15 * MINUTE,
        None,
    )
    assert "was that you?" in said(story)


def test_a_poor_link_makes_a_hand_doubtful() -> None:
    story = house()
    story.reads("Hall lamp", linkquality=7)

    story.reads("Hall lamp", power=True, brightness=60)
    story.passes(1)

    assert seen(story) == [Seen.UNKNOWN]


def test_a_doubtful_hand_ends_no_longer_hold_and_no_set_of_a_person() -> None:
    story = house()
    story.reads("Hall lamp", linkquality=7)
    story.sets("Hall lamp", LIT)
    story.overrides("area/hall", LIT)
    story.sets("Hall lamp", LIT)
    before = hold(story)

    story.reads("Hall lamp", power=False)
    story.passes(1)

    assert seen(story) == [Seen.UNKNOWN]
    assert hold(story) == before
    assert story.house.people.overrides


def test_a_dimmer_on_its_way_is_one_hand_that_keeps_what_it_comes_to() -> None:
    story = house()

    for level in range(20, 200, 20):
        story.reads("Hall lamp", power=True, brightness=level)
        story.passes(0.3)
    story.passes(1)

    assert len([body for body in story.records if isinstance(body, HoldBegan)]) == 1
    held = hold(story)
    assert held is not None
    assert held.values[BRIGHTNESS] == 180


def test_many_steps_that_are_each_too_small_to_see_are_seen_together() -> None:
    story = house()
    story.sets("Hall lamp", LIT, seconds=1.0)
    story.passes(MINUTE)

    for level in range(151, 160, 2):
        story.reads("Hall lamp", power=True, brightness=level)
        story.passes(5)

    assert hold(story) is not None


def test_a_brightness_that_was_never_seen_before_and_is_not_what_was_told_is_a_hand() -> None:
    story = Story(policy_of(room("Hall", "Hall lamp")), [lamp("Hall lamp")])
    story.deaf.add("hall-lamp")
    story.sets("Hall lamp", {POWER: True, BRIGHTNESS: 200})
    story.passes(5)

    story.reads("Hall lamp", power=True, brightness=30)
    story.passes(1)

    assert seen(story) == [Seen.HAND]


def test_a_person_who_taps_while_a_report_is_judged_comes_after_it() -> None:
    story = house()
    story.reads("Hall lamp", power=True, brightness=60)

    story.sets("Hall lamp", LIT)
    story.passes(2)

    held = hold(story)
    assert held is not None
    assert (held.values[BRIGHTNESS], seen(story)) == (150, [])


def test_a_hand_that_does_what_an_order_before_the_last_wanted_is_one_once_both_are_done() -> None:
    story = house()
    story.sets("Hall lamp", {POWER: False})
    story.releases("device/hall-lamp")
    story.reads("Hall motion", occupancy=True)
    assert story.value("Hall lamp", POWER) is True

    story.passes(1)
    story.reads("Hall lamp", power=False)
    story.passes(1)

    assert hold(story) is not None
    assert seen(story) == [Seen.HAND]


def test_a_lamp_that_obeyed_and_stopped_is_told_nothing_once_more() -> None:
    story = house()
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)

    story.passes(0.5)
    story.reads("Hall lamp", power=True, brightness=70)
    story.passes(20)

    assert len(story.sent("Hall lamp")) == 1
    assert [body.end for body in story.records if isinstance(body, Ended)] == [End.FAILED]


def test_what_a_light_says_of_itself_makes_it_no_brighter() -> None:
    here = Ref("Hall lamp")
    brighter = Rule(when=(Reading(here, POWER, Equals(True)),), then={here: {BRIGHTNESS: 250}})
    story = house(Recipe(id=AgentId("brighter"), rules=(brighter,)))

    story.sets("Hall lamp", LIT, seconds=1.0)
    story.passes(MINUTE)
    story.happens(AvailabilityChanged(HARDWARE, available=False))
    story.happens(AvailabilityChanged(HARDWARE, available=True))
    story.passes(MINUTE)
    story.reads("Hall lamp", power=True, brightness=90)
    story.passes(MINUTE)

    assert story.sent("Hall lamp") == [LIT]


# the device, a button, another controller


def test_what_the_device_says_was_done_by_hand_is_held_at_once() -> None:
    story = house()

    story.happens(Reported(HARDWARE, {POWER: True, BRIGHTNESS: 60}, by_hand=True))

    assert seen(story) == [Seen.PHYSICAL]
    assert hold(story) is not None


def test_a_press_on_the_device_itself_says_whose_its_report_is() -> None:
    story = house()

    story.happens(Pressed(HardwareId("hw-hall-plug"), "single"))
    story.reads("Hall plug", power=True)

    assert seen(story) == [Seen.PHYSICAL]


def test_a_press_that_comes_after_the_report_says_it_too() -> None:
    story = house()

    story.reads("Hall plug", power=True)
    story.happens(Pressed(HardwareId("hw-hall-plug"), "single"))

    assert seen(story) == [Seen.PHYSICAL]


def test_what_another_controller_tells_a_lamp_is_held_and_its_echo_is_nobodys_hand() -> None:
    story = house()

    story.happens(CommandedByOther(HARDWARE, {POWER: True, BRIGHTNESS: 60}))
    story.reads("Hall lamp", power=True, brightness=20)
    story.reads("Hall lamp", power=True, brightness=60)
    story.passes(10 * MINUTE)

    held = hold(story)
    assert held is not None
    assert (held.by.via, held.values) == (Via.CONTROLLER, {POWER: True, BRIGHTNESS: 60})
    assert seen(story) == [Seen.CONTROLLER]
    assert story.sent("Hall lamp") == []


def test_what_it_tells_in_words_that_nobody_can_read_shows_in_the_report() -> None:
    story = house()

    story.happens(CommandedByOther(HARDWARE, {}))
    story.reads("Hall lamp", power=True, brightness=60)

    assert seen(story) == [Seen.CONTROLLER]


def test_our_own_command_that_comes_back_is_nobodys() -> None:
    story = house()
    story.reads("Hall motion", occupancy=True)

    story.happens(CommandedByOther(HARDWARE, LIT))

    assert hold(story) is None


# mains


def away_and_back(story: Story, *names: str, power: bool, brightness: int = 100) -> None:
    """Let lamps go out of reach, and come back one after the other."""
    for name in names:
        story.happens(AvailabilityChanged(HardwareId(f"hw-{name}"), available=False))
    story.passes(HOUR)
    for name in names:
        story.happens(AvailabilityChanged(HardwareId(f"hw-{name}"), available=True))
        story.reads(name.replace("-", " ").capitalize(), power=power, brightness=brightness)
        story.passes(0.5)
    story.passes(2)


def test_one_lamp_that_comes_back_and_is_on_was_switched_at_a_dumb_wall_switch() -> None:
    story = house()

    away_and_back(story, "hall-lamp", power=True, brightness=FULL)

    held = hold(story)
    assert held is not None
    assert (held.by.via, seen(story)) == (Via.MAINS, [Seen.MAINS])


def test_one_that_comes_back_dark_is_nobodys_hand() -> None:
    story = house()

    away_and_back(story, "hall-lamp", power=False)

    assert seen(story) == []


def test_one_that_comes_back_as_it_left_was_perhaps_only_out_of_reach() -> None:
    story = house()
    story.sets("Hall lamp", LIT, seconds=1.0)
    story.passes(MINUTE)

    away_and_back(story, "hall-lamp", power=True, brightness=150)

    assert seen(story) == [Seen.UNKNOWN]


def test_one_that_starts_in_full_without_having_been_missed_was_switched_too() -> None:
    story = house()

    story.reads("Hall lamp", power=True, brightness=FULL)
    story.passes(1)

    assert seen(story) == [Seen.MAINS]


def test_when_most_of_the_house_comes_back_together_nothing_is_held_and_nothing_is_told() -> None:
    story = house()
    slugs = [name.lower().replace(" ", "-") for name in LAMPS]

    away_and_back(story, *slugs, power=True, brightness=FULL)

    assert not story.house.people.holds
    assert set(seen(story)) >= {Seen.POWER_CUT}
    assert all(story.sent(name) == [] for name in LAMPS)


def test_the_first_that_came_back_is_let_go_of_when_the_others_follow() -> None:
    story = house()
    slugs = [name.lower().replace(" ", "-") for name in LAMPS]
    for name in slugs:
        story.happens(AvailabilityChanged(HardwareId(f"hw-{name}"), available=False))

    for name, slug in zip(LAMPS, slugs, strict=True):
        story.happens(AvailabilityChanged(HardwareId(f"hw-{slug}"), available=True))
        story.reads(name, power=True, brightness=FULL)
        story.passes(1.5)

    assert seen(story)[0] is Seen.MAINS
    assert [body.device for body in story.records if isinstance(body, HoldEnded)]
    assert not story.house.people.holds


def test_a_blink_of_the_mains_that_nobody_noticed_is_a_power_cut_where_everything_speaks() -> None:
    story = house()

    for name in (*LAMPS, "Hall plug"):
        story.reads(name, power=True, brightness=FULL)
        story.passes(0.2)
    story.passes(2)

    assert not story.house.people.holds


def test_who_darkens_a_lamp_that_a_power_cut_lit_is_seen_though_it_was_told_to_be_dark() -> None:
    story = house()
    for name in LAMPS:
        story.sets(name, LIT, seconds=1.0)
        story.passes(MINUTE)
        story.sets(name, {POWER: False}, seconds=1.0)
        story.passes(MINUTE)
    for name in (*LAMPS, "Hall plug"):
        story.reads(name, power=True, brightness=FULL)
        story.passes(0.2)
    story.passes(MINUTE)

    story.reads("Sofa lamp", power=False)
    story.passes(1)

    assert seen(story)[-2:] == [Seen.POWER_CUT, Seen.HAND]


def test_somebody_who_switches_on_one_lamp_after_the_other_is_no_power_cut() -> None:
    story = house()

    for name in LAMPS[:3]:
        story.reads(name, power=True, brightness=FULL)
        story.passes(2)

    assert set(story.house.people.holds) == {"hall-lamp", "bed-lamp", "desk-lamp"}


# groups


def together(story: Story, *, brightness: int) -> None:
    """Let the hall be lit by motion, and a lamp of the same group go along; then dark again."""
    story.reads("Hall motion", occupancy=True)
    story.passes(0.1)
    story.reads("Bed lamp", power=True, brightness=brightness)
    story.passes(2)
    story.reads("Hall motion", occupancy=False)
    story.passes(5 * MINUTE + 0.1)
    story.reads("Bed lamp", power=False)
    story.passes(HOUR)


def test_a_lamp_that_shows_what_another_was_told_is_in_a_group_with_it() -> None:
    story = house()

    together(story, brightness=150)
    together(story, brightness=150)

    assert hold(story, "bed-lamp") is None
    assert seen(story) == []


def test_a_lamp_that_comes_on_in_full_beside_another_is_no_echo_of_it() -> None:
    story = house(replace(MOTION, brightness=Brightness(FULL)))

    story.reads("Hall motion", occupancy=True)
    story.passes(0.3)
    story.reads("Bed lamp", power=True, brightness=FULL)
    story.passes(2)

    assert hold(story, "bed-lamp") is not None


def test_a_lamp_that_comes_on_as_it_was_last_is_no_echo_of_another() -> None:
    story = house(replace(MOTION, brightness=Brightness(100)))

    story.reads("Hall motion", occupancy=True)
    story.passes(0.3)
    story.reads("Bed lamp", power=True, brightness=100)
    story.passes(2)

    assert hold(story, "bed-lamp") is not None


def test_a_lamp_that_does_not_dim_shows_no_brightness_that_another_was_told() -> None:
    story = house()
    story.happens(DeviceAnnounced(lamp("Bed lamp", dims=False)))

    story.reads("Hall motion", occupancy=True)
    story.passes(0.3)
    story.reads("Bed lamp", power=True)
    story.passes(2)

    assert hold(story, "bed-lamp") is not None


def test_what_another_lamp_is_yet_to_be_told_is_echoed_by_nobody() -> None:
    story = house()
    motion = Reported(HardwareId("hw-hall-motion"), {Aspect("occupancy"): True})
    for effect in step(story.house, motion, story.now):
        if isinstance(effect, Command):
            waits(story.house, effect)

    story.reads("Bed lamp", power=True, brightness=150)
    story.passes(2)

    assert hold(story, "bed-lamp") is not None


# the last word


@pytest.fixture
def overtaken() -> Story:
    """Somebody has just switched off a lamp while our order to dim it was on its way."""
    story = house()
    story.sets("Hall lamp", {POWER: True, BRIGHTNESS: 240}, seconds=1.0)
    story.passes(MINUTE)
    story.deaf.add("hall-lamp")
    story.reads("Hall motion", occupancy=True)
    assert story.sent("Hall lamp")[-1] == {BRIGHTNESS: 150}
    story.reads("Hall lamp", power=False, brightness=240)
    return story


def test_what_our_late_order_did_after_a_hand_is_put_right_once(overtaken: Story) -> None:
    overtaken.reads("Hall lamp", power=True, brightness=150)
    assert overtaken.sent("Hall lamp")[-1] == {POWER: False}

    overtaken.reads("Hall lamp", power=False, brightness=150)
    overtaken.passes(2)
    overtaken.reads("Hall lamp", power=True, brightness=150)
    overtaken.passes(MINUTE)

    assert overtaken.sent("Hall lamp").count({POWER: False}) == 1


def test_nothing_is_put_right_that_we_did_not_do(overtaken: Story) -> None:
    before = len(overtaken.sent("Hall lamp"))

    overtaken.passes(2)
    overtaken.reads("Hall lamp", power=True, brightness=60)
    overtaken.passes(MINUTE)

    assert len(overtaken.sent("Hall lamp")) == before


def test_who_switches_it_on_again_later_than_an_order_is_on_its_way_is_not_put_right(
    overtaken: Story,
) -> None:
    before = len(overtaken.sent("Hall lamp"))

    overtaken.passes(12)
    overtaken.reads("Hall lamp", power=True, brightness=150)
    overtaken.passes(MINUTE)

    assert len(overtaken.sent("Hall lamp")) == before


# what was stored, and what was lost


def test_what_a_broker_stored_and_what_came_a_moment_later_is_a_doubtful_hand() -> None:
    story = house()
    story.reads("Hall lamp", stored=True, power=True, brightness=90)

    story.passes(3)
    story.reads("Hall lamp", power=True, brightness=150)
    story.passes(1)

    assert seen(story) == [Seen.UNKNOWN]


@pytest.mark.parametrize(
    "event",
    [
        CommandedByOther(HardwareId("nobody"), LIT),
        CommandedByOther(HardwareId("hw-hall-motion"), LIT),
        CommandedByOther(HARDWARE, {Aspect("child_lock"): True}),
        LinkChanged(up=True),
    ],
)
def test_what_concerns_no_light_holds_nothing(event: Event) -> None:
    story = house()

    story.happens(event)
    story.reads("Hall motion", occupancy=True)

    assert story.value("Hall lamp", BRIGHTNESS) == 150
