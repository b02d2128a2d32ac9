"""Families whose things are one device each, and say and are told all of it at one path."""

from abc import abstractmethod
from typing import ClassVar

from devices.http.things import HttpThings, Order
from rules.words.events import Event, Reported
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Values


class HttpFamily(HttpThings):
    """What they share beyond `HttpThings`; a new one says how its things speak, and no more."""

    how: ClassVar[str]
    """The path at which a thing says how it is, and is told what to be."""

    @abstractmethod
    def state(self, hardware: HardwareId, body: bytes) -> Values | None:
        """Return how a thing says it is, or None where it says nothing that can be read."""

    @abstractmethod
    def command(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> bytes | None:
        """Return what a thing is told, or None where none of it can be said; it is sent then."""

    def questions(self) -> tuple[str, ...]:
        """Return the one path."""
        return (self.how,)

    def said(self, hardware: HardwareId, path: str, body: bytes) -> tuple[Event, ...] | None:
        """Return what a thing reports."""
        del path
        values = self.state(hardware, body)
        if values is None:
            return None
        return (Reported(hardware, values),) if values else ()

    def told(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Order, ...]:
        """Say it in one request, whose answer is what the thing has become."""
        body = self.command(hardware, values, transition)
        return () if body is None else ((self.how, body),)
