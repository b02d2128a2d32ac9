"""How long what a hand did is held, and how its hold ends."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from rules.due import HoldDue
from rules.house import House
from rules.people.holds import begin_hold, end_hold, hold_due, kind_of, next_look
from rules.policy import AreaKind, Home
from rules.turn import Turn
from rules.words.effects import Keep
from rules.words.people import HandKind, Hold
from rules.words.records import HoldBegan, HoldEnded
from rules.words.times import DAY, HOUR, MINUTE, Moment, TimeOfDay, Window
from rules.words.values import COLOUR, LIGHT_ASPECTS, POWER, Kelvin, Values
from tests.houses import claimed, device_in, house_with, is_now, lamp, policy_of, room
from tests.rules.hall import DIM, HALL, LAMP, LIT, NOON, OFF, hall, orders, records, wish
from tests.story import BEN

NIGHT = Window(TimeOfDay(22 * 60 + 30), TimeOfDay(6 * 60 + 30))


def held(
    values: Values, was: Values, *, seconds: float | None = None, in_: House | None = None
) -> tuple[House, Hold]:
    house = in_ or hall()
    turn = Turn(house, NOON)
    begin_hold(turn, house.devices[LAMP], values, was, BEN, seconds=seconds)
    (hold,) = house.people.holds.values()
    return house, hold


@pytest.mark.parametrize(
    ("values", "was", "kind"),
    [
        (LIT, OFF, HandKind.UP),
        (LIT, DIM, HandKind.UP),
        (DIM, LIT, HandKind.DOWN),
        (OFF, LIT, HandKind.DOWN),
        (DIM, {**LIT, POWER: False}, HandKind.UP),
        ({COLOUR: Kelvin(2700)}, LIT, HandKind.UP),
        (DIM, {}, HandKind.UP),
    ],
)
def test_a_hand_gives_more_light_or_less(values: Values, was: Values, kind: HandKind) -> None:
    assert kind_of(values, was) is kind


def test_more_light_is_held_till_it_was_empty_for_15_minutes_and_4_hours_at_most() -> None:
    _, hold = held(LIT, OFF)

    assert (hold.until, hold.empty_for, hold.at_least) == (NOON + 4 * HOUR, 15 * MINUTE, 0.0)


def test_less_light_is_held_for_20_minutes_at_least_and_8_hours_at_most() -> None:
    _, hold = held(OFF, LIT)

    assert (hold.until, hold.empty_for) == (NOON + 8 * HOUR, 10 * MINUTE)
    assert hold.at_least == 20 * MINUTE


def test_who_says_how_long_is_taken_at_their_word() -> None:
    _, hold = held(OFF, LIT, seconds=90)

    assert (hold.until, hold.empty_for, hold.at_least) == (NOON + 90, None, 0.0)


@pytest.mark.parametrize(
    ("hour", "until"), [(23, (11, 6, 30)), (3, (10, 6, 30)), (12, (10, 20, 0))]
)
def test_a_bedroom_that_is_put_dark_in_quiet_hours_stays_so_to_their_end(
    hour: int, until: tuple[int, int, int]
) -> None:
    bedroom = room("Hall", "Hall lamp", kind=AreaKind.BEDROOM)
    home = Home(zone=ZoneInfo("UTC"), quiet_hours=NIGHT)
    house = house_with(policy_of(bedroom, home=home), lamp("Hall lamp"))
    turn = Turn(house, _on_the(10, hour))

    begin_hold(turn, house.devices[LAMP], OFF, LIT, BEN)

    assert house.people.holds[LAMP].until == _on_the(*until)


def _on_the(day: int, hour: int, minute: int = 0) -> Moment:
    return datetime(2025, 11, day, hour, minute, tzinfo=ZoneInfo("UTC")).timestamp()


def test_a_hand_on_one_aspect_of_a_light_holds_them_all() -> None:
    _, hold = held({POWER: True}, OFF)

    assert hold.covers >= LIGHT_ASPECTS


def test_a_hold_is_written_down_for_good_and_remembered_over_a_restart() -> None:
    house = hall()
    turn = Turn(house, NOON)

    begin_hold(turn, house.devices[LAMP], LIT, OFF, BEN)

    (hold,) = house.people.holds.values()
    assert HoldBegan(hold=hold, was=OFF) in records(turn)
    assert Keep("hold/hall-lamp", hold) in turn.effects


def test_a_hold_is_looked_at_when_the_area_will_have_been_empty_long_enough() -> None:
    house, hold = held(OFF, LIT)
    assert next_look(house, hold) == hold.until

    house.empty_since[HALL] = NOON + MINUTE
    assert next_look(house, hold) == NOON + 20 * MINUTE

    house.empty_since[HALL] = NOON + 15 * MINUTE
    assert next_look(house, hold) == NOON + 25 * MINUTE


def test_an_area_that_was_empty_before_the_hand_counts_from_the_hand_on() -> None:
    house, hold = held(LIT, OFF)
    house.empty_since[HALL] = NOON - HOUR

    assert next_look(house, hold) == NOON + 15 * MINUTE


def test_a_hold_ends_when_its_time_has_come_and_not_before() -> None:
    house, hold = held(LIT, OFF)
    early, late = Turn(house, hold.until - 1), Turn(house, hold.until)

    hold_due(early, LAMP)
    assert house.people.holds
    assert house.due.take(hold.until) == [HoldDue(LAMP)]

    hold_due(late, LAMP)
    assert not house.people.holds
    assert records(late) == [HoldEnded(device=LAMP, why="its time is over")]


def test_a_hold_of_an_area_that_is_empty_says_so_when_it_ends() -> None:
    house, _ = held(LIT, OFF)
    house.empty_since[HALL] = NOON
    turn = Turn(house, NOON + 15 * MINUTE)

    hold_due(turn, LAMP)

    assert records(turn) == [HoldEnded(device=LAMP, why="the area has been empty long enough")]


def test_what_is_not_held_has_no_hold_to_end() -> None:
    house = hall()
    turn = Turn(house, NOON)

    end_hold(turn, device_in(house, "Hall lamp"), "released")
    hold_due(turn, LAMP)

    assert not turn.effects


def test_a_hold_is_shown_and_looked_at_in_time_and_what_waits_may_no_longer_raise() -> None:
    house = hall()
    claim = claimed(house, wish(LIT))
    house.conditions[LAMP].claims = (replace(claim, raises_at=NOON + MINUTE),)
    turn = Turn(house, NOON)

    begin_hold(turn, house.devices[LAMP], LIT, OFF, BEN)

    assert list(turn.changed) == [LAMP]
    assert house.due.next() == NOON + 4 * HOUR
    assert house.conditions[LAMP].claims[0].raises_at is None


def test_what_a_hold_kept_back_is_judged_again_when_it_ends() -> None:
    house, hold = held(DIM, LIT)
    claimed(house, wish(OFF, until=NOON + DAY))
    is_now(house, "Hall lamp", power=True, brightness=40)
    turn = Turn(house, hold.until)

    hold_due(turn, LAMP)

    assert orders(turn) == [OFF]


def test_a_hold_that_ended_is_forgotten_and_shown() -> None:
    house, _ = held(LIT, OFF)
    turn = Turn(house, NOON + MINUTE)

    end_hold(turn, LAMP, "released")

    assert Keep("hold/hall-lamp", None) in turn.effects
    assert list(turn.changed) == [LAMP]
    assert house.due.next() is None
