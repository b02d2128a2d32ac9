"""Warn before off: dim, wait, off."""

import pytest

from rules.guardrail import Delay
from rules.guardrails.light_floor import LightFloor
from rules.guardrails.warn_before_off import WarnBeforeOff
from rules.words.ids import DeviceId, GuardrailId
from rules.words.records import Decided, Ended
from rules.words.times import HOUR, MINUTE, Duration
from rules.words.values import BRIGHTNESS, POWER, Brightness, Values
from tests.houses import device_in, is_now
from tests.rules.guardrails.cases import LATE, NIGHT, OFF, ON, case, hall
from tests.rules.test_watching import a_lit_hall
from tests.story import Story

WARN = WarnBeforeOff(id=GuardrailId("warn"))
LAMP = DeviceId("hall-lamp")


def test_a_lamp_that_is_on_waits_and_dims() -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - HOUR, power=True)

    assert WARN.judge(case(house, OFF)) == Delay(until=LATE + 60, dim_to=51)


@pytest.mark.parametrize("wished", [ON, {BRIGHTNESS: 20}])
def test_only_switching_off_is_warned_of(wished: Values) -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - HOUR, power=True)

    assert WARN.judge(case(house, wished)) is None


def test_what_is_off_or_no_lamp_needs_no_warning() -> None:
    house = hall()
    is_now(house, "Hall lamp", power=False)
    is_now(house, "Cellar plug", power=True)

    assert WARN.judge(case(house, OFF)) is None
    assert WARN.judge(case(house, OFF, "Cellar plug")) is None


@pytest.mark.parametrize(
    ("warned", "until"),
    [
        (LATE + 20, LATE + 20),
        (LATE + HOUR, LATE + 60),
        (LATE, None),
        (LATE - 60, None),
        (LATE - 61, LATE + 60),
    ],
)
def test_one_warning_is_enough_for_a_while(warned: float, until: float | None) -> None:
    house = hall()
    is_now(house, "Hall lamp", LATE - HOUR, power=True)
    house.conditions[device_in(house, "Hall lamp")].warned = warned

    verdict = WARN.judge(case(house, OFF))

    assert verdict == (None if until is None else Delay(until=until, dim_to=51))


@pytest.mark.parametrize("wait", [4, 601])
def test_a_wait_that_makes_no_sense_is_refused(wait: float) -> None:
    with pytest.raises(ValueError, match="from 5 s to 10 min"):
        WarnBeforeOff(id=GuardrailId("warn"), wait=Duration(wait))


def test_a_warning_that_would_be_the_dark_is_refused() -> None:
    with pytest.raises(ValueError, match="some light"):
        WarnBeforeOff(id=GuardrailId("warn"), dim_to=Brightness(0))


def test_it_says_what_it_does() -> None:
    night = WarnBeforeOff(id=GuardrailId("warn"), wait=Duration(30), between=NIGHT)

    assert WARN.sentence() == "dims to 20 % and waits 1 minute before a lamp goes off"
    assert night.sentence() == (
        "dims to 20 % and waits 30 seconds before a lamp goes off from 22:30 to 06:30"
    )


# what comes of it


def nobody_moves(*rules: LightFloor) -> Story:
    """Tell of a lit hall in which nobody has moved for so long that the warning is just given."""
    story = a_lit_hall(WARN, *rules)
    story.reads("Hall motion", occupancy=False)
    story.passes(HOUR)
    return story


def test_it_dims_at_once_and_goes_off_after_the_wait() -> None:
    story = nobody_moves()
    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 200}, {BRIGHTNESS: 51}]

    story.passes(59)
    assert story.house.is_on(LAMP)
    story.passes(1)

    assert story.sent("Hall lamp")[-1] == {POWER: False}
    assert story.house.is_on(LAMP) is False


def test_whoever_moves_has_the_light_back_and_is_warned_again_later() -> None:
    story = nobody_moves()
    story.passes(30)

    assert story.house.conditions[LAMP].warned == story.now + 30
    story.reads("Hall motion", occupancy=True)
    assert story.house.conditions[LAMP].warned is None
    story.passes(2 * MINUTE)
    assert story.value("Hall lamp", BRIGHTNESS) == 200

    story.reads("Hall motion", occupancy=False)
    story.passes(HOUR)
    assert story.sent("Hall lamp")[-1] == {BRIGHTNESS: 51}


def test_a_hand_during_the_wait_stops_it() -> None:
    story = nobody_moves()
    story.passes(30)

    story.sets("Hall lamp", {POWER: True, BRIGHTNESS: 120})
    story.passes(5 * MINUTE)

    assert story.house.is_on(LAMP)
    assert story.value("Hall lamp", BRIGHTNESS) == 120


def test_the_warning_is_within_all_other_rules() -> None:
    floor = LightFloor(
        id=GuardrailId("floor"), at_least=Brightness(100), while_occupied=False, between=NIGHT
    )
    always = LightFloor(id=GuardrailId("floor"), at_least=Brightness(100), while_occupied=False)

    assert nobody_moves(floor).value("Hall lamp", BRIGHTNESS) == 51
    assert nobody_moves(always).value("Hall lamp", BRIGHTNESS) == 100


def test_every_decision_of_it_comes_to_one_end() -> None:
    story = nobody_moves()
    story.passes(2 * HOUR)

    decided = [body.decision.id for body in story.records if isinstance(body, Decided)]
    ended = [body.decision for body in story.records if isinstance(body, Ended)]
    assert sorted(decided) == sorted(ended)
