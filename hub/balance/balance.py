"""The balance of a running hub: what it counts, and the ways in which that is told."""

from collections.abc import Callable, Iterable
from typing import Final

from hub.balance.count import Count
from hub.balance.figures import Figure, Meter, adults, figures, pulse_of
from hub.clock import Clock
from hub.intake.forms import BadInput
from hub.view.plain_json import Picture
from rules.explain.phrases import listed
from rules.house import House
from rules.words.effects import Record
from rules.words.times import Moment

TELL_EVERY: Final = 60.0


class Balance:
    """Asked by the page, by `/metrics` and by what is offered to Home Assistant."""

    def __init__(
        self,
        house: House,
        count: Count,
        clock: Clock,
        *,
        events: Callable[[], int],
        counts: Callable[[], Picture],
    ) -> None:
        """Look at a house; `events` says how many came, `counts` what went wrong."""
        self._house = house
        self.count = count
        self._meter = Meter(events, clock.monotonic)
        self._counts = counts
        self._monotonic = clock.monotonic
        self._began = clock.monotonic()

    def note(self, records: Iterable[tuple[Moment, Record]]) -> None:
        """Count what was written down."""
        self.count.note(records)

    def picture(self, days: int) -> Picture:
        """Return the balance of the last days."""
        from hub.balance.shown import SPANS, shown  # noqa: PLC0415 -- on use

        if days not in SPANS:
            raise BadInput(f"`days` must be {listed(map(str, SPANS), 'or')}")
        count = self.count
        return shown(
            count.last(days),
            count.last(days, skip=days),
            adults(self._house.policy),
            pulse_of(self._house, self._meter),
            ready=count.ready,
        )

    def figures(self) -> list[Figure]:
        """Return today's figures."""
        pulse = pulse_of(self._house, self._meter)
        return figures(self.count.day(self.count.today()), 1, adults(self._house.policy), pulse)

    def metrics(self) -> str:
        """Return today's figures for Prometheus."""
        from hub.balance.exposition import exposition  # noqa: PLC0415 -- few ask for it

        up = self._monotonic() - self._began
        outcomes = self.count.day(self.count.today()).outcomes
        return exposition(self.figures(), self._counts(), outcomes, up)
