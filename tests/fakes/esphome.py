"""An ESPHome board that is not there: it speaks the real native API, on the library's messages."""

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final, Self

from aioesphomeapi.core import MESSAGE_TYPE_TO_PROTO

from tests.fakes.mdns import LOOPBACK

api_pb2: Any = import_module("aioesphomeapi.api_pb2")
NUMBERS: Final = {kind: number for number, kind in MESSAGE_TYPE_TO_PROTO.items()}
LIGHT, TEMPERATURE = 1, 2
WHITES, COLOURS = 11, 35


class FakeBoard:
    """A lamp and a thermometer on a board; it is not encrypted."""

    def __init__(self, mac: str, name: str = "Desk", address: str = LOOPBACK) -> None:
        self.mac, self.name, self.address = mac, name, address
        self.port = 0
        self.on = False
        self.brightness = 0.2
        self.orders: list[Any] = []
        self.encrypted = False
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.StreamWriter] = set()
        self._answers: dict[type, Callable[[Any], list[Any]]] = {
            api_pb2.HelloRequest: lambda _: [
                api_pb2.HelloResponse(api_version_major=1, api_version_minor=10, name="desk")
            ],
            api_pb2.AuthenticationRequest: lambda _: [api_pb2.AuthenticationResponse()],
            api_pb2.PingRequest: lambda _: [api_pb2.PingResponse()],
            api_pb2.DisconnectRequest: lambda _: [api_pb2.DisconnectResponse()],
            api_pb2.DeviceInfoRequest: lambda _: [self._info()],
            api_pb2.ListEntitiesRequest: lambda _: self._entities(),
            api_pb2.SubscribeStatesRequest: lambda _: self._states(),
            api_pb2.LightCommandRequest: self._be,
        }

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self.address, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.goes_dark()

    @property
    def at(self) -> str:
        return f"esphome://{self.address}:{self.port}/{self.mac}"

    async def goes_dark(self) -> None:
        """Lose its power."""
        server, self._server = self._server, None
        if server:
            server.close()
            for line in self._lines:
                line.close()
            await server.wait_closed()

    async def moves_to(self, address: str) -> None:
        """Come back at another address."""
        await self.goes_dark()
        self.address = address
        await self.__aenter__()

    def is_pressed(self) -> None:
        """Be switched on by hand."""
        self.on = True
        for line in self._lines:
            _send(line, self._states()[0])

    def _info(self) -> Any:
        return api_pb2.DeviceInfoResponse(
            name="desk",
            friendly_name=self.name,
            mac_address=":".join(self.mac[at : at + 2] for at in range(0, 12, 2)).upper(),
            model="esp32dev",
            manufacturer="Espressif",
        )

    def _entities(self) -> list[Any]:
        return [
            api_pb2.ListEntitiesLightResponse(
                key=LIGHT,
                object_id="strip",
                name="Strip",
                supported_color_modes=[WHITES, COLOURS],
                min_mireds=153,
                max_mireds=500,
            ),
            api_pb2.ListEntitiesSensorResponse(
                key=TEMPERATURE,
                object_id="room",
                name="Room",
                device_class="temperature",
                unit_of_measurement="°C",
                accuracy_decimals=1,
            ),
            api_pb2.ListEntitiesDoneResponse(),
        ]

    def _states(self) -> list[Any]:
        return [
            api_pb2.LightStateResponse(
                key=LIGHT,
                state=self.on,
                brightness=self.brightness,
                color_mode=WHITES,
                color_temperature=400,
            ),
            api_pb2.SensorStateResponse(key=TEMPERATURE, state=21.6),
        ]

    def _be(self, told: Any) -> list[Any]:
        self.orders.append(told)
        if told.has_state:
            self.on = told.state
        if told.has_brightness:
            self.brightness = told.brightness
        return self._states()[:1]

    async def _serve(self, reader: asyncio.StreamReader, line: asyncio.StreamWriter) -> None:
        self._lines.add(line)
        try:
            while True:
                kind = await reader.readexactly(1)
                if self.encrypted or kind != b"\x00":
                    line.write(b"\x01\x00\x00")
                    break
                length, number = await _number(reader), await _number(reader)
                said = MESSAGE_TYPE_TO_PROTO[number].FromString(await reader.readexactly(length))
                for answer in self._answers.get(type(said), lambda _: [])(said):
                    _send(line, answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._lines.discard(line)
            line.close()


def _send(line: asyncio.StreamWriter, message: Any) -> None:
    body = message.SerializeToString()
    line.write(b"\x00" + _bytes(len(body)) + _bytes(NUMBERS[type(message)]) + body)


def _bytes(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


async def _number(reader: asyncio.StreamReader) -> int:
    number = shift = 0
    while True:
        (byte,) = await reader.readexactly(1)
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return number
