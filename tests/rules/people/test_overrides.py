"""What people place on a scope acts at once, and ends by its own record alone."""

from dataclasses import replace

import pytest

from rules.claims.orders import order
from rules.due import ScopeDue
from rules.house import House
from rules.people.overrides import freeze, keep_all, lift, members, override, scope_due
from rules.people.taps import set_device
from rules.turn import Turn
from rules.words.decisions import End
from rules.words.effects import Keep, Record, ScopeChanged
from rules.words.ids import AreaId, DecisionId, DeviceId
from rules.words.people import AreaScope, DeviceScope, HouseScope, Scope
from rules.words.records import FreezeBegan, OverrideBegan, OverrideEnded
from rules.words.times import HOUR
from rules.words.values import BRIGHTNESS, COLOUR, FULL, POWER, Kelvin, Values
from tests.houses import claimed, lamp
from tests.rules.hall import DIM, HALL, LAMP, LIT, NOON, OFF, ends, hall, orders, records, wish
from tests.story import BEN

HOUSE, IN_HALL, ON_LAMP = HouseScope(), AreaScope(HALL), DeviceScope(LAMP)


def ended(turn: Turn) -> list[tuple[Scope, str, str]]:
    said = [body for body in records(turn) if isinstance(body, OverrideEnded)]
    return [(body.scope, body.verb, body.why) for body in said]


def ordered(house: House, *, automated: bool = True) -> None:
    """Let the lamp have been told something by decision 7."""
    order(
        Turn(house, NOON),
        LAMP,
        LIT,
        transition=None,
        decisions=(DecisionId(7),),
        automated=automated,
    )


@pytest.mark.parametrize(
    ("scope", "inside"),
    [
        (HOUSE, {"hall-lamp", "hall-motion", "stray-lamp"}),
        (IN_HALL, {"hall-lamp", "hall-motion"}),
        (ON_LAMP, {"hall-lamp"}),
        (AreaScope(AreaId("cellar")), set()),
        (DeviceScope(DeviceId("cellar-lamp")), set()),
    ],
)
def test_a_scope_holds_what_is_in_it_at_this_moment(scope: Scope, inside: set[str]) -> None:
    assert set(members(hall(), scope)) == inside


def test_a_freeze_calls_back_what_automation_told_and_leaves_what_a_person_told() -> None:
    automated, by_a_person = hall(), hall()
    ordered(automated)
    ordered(by_a_person, automated=False)

    first, second = Turn(automated, NOON), Turn(by_a_person, NOON)
    freeze(first, IN_HALL, BEN, None)
    freeze(second, IN_HALL, BEN, None)

    assert ends(first) == [(7, End.SUPERSEDED)]
    assert not ends(second)
    assert automated.conditions[LAMP].fence == 1


def test_a_freeze_is_written_down_for_good_remembered_and_shown() -> None:
    house = hall()
    turn = Turn(house, NOON)

    freeze(turn, HOUSE, BEN, NOON + HOUR)

    placed = house.people.freezes[HOUSE]
    assert FreezeBegan(freeze=placed) in records(turn)
    assert Keep("freeze/house", placed) in turn.effects
    assert ScopeChanged(HOUSE) in turn.effects
    assert house.due.take(NOON + HOUR) == [ScopeDue(HOUSE)]


def test_an_override_tells_each_device_what_it_can_take_and_takes_the_place_of_a_hold() -> None:
    house = hall()
    set_device(Turn(house, NOON), LAMP, OFF, BEN)
    turn = Turn(house, NOON + 1)

    override(turn, IN_HALL, {POWER: True}, BEN, None)

    assert orders(turn) == [{POWER: True, BRIGHTNESS: FULL}]
    assert not house.people.holds
    assert OverrideBegan(override=house.people.overrides[IN_HALL]) in records(turn)


def test_an_override_that_a_device_cannot_follow_calls_back_what_it_was_told() -> None:
    house = hall()
    plain = lamp("Hall lamp", dims=False)
    house.devices[LAMP] = type(house.devices[LAMP]).of(LAMP, plain)
    ordered(house)
    turn = Turn(house, NOON)

    override(turn, ON_LAMP, {COLOUR: Kelvin(2200)}, BEN, None)

    assert not orders(turn)
    assert ends(turn) == [(7, End.SUPERSEDED)]


def test_giving_a_scope_back_ends_its_own_freeze_and_set_and_no_other() -> None:
    house = hall()
    before = Turn(house, NOON)
    freeze(before, HOUSE, BEN, None)
    freeze(before, IN_HALL, BEN, None)
    override(before, IN_HALL, LIT, BEN, None)
    turn = Turn(house, NOON + 1)

    lift(turn, IN_HALL, BEN, resume=False)

    assert ended(turn) == [(IN_HALL, "freeze", "released"), (IN_HALL, "set", "released")]
    told = [body for body in records(turn) if isinstance(body, OverrideEnded)]
    assert [(body.placed, body.since) for body in told] == [(BEN, NOON), (BEN, NOON)]
    assert set(house.people.freezes) == {HOUSE}


