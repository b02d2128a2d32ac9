"""What they share: a broker to speak to, and a switch on the wall."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from tests.hub.e2e.ears import Ears, Said


class NativeDevice(ABC):
    """A device with one thing to switch, which is on at first."""

    name: ClassVar[str]
    """What it says that it is called."""
    hardware: ClassVar[str]

    def __init__(self, ears: Ears) -> None:
        self._ears = ears
        self.is_on = True

    @abstractmethod
    def announces(self) -> None:
        """Say who it is, as when it has just come to the broker."""

    @abstractmethod
    def order(self, *, on: bool) -> tuple[str, str]:
        """Return the message by which somebody else switches it."""

    @abstractmethod
    def hears(self, said: Said) -> None:
        """Take what is said on the broker: it may be an order, or a question."""

    @abstractmethod
    def reports(self) -> None:
        """Say what it is."""

    def is_pressed(self) -> None:
        """Have its own button pressed."""
        self.is_on = not self.is_on
        self.reports()

    def turns(self, *, on: bool) -> None:
        """Do what it was told, and say so."""
        self.is_on = on
        self.reports()

    def says(
        self, topic: str, payload: bytes | str | dict[str, Any], *, keep: bool = False
    ) -> None:
        """Say something; `keep`: the broker keeps it for whoever comes later."""
        self._ears.tells(topic, payload, retain=keep)
