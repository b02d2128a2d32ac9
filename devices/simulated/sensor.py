"""What all simulated sensors share: readings that somebody or the weather changes."""

from collections.abc import Mapping
from typing import TypeAlias

from devices.simulated.device import SimulatedDevice
from devices.simulated.faults import HEALTHY, Faults
from rules.words.times import Moment

BATTERY = 87
Readings: TypeAlias = Mapping[str, bool | float]


class Sensor(SimulatedDevice):
    """A thing that measures and is told nothing; it reports all its readings at once."""

    def __init__(
        self, name: str, readings: Readings, *, faults: Faults = HEALTHY, retains: bool = False
    ) -> None:
        """Make a sensor that has measured this so far."""
        super().__init__(name, faults=faults, retains=retains)
        self._readings: dict[str, object] = {"battery": BATTERY, **readings}

    def state(self, now: Moment) -> dict[str, object]:
        """Return its readings."""
        del now
        return self._readings

    def reads(self, readings: Readings, now: Moment) -> None:
        """Measure something: it keeps what it measures at all, and reports."""
        self._readings |= {key: value for key, value in readings.items() if key in self._readings}
        self.report(now)
