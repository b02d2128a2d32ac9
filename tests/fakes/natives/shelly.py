"""Shelly plugs of both generations."""

import json
from typing import Any, ClassVar

from tests.fakes.natives.device import NativeDevice
from tests.hub.e2e.ears import Said


class ShellyPlus(NativeDevice):
    """A plug of the second generation, which answers calls."""

    id: ClassVar[str] = "shellyplus1-a8032abe54dc"
    name: ClassVar[str] = "Kitchen plug"
    hardware: ClassVar[str] = "shelly-mqtt-a8032abe54dc"
    _source = "init"

    def announces(self) -> None:
        self.says(f"{self.id}/online", "true", keep=True)

    def order(self, *, on: bool) -> tuple[str, str]:
        return f"{self.id}/rpc", json.dumps(_call(9, "other", "Switch.Set", {"id": 0, "on": on}))

    def hears(self, said: Said) -> None:
        if said.topic != f"{self.id}/rpc":
            return
        call = said.json
        result = self._does(call["method"], call.get("params", {}))
        self.says(f"{call['src']}/rpc", {"id": call["id"], "src": self.id, "result": result})

    def reports(self) -> None:
        params = {"ts": 1.5, "switch:0": self._switch()}
        self.says(f"{self.id}/events/rpc", _call(None, self.id, "NotifyStatus", params))

    def is_pressed(self) -> None:
        self._source = "switch"
        super().is_pressed()

    def _switch(self) -> dict[str, Any]:
        return {"id": 0, "output": self.is_on, "source": self._source}

    def _does(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "Shelly.GetDeviceInfo":
                return {"id": self.id, "mac": "A8032ABE54DC", "name": self.name, "app": "Plus1"}
            case "Shelly.GetStatus":
                return {"switch:0": self._switch(), "wifi": {"rssi": -50}}
            case "Switch.Set":
                was, self._source = self.is_on, "mqtt"
                self.turns(on=params["on"])
                return {"was_on": was}
            case _:
                return {}


def _call(number: int | None, source: str, method: str, params: dict[str, Any]) -> dict[str, Any]:
    call = {"src": source, "method": method, "params": params}
    return call if number is None else {"id": number, **call}


class ShellyOne(NativeDevice):
    """A relay of the first generation, which says little until it is asked."""

    id: ClassVar[str] = "shelly1-B929CC"
    name: ClassVar[str] = "shelly1-B929CC"
    hardware: ClassVar[str] = "shelly_gen1-ec64c9b929cc"

    def announces(self) -> None:
        self.says(f"shellies/{self.id}/online", "true", keep=True)

    def order(self, *, on: bool) -> tuple[str, str]:
        return f"shellies/{self.id}/relay/0/command", "on" if on else "off"

    def hears(self, said: Said) -> None:
        match said.topic.removeprefix(f"shellies/{self.id}/"), said.payload:
            case "command", b"announce":
                who = {"id": self.id, "mac": "EC64C9B929CC", "model": "SHSW-1"}
                self.says("shellies/announce", who)
            case "command", b"update":
                self.reports()
            case "relay/0/command", word:
                self.turns(on=word == b"on")
            case _:
                pass

    def reports(self) -> None:
        self.says(f"shellies/{self.id}/relay/0", "on" if self.is_on else "off")
