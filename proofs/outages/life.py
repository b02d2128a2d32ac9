"""A life in which the broker is lost again and again, and what was measured of each loss."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from proofs.outages.bridge import Told
from proofs.outages.household import Household, household_in
from proofs.outages.people import Deed, deeds
from proofs.outages.watched import Stamp, stamps
from tests.bench.wire import now

LIVES: Final = (0.3, 0.9)
"""Seconds between the return of one broker and the loss of the next."""
DEEDS: Final = (0.05, 0.25)
"""Seconds between two deeds."""
PATIENCE: Final = 10.0
SAVED: Final = 0.4
"""So often the broker has written down, when it is lost, how things stood just before."""
BACK: Final = 0.2
LOST: Final = "the broker is lost"
LOOK_EVERY: Final = 0.005


@dataclass(frozen=True, slots=True)
class Loss:
    """What is done to a broker: it is killed, or frozen, and is back after so many seconds."""

    frozen: bool
    seconds: float


@dataclass(slots=True)
class Outage:
    """What became of a loss: moments, of which some may not have come."""

    frozen: bool
    began: float
    turned: float = 0.0
    """When the physical switch was turned, one way or the other."""
    back: float = 0.0
    noticed: float | None = None
    """When the hub said so."""
    usable: float | None = None
    """When the hub had shown what a person said after the return."""


@dataclass(slots=True)
class Life:
    """All that is known of a household's life, for whoever judges it."""

    outages: list[Outage] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    by_mqtt: int = 0
    by_console: int = 0
    moves: int = 0


def live(
    folder: Path,
    losses: Sequence[Loss],
    dice: Random,
    *,
    keeps: bool = False,
    planted: str = "",
    tick: Callable[[], None] = lambda: None,
) -> Life:
    """Live through these losses; `keeps`: the broker remembers over a kill what it wrote down."""
    life = Life()
    with household_in(folder, dice, keeps=keeps, planted=planted) as household:
        household.bridge.starts()
        course = _Course(household, dice)
        for loss in losses:
            course.goes_on(dice.uniform(*LIVES))
            life.outages.append(course.goes_through(loss))
            tick()
        course.goes_on(2 * LIVES[1])
        household.hub.ends()
        life.told, life.moves = list(household.bridge.told), household.bridge.moves
        life.stamps = stamps(household.stamps)
        life.by_mqtt, life.by_console = household.people.by_mqtt, household.people.by_console
    return life


class _Course:
    """What happens in a household, one thing after another."""

    def __init__(self, household: Household, dice: Random) -> None:
        self._household = household
        self._dice = dice
        self._deeds: Iterator[Deed] = deeds(dice)

    def goes_on(self, seconds: float) -> None:
        """Let people do things in either way, for so long."""
        ways = (self._household.people.say, self._household.people.say_on_console)
        self._people_do(seconds, ways)

    def goes_through(self, loss: Loss) -> Outage:
        """Lose the broker, live on without it, and try how soon people are heard again."""
        household = self._household
        self._says_a_last_word()
        complained = self._complaints()
        outage = Outage(loss.frozen, began=now())
        if loss.frozen:
            household.broker.freezes()
        else:
            household.broker.is_killed()
        outage.turned = now()
        household.switch.turns()
        outage.noticed = self._is_noticed(complained, outage.began + loss.seconds)
        self._people_do(outage.began + loss.seconds - now(), (household.people.say_on_console,))
        if loss.frozen:
            outage.back = now()
            household.broker.thaws()
        else:
            outage.back = now()
            household.broker.starts()
            self._saves()
        outage.usable = household.people.try_until_heard(PATIENCE)
        return outage

    def _saves(self) -> None:
        """Let the broker write down what people say while the hub is not back yet."""
        people = self._household.people
        if people.are_back(BACK):
            people.say(next(self._deeds))
            self._household.broker.saves()

    def _people_do(self, seconds: float, ways: tuple[Callable[[Deed], None], ...]) -> None:
        end = now() + seconds
        while (left := end - now()) > 0:
            self._dice.choice(ways)(next(self._deeds))
            time.sleep(max(0.0, min(left, self._dice.uniform(*DEEDS))))

    def _says_a_last_word(self) -> None:
        """Say something so late that the hub may hear it, and the broker not that it did."""
        self._household.people.say(next(self._deeds))
        if self._dice.random() < SAVED:
            self._household.broker.saves()
        time.sleep(self._dice.uniform(0.0, 0.02))

    def _complaints(self) -> int:
        return self._household.hub.err.count(LOST)

    def _is_noticed(self, before: int, until: float) -> float | None:
        while now() < until:
            if self._complaints() > before:
                return now()
            time.sleep(LOOK_EVERY)
        return None
