"""Switches of the Homie convention, one of each edition."""

from typing import ClassVar

from tests.fakes.natives.device import NativeDevice
from tests.hub.e2e.ears import Said


class HomieFifth(NativeDevice):
    """A switch that describes itself at once."""

    name: ClassVar[str] = "Pump"
    hardware: ClassVar[str] = "homie-pump"
    base: ClassVar[str] = "homie/5/pump"

    def announces(self) -> None:
        power = {"datatype": "boolean", "settable": True}
        nodes = {"pump": {"properties": {"on": power}}}
        described = {"homie": "5.0", "version": 1, "name": self.name, "nodes": nodes}
        self.says(f"{self.base}/$description", described, keep=True)
        self.says(f"{self.base}/$state", "ready", keep=True)
        self.reports()

    def order(self, *, on: bool) -> tuple[str, str]:
        return f"{self.base}/pump/on/set", "true" if on else "false"

    def hears(self, said: Said) -> None:
        if said.topic == f"{self.base}/pump/on/set":
            self.turns(on=said.payload == b"true")

    def reports(self) -> None:
        self.says(f"{self.base}/pump/on", "true" if self.is_on else "false", keep=True)


class HomieFourth(HomieFifth):
    """The same, as the edition before has it: each thing in a message of its own."""

    name: ClassVar[str] = "Old pump"
    hardware: ClassVar[str] = "homie-old-pump"
    base: ClassVar[str] = "homie/old-pump"

    def announces(self) -> None:
        attributes = {
            "$homie": "4.0.0",
            "$name": self.name,
            "$nodes": "pump",
            "pump/$name": "Pump",
            "pump/$properties": "on",
            "pump/on/$datatype": "boolean",
            "pump/on/$settable": "true",
            "$state": "ready",
        }
        for place, text in attributes.items():
            self.says(f"{self.base}/{place}", text, keep=True)
        self.reports()