def test_what_ended_is_forgotten_and_shown_and_everything_in_it_is_shown_anew() -> None:
    house = hall()
    before = Turn(house, NOON)
    freeze(before, IN_HALL, BEN, None)
    override(before, IN_HALL, LIT, BEN, None)
    turn = Turn(house, NOON + 1)

    lift(turn, IN_HALL, BEN, resume=False)

    assert {Keep("freeze/area/hall", None), Keep("override/area/hall", None)} <= set(turn.effects)
    assert ScopeChanged(IN_HALL) in turn.effects
    assert {LAMP} <= set(turn.changed)


@pytest.mark.parametrize("freezes", [True, False])
def test_what_waits_in_a_scope_may_no_longer_raise_once_a_person_came(freezes: bool) -> None:
    house = hall()
    claim = claimed(house, wish(LIT))
    house.conditions[LAMP].claims = (replace(claim, raises_at=NOON + HOUR),)
    turn = Turn(house, NOON)

    if freezes:
        freeze(turn, IN_HALL, BEN, None)
    else:
        override(turn, IN_HALL, OFF, BEN, None)

    assert house.conditions[LAMP].claims[0].raises_at is None
    assert LAMP in turn.changed


def test_what_a_set_kept_back_is_judged_again_when_its_own_end_has_come() -> None:
    house = hall()
    override(Turn(house, NOON), IN_HALL, DIM, BEN, NOON + HOUR)
    claimed(house, wish(OFF, until=NOON + 2 * HOUR))
    turn = Turn(house, NOON + HOUR)

    scope_due(turn, IN_HALL)

    assert orders(turn) == [OFF]
    assert LAMP in turn.changed


def test_an_override_is_written_down_for_good_and_remembered_to_its_end() -> None:
    house = hall()
    turn = Turn(house, NOON)

    override(turn, IN_HALL, LIT, BEN, NOON + HOUR)

    placed = house.people.overrides[IN_HALL]
    assert Record(OverrideBegan(override=placed), durable=True) in turn.effects
    assert Keep("override/area/hall", placed) in turn.effects
    assert ScopeDue(IN_HALL) in house.due.take(NOON + HOUR)


def test_giving_a_device_back_ends_the_hold_on_it() -> None:
    house = hall()
    set_device(Turn(house, NOON), LAMP, OFF, BEN)

    lift(Turn(house, NOON + 1), IN_HALL, BEN, resume=False)
    assert house.people.holds

    lift(Turn(house, NOON + 1), ON_LAMP, BEN, resume=False)
    assert not house.people.holds


@pytest.mark.parametrize(("resume", "told"), [(False, []), (True, [LIT])])
def test_only_resume_may_raise(resume: bool, told: list[Values]) -> None:
    house = hall()
    freeze(Turn(house, NOON), HOUSE, BEN, None)
    claimed(house, wish(LIT))
    turn = Turn(house, NOON + 1)

    lift(turn, HOUSE, BEN, resume=resume)

    assert orders(turn) == told


def test_a_freeze_and_a_set_of_one_scope_have_an_end_each() -> None:
    house = hall()
    before = Turn(house, NOON)
    freeze(before, IN_HALL, BEN, NOON + HOUR)
    override(before, IN_HALL, DIM, BEN, NOON + 2 * HOUR)
    first, second = Turn(house, NOON + HOUR), Turn(house, NOON + 2 * HOUR)

    scope_due(first, IN_HALL)
    assert ended(first) == [(IN_HALL, "freeze", "its time is over")]
    assert set(house.people.overrides) == {IN_HALL}

    scope_due(second, IN_HALL)
    assert ended(second) == [(IN_HALL, "set", "its time is over")]


def test_what_is_latched_does_not_end_by_itself() -> None:
    house = hall()
    freeze(Turn(house, NOON), HOUSE, BEN, None)
    turn = Turn(house, NOON + 1000 * HOUR)

    scope_due(turn, HOUSE)

    assert not turn.effects
    assert house.people.freezes


def test_all_that_people_hold_is_remembered_anew_after_the_clock_was_set() -> None:
    house = hall()
    before = Turn(house, NOON)
    freeze(before, HOUSE, BEN, None)
    override(before, IN_HALL, LIT, BEN, None)
    set_device(before, LAMP, OFF, BEN)
    turn = Turn(house, NOON)

    keep_all(turn)

    kept = {effect.key for effect in turn.effects if isinstance(effect, Keep)}
    assert kept == {"freeze/house", "override/area/hall", "hold/hall-lamp"}


def test_an_override_that_ends_shows_the_older_one_beneath_where_that_is_dimmer() -> None:
    house = hall(power=True, brightness=200)
    override(Turn(house, NOON), HOUSE, OFF, BEN, None)
    override(Turn(house, NOON + 1), IN_HALL, LIT, BEN, NOON + HOUR)
    turn = Turn(house, NOON + HOUR)

    scope_due(turn, IN_HALL)

    assert orders(turn) == [OFF]


@pytest.mark.parametrize("resume", [True, False])
def test_it_shows_one_that_is_brighter_only_to_a_person_who_resumes(resume: bool) -> None:
    house = hall()
    override(Turn(house, NOON), HOUSE, LIT, BEN, None)
    override(Turn(house, NOON + 1), IN_HALL, OFF, BEN, None)
    turn = Turn(house, NOON + 2)

    lift(turn, IN_HALL, BEN, resume=resume)

    assert orders(turn) == ([LIT] if resume else [])
