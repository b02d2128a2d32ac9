"""A Shelly of the second generation or later, as far as it has told of itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from devices.mac import mac_of
from devices.plain import plain
from devices.said import Fields, list_of, object_of, text_of
from devices.shelly.components import (
    DRIVERS,
    HANDS,
    PRESSES,
    Call,
    Key,
    calls,
    capabilities,
    key_of,
    read,
    sort_of,
)
from rules.words.device import Announcement, Capability, Product, Sort
from rules.words.events import Event, Pressed, Reported
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Aspect, Value, Values

MAKER: Final = "Shelly"
MOST_COMPONENTS: Final = 64
SYSTEM: Final = "sys"
"""A whole status has this component. What has not may be the answer to something else, asked by
another run of the hub: what it does not name is not gone for that."""
_ID: Final = re.compile(r"shelly[a-z0-9]{1,40}-(?P<mac>[0-9a-f]{12})", re.IGNORECASE | re.ASCII)


@dataclass(slots=True)
class Shelly:
    """Rule 1: the first thing that can be told is the product itself, the others stand beside it.

    Rule 2: what it measures and what is pressed on it belongs to the product itself.
    """

    family: str
    mac: str
    hardware: HardwareId
    id: str = ""
    """What it calls itself: `shellyplus1-a8032abe54dc`."""
    name: str = ""
    model: str = ""
    at: str = ""
    config: Fields = field(default_factory=dict)
    lamps: list[object] = field(default_factory=list)
    able: dict[Key, dict[Aspect, Capability]] = field(default_factory=dict)
    outputs: dict[Key, bool] = field(default_factory=dict)
    """Whether each was on when it was last heard of."""
    runs_on_battery: bool = False
    here: bool = False
    """Whether it says, by whatever way, that it is there."""
    changed: bool = True
    """Whether it was described anew since its devices were last announced."""

    @property
    def is_known(self) -> bool:
        """Say whether there is anything to say of it."""
        return any(key.kind != "wifi" for key in self.able)

    def is_described(self, info: Fields) -> None:
        """Take in what it says of itself."""
        self.changed = True
        self.id = plain(text_of(info.get("id"))) or self.id
        self.name = plain(text_of(info.get("name"))) or self.name
        model = plain(text_of(info.get("app"))) or plain(text_of(info.get("model")))
        self.model = model or self.model

    def is_configured(self, config: Fields) -> None:
        """Take in how its owner has set it up."""
        self.config = {key: value for key, value in config.items() if key_of(key)}
        system = object_of(config.get("sys")) or {}
        self.is_described(object_of(system.get("device")) or {})
        interface = object_of(system.get("ui_data")) or {}
        self.lamps = list_of(interface.get("consumption_types"))

    def hears(self, status: Fields, *, whole: bool, stored: bool = False) -> list[Event]:
        """Take in the status of its components, or what of it changed."""
        if whole:
            there = set(map(key_of, status))
            self.able = {key: able for key, able in self.able.items() if key in there}
            self.changed = True
        network = object_of(status.get("wifi")) or {}
        at = plain(text_of(network.get("sta_ip"))) or self.at
        self.changed |= at != self.at
        self.at = at
        told: dict[HardwareId, dict[Aspect, Value]] = {}
        by_hand: set[HardwareId] = set()
        for name, said in status.items():
            key, fields = key_of(name), object_of(said)
            if key is None or fields is None or not self._has_room(key):
                continue
            self._learn(key, fields)
            hardware = self.hardware_of(key)
            told.setdefault(hardware, {}).update(read(key, fields))
            if self._was_hand(key, fields) and not stored:
                by_hand.add(hardware)
        return [
            Reported(hardware, values, stored, by_hand=hardware in by_hand)
            for hardware, values in told.items()
            if values
        ]

    def is_pressed(self, events: list[object]) -> list[Event]:
        """Take in what happened at its inputs."""
        found: list[Event] = []
        for event in map(object_of, events):
            key = key_of(text_of(event.get("component"))) if event else None
            press = PRESSES.get(text_of(event.get("event"))) if event else None
            if key and press and key.kind == "input" and self._has_room(key):
                self.changed |= key not in self.able
                self.able.setdefault(key, {})
                found.append(Pressed(self.hardware, self._press(key, press)))
        return found

    def calls(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Call, ...]:
        """Return the calls that make one of its devices so."""
        for key in self._drivers():
            if self.hardware_of(key) == hardware:
                return calls(key, values, transition)
        return ()

    def hardware_of(self, key: Key) -> HardwareId:
        """Return the device that a component is, or belongs to."""
        if not key.drives or key == self._main():
            return self.hardware
        return HardwareId(f"{self.hardware}/{key.text}")

    def announcements(self) -> Iterator[Announcement]:
        """Return its devices."""
        product = Product(maker=MAKER, model=self.model, macs=frozenset({self.mac}))
        main, drivers = self._main(), self._drivers()
        for key in drivers:
            if key != main:
                yield Announcement(
                    hardware=self.hardware_of(key),
                    name=self._name(key),
                    family=self.family,
                    sort=sort_of(key, self.lamps),
                    product=product,
                    capabilities=self.able[key],
                    part=key.text,
                    at=self.at,
                )
        able: dict[Aspect, Capability] = {}
        for key in sorted(self.able, key=lambda key: key.drives):
            if key == main or not key.drives:
                able |= self.able[key]
        presses = frozenset(
            self._press(key, press)
            for key in self.able
            if key.kind == "input" and not self.able[key]
            for press in PRESSES.values()
        )
        yield Announcement(
            hardware=self.hardware,
            name=self._name(main),
            family=self.family,
            sort=sort_of(main, self.lamps) if main else (Sort.BUTTON if presses else Sort.SENSOR),
            product=product,
            capabilities=able,
            presses=presses,
            part=main.text if main and len(drivers) > 1 else "",
            at=self.at,
        )

    def _learn(self, key: Key, status: Fields) -> None:
        """Take in what a component turns out to be able to."""
        if key.kind == "devicepower":
            outside = object_of(status.get("external")) or {}
            self.runs_on_battery = outside.get("present") is not True
        config = object_of(self.config.get(key.text)) or {}
        able = capabilities(key, status, config)
        known = self.able.get(key)
        if known is None or not able.keys() <= known.keys():
            self.able[key] = {**(known or {}), **able}
            self.changed = True

    def _was_hand(self, key: Key, status: Fields) -> bool:
        """Say whether a component was switched at the product itself, by its own word."""
        output = status.get("output")
        if not isinstance(output, bool):
            return False
        # Its source stands there until the next change: only a change is a happening.
        before, self.outputs[key] = self.outputs.get(key), output
        return before is (not output) and text_of(status.get("source")) in HANDS

    def _has_room(self, key: Key) -> bool:
        return key in self.able or len(self.able) < MOST_COMPONENTS

    def _drivers(self) -> list[Key]:
        return [key for key in self.able if key.drives]

    def _main(self) -> Key | None:
        """Return the component that is the product itself: the first of its number zero."""
        first = [Key(kind, 0) for kind in DRIVERS]
        return next((key for key in first if key in self.able), None)

    def _press(self, key: Key, press: str) -> str:
        inputs = sum(other.kind == "input" for other in self.able)
        return press if inputs <= 1 else f"{key.number + 1}_{press}"

    def _name(self, key: Key | None) -> str:
        config = object_of(self.config.get(key.text)) if key else None
        own = plain(text_of(config.get("name"))) if config else ""
        usual = self.name or self.id or f"Shelly {self.mac[-6:].upper()}"
        if key is None or (self.name and key == self._main() and len(self._drivers()) == 1):
            return usual
        return own or (f"{usual} {key.number + 1}" if key != self._main() else usual)


def mac_in(text: str) -> str:
    """Return the address that an id such as `shellyplus1-a8032abe54dc` bears; empty for none."""
    found = _ID.fullmatch(text)
    return mac_of(found["mac"]) if found else ""
