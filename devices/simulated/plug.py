"""A plug with a relay and a button on it."""

from collections.abc import Mapping
from typing import ClassVar

from devices.simulated.device import SimulatedDevice
from devices.simulated.discovery import Entity, link_quality, switch
from devices.simulated.faults import HEALTHY, Faults
from rules.words.times import Moment, Seconds
from rules.words.values import POWER, Values

ECHO: Seconds = 0.03


class Plug(SimulatedDevice):
    """Switches whatever is plugged into it."""

    maker: ClassVar[str] = "Lumen"
    model: ClassVar[str] = "Smart plug"
    model_id: ClassVar[str] = "LX-PLUG"

    def __init__(self, name: str, *, faults: Faults = HEALTHY, retains: bool = False) -> None:
        """Make a plug that is off."""
        super().__init__(name, faults=faults, retains=retains)
        self.is_on = False

    def entities(self) -> tuple[Entity, ...]:
        """Return its relay and its link quality."""
        return (switch(), link_quality())

    def state(self, now: Moment) -> dict[str, object]:
        """Return its report."""
        del now
        return {"state": "ON" if self.is_on else "OFF"}

    def hears(self, wish: Mapping[str, object], now: Moment) -> None:
        """Take a command; what it cannot read leaves it as it was."""
        match str(wish.get("state") or "").upper():
            case "ON":
                self.is_on = True
            case "OFF":
                self.is_on = False
            case "TOGGLE":
                self.is_on = not self.is_on
            case _:
                return
        self._agenda.at(now + ECHO, self.report)

    def turns(self, values: Values, now: Moment) -> None:
        """Be set by its button or by its maker's app."""
        if POWER in values:
            self.hears({"state": "ON" if values[POWER] else "OFF"}, now)

    def flips(self, now: Moment) -> None:
        """Have its button pressed."""
        self.hears({"state": "TOGGLE"}, now)
