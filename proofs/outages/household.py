"""A household whose broker comes and goes: rooms with somebody in each, people, and a real hub."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from hub.switch.simulated import CLOSED, OPEN
from proofs.outages.bridge import Bridge
from proofs.outages.people import People
from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.home import write_files
from tests.hub.e2e.hub import ROOT, HubProcess

AT_ONCE: Final = ("Hall", "Kitchen")
"""Rooms whose lamp goes on and off with whoever comes and goes."""
IN_TIME: Final = ("Porch", "Study", "Cellar", "Attic", "Larder", "Landing")
"""Rooms whose lamp goes off a while after: nobody has to say anything then."""
OFF_AFTER: Final = ("0.4 s", "0.6 s", "0.8 s")
ROOMS: Final = AT_ONCE + IN_TIME
SWITCHED: Final = "area/porch"
"""What the physical switch freezes."""
KEPT: Final = "persistence true\npersistence_location {folder}/\n"
"""A broker that finds again, when it was killed, what it last wrote down."""


@dataclass(slots=True)
class Switch:
    """A latching switch; the contact is a file."""

    file: Path
    closed: bool = False

    def turns(self) -> None:
        """Turn it to where it is not."""
        self.closed = not self.closed
        new = self.file.with_suffix(".new")
        new.write_text(CLOSED if self.closed else OPEN)
        new.replace(self.file)


@dataclass(slots=True)
class Household:
    """Everything that lives on while the broker comes and goes."""

    broker: Mosquitto
    bridge: Bridge
    people: People
    hub: HubProcess
    switch: Switch
    stamps: Path


@contextmanager
def household_in(
    folder: Path, dice: Random, *, keeps: bool, planted: str = ""
) -> Iterator[Household]:
    """Live in a household whose hub is ready; `keeps`: the broker remembers over a kill."""
    with ExitStack() as stack:
        more = KEPT.format(folder=folder) if keeps else ""
        broker = Mosquitto(folder / "broker", more=more)
        stack.callback(broker.is_killed)
        broker.starts()
        bridge = stack.enter_context(Bridge(broker.port, ROOMS, dice))
        config = write_files(folder, broker.port, house())
        stamps = folder / "stamps"
        environment = {"PYTHONPATH": f"{_customized(folder, stamps, planted)}:{ROOT}"}
        hub = HubProcess(folder / "state", config=config, environment=environment)
        stack.enter_context(hub)
        hub.starts()
        people = stack.enter_context(People(broker.port, hub.state))
        yield Household(broker, bridge, people, hub, Switch(hub.state / "red"), stamps)


def house() -> str:
    """Return the household's file."""
    lines = ["home: { name: Proof, timezone: Europe/Madrid, latitude: 40.42, longitude: -3.70 }"]
    lines.append("areas:")
    lines += [
        f"  {room.lower()}: {{ name: {room}, devices: [{room} lamp, {room} motion] }}"
        for room in ROOMS
    ]
    lines.append("switches:")
    lines.append(f"  red: {{ simulated: red, kind: latching, scope: {SWITCHED} }}")
    lines.append("agents:")
    for room in AT_ONCE:
        lines += [
            f"  {room.lower()}-motion:",
            "    kind: recipe",
            "    purpose: Light.",
            "    rules:",
        ]
        for seen, wish in (("true", "on"), ("false", "off")):
            lines.append(f"      - when: {{ {room} motion: {{ occupancy: {seen} }} }}")
            lines.append(f"        then: {{ {room} lamp: {wish} }}")
    for room, off in zip(IN_TIME, 2 * OFF_AFTER, strict=True):
        lines += [f"  {room.lower()}-motion:", "    kind: motion_light", "    purpose: Light."]
        lines += [f"    area: {room.lower()}", "    brightness: 80 %", f"    off_after: {off}"]
    return "\n".join(lines) + "\n"


def room_of(lamp: str) -> str:
    """Return the area of a lamp, by its name or by its id."""
    return re.sub(r"[ -]lamp$", "", lamp).lower()


def _customized(folder: Path, stamps: Path, planted: str) -> Path:
    """Return a folder from which the interpreter takes what it does before it runs the hub."""
    place = folder / "before"
    place.mkdir()
    lines = ["from proofs.outages import planted, watched", f"watched.watch({str(stamps)!r})"]
    lines += [f"planted.{planted}()"] if planted else []
    (place / "sitecustomize.py").write_text("\n".join(lines) + "\n")
    return place
