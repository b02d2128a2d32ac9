"""What a connection listens to, and how a broker is asked for it."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Final

from paho.mqtt.client import Client
from paho.mqtt.subscribeoptions import SubscribeOptions

MOST_A_PACKET: Final = 200


class Filters:
    """Topics with their QoS, over all connections of a link."""

    def __init__(self) -> None:
        """Listen to nothing yet."""
        self._qos: dict[str, int] = {}
        self._of_others: set[str] = set()

    @property
    def all(self) -> AbstractSet[str]:
        """Return every one, in the order in which they were added."""
        return self._qos.keys()

    def add(
        self, filters: Iterable[str], qos: int = 0, *, of_others: bool = False
    ) -> AbstractSet[str]:
        """Listen there too; return which these were."""
        wanted = dict.fromkeys(filters, qos)
        self._qos.update(wanted)
        if of_others:
            self._of_others.update(wanted)
        return wanted.keys()

    def remove(self, filters: Iterable[str]) -> list[str]:
        """Listen there no more; return those where it did."""
        return [name for name in filters if self._qos.pop(name, None) is not None]

    def ask(self, client: Client, filters: Iterable[str], *, old: bool) -> None:
        """Ask a broker for them; `old`: it speaks the protocol without *no local*."""
        names = [name for name in filters if not old or name not in self._of_others]
        for start in range(0, len(names), MOST_A_PACKET):
            part = names[start : start + MOST_A_PACKET]
            if old:
                client.subscribe([(name, self._qos[name]) for name in part])
            else:
                client.subscribe([(name, self._wish(name)) for name in part])

    def _wish(self, name: str) -> SubscribeOptions:
        qos = self._qos[name]
        if name not in self._of_others:
            return SubscribeOptions(qos=qos)
        nothing_stored = SubscribeOptions.RETAIN_DO_NOT_SEND
        return SubscribeOptions(qos=qos, noLocal=True, retainHandling=nothing_stored)
