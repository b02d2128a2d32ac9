"""The devices: sensors in which somebody always moves, and lamps that keep what they were told."""

import json
import threading
from dataclasses import dataclass
from random import Random
from time import sleep
from typing import Any, Final, Self

from devices.message import Message
from devices.simulated.discovery import (
    BASE,
    BRIDGE_STATE,
    Card,
    Entity,
    address_of,
    availability_topic,
    binary,
    configs,
    light,
    online,
)
from proofs.outages.line import Line, Word
from tests.bench.wire import NUMBER

PAUSES: Final = (0.01, 0.05)
"""Seconds between two reports that somebody came or went."""
SURE: Final = frozenset({"Kitchen", "Study"})
"""Rooms whose lamp announces that it is to be told with QoS 1."""


@dataclass(frozen=True, slots=True)
class Told:
    """A lamp was told something; `number` is the command's, 0 where it has none."""

    at: float
    lamp: str
    number: int
    stored: bool


class Bridge:
    """Sensors and lamps of these rooms, behind one connection, as zigbee2mqtt has them."""

    def __init__(self, port: int, rooms: tuple[str, ...], dice: Random) -> None:
        """Announce them on each connect; nobody moves before `starts`."""
        self.told: list[Told] = []
        self.moves = 0
        self._rooms = rooms
        self._dice = dice
        self._lamps: dict[str, dict[str, Any]] = {
            f"{room} lamp": {"state": "OFF", "brightness": 254} for room in rooms
        }
        self._seen = dict.fromkeys(rooms, False)
        self._line = Line(port, f"{BASE}/+/set", heard=self._heard, came=self._announce)
        self._over = False
        self._walks = threading.Thread(target=self._walk, name="motion", daemon=True)

    def __enter__(self) -> Self:
        self._line.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        if self._walks.is_alive():
            self._walks.join()
        self._line.__exit__()

    def starts(self) -> None:
        """Let somebody walk about from now on."""
        self._walks.start()

    def _walk(self) -> None:
        while not self._over:
            room = self._dice.choice(self._rooms)
            self._seen[room] = not self._seen[room]
            report = {"occupancy": self._seen[room], "battery": 100}
            self.moves += self._line.says(f"{BASE}/{room} motion", json.dumps(report))
            sleep(self._dice.uniform(*PAUSES))

    def _heard(self, word: Word) -> None:
        lamp = word.topic.removeprefix(f"{BASE}/").removesuffix("/set")
        order = json.loads(word.payload)
        self.told.append(Told(word.at, lamp, order.pop(NUMBER, 0), word.stored))
        order.pop("transition", None)
        self._lamps[lamp] |= order
        self._line.says(f"{BASE}/{lamp}", json.dumps(self._lamps[lamp]))

    def _announce(self) -> None:
        self._says(online(BRIDGE_STATE, is_online=True))
        for room in self._rooms:
            self._introduce(f"{room} lamp", _lamp(sure=room in SURE))
            self._introduce(f"{room} motion", binary("occupancy", "occupancy"))
        for lamp, state in tuple(self._lamps.items()):
            self._line.says(f"{BASE}/{lamp}", json.dumps(state))

    def _introduce(self, name: str, entity: Entity) -> None:
        card = Card(name=name, address=address_of(name), maker="M", model="T", model_id="T-1")
        for message in configs(card, (entity,), ()):
            self._says(message)
        self._says(online(availability_topic(name), is_online=True))

    def _says(self, message: Message) -> None:
        self._line.says(message.topic, message.payload, retain=message.retain)


def _lamp(*, sure: bool) -> Entity:
    known = light(("brightness",), None)
    return Entity("light", "light", {**known.body, "qos": int(sure)}, main=True)
