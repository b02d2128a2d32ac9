"""Where something is in doubt, automation only suggests."""

from dataclasses import replace

from rules.guardrail import Case, Confirm
from rules.guardrails.trust_in_self import TrustInSelf
from rules.hands.clues import DOUBTFUL, Clues
from rules.house import House
from rules.words.ids import GuardrailId, Ref
from rules.words.times import HOUR, MINUTE, Duration
from rules.words.wishes import Cause, SawTime
from tests.houses import device_in, is_now
from tests.rules.guardrails.cases import LATE, NIGHT, OFF, ON, case, hall

DOUBT = TrustInSelf(id=GuardrailId("doubt"), silent=Duration(2 * HOUR))
NAMED = TrustInSelf(id=GuardrailId("named"), sensors=(Ref("Cellar plug"), Ref("Nowhere")))


def sound() -> House:
    """Return a hall in which nothing is in doubt."""
    house = hall()
    is_now(house, "Hall lamp", power=False)
    house.conditions[device_in(house, "Hall motion")].heard_at = LATE - HOUR
    return house


def by_time(one: Case) -> Case:
    return replace(one, proposal=replace(one.proposal, cause=Cause(SawTime("at"), LATE)))


def asks(observed: str) -> Confirm:
    return Confirm(who="adult", deadline=LATE + 5 * MINUTE, observed=observed)


def test_where_nothing_is_in_doubt_it_says_nothing() -> None:
    assert DOUBT.judge(case(sound(), ON)) is None


def test_a_sensor_that_set_it_off_and_was_long_silent_is_in_doubt() -> None:
    house = sound()
    house.conditions[device_in(house, "Hall motion")].heard_at = LATE - 3 * HOUR

    assert DOUBT.judge(case(house, ON)) == asks("nobody can rely on Hall motion")
    assert DOUBT.judge(by_time(case(house, ON))) is None


def test_a_lamp_may_be_silent_as_long_as_it_likes() -> None:
    house = sound()
    house.conditions[device_in(house, "Hall lamp")].heard_at = 0.0

    assert DOUBT.judge(case(house, ON)) is None


def test_a_lamp_out_of_reach_is_in_doubt() -> None:
    house = sound()
    house.conditions[device_in(house, "Hall lamp")].available = False

    assert DOUBT.judge(case(house, ON)) == asks("nobody can rely on Hall lamp")


def test_a_lamp_that_often_reported_what_was_not_so_is_in_doubt() -> None:
    house = sound()
    clues = Clues()
    house.conditions[device_in(house, "Hall lamp")].clues = clues
    for _ in range(DOUBTFUL):
        clues.note_doubt(LATE - 60)

    assert DOUBT.judge(case(house, ON)) == asks("nobody can rely on Hall lamp")


def test_after_the_clock_was_put_what_goes_by_the_clock_is_in_doubt() -> None:
    house = sound()
    house.clock_put = LATE - 60
    at_night = replace(DOUBT, between=NIGHT)

    assert DOUBT.judge(case(house, ON)) is None
    assert DOUBT.judge(by_time(case(house, ON))) == asks("the clock was put at 23:40")
    assert at_night.judge(case(house, ON)) == asks("the clock was put at 23:40")
    house.clock_put = LATE - HOUR
    assert DOUBT.judge(by_time(case(house, ON))) is None


def test_sensors_that_are_named_count_whatever_set_it_off() -> None:
    house = sound()

    assert NAMED.judge(case(house, ON)) == asks("Nowhere is not known")
    only = replace(NAMED, sensors=(Ref("Cellar plug"),))
    assert only.judge(case(house, ON)) is None
    house.conditions[device_in(house, "Cellar plug")].available = False
    assert only.judge(case(house, ON)) == asks("nobody can rely on Cellar plug")


def test_switching_off_and_what_changes_nothing_are_not_asked_about() -> None:
    house = sound()
    house.conditions[device_in(house, "Hall motion")].available = False

    assert DOUBT.judge(case(house, ON)) is not None
    assert DOUBT.judge(case(house, OFF)) is None
    is_now(house, "Hall lamp", power=True)
    assert DOUBT.judge(case(house, OFF)) is None
    assert DOUBT.judge(case(house, ON)) is None


def test_it_says_what_it_does() -> None:
    assert DOUBT.sentence() == (
        "asks an adult while the clock, a sensor or the device is in doubt or silent for 2 hours"
    )
    assert NAMED.sentence() == (
        "asks an adult while the clock, a sensor (Cellar plug and Nowhere too) or the device is "
        "in doubt"
    )
    assert DOUBT.safety
