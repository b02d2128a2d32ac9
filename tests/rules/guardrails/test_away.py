"""Away: on holiday only some agents go on."""

from datetime import date

import pytest

from rules.guardrail import Forbid
from rules.guardrails.away import Away
from rules.house import House
from rules.policy import Person, Role
from rules.words.ids import GuardrailId, PersonId, Ref
from rules.words.readings import Equals, Reading
from rules.words.times import DAY, HOUR
from rules.words.values import POWER, Aspect
from tests.houses import house_with, is_now, lamp, plug, policy_of, room, sensor
from tests.rules.guardrails.cases import EVENING, LATE, MOTION, NIGHT, OFF, ON, case, hall

TEN = date(2025, 11, 10)
HOLIDAY = Away(id=GuardrailId("holiday"), first_day=TEN, last_day=TEN, only=(EVENING,))
SWITCHED = Away(
    id=GuardrailId("away"), when=(Reading(Ref("Cellar plug"), POWER, Equals(value=True)),)
)
EMPTY = Away(id=GuardrailId("empty"), between=NIGHT)


def test_on_these_days_only_the_named_agents_act() -> None:
    house = hall()

    assert HOLIDAY.judge(case(house, ON, agent=MOTION)) == Forbid("it is 2025-11-10")
    assert HOLIDAY.judge(case(house, ON, agent=EVENING)) is None


@pytest.mark.parametrize("days", [-1, 1])
def test_on_other_days_everybody_does(days: int) -> None:
    assert HOLIDAY.judge(case(hall(), ON, now=LATE + days * DAY)) is None


def test_switching_off_is_never_forbidden() -> None:
    assert HOLIDAY.judge(case(hall(), OFF)) is None


def test_it_is_asked_again_at_each_midnight_until_the_days_are_over() -> None:
    house = hall()

    assert HOLIDAY.turns(house, LATE) == LATE + 18 * 60 + 53
    assert HOLIDAY.turns(house, LATE + HOUR) is None
    assert SWITCHED.turns(house, LATE) is None


@pytest.mark.parametrize(("power", "away"), [(True, True), (False, False), (None, False)])
def test_a_reading_may_say_it(*, power: bool | None, away: bool) -> None:
    house = hall()
    is_now(house, "Cellar plug", power=power)

    verdict = SWITCHED.judge(case(house, ON))

    assert verdict == (Forbid("Cellar plug is on") if away else None)
    assert list(SWITCHED.watches(house.policy)) == [("Cellar plug", "power")]


def with_ana(*, here: bool) -> House:
    sign = (Ref("Ana phone"), Aspect("presence"))
    ana = Person(id=PersonId("ana"), name="Ana", role=Role.OWNER, presence=sign)
    policy = policy_of(room("Hall", "Hall lamp"), ana)
    house = house_with(policy, lamp("Hall lamp"), plug("P"), sensor("Ana phone", sign[1]))
    is_now(house, "Ana phone", LATE - 60, presence=here)
    return house


def test_else_it_is_while_nobody_is_home() -> None:
    assert EMPTY.judge(case(with_ana(here=False), ON)) == Forbid("nobody is home")
    assert EMPTY.judge(case(with_ana(here=True), ON)) is None
    assert list(EMPTY.watches(with_ana(here=True).policy)) == [("Ana phone", "presence")]
    assert list(HOLIDAY.watches(with_ana(here=True).policy)) == []


@pytest.mark.parametrize(
    ("first", "last", "when", "said"),
    [
        (TEN, None, (), "belong together"),
        (None, TEN, (), "belong together"),
        (date(2025, 11, 11), TEN, (), "`to` comes before `from`"),
        (TEN, TEN, SWITCHED.when, "either `from` and `to` or `when`"),
    ],
)
def test_what_makes_no_sense_is_refused(
    first: date | None, last: date | None, when: tuple[Reading, ...], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Away(id=GuardrailId("away"), first_day=first, last_day=last, when=when)


def test_it_says_what_it_does() -> None:
    assert HOLIDAY.sentence() == (
        "lets Evening act from 2025-11-10 to 2025-11-10, but for switching off"
    )
    assert SWITCHED.sentence() == ("lets nobody act while Cellar plug is on, but for switching off")
    assert EMPTY.sentence() == (
        "lets nobody act while nobody is home, but for switching off from 22:30 to 06:30"
    )
