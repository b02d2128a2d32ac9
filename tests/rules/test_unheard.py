"""Orders of which nothing is ever reported: acts, and what is only assumed."""

from devices.agents.recipe import Recipe
from devices.recipes import Press, Rule
from rules.condition import current
from rules.gate import goes, may_leave, waits
from rules.step import step
from rules.words.decisions import End
from rules.words.device import Announcement, Capability, Kind, Sort
from rules.words.effects import Command
from rules.words.events import (
    CommandNotSent,
    CommandSent,
    Event,
    FreezePlaced,
    PersonSet,
    Pressed,
    Reported,
    TimePassed,
)
from rules.words.ids import AgentId, DeviceId, HardwareId, Ref
from rules.words.people import HouseScope
from rules.words.records import Ended
from rules.words.values import BRIGHTNESS, OSCILLATING, POWER, PRESS, Values
from tests.houses import announced, button, policy_of, room
from tests.story import BEN, Story

FAN = DeviceId("fan")
HARDWARE = HardwareId("hw-fan")
ON: Values = {POWER: True}
SWING: Values = {OSCILLATING: True}


def fan() -> Announcement:
    """Announce a fan that says whether it turns, and nothing of its swing or of its button."""
    able = (
        Capability(aspect=POWER, writable=True),
        Capability(aspect=OSCILLATING, writable=True, assumed=True),
        Capability(aspect=PRESS, writable=True, kind=Kind.ACT, options=("press",)),
    )
    return announced("Fan", Sort.FAN, able)


class Told(Story):
    """A story in which nothing leaves before it is said so."""

    def __init__(self) -> None:
        rules = (
            Rule(when=(Press(Ref("Button"), "single"),), then={Ref("Fan"): ON}),
            Rule(when=(Press(Ref("Button"), "double"),), then={Ref("Fan"): SWING}),
        )
        agent = Recipe(id=AgentId("air"), rules=rules)
        super().__init__(policy_of(room("Hall", "Fan"), agent), [fan(), button("Button")])
        self.reads("Fan", power=False)
        self.passes(60)

    def orders(self, event: Event) -> Command:
        """Apply an event of which one command comes, and keep it back."""
        effects = step(self.house, event, self.now)
        self.records += [effect.body for effect in effects if hasattr(effect, "body")]
        (command,) = (effect for effect in effects if isinstance(effect, Command))
        if command.automated:
            waits(self.house, command)
        return command

    def presses_it(self, press: str) -> Command:
        """Let the agent order something."""
        return self.orders(Pressed(HardwareId("hw-button"), press))

    def ends(self) -> list[End]:
        return [body.end for body in self.records if isinstance(body, Ended)]


def person(values: Values) -> PersonSet:
    return PersonSet(device=FAN, values=values, by=BEN)


def test_what_is_assumed_is_so_once_it_was_handed_over_and_not_before() -> None:
    story = Told()

    command = story.presses_it("double")

    assert command.unheard
    assert story.value("Fan", OSCILLATING) is None
    assert current(story.house.conditions[FAN])[OSCILLATING] is True
    assert story.ends() == []
    story.happens(CommandSent(FAN, command.order, command.values))
    assert story.value("Fan", OSCILLATING) is True
    assert story.ends() == [End.VERIFIED]


def test_what_is_assumed_and_never_left_is_not_so_and_may_be_decided_again() -> None:
    story = Told()
    command = story.presses_it("double")

    story.happens(CommandNotSent(FAN, command.order, "no connection"))

    assert story.value("Fan", OSCILLATING) is None
    assert story.ends() == [End.EXPIRED]
    assert story.presses_it("double").values == SWING


def test_a_freeze_calls_it_back_before_it_leaves() -> None:
    story = Told()
    command = story.presses_it("double")

    story.happens(FreezePlaced(scope=HouseScope(), by=BEN))

    assert may_leave(story.house, command, story.now)
    assert story.ends() == [End.SUPERSEDED]
    assert story.value("Fan", OSCILLATING) is None


def test_an_act_leaves_an_order_that_waits_for_its_report_as_it_is() -> None:
    story = Told()
    first = story.presses_it("single")

    press = story.orders(person({PRESS: "press"}))

    assert may_leave(story.house, first, story.now) == ""
    goes(story.house, first)
    story.happens(CommandSent(FAN, press.order, press.values))
    story.passes(1)
    (again,) = (e for e in _due(story, 1.5) if isinstance(e, Command))
    assert (again.values, again.order) == (ON, first.order), "it is said again into silence"
    story.happens(Reported(HARDWARE, ON))
    assert story.ends() == [End.VERIFIED]


def test_what_is_assumed_leaves_an_order_that_waits_for_its_report_as_it_is() -> None:
    story = Told()
    story.presses_it("single")

    swing = story.orders(person(SWING))
    story.happens(CommandSent(FAN, swing.order, swing.values))

    told = story.house.conditions[FAN].told
    assert told is not None
    assert told.values == ON
    assert current(story.house.conditions[FAN])[POWER] is True
    story.happens(Reported(HARDWARE, ON))
    assert story.value("Fan", OSCILLATING) is True


def test_an_act_beside_what_is_reported_is_not_done_twice() -> None:
    story = Told()
    both = story.orders(person({POWER: True, PRESS: "press"}))
    story.happens(CommandSent(FAN, both.order, both.values))

    (again,) = (e for e in _due(story, 2.5) if isinstance(e, Command))

    assert both.values == {POWER: True, PRESS: "press"}
    assert again.values == ON


def test_what_a_lamp_is_assumed_to_be_is_a_hand_of_nobody() -> None:
    able = [Capability(aspect=a, writable=True, assumed=True) for a in (POWER, BRIGHTNESS)]
    story = Story(policy_of(room("Hall", "Lamp")), [announced("Lamp", Sort.LAMP, able)])

    story.sets("Lamp", {BRIGHTNESS: 90})
    held = dict(story.house.people.holds)
    story.reads("Lamp", power=True, brightness=90)
    story.passes(5)

    assert story.value("Lamp", BRIGHTNESS) == 90
    assert story.house.people.holds == held


def _due(story: Story, seconds: float) -> list[object]:
    story.now += seconds
    return list(step(story.house, TimePassed(), story.now))
