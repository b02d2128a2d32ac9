"""A switch that is not there, for the demo and for trying things out: a file says how it stands."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hub.switch.line import LineLost, Seen
from rules.words.switches import Monotonic

CLOSED: Final = "closed"
OPEN: Final = "open"
POLL: Final = 0.05
LONGEST: Final = 100


class SimulatedLine:
    """A file with the word `closed` or `open`; any other word is a wire that was cut."""

    def __init__(self, file: Path, now: Callable[[], Monotonic]) -> None:
        """Read this file, once it is opened; it is made if it is not there."""
        self._file = file
        self._now = now
        self._was: bool | None = None
        self._seen: Seen
        self._timer: asyncio.TimerHandle | None = None

    def open(self, seen: Seen) -> None:
        """Begin to read, in the running loop; raises `LineLost`."""
        self._seen = seen
        try:
            if not self._file.exists():
                self._file.write_text(f"{OPEN}\n")
        except OSError as error:
            raise LineLost(str(error)) from None
        self._was = self.level()
        self._again()

    def level(self) -> bool:
        """Return whether the contact is closed at this moment; raises `LineLost`."""
        try:
            with self._file.open(errors="replace") as file:
                word = file.read(LONGEST).strip()
        except OSError as error:
            raise LineLost(str(error)) from None
        if word not in {CLOSED, OPEN}:
            raise LineLost(f"{self._file} says neither `{CLOSED}` nor `{OPEN}`")
        return word == CLOSED

    def close(self) -> None:
        """Look at it no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _again(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(POLL, self._poll)

    def _poll(self) -> None:
        try:
            level = self.level()
        except LineLost:
            # Whoever looks each second will hear of it.
            self._again()
            return
        if level is not self._was:
            self._was = level
            self._seen(level, self._now())
        self._again()
