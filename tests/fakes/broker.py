"""A broker that is not one: it greets, takes subscriptions, and says whatever bytes it likes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Self

CONNECT, CONNACK, PUBLISH, SUBSCRIBE, SUBACK = 0x10, 0x20, 0x30, 0x82, 0x90
ECHO = b"/echo"
LOOPBACK = "127.0.0.1"
REFUSED = 0x80
LEVEL = 6
"""Where a greeting says which version of MQTT it speaks."""
OLD, NEW = 4, 5


class FakeBroker:
    """Speaks as much MQTT 3.1.1 as a client needs to believe it."""

    def __init__(self, *, speaks: bool = True, grants: bool = True, hangs_up_on: int = 0) -> None:
        """`hangs_up_on` is the version of which a greeting is answered by hanging up."""
        self.greetings: list[int] = []
        """The versions that clients greeted it with."""
        self.greeted = asyncio.Event()
        self.subscribed = asyncio.Event()
        self.port = 0
        self._speaks = speaks
        self._grants = grants
        self._hangs_up_on = hangs_up_on
        self._clients: list[asyncio.StreamWriter] = []
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
        body = len(topic).to_bytes(2, "big") + topic + payload
        for client in self._clients:
            client.write(packet(PUBLISH | retain, body))

    async def hangs_up(self) -> None:
        """End all connections."""
        clients, self._clients = self._clients, []
        for client in clients:
            client.close()
            with suppress(ConnectionError):
                await client.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._clients.append(writer)
        async for kind, body in packets(reader):
            if kind == CONNECT:
                self.greetings.append(body[LEVEL])
                self.greeted.set()
                if body[LEVEL] == self._hangs_up_on:
                    self._clients.remove(writer)
                    break
                if self._speaks:
                    writer.write(packet(CONNACK, b"\x00\x00"))
            elif kind == SUBSCRIBE:
                filters = body.count(b"/")
                answer = bytes([0 if self._grants else REFUSED]) * max(1, filters)
                writer.write(packet(SUBACK, body[:2] + answer))
                self.subscribed.set()
            elif kind == PUBLISH and ECHO in body:
                # Of what a client says it hears that alone which it says to itself.
                writer.write(packet(PUBLISH, body))
        writer.close()


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
