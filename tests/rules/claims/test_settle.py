"""What the live claims of a device come to, and the one command that follows, if any."""

from dataclasses import replace

from rules.claims.settle import settle
from rules.house import House
from rules.turn import Turn
from rules.words.decisions import End
from rules.words.ids import DecisionId
from rules.words.people import Freeze, HandKind, Hold, HouseScope, Override
from rules.words.times import HOUR
from rules.words.values import BRIGHTNESS, COLOUR, LIGHT_ASPECTS, POWER, Kelvin, Values
from rules.words.wishes import Level, Mode
from tests.houses import claimed
from tests.rules.hall import DIM, LAMP, LIT, NOON, OFF, TWO, ends, hall, orders, wish
from tests.story import BEN

WARM: Values = {COLOUR: Kelvin(2300)}
FIRST = DecisionId(1)


def settled(house: House, *, fresh: DecisionId | None = None, resumed: bool = False) -> Turn:
    turn = Turn(house, NOON)
    settle(turn, LAMP, fresh=fresh, resumed=resumed)
    return turn


def test_without_a_claim_nothing_happens() -> None:
    assert not settled(hall()).effects


def test_only_the_fresh_claim_or_a_person_who_asked_for_it_raises() -> None:
    told = []
    for fresh, resumed in ((FIRST, False), (None, True), (None, False), (DecisionId(9), False)):
        house = hall()
        claimed(house, wish(LIT))
        told.append(orders(settled(house, fresh=fresh, resumed=resumed)))

    assert told == [[LIT], [LIT], [], []]


def test_what_a_fresh_wish_asks_too_may_be_raised_for_whoever_goes_first() -> None:
    house = hall()
    claimed(house, wish(DIM))
    claimed(house, wish(LIT, agent=TWO))
    condition = house.conditions[LAMP]
    condition.claims = tuple(sorted(condition.claims, key=lambda claim: claim.decision))

    turn = settled(house, fresh=DecisionId(2))

    assert condition.claims[0].given == DIM
    assert orders(turn) == [DIM]


def test_but_it_raises_nothing_for_another_that_it_does_not_ask() -> None:
    house = hall(power=True, brightness=10)
    claimed(house, wish(LIT))
    claimed(house, wish({POWER: True, BRIGHTNESS: 30}, agent=TWO))
    condition = house.conditions[LAMP]
    condition.claims = tuple(sorted(condition.claims, key=lambda claim: claim.decision))

    turn = settled(house, fresh=DecisionId(2))

    assert orders(turn) == []


def test_anything_may_dim_or_switch_off() -> None:
    bright = hall(power=True, brightness=250)
    claimed(bright, wish(LIT))
    lit = hall(power=True, brightness=250)
    claimed(lit, wish(OFF))

    assert orders(settled(bright)) == [{BRIGHTNESS: 200}]
    assert orders(settled(lit)) == [OFF]


def test_what_it_is_already_is_not_commanded_and_its_decision_is_moot() -> None:
    house = hall(power=True, brightness=201)
    claim = claimed(house, wish(LIT))
    house.conditions[LAMP].claims = (replace(claim, acted=False, open=True),)

    turn = settled(house)

    assert not orders(turn)
    assert ends(turn) == [(1, End.MOOT)]
    assert house.conditions[LAMP].claims[0].acted


def test_under_a_freeze_nothing_is_commanded() -> None:
    house = hall(power=True, brightness=250)
    claimed(house, wish(OFF))
    house.people.freezes[HouseScope()] = Freeze(scope=HouseScope(), by=BEN, since=NOON)

    assert not settled(house).effects


def test_what_a_person_set_or_holds_is_left_alone() -> None:
    overridden, held = hall(power=True, brightness=250), hall(power=True, brightness=250)
    for house in (overridden, held):
        claimed(house, wish(OFF))
    placed = Override(scope=HouseScope(), values=LIT, by=BEN, since=NOON)
    overridden.people.overrides[HouseScope()] = placed
    held.people.holds[LAMP] = Hold(
        device=LAMP,
        values=LIT,
        covers=LIGHT_ASPECTS,
        by=BEN,
        kind=HandKind.UP,
        since=NOON,
        until=NOON + HOUR,
    )

    assert not orders(settled(overridden))
    assert not orders(settled(held))


def test_the_strongest_claim_drives_each_aspect() -> None:
    house = hall(power=True, brightness=250)
    house.conditions[LAMP].values[COLOUR] = Kelvin(4000)
    claimed(house, wish(DIM))
    claimed(house, wish({**LIT, **WARM}, agent=TWO, level=Level.SCHEDULE))

    assert orders(settled(house)) == [{BRIGHTNESS: 40, **WARM}]


def test_an_adjustment_shapes_only_a_light_that_is_on() -> None:
    told = []
    for power in (True, False):
        house = hall(power=power, brightness=250)
        house.conditions[LAMP].values[COLOUR] = Kelvin(4000)
        claimed(house, replace(wish(WARM), mode=Mode.ADJUST))
        told.append(orders(settled(house)))

    assert told == [[WARM], []]


def test_a_claim_that_waits_for_its_moment_commands_nothing() -> None:
    house = hall(power=True, brightness=250)
    claim = claimed(house, wish(OFF))
    house.conditions[LAMP].claims = (replace(claim, raises_at=NOON + 10),)

    assert not orders(settled(house))


def test_an_agents_turn_is_remembered_where_it_switched() -> None:
    house = hall()
    claimed(house, wish(LIT))

    settled(house, fresh=FIRST)

    condition = house.conditions[LAMP]
    assert condition.changes == [NOON]
    assert [(turn.agent, turn.power) for turn in condition.turns] == [("one", True)]
    assert condition.values[POWER] is False
