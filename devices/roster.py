"""What a family has said of its devices so far, so that it says only what is new."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from devices.family import NOTHING, Heard
from devices.message import Message
from rules.words.device import Announcement
from rules.words.events import AvailabilityChanged, DeviceAnnounced, DeviceRetired, Event
from rules.words.ids import HardwareId

MOST_TROUBLE: Final = 3


@dataclass(slots=True)
class News:
    """What a family makes of a message, while it is put together."""

    events: list[Event] = field(default_factory=list)
    subscribe: list[str] = field(default_factory=list)
    unsubscribe: list[str] = field(default_factory=list)
    questions: list[Message] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def heard(self, topic: str = "") -> Heard:
        """Return it as a family hands it on; what could not be understood is said of a topic."""
        said = (self.events, self.subscribe, self.unsubscribe, self.questions, self.trouble)
        if not any(said):
            return NOTHING
        return Heard(
            events=tuple(self.events),
            subscribe=tuple(self.subscribe),
            unsubscribe=tuple(self.unsubscribe),
            questions=tuple(self.questions),
            unreadable=f"{topic}: {'; '.join(self.trouble[:MOST_TROUBLE])}" if self.trouble else "",
        )


@dataclass(slots=True)
class _Listed:
    """What was said of a product: its devices, where it is listened to, whether it is there."""

    devices: dict[HardwareId, Announcement] = field(default_factory=dict)
    filters: frozenset[str] = frozenset()
    here: bool | None = None


class Roster:
    """The products of a family, by the keys that it has for them."""

    __slots__ = ("_listeners", "_products")

    def __init__(self) -> None:
        """Know none."""
        self._products: dict[str, _Listed] = {}
        self._listeners: dict[str, int] = {}

    def __len__(self) -> int:
        """Return how many products are known."""
        return len(self._products)

    def __iter__(self) -> Iterator[str]:
        """Return the keys of the products."""
        return iter(self._products)

    def __contains__(self, product: object) -> bool:
        """Say whether a product is known."""
        return product in self._products

    def settle(
        self, product: str, devices: Iterable[Announcement], filters: Iterable[str], news: News
    ) -> None:
        """Say what is new of a product: its devices, and on which topics it is listened to."""
        listed = self._products.setdefault(product, _Listed())
        now = {device.hardware: device for device in devices}
        news.events += [DeviceRetired(gone) for gone in listed.devices if gone not in now]
        for hardware, announcement in now.items():
            if listed.devices.get(hardware) == announcement:
                continue
            news.events.append(DeviceAnnounced(announcement))
            if hardware not in listed.devices and listed.here is not None:
                news.events.append(AvailabilityChanged(hardware, listed.here))
        listed.devices = now
        self._listen(listed, frozenset(filters), news)

    def reached(self, product: str, news: News, *, here: bool) -> None:
        """Say whether a product can be reached, where that changed."""
        listed = self._products.get(product)
        if listed is None or listed.here is here:
            return
        listed.here = here
        news.events += [AvailabilityChanged(hardware, here) for hardware in listed.devices]

    def forget(self, product: str, news: News) -> None:
        """Say that a product is gone for good."""
        listed = self._products.pop(product, None)
        if listed is not None:
            news.events += map(DeviceRetired, listed.devices)
            self._listen(listed, frozenset(), news)

    def _listen(self, listed: _Listed, filters: frozenset[str], news: News) -> None:
        before, listed.filters = listed.filters, filters
        for name in sorted(filters - before):
            self._listeners[name] = self._listeners.get(name, 0) + 1
            # Asked again, the broker sends anew what it has stored there for who listened already.
            news.subscribe.append(name)
        for name in sorted(before - filters):
            self._listeners[name] -= 1
            if not self._listeners[name]:
                del self._listeners[name]
                news.unsubscribe.append(name)
