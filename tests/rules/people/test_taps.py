"""What a person does to one device is done at once, and then held."""

from rules.claims.orders import order
from rules.house import House
from rules.people.overrides import override
from rules.people.taps import ONE_GESTURE, hand_at, set_device
from rules.turn import Turn
from rules.words.decisions import End
from rules.words.effects import Keep, ScopeChanged
from rules.words.ids import DecisionId, DeviceId
from rules.words.people import AreaScope, DeviceScope, HandKind
from rules.words.records import HoldBegan, Noted, OverrideEnded
from rules.words.times import Moment
from rules.words.values import BRIGHTNESS, FULL, POWER, Aspect, Values
from rules.words.wishes import Via
from tests.houses import is_now
from tests.rules.hall import DIM, HALL, LAMP, LIT, NOON, OFF, ends, hall, orders, records
from tests.story import BEN


def a_hand(house: House, values: Values, at: Moment = NOON) -> Turn:
    """Let somebody move the lamp at its switch, as a report has just told."""
    was = dict(house.conditions[LAMP].values)
    house.conditions[LAMP].values.update(values)
    turn = Turn(house, at)
    hand_at(turn, house.devices[LAMP], was)
    return turn


def began(turn: Turn) -> int:
    return sum(isinstance(body, HoldBegan) for body in records(turn))


def test_what_a_person_sets_is_sent_and_held() -> None:
    house = hall()
    turn = Turn(house, NOON)

    set_device(turn, LAMP, {POWER: True}, BEN)

    assert orders(turn) == [{POWER: True, BRIGHTNESS: FULL}]
    hold = house.people.holds[LAMP]
    assert (hold.kind, hold.by, hold.since) == (HandKind.UP, BEN, NOON)


def test_what_a_person_sets_is_sent_where_it_is_so_already() -> None:
    house = hall(power=True, brightness=200)
    turn = Turn(house, NOON)

    set_device(turn, LAMP, LIT, BEN)

    assert orders(turn) == [LIT]


def test_what_a_device_does_not_know_is_neither_sent_nor_held() -> None:
    house = hall()
    turn = Turn(house, NOON)

    set_device(turn, LAMP, {Aspect("position"): 4}, BEN)
    set_device(turn, DeviceId("cellar-lamp"), LIT, BEN)

    assert not turn.effects
    assert not house.people.holds


def test_a_hand_is_held_as_the_device_shows_and_calls_back_what_it_was_told() -> None:
    house = hall()
    before = Turn(house, NOON)
    order(before, LAMP, DIM, transition=None, decisions=(DecisionId(7),))

    turn = a_hand(house, LIT)

    assert ends(turn) == [(7, End.SUPERSEDED)]
    assert not orders(turn)
    condition, hold = house.conditions[LAMP], house.people.holds[LAMP]
    assert condition.fence == condition.order
    assert (hold.values, hold.by.via) == (LIT, Via.WALL)


def test_the_steps_of_one_gesture_are_one_hold() -> None:
    house = hall()

    first = a_hand(house, DIM)
    second = a_hand(house, {BRIGHTNESS: 90}, NOON + ONE_GESTURE - 1)
    kept = house.people.holds[LAMP]
    third = a_hand(house, {BRIGHTNESS: 120}, NOON + ONE_GESTURE + 1)

    assert [began(turn) for turn in (first, second, third)] == [1, 0, 1]
    assert kept.values[BRIGHTNESS] == 90
    assert Keep("hold/hall-lamp", kept) in second.effects


def test_a_hand_the_other_way_is_a_new_hold_however_soon() -> None:
    house = hall()

    a_hand(house, LIT)
    turn = a_hand(house, OFF, NOON + 1)

    assert began(turn) == 1
    assert house.people.holds[LAMP].kind is HandKind.DOWN


def test_a_hand_ends_what_was_set_on_its_device() -> None:
    house = hall()
    scope = DeviceScope(LAMP)
    override(Turn(house, NOON), scope, LIT, BEN, None)

    turn = a_hand(house, OFF)

    assert not house.people.overrides
    assert [body.scope for body in records(turn) if isinstance(body, OverrideEnded)] == [scope]


def test_a_hand_ends_what_an_area_was_set_to_at_its_own_device_alone() -> None:
    house = hall()
    is_now(house, "Hall lamp", **{POWER: True, BRIGHTNESS: 200})
    override(Turn(house, NOON), AreaScope(HALL), LIT, BEN, None)

    turn = a_hand(house, OFF)

    placed = house.people.overrides[AreaScope(HALL)]
    assert placed.without == {LAMP}
    assert Keep("override/area/hall", placed) in turn.effects
    assert ScopeChanged(AreaScope(HALL)) in turn.effects
    assert any(isinstance(body, Noted) and body.device == LAMP for body in records(turn))


def test_a_tap_ends_what_was_set_on_its_device() -> None:
    house = hall()
    override(Turn(house, NOON), DeviceScope(LAMP), LIT, BEN, None)

    set_device(Turn(house, NOON + 1), LAMP, OFF, BEN)

    assert not house.people.overrides
