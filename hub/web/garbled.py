"""Garbled requests: what cannot be read as HTTP is answered, counted, and told of in one line."""

import logging
from typing import Final

from aiohttp.http_exceptions import HttpProcessingError

from devices.plain import plain

TOLD_EVERY: Final = 600.0
"""Seconds between two lines: who sends such things may send many."""
LONGEST: Final = 120


class Garbled(logging.Filter):
    """Takes what the server would log with a traceback, for each request that it cannot read."""

    def __init__(self) -> None:
        """Know of none."""
        super().__init__()
        self._count = 0
        self._told_at = float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        """Let through what is a fault of ours, and now and then a line about all others."""
        problem = record.exc_info[1] if record.exc_info else None
        if not isinstance(problem, HttpProcessingError):
            return True
        self._count += 1
        if record.created - self._told_at < TOLD_EVERY:
            return False
        self._told_at = record.created
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg = "%d requests so far could not be read as HTTP, the last: %s"
        record.args = (self._count, plain(str(problem.message), LONGEST))
        record.exc_info = None
        return True


def told_of() -> logging.Logger:
    """Return the log of a server whose garbled requests are told of in one line."""
    log = logging.getLogger("homerule.http")
    if not any(isinstance(known, Garbled) for known in log.filters):
        log.addFilter(Garbled())
    return log
