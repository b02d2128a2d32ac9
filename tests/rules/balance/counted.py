"""A house in virtual time whose records are counted as they come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rules.balance.counting import Counting
from rules.balance.day import Day, together
from rules.policy import Policy
from rules.words.device import Announcement
from rules.words.effects import Effect
from rules.words.events import Event
from tests.story import Story


@dataclass
class Counts:
    """Days, and the whole of them."""

    days: dict[date, Day]

    @property
    def whole(self) -> Day:
        return together(self.days.values())


class CountedStory(Story):
    """Tells a story and counts it."""

    def __init__(self, policy: Policy, announcements: Iterable[Announcement] = ()) -> None:
        self.counts = Counts({})
        self._counting = Counting(self.counts.days, policy.home.zone)
        self._taken = 0
        super().__init__(policy, announcements)

    def happens(self, event: Event) -> list[Effect]:
        effects = super().happens(event)
        fresh, self._taken = self.records[self._taken :], len(self.records)
        for body in fresh:
            self._counting.take(self.now, body)
        return effects

    @property
    def whole(self) -> Day:
        """Return all that was counted."""
        return self.counts.whole
