"""From a wish to its decision, and to a live claim where it was not refused."""

from dataclasses import replace

from rules.claims.proposing import propose
from rules.guardrail import Delay, Forbid, Guardrail
from rules.turn import Turn
from rules.words.decisions import End, Outcome
from rules.words.ids import DeviceId
from rules.words.times import HOUR, MINUTE
from tests.houses import claimed
from tests.laws.household import Says, asks
from tests.rules.hall import DIM, LAMP, LIT, NOON, OFF, ONE, decided, ends, hall, orders, wish


def turned(*rules: Guardrail) -> Turn:
    return Turn(hall(*rules), NOON)


def says(verdict: Forbid | Delay) -> Says:
    return Says(id=asks().id, verdict=verdict)


def test_a_wish_that_is_allowed_becomes_a_claim_and_a_command() -> None:
    turn = turned()

    decision = propose(turn, wish(LIT))

    assert decision.outcome is Outcome.ALLOWED
    assert orders(turn) == [LIT]
    (claim,) = turn.house.conditions[LAMP].claims
    assert (claim.given, claim.acted, claim.open) == (LIT, True, False)
    assert turn.house.due.next() is not None


def test_each_wish_has_a_decision_with_a_number_of_its_own() -> None:
    turn = turned()

    propose(turn, wish(LIT))
    propose(turn, wish(DIM))

    assert decided(turn) == [1, 2]


def test_a_wish_that_is_refused_ends_at_once_and_never_becomes_a_claim() -> None:
    turn = turned(says(Forbid("always")))

    propose(turn, wish(LIT))

    assert ends(turn) == [(1, End.MOOT)]
    assert not turn.house.conditions[LAMP].claims
    assert not orders(turn)


def test_a_wish_that_is_to_be_asked_is_no_claim_and_waits_to_be_asked() -> None:
    turn = turned(asks())

    decision = propose(turn, wish(LIT))

    assert [q.decision for batch in turn.asked.values() for q in batch] == [decision.id]
    assert not ends(turn)
    assert not turn.house.conditions[LAMP].claims


def test_a_wish_derived_again_at_a_start_asks_nobody() -> None:
    turn = turned(asks())

    propose(turn, replace(wish(LIT), late=True))

    assert not turn.asked
    assert ends(turn) == [(1, End.MOOT)]


def test_a_wish_for_a_device_that_is_not_known_is_moot() -> None:
    turn = turned()

    propose(turn, wish(LIT, device=DeviceId("cellar-lamp")))

    assert ends(turn) == [(1, End.MOOT)]


def test_a_new_wish_takes_the_place_of_the_agents_older_one() -> None:
    turn = turned()
    older = replace(wish(LIT), late=True)

    propose(turn, older)
    propose(turn, wish(DIM))

    assert ends(turn) == [(1, End.SUPERSEDED)]
    (claim,) = turn.house.conditions[LAMP].claims
    assert claim.given == DIM


def test_a_wish_derived_again_after_a_start_lives_and_commands_nothing() -> None:
    turn = turned()

    propose(turn, replace(wish(LIT), late=True))

    assert not orders(turn)
    assert [claim.acted for claim in turn.house.conditions[LAMP].claims] == [False]


def test_a_wish_that_only_goes_on_raises_nothing_and_may_lower() -> None:
    up, down = turned(), turned()
    down.house.conditions[LAMP].values.update(LIT)

    propose(up, replace(wish(LIT), renews=True))
    propose(down, replace(wish(OFF), renews=True))

    assert not orders(up)
    assert orders(down) == [OFF]


def test_a_wish_that_goes_on_unchanged_goes_on_driving() -> None:
    turn = turned()
    claimed(turn.house, wish(LIT))
    turn.house.conditions[LAMP].values.update(LIT)

    propose(turn, replace(wish(LIT, until=NOON + 30 * MINUTE), renews=True))

    (claim,) = turn.house.conditions[LAMP].claims
    assert (claim.agent, claim.acted) == (ONE, True)


def test_a_wish_that_is_delayed_waits_as_a_claim_for_its_moment() -> None:
    turn = turned(says(Delay(until=NOON + HOUR)))

    propose(turn, wish(LIT))

    assert not orders(turn)
    (claim,) = turn.house.conditions[LAMP].claims
    assert claim.raises_at == NOON + HOUR == turn.house.due.next()
