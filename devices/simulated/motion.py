"""A motion sensor: somebody is there, until nobody has moved for a while."""

from typing import ClassVar

from devices.simulated.discovery import Entity, binary, link_quality, numeric
from devices.simulated.faults import HEALTHY, Faults
from devices.simulated.sensor import Sensor
from rules.words.times import Moment, Seconds

CLEARS_AFTER: Seconds = 90.0


class Motion(Sensor):
    """A battery sensor on a wall, with a light meter in it if it is given `illuminance`."""

    maker: ClassVar[str] = "Lumen"
    model: ClassVar[str] = "Motion sensor"
    model_id: ClassVar[str] = "LX-PIR"

    def __init__(
        self,
        name: str,
        *,
        illuminance: float | None = None,
        clears_after: Seconds = CLEARS_AFTER,
        faults: Faults = HEALTHY,
        retains: bool = False,
    ) -> None:
        """Make a sensor that sees nobody yet."""
        meter = {} if illuminance is None else {"illuminance": illuminance}
        super().__init__(name, {"occupancy": False, **meter}, faults=faults, retains=retains)
        self._clears_after = clears_after
        self._clears_at: Moment | None = None

    @property
    def occupied(self) -> bool:
        """Say whether it believes that somebody is there."""
        return self._readings["occupancy"] is True

    def entities(self) -> tuple[Entity, ...]:
        """Return occupancy, light if it measures it, battery and link quality."""
        meter = (numeric("illuminance", "lx"),) if "illuminance" in self._readings else ()
        battery = numeric("battery", "%", is_diagnostic=True)
        return (binary("occupancy", "occupancy"), *meter, battery, link_quality())

    def sees(self, now: Moment) -> None:
        """See somebody move."""
        waiting = self._clears_at is not None
        self._clears_at = now + self._clears_after
        if not waiting:
            self._agenda.at(self._clears_at, self._may_clear)
        self.reads({"occupancy": True}, now)

    def clears(self, now: Moment) -> None:
        """Believe at once that nobody is there."""
        self._clears_at = None
        if self.occupied:
            self.reads({"occupancy": False}, now)

    def _may_clear(self, now: Moment) -> None:
        if self._clears_at is None:
            return
        if self._clears_at > now:
            # Somebody moved meanwhile: one look at the agenda per rest, not one per movement.
            self._agenda.at(self._clears_at, self._may_clear)
        else:
            self.clears(now)
