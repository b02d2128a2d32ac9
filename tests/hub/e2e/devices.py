"""Devices of a test's house, as zigbee2mqtt announces them; they do what the test says."""

import json
from typing import Any

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
from tests.hub.e2e.ears import Ears, Said


class Devices:
    """All devices of the house behind one bridge; a lamp shows at once what it is told."""

    def __init__(self, ears: Ears, *, retains: bool = True) -> None:
        self._ears = ears
        self._retains = retains
        self._lamps: dict[str, dict[str, Any]] = {}
        self.deaf: set[str] = set()
        """Lamps that neither do what they are told nor say anything."""
        ears.answers = self._answers

    def announces(self, *, lamps: tuple[str, ...] = (), sensors: tuple[str, ...] = ()) -> None:
        """Announce lamps that are off, and motion sensors that see nobody; buttons come after."""
        self._ears.tells(BRIDGE_STATE, online(BRIDGE_STATE, is_online=True).payload, retain=True)
        for name in lamps:
            self._announce(name, light(("brightness",), None))
            self._lamps[name] = {"state": "OFF", "brightness": 254}
            self._shows(name)
        for name in sensors:
            self._announce(name, binary("occupancy", "occupancy"))
            self.sees(name, somebody=False)

    def announces_button(self, name: str) -> None:
        """Announce a button."""
        self._announce(name, actions=("single", "double", "hold"))

    def sees(self, sensor: str, *, somebody: bool = True) -> None:
        """Let a motion sensor see somebody, or nobody."""
        report = {"occupancy": somebody, "battery": 100}
        self._ears.says(f"{BASE}/{sensor}", report, retain=self._retains)

    def sees_anew(self, sensor: str) -> None:
        """Let somebody come who was not there before."""
        self.sees(sensor, somebody=False)
        self.sees(sensor)

    def presses(self, button: str, press: str = "single") -> None:
        """Press a button."""
        self._ears.says(f"{BASE}/{button}/action", press)

    def is_turned(self, lamp: str, **state: Any) -> None:
        """Let somebody turn a lamp at its own switch."""
        self._lamps[lamp] |= state
        self._shows(lamp, qos=1)

    def lamp(self, name: str) -> dict[str, Any]:
        """Return what a lamp is."""
        return dict(self._lamps[name])

    def is_lit(self, lamp: str) -> bool:
        """Say whether a lamp is on."""
        return bool(self._lamps[lamp]["state"] == "ON")

    def goes_for_good(self, name: str) -> None:
        """Take a lamp out of the house: its announcement is withdrawn."""
        for message in self._configs(name, light(("brightness",), None)):
            self._ears.says(message.topic, b"", retain=True)

    def _announce(self, name: str, *entities: Entity, actions: tuple[str, ...] = ()) -> None:
        for message in self._configs(name, *entities, actions=actions):
            self._ears.tells(message.topic, message.payload, retain=True)
        there = online(availability_topic(name), is_online=True)
        self._ears.tells(there.topic, there.payload, retain=True)

    def _configs(self, name: str, *entities: Entity, actions: tuple[str, ...] = ()) -> Any:
        card = Card(name=name, address=address_of(name), maker="M", model="T", model_id="T-1")
        return configs(card, entities, actions)

    def _answers(self, said: Said) -> None:
        place, _, verb = said.topic.rpartition("/")
        name = place.removeprefix(f"{BASE}/")
        if verb != "set" or said.retained or name not in self._lamps or name in self.deaf:
            return
        self._lamps[name] |= json.loads(said.payload)
        self._lamps[name].pop("transition", None)
        self._shows(name)

    def _shows(self, name: str, qos: int = 0) -> None:
        self._ears.tells(f"{BASE}/{name}", self._lamps[name], qos=qos, retain=self._retains)
