"""A door contact: on the wire `contact` is true while the door is closed."""

from typing import ClassVar

from devices.simulated.discovery import Entity, binary, link_quality, numeric
from devices.simulated.faults import HEALTHY, Faults
from devices.simulated.sensor import Sensor
from rules.words.times import Moment


class Door(Sensor):
    """A contact on a door or a window."""

    maker: ClassVar[str] = "Lumen"
    model: ClassVar[str] = "Door and window sensor"
    model_id: ClassVar[str] = "LX-DOOR"

    def __init__(self, name: str, *, faults: Faults = HEALTHY, retains: bool = False) -> None:
        """Make a contact on a closed door."""
        super().__init__(name, {"contact": True}, faults=faults, retains=retains)

    def entities(self) -> tuple[Entity, ...]:
        """Return the contact, battery and link quality."""
        battery = numeric("battery", "%", is_diagnostic=True)
        return (binary("contact", "door", on=False), battery, link_quality())

    def opens(self, now: Moment) -> None:
        """Be opened."""
        self.reads({"contact": False}, now)

    def closes(self, now: Moment) -> None:
        """Be closed."""
        self.reads({"contact": True}, now)
