"""A thermometer that measures humidity as well."""

from typing import ClassVar

from devices.simulated.discovery import Entity, link_quality, numeric
from devices.simulated.faults import HEALTHY, Faults
from devices.simulated.sensor import Sensor


class Temperature(Sensor):
    """Measures degrees Celsius and percent of humidity."""

    maker: ClassVar[str] = "Lumen"
    model: ClassVar[str] = "Temperature and humidity sensor"
    model_id: ClassVar[str] = "LX-TH"

    def __init__(
        self,
        name: str,
        *,
        temperature: float = 20.5,
        humidity: float = 45.0,
        faults: Faults = HEALTHY,
        retains: bool = False,
    ) -> None:
        """Make a thermometer that reads this."""
        readings = {"temperature": temperature, "humidity": humidity}
        super().__init__(name, readings, faults=faults, retains=retains)

    def entities(self) -> tuple[Entity, ...]:
        """Return temperature, humidity, battery and link quality."""
        battery = numeric("battery", "%", is_diagnostic=True)
        return (numeric("temperature", "°C"), numeric("humidity", "%"), battery, link_quality())
