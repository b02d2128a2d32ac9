"""One household whose hub is killed again and again, at a moment of its write path each time.

A life: the hub starts, says who holds what and keeps to it; then people do things, and at the
chosen moment of one of these deeds it is gone. Then its journal is looked at.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Final

from proofs.lasting.aims import Aim, Aims
from proofs.lasting.alive import (
    ROOMS,
    Gone,
    Silent,
    hears_all,
    is_ready,
    orders,
    raises,
    says_rightly,
    somebody_moves,
    tells_all,
)
from proofs.lasting.dead import Remains, look_at
from proofs.lasting.deeds import COVERS, Deed, Slot, Way
from proofs.lasting.expected import Expected, Holder
from proofs.lasting.household import Household, Lamp, household_in, word_of
from proofs.lasting.tally import Point, Tally
from proofs.lasting.witness import Kill, built
from tests.hub.e2e.hub import HubProcess

DIES_WITHIN: Final = 3.0


def kill_again_and_again(
    folder: Path,
    kills: int,
    dice: Random,
    *,
    planted: str = "",
    tick: Callable[[], None] = lambda: None,
) -> Tally:
    """Kill a hub so often, from its first start in an empty folder; end with one more start.

    With a planted fault it ends as soon as that is found.
    """
    with household_in(folder, built(folder), planted=planted) as household:
        chain = _Chain(household, dice)
        for _ in range(kills):
            chain.lives_and_is_killed()
            tick()
            if planted and chain.tally.wrong:
                return chain.tally
        chain.lives_on()
    return chain.tally


class _Chain:
    """The lives of one hub, and what is known of them."""

    def __init__(self, household: Household, dice: Random) -> None:
        self._household = household
        self._dice = dice
        self._aims = Aims(dice)
        self._expected = Expected()
        self._redelivered: list[Deed] = []
        """Deeds that are still to be done: the broker brings them again, the journal has not."""
        self._number = 0
        self.tally = Tally()

    def lives_and_is_killed(self) -> None:
        """Live one life, and look at what is left of it."""
        aim = self._aims.next(self.tally.kills)
        done: list[Deed] = []
        before = len(self.tally.wrong)
        brought = [str(deed) for deed in self._redelivered]
        with self._household.hub(kill=aim.kill) as hub:
            with suppress(Gone):
                self._goes_on(hub, aim, done)
            _wait_for_end(hub)
        left = look_at(self._household.state, self._household.traces[-1])
        self._count(aim.armed, done, left)
        self._judge(done, left)
        if len(self.tally.wrong) > before:
            self.tally.stories.append(_story(self._number, aim.kill, brought, done, left))

    def _goes_on(self, hub: HubProcess, aim: Aim, done: list[Deed]) -> None:
        try:
            self._starts(hub)
            self._acts(hub, aim.calm, done)
            hears_all(self._household, hub, f"{self._number}-calm")
            self._acts(hub, aim.burst, done)
        except Silent as missing:
            self._find(f"the hub lived, and this did not come: {missing}")

    def lives_on(self) -> None:
        """Start once more, and end in order."""
        with self._household.hub() as hub:
            try:
                self._starts(hub)
                hub.ends()
            except (Gone, Silent) as missing:
                self._find(f"the last start did not come to its end: {missing}")

    # a life

    def _starts(self, hub: HubProcess) -> None:
        """Return when the hub has started and was looked at."""
        household, began = self._household, time.perf_counter()
        since, before = household.ears.now, household.lamps()
        self._number += 1
        for deed in self._redelivered:
            self._expected.asks(deed)
        is_ready(hub)
        took = time.perf_counter() - began
        tells_all(household, hub, since)
        hears_all(household, hub, str(self._number))
        found, wrong = says_rightly(household, hub, self._expected.all_came(Way.LASTING))
        wrong += self._commanded_by_starting(since, before, found)
        wrong += somebody_moves(household, hub, found)
        self._find(*wrong)
        self._expected.found(found)
        self._redelivered.clear()
        self.tally.starts += 1
        self.tally.start_seconds += took
        self.tally.moved += len(ROOMS)

    def _commanded_by_starting(
        self, since: int, before: Mapping[str, Lamp], found: Mapping[Slot, Holder]
    ) -> Iterator[str]:
        """Yield what a lamp was told that neither a person nor the end of something explains.

        A person's wish that comes again is a command of theirs. What is given back may dim or
        go off, and so may what nobody holds.
        """
        commanded = {deed.lights for deed in self._redelivered}
        freed = {
            slot for deed in self._redelivered for slot, held in deed.changes.items() if not held
        }
        for lamp, slots in COVERS.items():
            told = orders(self._household, lamp, since)
            if not told or lamp in commanded:
                continue
            raised = [order for order in told if raises(order, before[lamp])]
            held = any(found[slot] for slot in slots) and freed.isdisjoint(slots)
            if raised or held:
                yield f"by starting {lamp}, which was {before[lamp]}, was told {told}"

    def _acts(self, hub: HubProcess, some: Iterable[Deed], done: list[Deed]) -> None:
        """Let people do things, and sensors see them come and go; raise `Gone` when the hub is."""
        household = self._household
        for deed in some:
            if not hub.is_running:
                raise Gone
            done.append(deed)
            household.does(deed)
            room = self._dice.choice(tuple(ROOMS.values()))
            household.devices.sees(f"{room} motion", somebody=self._dice.choice((True, False)))

    # what is left

    def _count(self, armed: Deed, done: list[Deed], left: Remains) -> None:
        """Count the kill as what it was, whatever it was meant to be."""
        if armed not in done:
            point = Point.STARTING
        elif armed.mark in left.told:
            point = Point.AFTER
        else:
            point = Point.BETWEEN if armed.mark in left.written else Point.BEFORE
        self.tally.kills[point] += 1
        marks = {deed.mark for deed in (*done, *self._redelivered)}
        self.tally.told += len(left.told & marks)
        self.tally.written_untold += len((left.written & marks) - left.told)
        self.tally.open_at_kill += len(marks - left.told - left.written)

    def _judge(self, done: list[Deed], left: Remains) -> None:
        for deed in done:
            self._expected.asks(deed)
        for mark in left.told:
            self._expected.told(mark)
        if left.broken:
            self._find(f"after the kill the journal is not whole: {left.broken}")
        else:
            self._find(*(f"in the journal {one}" for one in self._expected.wrong(left.holders)))
        open_ones = (*self._redelivered, *(deed for deed in done if deed.way is Way.LASTING))
        over = left.acknowledged | left.written
        self._redelivered = [
            deed for deed in open_ones if deed.mark not in over and word_of(deed) not in left.taken
        ]
        for room in ROOMS.values():
            # Nobody is there when the hub comes back: it hears of that as of old news.
            self._household.devices.sees(f"{room} motion", somebody=False)

    def _find(self, *wrong: str) -> None:
        self.tally.wrong += [f"{one} (life {self._number})" for one in wrong]


def _wait_for_end(hub: HubProcess) -> None:
    """Return when the hub has killed itself; where its moment did not come, kill it."""
    deadline = time.perf_counter() + DIES_WITHIN
    while hub.is_running and time.perf_counter() < deadline:
        time.sleep(0.002)
    if hub.is_running:
        hub.is_killed()


def _story(number: int, kill: Kill, brought: list[str], done: list[Deed], left: Remains) -> str:
    """Return what happened in a life, for whoever looks for the fault."""
    lines = [
        f"  life {number}, killed by `{kill}`; brought again: {', '.join(brought) or 'nothing'}"
    ]
    for deed in done:
        told = "told" if deed.mark in left.told else "not told"
        written = "written" if deed.mark in left.written else "not written"
        lines.append(f"  {deed}: {written}, {told}")
    lines += [f"  in the journal {slot} is held by {who}" for slot, who in left.holders.items()]
    return "\n".join(lines)
