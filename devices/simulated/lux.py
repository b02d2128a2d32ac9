"""A light meter on its own."""

from typing import ClassVar

from devices.simulated.discovery import Entity, link_quality, numeric
from devices.simulated.faults import HEALTHY, Faults
from devices.simulated.sensor import Sensor


class Lux(Sensor):
    """Measures how light it is, in lux."""

    maker: ClassVar[str] = "Lumen"
    model: ClassVar[str] = "Light sensor"
    model_id: ClassVar[str] = "LX-LUX"

    def __init__(
        self,
        name: str,
        *,
        illuminance: float = 0.0,
        faults: Faults = HEALTHY,
        retains: bool = False,
    ) -> None:
        """Make a meter that reads this."""
        super().__init__(name, {"illuminance": illuminance}, faults=faults, retains=retains)

    def entities(self) -> tuple[Entity, ...]:
        """Return light, battery and link quality."""
        battery = numeric("battery", "%", is_diagnostic=True)
        return (numeric("illuminance", "lx"), battery, link_quality())
