"""Houses of sensor-lamp pairs: their files, what their devices announce, and their messages."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devices.message import Message
from devices.simulated.device import LINK_QUALITY
from devices.simulated.discovery import (
    BASE,
    BRIDGE_STATE,
    Card,
    Entity,
    address_of,
    availability_topic,
    binary,
    configs,
    encoded,
    light,
    numeric,
    online,
)

SIDE_HUB: Final = "h"
SIDE_RESPONDER: Final = "r"
"""Each side has pairs of its own, alike in all but this letter, so that both can run at once."""
PAIRS_AN_AREA: Final = 5
SAYS: Final = (
    "kind: brightness_ceiling, at_most: 60 %",
    "kind: change_budget, at_most: 1000, within: 1 h",
    "kind: maximum_on_time, at_most: 1 h",
)
"""Guardrails that are heard whenever a lamp is to be switched."""
SILENT: Final = "kind: colour_ceiling, at_most: 2700 K"
"""One that has nothing to say of a lamp without colours."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A motion sensor and the lamp that it switches."""

    name: str

    @property
    def sensor(self) -> str:
        """Return the topic on which the sensor reports."""
        return f"{BASE}/{self.sensor_name}"

    @property
    def lamp(self) -> str:
        """Return the topic on which the lamp reports."""
        return f"{BASE}/{self.lamp_name}"

    @property
    def lamp_set(self) -> str:
        """Return the topic of the lamp's commands."""
        return f"{self.lamp}/set"

    @property
    def sensor_name(self) -> str:
        """Return what the sensor is called."""
        return f"Motion {self.name}"

    @property
    def lamp_name(self) -> str:
        """Return what the lamp is called."""
        return f"Lamp {self.name}"


def pairs(side: str, count: int) -> list[Pair]:
    """Return so many pairs of a side."""
    return [Pair(f"{side}{number:04}") for number in range(count)]


def motion(*, occupied: bool) -> bytes:
    """Return a sensor's report."""
    return encoded({"battery": 100, "linkquality": LINK_QUALITY, "occupancy": occupied})


def lux(value: int) -> bytes:
    """Return a report in which only the light has changed."""
    return encoded(
        {"battery": 100, "illuminance": value, "linkquality": LINK_QUALITY, "occupancy": False}
    )


def lamp_report(*, lit: bool) -> bytes:
    """Return a lamp's report."""
    return encoded({"brightness": 254, "linkquality": LINK_QUALITY, "state": _state(lit=lit)})


def _state(*, lit: bool) -> str:
    return "ON" if lit else "OFF"


def announcements(known: list[Pair], *, with_lux: bool = False) -> Iterator[Message]:
    """Yield the retained messages of a bridge with these devices: one for each component.

    `with_lux`: the sensors have a light meter as well, hence a component more.
    """
    yield online(BRIDGE_STATE, is_online=True)
    meter = (numeric("illuminance", "lx"),) if with_lux else ()
    for pair in known:
        yield from _device(pair.sensor_name, binary("occupancy", "occupancy"), *meter)
        yield from _device(pair.lamp_name, light(("brightness",), None))


def _device(name: str, *entities: Entity) -> Iterator[Message]:
    card = Card(name=name, address=address_of(name), maker="Lumen", model="Bench", model_id="LX-0")
    yield from configs(card, entities, ())
    yield online(availability_topic(name), is_online=True)


def write_files(folder: Path, port: int, known: list[Pair], rules_an_area: int = 0) -> None:
    """Write `house.yaml` with a recipe for each pair, and `hub.yaml` with the broker.

    `rules_an_area`: so many guardrails bind each area; three of them have a say at any time.
    """
    folder.mkdir(parents=True)
    (folder / "hub.yaml").write_text(f'mqtt: {{ url: "mqtt://127.0.0.1:{port}" }}\n')
    lines = ["home: { name: Bench, timezone: Europe/Madrid, latitude: 40.42, longitude: -3.70 }"]
    lines.append("areas:")
    for start in range(0, len(known), PAIRS_AN_AREA):
        inside = known[start : start + PAIRS_AN_AREA]
        names = ", ".join(f"{pair.sensor_name}, {pair.lamp_name}" for pair in inside)
        number = start // PAIRS_AN_AREA
        lines.append(f"  room-{number}: {{ name: Room {number}, devices: [{names}] }}")
    lines.append("agents:")
    for pair in known:
        lines += [f"  pair-{pair.name}:", "    kind: recipe", "    purpose: Light for whoever."]
        lines.append("    rules:")
        for seen, wish in (("true", "on"), ("false", "off")):
            lines.append(f"      - when: {{ {pair.sensor_name}: {{ occupancy: {seen} }} }}")
            lines.append(f"        then: {{ {pair.lamp_name}: {wish} }}")
    lines += _guardrails((len(known) + PAIRS_AN_AREA - 1) // PAIRS_AN_AREA, rules_an_area)
    (folder / "house.yaml").write_text("\n".join(lines) + "\n")


def _guardrails(areas: int, each: int) -> Iterator[str]:
    if each:
        yield "guardrails:"
    for area in range(areas):
        for number in range(each):
            says = SAYS[number] if number < len(SAYS) else SILENT
            bound = f"areas: [room-{area}], purpose: Nobody is dazzled."
            yield f"  rule-{area}-{number}: {{ {says}, {bound} }}"
