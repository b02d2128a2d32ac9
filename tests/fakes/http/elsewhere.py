"""`python -m tests.fakes.http.elsewhere`: a lamp of each family on another machine.

It is told line by line what befalls the lamps, and says `done` at its start and to each: an
address (they come up there and announce themselves), `goodbye` (they say it and go dark).
"""

import asyncio
import sys

from tests.fakes.http.elgato import FakeElgato
from tests.fakes.http.product import HttpProduct
from tests.fakes.http.shelly import FakeShelly
from tests.fakes.http.wled import FakeWled
from tests.fakes.mdns import Announcer

GOODBYE = "goodbye"
MAC = "aa00000000a1"


def lamps() -> tuple[HttpProduct, ...]:
    """Return one of each, not yet anywhere."""
    return FakeWled(MAC), FakeElgato(MAC), FakeShelly(MAC)


async def main() -> None:
    """Do what is said on the input until it ends."""
    there = lamps()
    _done()
    line = await _next()
    while line:
        for lamp in there:
            await lamp.goes_dark()
            if line != GOODBYE:
                await lamp.moves_to(line)
        async with (
            Announcer(there[0].address) as announcer,
            announcer.repeating(*(lamp.record() for lamp in there), gone=line == GOODBYE),
        ):
            _done()
            line = await _next()
    for lamp in there:
        await lamp.goes_dark()


def _done() -> None:
    print("done", flush=True)  # noqa: T201 -- whoever speaks to it waits for that


async def _next() -> str:
    line: str = await asyncio.to_thread(sys.stdin.readline)
    return line.strip()


if __name__ == "__main__":
    asyncio.run(main())
