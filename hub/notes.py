"""Notes: what the hub says of itself, to whoever looks after it and in the journal."""

import asyncio
import logging
from collections.abc import Callable

from hub.journal import Batch, Journal
from rules.words.effects import Record
from rules.words.records import Noted
from rules.words.times import Moment

log = logging.getLogger("homerule")


class Notes:
    """Writes sentences down; `shown` is called once the journal has one, or could not take it."""

    def __init__(
        self, journal: Journal, *, now: Callable[[], Moment], shown: Callable[[], None]
    ) -> None:
        """Write into this journal."""
        self._journal = journal
        self._now = now
        self._shown = shown

    def note(self, text: str) -> None:
        """Say something to whoever looks after the hub, and write it down."""
        log.warning("%s", text)
        self._journal.commit(self._batch(text), lambda _error: self._shown())

    async def write_down(self, text: str) -> None:
        """Return when the journal has a sentence on the disk; raises what kept it from that."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def done(error: BaseException | None) -> None:
            if not written.done():
                written.set_result(None) if error is None else written.set_exception(error)
            self._shown()

        self._journal.commit(self._batch(text), done)
        await written

    def _batch(self, text: str) -> Batch:
        return Batch(((self._now(), Record(Noted(text=text), durable=True)),))
