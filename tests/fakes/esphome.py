"""An ESPHome board that is not there: it speaks the real native API, on the library's messages."""

import asyncio
from base64 import b64decode
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final, Self

from aioesphomeapi.core import MESSAGE_TYPE_TO_PROTO
from cryptography.exceptions import InvalidTag
from noise.connection import NoiseConnection

from tests.fakes.mdns import LOOPBACK

api_pb2: Any = import_module("aioesphomeapi.api_pb2")
NUMBERS: Final = {kind: number for number, kind in MESSAGE_TYPE_TO_PROTO.items()}
LIGHT, TEMPERATURE = 1, 2
WHITES, COLOURS = 11, 35


class FakeBoard:
    """A lamp and a thermometer on a board; with a `key` it speaks to those alone who have it."""

    def __init__(
        self, mac: str, name: str = "Desk", address: str = LOOPBACK, key: str = ""
    ) -> None:
        self.mac, self.name, self.address = mac, name, address
        self.port = 0
        self.on = False
        self.brightness = 0.2
        self.orders: list[Any] = []
        self.key = key
        self._server: asyncio.Server | None = None
        self._lines: set[Line] = set()
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
                line.writer.close()
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
            line.says(self._states()[0])

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

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = Sealed(reader, writer, self.key) if self.key else Line(reader, writer)
        self._lines.add(line)
        try:
            await line.begins()
            while True:
                said = await line.hears()
                for answer in self._answers.get(type(said), lambda _: [])(said):
                    line.says(answer)
        except (asyncio.IncompleteReadError, ConnectionError, InvalidTag):
            pass
        finally:
            self._lines.discard(line)
            line.writer.close()


class Line:
    """What comes and goes on one connection, in the open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def begins(self) -> None:
        """Agree on how to speak."""

    async def hears(self) -> Any:
        """Return the next message."""
        if await self.reader.readexactly(1) != b"\x00":
            self.writer.write(b"\x00Bad indicator byte")
            raise ConnectionError("it is spoken to in secret, which it does not know")
        length, number = await self._number(), await self._number()
        return MESSAGE_TYPE_TO_PROTO[number].FromString(await self.reader.readexactly(length))

    def says(self, message: Any) -> None:
        """Send a message."""
        body = message.SerializeToString()
        self.writer.write(b"\x00" + _bytes(len(body)) + _bytes(NUMBERS[type(message)]) + body)

    async def _number(self) -> int:
        number = shift = 0
        while True:
            (byte,) = await self.reader.readexactly(1)
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return number


class Sealed(Line):
    """The same in secret, for who has the key."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, key: str
    ) -> None:
        super().__init__(reader, writer)
        self._noise: Any = NoiseConnection.from_name(b"Noise_NNpsk0_25519_ChaChaPoly_SHA256")
        self._noise.set_as_responder()
        self._noise.set_psks(b64decode(key))
        self._noise.set_prologue(b"NoiseAPIInit\x00\x00")
        self._noise.start_handshake()

    async def begins(self) -> None:
        await self._frame()
        self._send(b"\x01desk\x00")
        greeting = await self._frame()
        try:
            self._noise.read_message(greeting[1:])
        except InvalidTag:
            self._send(b"\x01Handshake MAC failure")
            raise
        self._send(b"\x00" + bytes(self._noise.write_message()))

    async def hears(self) -> Any:
        said = bytes(self._noise.decrypt(await self._frame()))
        return MESSAGE_TYPE_TO_PROTO[int.from_bytes(said[:2], "big")].FromString(said[4:])

    def says(self, message: Any) -> None:
        body = message.SerializeToString()
        head = NUMBERS[type(message)].to_bytes(2, "big") + len(body).to_bytes(2, "big")
        self._send(bytes(self._noise.encrypt(head + body)))

    async def _frame(self) -> bytes:
        mark, high, low = await self.reader.readexactly(3)
        if mark != 1:
            self._send(b"\x01Bad indicator byte")
            raise ConnectionError("it is spoken to in the open")
        return await self.reader.readexactly(high << 8 | low)

    def _send(self, frame: bytes) -> None:
        self.writer.write(b"\x01" + len(frame).to_bytes(2, "big") + frame)


def _bytes(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])
