"""An effect is part of a lamp's light: it switches nothing on and gets no brighter than allowed."""

from dataclasses import replace

from rules.claims.settle import settle
from rules.condition import current
from rules.deciding.arbiter import decide
from rules.guardrails.ceilings import BrightnessCeiling
from rules.house import House
from rules.turn import Turn
from rules.words.decisions import LampNotOn, NotAdmitted, Outcome
from rules.words.device import Capability, Sort
from rules.words.ids import AgentId, DecisionId, DeviceId, GuardrailId
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    EFFECT,
    FULL,
    POWER,
    Aspect,
    Brightness,
    Hs,
    Rgb,
    Value,
    Values,
    Xy,
)
from rules.words.wishes import Mode
from tests.houses import announced, claimed, house_with, is_now, policy_of, room
from tests.rules.hall import LAMP, NOON, hall, orders, wish
from tests.story import Story

GLOW: Values = {EFFECT: "colorloop"}
LIT_GLOW: Values = {POWER: True, BRIGHTNESS: 80, EFFECT: "colorloop"}
LOW = BrightnessCeiling(id=GuardrailId("low"), at_most=Brightness(50))
STRIP = announced(
    "Hall lamp",
    Sort.LAMP,
    [
        Capability(aspect=POWER, writable=True),
        Capability(aspect=BRIGHTNESS, writable=True, low=0, high=FULL),
        Capability(aspect=COLOUR, writable=True, options=("hs",)),
        Capability(aspect=EFFECT, writable=True, options=("colorloop", "blink")),
    ],
)


def strip(*rules: BrightnessCeiling, power: bool = True, **more: Value) -> House:
    """Return a hall with a strip that plays, at 80 where it is on."""
    agent = hall().policy.agents[AgentId("one")]
    house = house_with(policy_of(room("Hall", "Hall lamp"), agent, *rules), STRIP)
    is_now(house, "Hall lamp", power=power, brightness=80, **more)
    return house


def test_an_effect_does_not_switch_a_lamp_on() -> None:
    for mode in (Mode.SET, Mode.ADJUST):
        decision = decide(strip(power=False), replace(wish(GLOW), mode=mode), NOON, DecisionId(1))

        assert decision.outcome is Outcome.DEFERRED
        assert decision.reasons == (LampNotOn(power=False),)


def test_an_effect_is_as_bright_as_the_rules_allow() -> None:
    for wished in (GLOW, {POWER: True, **GLOW}):
        decision = decide(strip(LOW), wish(wished), NOON, DecisionId(1))

        assert decision.outcome is Outcome.LIMITED
        assert decision.given[BRIGHTNESS] == 50
        assert decision.given[EFFECT] == "colorloop"


def test_an_effect_that_the_lamp_does_not_know_is_refused() -> None:
    decision = decide(strip(), wish({EFFECT: "disco"}), NOON, DecisionId(1))

    assert decision.reasons == (NotAdmitted("`effect` cannot be 'disco'"),)


def test_what_switches_off_plays_nothing() -> None:
    decision = decide(strip(), wish({POWER: False, **GLOW}), NOON, DecisionId(1))

    assert decision.given == {POWER: False}


def told(house: House) -> list[Values]:
    turn = Turn(house, NOON)
    settle(turn, LAMP, fresh=DecisionId(1))
    return orders(turn)


def test_an_effect_is_told_with_its_brightness_and_once() -> None:
    house = strip()
    claimed(house, wish(LIT_GLOW))

    assert told(house) == [LIT_GLOW]

    condition = house.conditions[LAMP]
    assert condition.told is not None
    condition.told = condition.told.reported()
    assert told(house) == []
    assert current(condition)[EFFECT] == "colorloop"


def test_a_colour_that_the_lamp_writes_otherwise_is_told_in_its_own_way_and_once() -> None:
    house = strip(colour=Hs(240, 100))
    claimed(house, wish({POWER: True, BRIGHTNESS: 80, COLOUR: Rgb(255, 0, 0)}))

    assert told(house) == [{COLOUR: Hs(0, 100)}]

    house.conditions[LAMP].told = None
    is_now(house, "Hall lamp", colour=Hs(0, 100))
    assert told(house) == []


def evening() -> Story:
    """Return a story of a strip that is on."""
    story = Story(policy_of(room("Hall", "Hall lamp")), [STRIP])
    story.reads("Hall lamp", power=True, brightness=80, colour=Hs(10, 100))
    return story


def test_what_a_lamp_shows_while_it_plays_is_nobodys_hand() -> None:
    story = evening()
    story.sets("Hall lamp", GLOW)
    assert story.sent("Hall lamp") == [{POWER: True, **GLOW}]
    story.passes(20)
    held = story.house.people.holds[DeviceId("hall-lamp")]

    story.reads("Hall lamp", effect="colorloop", colour=Hs(120, 100), brightness=80)
    story.passes(5)
    story.reads("Hall lamp", colour=Hs(240, 100), brightness=20)
    story.passes(5)

    assert story.house.people.holds[DeviceId("hall-lamp")] == held


def test_a_colour_told_in_another_way_comes_back_as_its_echo() -> None:
    story = evening()
    story.sets("Hall lamp", {COLOUR: Xy(0.17, 0.7)})
    (order,) = story.sent("Hall lamp")
    held = story.house.people.holds[DeviceId("hall-lamp")]

    story.passes(0.3)
    story.reads("Hall lamp", power=True, colour=order[COLOUR])
    story.passes(5)

    assert isinstance(order[COLOUR], Hs)
    assert story.house.people.holds[DeviceId("hall-lamp")] == held
    assert len(story.sent("Hall lamp")) == 1


def test_a_hue_that_somebody_turned_is_a_hand() -> None:
    story = evening()

    story.passes(60)
    story.reads("Hall lamp", power=True, brightness=80, colour=Hs(120, 100))
    story.passes(5)

    assert DeviceId("hall-lamp") in story.house.people.holds
    assert story.value("Hall lamp", Aspect("colour")) == Hs(120, 100)
