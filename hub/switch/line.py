"""A line: the three things that the hub asks of whatever a physical switch hangs on."""

from collections.abc import Callable
from typing import Protocol, TypeAlias

from rules.words.switches import Monotonic

Seen: TypeAlias = Callable[[bool, Monotonic], None]
"""Told of each edge: whether the contact is closed now, and when that came."""


class LineLost(Exception):  # noqa: N818 -- a fact about a wire, not a failure of the program
    """A line cannot be read; the text says why, and what to do."""


class Line(Protocol):
    """What a switch is read by. All of it returns at once; nothing blocks the loop."""

    def open(self, seen: Seen) -> None:
        """Begin to read, in the running loop; raises `LineLost`."""

    def level(self) -> bool:
        """Return whether the contact is closed at this moment; raises `LineLost`."""

    def close(self) -> None:
        """Let go of what was opened, if anything was."""
