"""Keeps the counts of the last days up, record by record, and over restarts.

Rule 1: the journal is the book and the counts are a copy: what is lost is counted anew from it.
Rule 2: what was counted is kept with the number of the last entry it rests on, so that a start
reads what came after that alone. Rule 3: nobody waits for it: a start reads beside the house.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from hub.balance.kept import Kept, read_kept, write_kept
from hub.journal import JournalUnreadable
from hub.journal.reader import JournalReader
from rules.balance.counting import UNDONE_WITHIN, Counting
from rules.balance.day import Day
from rules.words.effects import Record
from rules.words.times import DAY, Moment, civil

DAYS: Final = 60
"""Days that are kept: thirty, and the thirty before to compare with."""
PAGE: Final = 100
"""Entries that are read at once."""
PAUSE: Final = 0.02
"""Seconds between two of these, so that the house has the processor."""
SAVE_EVERY: Final = 3600.0
WARM: Final = 500
"""Entries before the counted ones that are looked at: what they changed may still be undone."""

log = logging.getLogger(__name__)


class Count:
    """The counts of the last days. All but the catching up runs in the loop's thread."""

    def __init__(
        self,
        state: Path,
        *,
        now: Callable[[], Moment],
        zone: Callable[[], ZoneInfo],
        settled: Callable[[], bool] = lambda: True,
    ) -> None:
        """Count for the journal of a state folder, which nobody writes to yet.

        `settled` says whether all that was noted is in the journal, and all that is in it noted.
        """
        self._state = state
        self._now = now
        self._zone = zone
        self._settled = settled
        self._counting = Counting({}, zone())
        self._waiting: list[tuple[Moment, Record]] | None = []
        """What came while the journal is still being read; None once that is over."""
        self._before = newest(state)
        self._stop = threading.Event()
        self.caught_up = asyncio.Event()

    @property
    def ready(self) -> bool:
        """Say whether all is counted that the journal has."""
        return self._waiting is None

    def day(self, when: date) -> Day:
        """Return the counts of a day."""
        return self._counting.days.get(when) or Day()

    def today(self) -> date:
        """Return which day it is at home."""
        return civil(self._now(), self._zone()).date()

    def last(self, count: int, *, skip: int = 0) -> list[tuple[date, Day]]:
        """Return the last days, the oldest first; `skip` so many of the newest."""
        today = self.today()
        days = (today - timedelta(days=back) for back in range(skip + count - 1, skip - 1, -1))
        return [(when, self.day(when)) for when in days]

    def note(self, records: Iterable[tuple[Moment, Record]]) -> None:
        """Count what was written down."""
        if self._waiting is not None:
            self._waiting += records
            return
        counting = self._counting
        counting.zone = self._zone()
        for at, record in records:
            counting.take(at, record.body)

    async def run(self) -> None:
        """Catch up with the journal, then keep the counts now and then, until cancelled."""
        try:
            self._counting = await asyncio.to_thread(self._catch_up)
        finally:
            self._stop.set()
        self._note_what_waited()
        self.caught_up.set()
        while True:
            await asyncio.sleep(SAVE_EVERY)
            self.save()

    def _note_what_waited(self) -> None:
        # Not in `run`, which would keep it as long as it lives: thousands of records of a start.
        waiting, self._waiting = self._waiting or [], None
        self.note(waiting)

    def save(self) -> None:
        """Keep the counts, if they are of what the journal has, no more and no less."""
        if not (self.ready and self._settled()):
            return
        days, oldest = self._counting.days, self.today() - timedelta(days=DAYS)
        for when in [when for when in days if when < oldest]:
            del days[when]
        try:
            write_kept(self._state, Kept(upto=newest(self._state), days=dict(days)))
        except OSError as error:
            log.warning("the balance could not be kept, and is counted anew: %s", error)

    def _catch_up(self) -> Counting:
        """Return the counts up to the entry that was the last when the hub started."""
        kept = read_kept(self._state)
        if kept.upto > self._before:
            # Of another journal.
            kept = Kept()
        counting = Counting({}, self._zone())
        try:
            with JournalReader.open(self._state) as journal:
                since = journal.first_since(self._now() - DAYS * DAY)
                self._warm(counting, journal, kept.upto)
                counting.days = kept.days
                self._walk(counting, journal, max(kept.upto, since - 1))
        except JournalUnreadable as error:
            log.warning("the balance is not counted: %s", error)
        return counting

    def _warm(self, counting: Counting, journal: JournalReader, upto: int) -> None:
        rows = journal.tail(WARM, upto + 1)[::-1] if upto else []
        fresh = rows[-1][1] - UNDONE_WITHIN if rows else 0.0
        for _, at, body in rows:
            if at >= fresh:
                counting.take(at, body)

    def _walk(self, counting: Counting, journal: JournalReader, entry: int) -> None:
        while entry < self._before and not self._stop.wait(PAUSE):
            rows = journal.after(entry, min(PAGE, self._before - entry))
            if not rows:
                return
            for _, at, body in rows:
                counting.take(at, body)
            entry = rows[-1][0]


def newest(state: Path) -> int:
    """Return the number of the journal's last entry; 0 where there is none."""
    try:
        with JournalReader.open(state) as journal:
            return journal.newest()
    except JournalUnreadable:
        return 0
