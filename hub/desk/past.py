"""What was: the journal as lines, why things are so, and why others are not."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final

from hub.desk.behind import Journal
from hub.desk.present import Present
from hub.intake.meant import (
    Unknown,
    device_meant,
)
from hub.journal.reader import Row
from hub.view.asked import prompt_meant, prompt_picture
from hub.view.leaf import Leaf, leaf
from hub.view.plain_json import Json, Picture
from hub.view.story import LOOKED_THROUGH as EARLIER
from hub.view.story import Storyteller, nothing_left_undone, why_not
from hub.view.timeline import Story, line, telling
from hub.view.week import Week
from hub.view.whys import decided, why_parts
from rules.explain import HouseNames, Signings, freeze_sentence, title_of
from rules.house import House
from rules.words.ids import DeviceId
from rules.words.records import Body
from rules.words.times import Moment

MOST_LINES: Final = 500
MOST_FRESH: Final = 200
LOOKED_BACK: Final = 200
"""How many records about a device are read for what was left undone."""
LOOKED_THROUGH: Final = 4
"""How many records are read for each line that is wanted: many records are of no interest."""


class Past:
    """Answers what was, and why."""

    def __init__(
        self,
        house: House,
        journal: Journal,
        present: Present,
        *,
        now: Callable[[], Moment],
        signings: Callable[[], Signings],
        week: Week,
    ) -> None:
        """Know the house and its journal; `signings`: who signed which policy."""
        self._house = house
        self._journal = journal
        self._present = present
        self._now = now
        self._signings = signings
        self._week = week

    def week(self, ref: str) -> Picture:
        """Return a chart of the last seven days for each reading of a device."""
        device, zone = device_meant(self._house, ref), self._house.policy.home.zone
        charts = self._week.charts(device, self._now(), zone)
        return {"charts": [chart.picture() for chart in charts]}

    def measured(self, device: DeviceId) -> None:
        """Keep what a device measures for seven days."""
        known, condition = self._house.devices.get(device), self._house.conditions.get(device)
        if known is not None and condition is not None and not known.is_lamp:
            self._week.note(known, condition.values, self._now())

    def leaf(self, limit: int, before: int | None, wanted: Callable[[Body], bool]) -> Leaf:
        """Return a page of what tells people something, newest first; like changes are folded."""
        return leaf(self._journal.tail, self._names(), wanted, limit=limit, before=before)

    def why(self, ref: str, limit: int = 10) -> Picture:
        """Return what a device is, who holds it, and what was decided about it, newest first."""
        device = device_meant(self._house, ref)
        rows = self._journal.last_for(device.id, limit * LOOKED_THROUGH)
        return {
            "device": self._present.device(device.id),
            "freeze": self._freeze_over(device.id),
            "lines": [*self._lines(telling(rows), limit, self._teller().tell)],
            "agents": [title_of(agent) for agent in self._house.directory.wishers(device.id)],
        }

    def why_line(self, number: int) -> Picture:
        """Return a line of the timeline and why it is so, in parts."""
        rows = self._journal.tail(1, number + 1)
        if not rows or rows[0][0] != number:
            raise Unknown("there is no such line in the journal")
        return {"line": line(rows[0], self._names()), "parts": self._parts(rows[0])}

    def why_asked(self, ref: str) -> Picture:
        """Return why people are asked a question, in parts for each thing that it is about."""
        prompt = self._house.prompts.open.get(prompt_meant(self._house, ref))
        if prompt is None:
            raise Unknown("this question is not open any more")
        parts = list[Json]()
        for question in prompt.questions:
            rows = self._journal.last_for(question.device, LOOKED_BACK)
            row = decided(rows, question.decision)
            parts += [] if row is None else self._parts(row)
        return {"prompt": prompt_picture(self._house, prompt), "parts": parts}

    def _parts(self, row: Row) -> list[Json]:
        return [*why_parts(row, self._teller(), self._names(), self._journal.after)]

    def why_not(self, ref: str, limit: int = 3) -> Picture:
        """Return which wishes for a device led to nothing, newest first, and why."""
        device = device_meant(self._house, ref)
        rows = self._journal.last_for(device.id, LOOKED_BACK)
        lines = [*islice(why_not(self._teller(), rows, self._names()), limit)]
        said = nothing_left_undone(device.name)
        if not self._house.directory.wishers(device.id):
            said = f"Nothing happens to {device.name} by itself: no agent may wish anything for it."
        return {
            "device": self._present.device(device.id),
            "lines": [*lines],
            "sentence": None if lines else said,
        }

    def _teller(self) -> Storyteller:
        # Earlier policies would have to be read from their files, while others wait for the hub.
        policy = self._house.policy
        return Storyteller(
            {policy.hash: policy},
            lambda device, before: self._journal.tail(EARLIER, before, device),
        )

    def log(
        self, limit: int, *, device: str | None = None, before: int | None = None
    ) -> list[Picture]:
        """Return the last records as lines, newest first; all of them, small print too."""
        known = None if device is None else device_meant(self._house, device).id
        count = min(limit, MOST_LINES)
        return self._lines(self._journal.tail(count, before, known), count)

    def recent(self, limit: int) -> list[Picture]:
        """Return the last records that tell people something, newest first."""
        rows = self._journal.tail(min(limit, MOST_LINES) * LOOKED_THROUGH)
        return self._lines(telling(rows), limit)

    def fresh(self, after: int) -> tuple[list[Picture], int]:
        """Return what was written after a record, oldest first, and the last that was read.

        Whoever is far behind gets the newest; the rest stands in the log.
        """
        rows = self._journal.after(after, MOST_FRESH)
        if len(rows) == MOST_FRESH:
            rows = self._journal.tail(MOST_FRESH)[::-1]
        last = rows[-1][0] if rows else after
        return self._lines(telling(rows), MOST_FRESH), last

    def newest(self) -> int:
        """Return the number of the last record."""
        return next((number for number, _, _ in self._journal.tail(1)), 0)

    def _freeze_over(self, device: DeviceId) -> str | None:
        now = self._now()
        freeze = self._house.freeze_over(device, now)
        return None if freeze is None else freeze_sentence(freeze, HouseNames(self._house), now)

    def _lines(self, rows: Sequence[Row], limit: int, story: Story | None = None) -> list[Picture]:
        return [line(row, self._names(), story) for row in rows[:limit]]

    def _names(self) -> HouseNames:
        return HouseNames(self._house, self._signings())
