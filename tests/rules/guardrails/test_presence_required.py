"""Presence required: nothing that gets hot while nobody is home."""

import pytest

from rules.guardrail import Forbid
from rules.guardrails.presence_required import PresenceRequired
from rules.house import House
from rules.policy import Person, Role
from rules.words.ids import GuardrailId, PersonId, Ref
from rules.words.times import MINUTE, Duration
from rules.words.values import Aspect, Value
from tests.houses import device_in, house_with, is_now, plug, policy_of, room, sensor
from tests.rules.guardrails.cases import LATE, OFF, ON, case

PRESENCE = Aspect("presence")
ANA, BEN, LEO = PersonId("ana"), PersonId("ben"), PersonId("leo")
HEATER = PresenceRequired(id=GuardrailId("heater"), grace=Duration(10 * MINUTE))
FOR_ANA = PresenceRequired(id=GuardrailId("heater"), people=(ANA,))


def home(ana: Value, ben: Value, *, for_: float = 3600.0) -> House:
    """Return a house in which two people's phones say this, and of a third nobody knows."""
    people = [
        Person(id=ANA, name="Ana", role=Role.OWNER, presence=(Ref("Ana phone"), PRESENCE)),
        Person(id=BEN, name="Ben", role=Role.ADULT, presence=(Ref("Ben phone"), PRESENCE)),
        Person(id=LEO, name="Leo", role=Role.CHILD),
    ]
    policy = policy_of(room("Hall", "Heater"), *people)
    phones = (sensor("Ana phone", PRESENCE), sensor("Ben phone", PRESENCE))
    house = house_with(policy, plug("Heater"), *phones)
    is_now(house, "Ana phone", LATE - for_, presence=ana)
    is_now(house, "Ben phone", LATE - for_ - 60, presence=ben)
    return house


@pytest.mark.parametrize("away", [False, "not_home", "Away"])
def test_with_everybody_away_nothing_may_be_on(away: Value) -> None:
    verdict = HEATER.judge(case(home(away, False), ON, "Heater"))

    assert verdict == Forbid("the last one left at 22:41")


@pytest.mark.parametrize("ana", [True, None, "home", "unknown", 7])
def test_whoever_may_be_home_is_home(ana: Value) -> None:
    assert HEATER.judge(case(home(ana, False), ON, "Heater")) is None


def test_a_phone_out_of_reach_or_never_seen_tells_nothing() -> None:
    house = home(False, False)
    house.conditions[device_in(house, "Ana phone")].available = False
    stray = home(False, False)
    stray.directory.dismiss(device_in(stray, "Ben phone"))

    assert HEATER.judge(case(house, ON, "Heater")) is None
    assert HEATER.judge(case(stray, ON, "Heater")) is None


def test_it_may_always_be_switched_off() -> None:
    assert HEATER.judge(case(home(False, False), OFF, "Heater")) is None


def test_the_grace_runs_from_when_the_last_one_left() -> None:
    house = home(False, False, for_=599)

    assert HEATER.judge(case(house, ON, "Heater")) is None
    assert HEATER.turns(house, LATE) == LATE + 1
    assert HEATER.judge(case(house, ON, "Heater", now=LATE + 1)) is not None
    assert HEATER.turns(house, LATE + 1) is None


def test_a_clock_that_was_put_back_makes_the_grace_no_longer() -> None:
    at_once = PresenceRequired(id=GuardrailId("heater"))

    assert at_once.judge(case(home(False, False, for_=-7200), ON, "Heater")) is not None


def test_only_those_who_are_named_count() -> None:
    assert FOR_ANA.judge(case(home(False, True), ON, "Heater")) is not None
    assert FOR_ANA.judge(case(home(True, False), ON, "Heater")) is None


def test_somebody_named_of_whom_nobody_knows_may_be_home() -> None:
    for_leo = PresenceRequired(id=GuardrailId("heater"), people=(ANA, LEO))

    assert for_leo.judge(case(home(False, False), ON, "Heater")) is None


def test_it_looks_at_the_readings_of_those_who_count() -> None:
    policy = home(True, True).policy

    assert list(HEATER.watches(policy)) == [("Ana phone", "presence"), ("Ben phone", "presence")]
    assert list(FOR_ANA.watches(policy)) == [("Ana phone", "presence")]


def test_it_says_what_it_does() -> None:
    assert HEATER.sentence() == (
        "lets nothing be on unless somebody is home or left less than 10 minutes ago"
    )
    assert FOR_ANA.sentence() == "lets nothing be on unless Ana is home"
    assert HEATER.safety
