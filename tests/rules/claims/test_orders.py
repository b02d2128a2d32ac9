"""An order to a device: what it is, what it ends, and how it is called back."""

import pytest

from rules.claims.orders import REPORT_WITHIN, completed, end_order, order, withdraw
from rules.due import ReportDue
from rules.house import House
from rules.turn import Turn
from rules.words.decisions import End
from rules.words.effects import Command
from rules.words.ids import DecisionId, DeviceId
from rules.words.times import HOUR
from rules.words.values import BRIGHTNESS, COLOUR, FULL, POWER, Aspect, Kelvin, Values
from tests.houses import lamp
from tests.rules.hall import DIM, LAMP, LIT, NOON, OFF, ends, hall

ON: Values = {POWER: True}


def ordered(values: Values, *decisions: int, automated: bool = True) -> tuple[House, Turn]:
    house = hall()
    turn = Turn(house, NOON)
    numbers = tuple(map(DecisionId, decisions))
    order(turn, LAMP, values, transition=1.5, decisions=numbers, automated=automated)
    return house, turn


def test_an_order_is_one_command_of_which_a_report_is_awaited() -> None:
    house, turn = ordered(LIT, 7)

    (command,) = (effect for effect in turn.effects if isinstance(effect, Command))
    assert (command.order, command.values, command.transition) == (1, LIT, 1.5)
    assert command.decisions == (7,)
    assert list(turn.changed) == [LAMP]
    told = house.conditions[LAMP].told
    assert told is not None
    assert (told.values, told.before, told.awaited) == (LIT, {POWER: False, BRIGHTNESS: 10}, True)
    assert house.due.next() == NOON + REPORT_WITHIN + 1.5


def test_an_order_ends_the_one_before_that_is_still_awaited() -> None:
    house, turn = ordered(LIT, 7)

    order(turn, LAMP, DIM, transition=None, decisions=(DecisionId(8),))

    assert ends(turn) == [(7, End.SUPERSEDED)]
    assert house.conditions[LAMP].order == 2


def test_a_persons_order_is_a_fence_for_those_before_it() -> None:
    automated, _ = ordered(LIT)
    by_a_person, _ = ordered(LIT, automated=False)

    assert automated.conditions[LAMP].fence == 0
    assert by_a_person.conditions[LAMP].fence == 1


def test_what_is_called_back_may_not_leave_and_is_not_repeated() -> None:
    house, turn = ordered(LIT, 7)

    withdraw(turn, LAMP, "a hand at the device")

    condition = house.conditions[LAMP]
    assert condition.fence == condition.order == 1
    assert condition.told is not None
    assert condition.told.given_up
    assert ends(turn) == [(7, End.SUPERSEDED)]


def test_a_device_that_nobody_knows_has_nothing_to_be_called_back() -> None:
    turn = Turn(hall(), NOON)

    withdraw(turn, DeviceId("cellar-lamp"), "a hand at the device")

    assert not turn.effects


def test_an_order_ends_once() -> None:
    _, turn = ordered(LIT, 7)

    end_order(turn, LAMP, End.FAILED, "it went out of reach")
    end_order(turn, LAMP, End.EXPIRED, "the device was taken away")

    assert ends(turn) == [(7, End.FAILED)]


def test_a_report_is_awaited_from_the_last_order_on() -> None:
    house = hall()
    order(Turn(house, NOON), LAMP, LIT, transition=None)

    order(Turn(house, NOON + 1), LAMP, DIM, transition=9.0)

    assert house.due.next() == NOON + 1 + REPORT_WITHIN + 9.0
    assert house.due.take(NOON + HOUR) == [ReportDue(LAMP)]


@pytest.mark.parametrize(
    ("values", "was", "told"),
    [
        (ON, {}, {POWER: True, BRIGHTNESS: FULL}),
        (ON, DIM, ON),
        ({BRIGHTNESS: 40}, OFF, DIM),
        ({BRIGHTNESS: 0}, DIM, OFF),
        ({POWER: False, BRIGHTNESS: 40}, DIM, OFF),
        ({COLOUR: Kelvin(2700)}, DIM, {COLOUR: Kelvin(2700), POWER: True}),
        ({Aspect("position"): 4}, DIM, {}),
    ],
)
def test_what_a_person_wants_is_completed_as_the_lamp_can_take_it(
    values: Values, was: Values, told: Values
) -> None:
    device = hall().devices[LAMP]

    assert completed(device, values, was) == told


def test_a_lamp_that_does_not_dim_is_told_no_brightness() -> None:
    house = hall()
    device = house.devices[LAMP]
    plain = type(device).of(device.id, lamp("Hall lamp", dims=False))

    assert completed(plain, {POWER: True, BRIGHTNESS: 40}, OFF) == ON
