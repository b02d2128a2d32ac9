"""A WLED lamp that speaks MQTT."""

from typing import ClassVar

from tests.fakes.natives.device import NativeDevice
from tests.hub.e2e.ears import Said


class WledStrip(NativeDevice):
    """Its owner let the broker keep what it says of itself."""

    name: ClassVar[str] = "WLED a1b2c3"
    hardware: ClassVar[str] = "wled-mqtt-a1b2c3"
    topic: ClassVar[str] = "wled/a1b2c3"

    def announces(self) -> None:
        self.says(f"{self.topic}/status", "online", keep=True)
        self.reports()

    def order(self, *, on: bool) -> tuple[str, str]:
        return self.topic, "ON" if on else "OFF"

    def hears(self, said: Said) -> None:
        if said.topic == self.topic:
            self.turns(on=said.payload not in {b"OFF", b"0"})

    def reports(self) -> None:
        self.says(f"{self.topic}/g", "128" if self.is_on else "0", keep=True)
