"""A relay between a hub and its broker that can lose what the hub says."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Relay:
    """Passes bytes on, both ways."""

    def __init__(self, port: int) -> None:
        self.port = 0
        self.loses_answers = False
        """Whether what the hub says does not come to the broker."""
        self._broker = port
        self._ways: set[asyncio.StreamWriter] = set()

    def cuts(self) -> None:
        """End all connections."""
        for way in self._ways:
            way.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_broker, to_broker = await asyncio.open_connection("127.0.0.1", self._broker)
        self._ways |= {writer, to_broker}
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._pass(reader, to_broker, answers=True))
                tasks.create_task(self._pass(from_broker, writer, answers=False))
        finally:
            self._ways -= {writer, to_broker}

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool
    ) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                if not (answers and self.loses_answers):
                    writer.write(data)
        writer.close()


@asynccontextmanager
async def relay_to(port: int) -> AsyncIterator[Relay]:
    """Relay to a broker on this machine for as long as the block lasts."""
    relay = Relay(port)
    server = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        relay.cuts()
        server.close()
