"""A plug with Tasmota's firmware."""

from typing import ClassVar

from tests.devices.families.tasmota.products import CONFIG, HARDWARE, SENSORS, config
from tests.fakes.natives.device import NativeDevice
from tests.hub.e2e.ears import Said


class TasmotaPlug(NativeDevice):
    """It keeps nothing at the broker but who it is and that it is there."""

    name: ClassVar[str] = "Hall plug"
    hardware: ClassVar[str] = HARDWARE

    def announces(self) -> None:
        self.says(CONFIG, config(), keep=True)
        self.says(SENSORS, {"sn": {"ENERGY": {"Power": 0}}, "ver": 1}, keep=True)
        self.says("tele/tasmota_49A3BC/LWT", "Online", keep=True)

    def order(self, *, on: bool) -> tuple[str, str]:
        return "cmnd/tasmota_49A3BC/POWER", "ON" if on else "OFF"

    def hears(self, said: Said) -> None:
        order = said.topic.removeprefix("cmnd/tasmota_49A3BC/")
        if order.upper() in {"POWER", "POWER1"} and said.payload:
            self.turns(on=said.payload == b"ON")
        elif order == "STATE":
            self.reports()

    def reports(self) -> None:
        self.says("stat/tasmota_49A3BC/RESULT", {"POWER": "ON" if self.is_on else "OFF"})
