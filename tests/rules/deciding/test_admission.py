"""What of a wish is taken in at all, and how it is completed for its device."""

from dataclasses import replace

import pytest

from rules.condition import current
from rules.deciding.admission import DEEPEST_CAUSE, LONGEST_LEASE, admit
from rules.deciding.hearing import Hearing
from rules.house import House
from rules.words.decisions import LampNotOn, Outcome
from rules.words.device import Capability, Category, Kind, Sort
from rules.words.ids import AgentId, DeviceId
from rules.words.times import DAY
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    FULL,
    INSTALL,
    POWER,
    TARGET_TEMPERATURE,
    Aspect,
    Kelvin,
    Value,
    Values,
)
from rules.words.wishes import Level, Mode, Proposal
from tests.houses import announced, house_with, lamp, policy_of, room
from tests.rules.hall import DIM, LAMP, LIT, NOON, OFF, hall, wish

ON: Values = {POWER: True}


def heard(house: House, proposal: Proposal) -> tuple[str, Hearing]:
    hearing = Hearing(proposal)
    was = current(house.conditions[LAMP])
    return admit(house, hearing, was, NOON), hearing


def taken(values: Values, **was: bool | int) -> Values:
    refusal, hearing = heard(hall(**was), wish(values))
    assert not refusal
    return hearing.values


@pytest.mark.parametrize(
    ("proposal", "why"),
    [
        (wish(ON, device=DeviceId("cellar-lamp")), "the device is not known"),
        (wish(ON, agent=AgentId("stranger")), "no such agent lives here"),
        (wish(ON, device=DeviceId("stray-lamp")), "the device is new: no person has placed it yet"),
        (wish(ON, level=Level.PERSON), "the agent may not wish this strongly"),
        (wish(ON, until=NOON), "its lease is over already"),
        (
            wish(ON, depth=DEEPEST_CAUSE + 1),
            "it is 7 steps away from what a person or a sensor did",
        ),
        (wish({Aspect("position"): 40}), "the device cannot be told any of it"),
        (wish({POWER: 1}), "`power` cannot be 1"),
        (wish({BRIGHTNESS: True}), "`brightness` cannot be True"),
        (wish({BRIGHTNESS: FULL + 1}), "`brightness` cannot be 256"),
        (wish({COLOUR: "red"}), "`colour` cannot be 'red'"),
        (replace(wish(ON), mode=Mode.ADJUST), "an adjustment may not switch"),
    ],
)
def test_what_may_not_be_wished_is_refused_with_its_reason(proposal: Proposal, why: str) -> None:
    refusal, _ = heard(hall(), proposal)

    assert refusal == why


def test_a_device_that_is_placed_elsewhere_is_refused() -> None:
    agent = hall().policy.agents[AgentId("one")]
    policy = policy_of(room("Hall", "Hall lamp"), room("Study", "Desk lamp"), agent)
    house = house_with(policy, lamp("Hall lamp"), lamp("Desk lamp"))

    refusal, _ = heard(house, wish(ON, device=DeviceId("desk-lamp")))

    assert refusal == "the agent was not given this device"


def test_a_cause_may_be_as_deep_as_the_deepest() -> None:
    refusal, _ = heard(hall(), wish(ON, depth=DEEPEST_CAUSE))

    assert not refusal


@pytest.mark.parametrize(
    ("able", "value"),
    [
        (Capability(aspect=Aspect("speed"), writable=True, category=Category.SETTING), 3),
        (Capability(aspect=Aspect("child_lock"), writable=True, category=Category.SETTING), True),
        (Capability(aspect=POWER, writable=True, category=Category.SETTING), True),
        (Capability(aspect=BRIGHTNESS, writable=True, category=Category.DIAGNOSTIC), 3),
        (Capability(aspect=INSTALL, writable=True, kind=Kind.ACT, options=("install",)), "install"),
        # What a dialect lets be written without saying what it is.
        (Capability(aspect=Aspect("remark"), writable=True), "hello"),
        (Capability(aspect=Aspect("delay"), writable=True, unit="s", low=0, high=9), 3),
        (Capability(aspect=Aspect("led"), writable=True, options=("on", "off")), "off"),
    ],
)
def test_a_setting_is_for_people(able: Capability, value: Value) -> None:
    thing = announced("Hall lamp", Sort.OTHER, [able])
    agent = hall().policy.agents[AgentId("one")]
    house = house_with(policy_of(room("Hall", "Hall lamp"), agent), thing)

    refusal, _ = heard(house, wish({able.aspect: value}))

    assert refusal == f"`{able.aspect}` is a setting, which is for people"


def test_what_is_named_by_its_kind_or_known_by_its_name_is_for_agents_too() -> None:
    able = [
        Capability(aspect=Aspect("number"), writable=True, kind=Kind.NUMBER),
        Capability(aspect=TARGET_TEMPERATURE, writable=True, unit="°C"),
    ]
    agent = hall().policy.agents[AgentId("one")]
    thing = announced("Hall lamp", Sort.CLIMATE, able)
    house = house_with(policy_of(room("Hall", "Hall lamp"), agent), thing)

    refusal, hearing = heard(house, wish({Aspect("number"): 3, TARGET_TEMPERATURE: 20.5}))

    assert not refusal
    assert hearing.values == {Aspect("number"): 3, TARGET_TEMPERATURE: 20.5}


def test_what_nobody_says_the_kind_of_is_a_text() -> None:
    assert Capability(aspect=Aspect("remark"), writable=True).takes is Kind.TEXT
    assert Capability(aspect=POWER, writable=True).takes is Kind.TRUTH


@pytest.mark.parametrize("level", [Level.EVENT, Level.SCHEDULE, Level.COMFORT])
def test_a_lease_is_cut_to_the_longest_of_its_level(level: Level) -> None:
    _, hearing = heard(hall(), wish(ON, level=level, until=NOON + 30 * DAY))

    assert hearing.until == NOON + LONGEST_LEASE[level]


def test_a_brightness_says_that_it_switches_on_and_no_brightness_that_it_switches_off() -> None:
    assert taken({BRIGHTNESS: 40}) == DIM
    assert taken({BRIGHTNESS: 0}) == OFF
    assert taken({POWER: False, BRIGHTNESS: 40, COLOUR: Kelvin(2700)}) == OFF


def test_a_lamp_that_is_switched_on_gets_its_full_light_and_one_that_is_lit_keeps_its_own() -> None:
    assert taken(ON, power=False, brightness=40) == {POWER: True, BRIGHTNESS: FULL}
    assert taken(ON, power=True, brightness=40) == DIM
    assert taken(ON, power=True) == {POWER: True, BRIGHTNESS: FULL}


def test_what_the_device_cannot_be_told_is_left_out() -> None:
    assert taken({**LIT, Aspect("position"): 40}) == LIT


def test_an_adjustment_of_a_lamp_that_is_not_on_is_deferred() -> None:
    adjust = replace(wish({BRIGHTNESS: 40}), mode=Mode.ADJUST)

    refusal, hearing = heard(hall(), adjust)

    assert not refusal
    assert (hearing.outcome, hearing.reasons) == (Outcome.DEFERRED, [LampNotOn(power=False)])
