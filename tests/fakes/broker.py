"""A broker that is not one: it greets, takes subscriptions, and says whatever bytes it likes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Self

CONNECT, CONNACK, PUBLISH, SUBSCRIBE, SUBACK = 0x10, 0x20, 0x30, 0x82, 0x90
DISCONNECT, TAKEN_OVER = 0xE0, b"\x8e"
TO_ITSELF = b"/hub/"
"""Part of the topics on which a hub hears its own word again."""
LOOPBACK = "127.0.0.1"
REFUSED = 0x80
LEVEL = 6
"""Where a greeting says which version of MQTT it speaks."""
OLD, NEW = 4, 5


class FakeBroker:
    """Speaks as much MQTT 3.1.1 or 5 as a client needs to believe it."""

    def __init__(self, *, speaks: bool = True, grants: bool = True, hangs_up_on: int = 0) -> None:
        """`hangs_up_on` is the version of which a greeting is answered by hanging up."""
        self.greetings: list[int] = []
        """The versions that clients greeted it with."""
        self.hellos: list[bytes] = []
        """The greetings themselves."""
        self.visits = 0
        """How many connections were made, with a greeting or without."""
        self.greeted = asyncio.Event()
        self.subscribed = asyncio.Event()
        self.port = 0
        self._speaks = speaks
        self._grants = grants
        self._unwanted = hangs_up_on
        self._clients: dict[asyncio.StreamWriter, int] = {}
        """Who is there, and which version each speaks."""
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        await self.hangs_up()

    def says(self, topic: bytes, payload: bytes, *, retain: bool = False) -> None:
        """Publish to everybody, whatever the topic is."""
        head = len(topic).to_bytes(2, "big") + topic
        for client, version in self._clients.items():
            client.write(packet(PUBLISH | retain, head + nothing(version) + payload))

    async def hangs_up(self) -> None:
        """End all connections."""
        for client in tuple(self._clients):
            await self._hangs_up_on(client)

    async def takes_over(self) -> None:
        """End the connections that speak version 5, and say that somebody else came for them."""
        for client in [client for client, version in self._clients.items() if version == NEW]:
            client.write(packet(DISCONNECT, TAKEN_OVER))
            await self._hangs_up_on(client)

    async def _hangs_up_on(self, client: asyncio.StreamWriter) -> None:
        self._clients.pop(client, None)
        client.close()
        with suppress(ConnectionError):
            await client.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        version = self._clients[writer] = OLD
        async for kind, body in packets(reader):
            if kind == CONNECT:
                version = self._clients[writer] = body[LEVEL]
                self.greetings.append(version)
                self.hellos.append(body)
                self.greeted.set()
                if version == self._unwanted:
                    del self._clients[writer]
                    break
                if self._speaks:
                    writer.write(packet(CONNACK, b"\x00\x00" + nothing(version)))
            elif kind == SUBSCRIBE:
                filters = body.count(b"/")
                answer = bytes([0 if self._grants else REFUSED]) * max(1, filters)
                writer.write(packet(SUBACK, body[:2] + nothing(version) + answer))
                self.subscribed.set()
            elif kind == PUBLISH and TO_ITSELF in body:
                writer.write(packet(PUBLISH, body))
        writer.close()


def nothing(version: int) -> bytes:
    """Return the properties that a packet has not: version 5 says so in a byte."""
    return b"\x00" if version == NEW else b""


def packet(kind: int, body: bytes) -> bytes:
    """Return a packet; its length is written in sevens of bits."""
    length, left = bytearray(), len(body)
    while True:
        left, digit = divmod(left, 128)
        length.append(digit | (128 if left else 0))
        if not left:
            return bytes((kind, *length)) + body


async def packets(reader: asyncio.StreamReader) -> AsyncIterator[tuple[int, bytes]]:
    """Yield what a client sends, until it hangs up."""
    try:
        while True:
            kind, length, shift, digit = (await reader.readexactly(1))[0], 0, 0, 128
            while digit & 128:
                digit = (await reader.readexactly(1))[0]
                length |= (digit & 127) << shift
                shift += 7
            yield kind, await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError):
        return
