"""The waker: whatever falls due first ends the sleep, also after somebody has set the clock."""

from random import Random

import pytest

from hub.waker import LONGEST_NAP, Waker
from proofs.explorer.clockwork import Agenda, Turns, WorldClock
from rules.due import AgentDue, DueList
from rules.words.ids import AgentId
from tests.houses import MONDAY_NOON

EARLY, LATE = AgentDue(AgentId("early"), ""), AgentDue(AgentId("late"), "")
SOON = 0.1
"""Seconds by which turns of the loop may come late."""


class Sleeper:
    """Somebody who is to be woken, and when that was, in seconds since noon."""

    def __init__(self) -> None:
        self.agenda = Agenda()
        self.clock = WorldClock(self.agenda, MONDAY_NOON)
        self.due = DueList()
        self.woken: list[float] = []
        turns = Turns(self.agenda, Random(1))  # type: ignore[abstract]  # few of its methods are called
        self.waker = Waker(self.due, now=self.clock.now, loop=turns, wake=self._wakes)

    def falls_due(self, what: AgentDue, after: float) -> None:
        self.due.put(what, MONDAY_NOON + after)
        self.waker.set()

    def sleeps_until(self, end: float) -> None:
        while (do := self.agenda.next(end)) is not None:
            do()

    def _wakes(self) -> None:
        self.woken.append(self.agenda.now)
        self.due.take(self.clock.now())


def test_it_wakes_when_something_falls_due_and_not_before() -> None:
    sleeper = Sleeper()
    sleeper.falls_due(LATE, 2 * LONGEST_NAP + 5.0)

    sleeper.sleeps_until(100.0)

    assert sleeper.woken == pytest.approx([2 * LONGEST_NAP + 5.0], abs=SOON)


def test_what_falls_due_earlier_comes_first() -> None:
    sleeper = Sleeper()
    sleeper.falls_due(LATE, 20.0)
    sleeper.falls_due(EARLY, 10.0)

    sleeper.sleeps_until(15.0)

    assert sleeper.woken == pytest.approx([10.0], abs=SOON)


def test_a_clock_that_is_set_forward_is_seen_after_one_nap() -> None:
    sleeper = Sleeper()
    sleeper.falls_due(LATE, 3600.0)

    sleeper.clock.ahead += 3600.0
    sleeper.sleeps_until(LONGEST_NAP + 1.0)

    assert sleeper.woken == pytest.approx([LONGEST_NAP], abs=SOON)
