"""Who is on a line: what it has, says and is told, as it described itself."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeAlias

from devices.said import Fields
from rules.words.device import Announcement
from rules.words.events import Event
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Values

Told: TypeAlias = Mapping[str, object]
"""One thing that is said to who is on a line; its port knows how."""


class Party(Protocol):
    """A board with its parts, or a bridge with its lamps."""

    @property
    def key(self) -> str:
        """Return by what of its hardware it is known."""
        ...

    def products(self) -> Mapping[str, Iterable[Announcement]]:
        """Return the devices of each product that it has, itself or behind it."""
        ...

    def here(self, product: str) -> bool:
        """Say whether one of its products can be reached while the line stands."""
        ...

    def says(self, said: Fields) -> tuple[Event, ...]:
        """Return what it says, beyond who it is."""
        ...

    def told(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> Iterable[Told]:
        """Return what makes a device so."""
        ...
