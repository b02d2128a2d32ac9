"""A group of lamps, as zigbee2mqtt makes them: told as one, and each tells of it by itself."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from devices.simulated.device import SimulatedDevice
from devices.simulated.discovery import Entity, light
from devices.simulated.lamp import Lamp
from rules.words.times import Moment, Seconds

ECHO: Seconds = 0.05


class Group(SimulatedDevice):
    """A light that is nothing but its members; whatever one of them is told, the group echoes."""

    maker: ClassVar[str] = "Lumen"
    model: ClassVar[str] = "Group"
    model_id: ClassVar[str] = "GROUP"

    def __init__(self, name: str, members: Sequence[Lamp], *, retains: bool = False) -> None:
        """Make a group of lamps, which live in the same house."""
        super().__init__(name, retains=retains)
        self._members = tuple(members)
        for member in self._members:
            member.echoed_by(self.echoes)

    def entities(self) -> tuple[Entity, ...]:
        """Return its light."""
        return (light(("brightness",), None),)

    def state(self, now: Moment) -> dict[str, object]:
        """Return its report: it is on while one of its members is, and as bright as that one."""
        said = [member.state(now) for member in self._members]
        lit = next((state for state in said if state["state"] == "ON"), said[0])
        return {"state": lit["state"], "brightness": lit["brightness"]}

    def hears(self, wish: Mapping[str, object], now: Moment) -> None:
        """Take a command: all its members do, in the same moment."""
        for member in self._members:
            member.gets(wish, now)

    def echoes(self, now: Moment) -> None:
        """Say what it is, now that one of its members was told something or was moved."""
        self._agenda.at(now + ECHO, self.report)
