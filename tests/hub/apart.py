"""`python -m tests.hub.apart`, in a network namespace of its own: the hub's side of a house.

The lamps are in another namespace; a cable of two ends joins them, and nothing else does.
"""

import asyncio
import subprocess
import sys
from asyncio.subprocess import PIPE, Process

from rules.words.values import BRIGHTNESS, POWER
from tests.fakes.http.elsewhere import GOODBYE, lamps
from tests.fakes.http.product import HttpProduct
from tests.hub.neighbourhood import PATIENCE, Neighbourhood

HUB, FIRST, SECOND = "10.77.0.1", "10.77.0.2", "10.77.0.3"
GROUP = "224.0.0.0/4"


class Elsewhere:
    """The machine on which the lamps are."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def does(self, line: str) -> None:
        """Have something befall the lamps, and return when it has."""
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n".encode())
        await self.is_done()

    async def is_done(self) -> None:
        """Return when it has done what it was told, or has started."""
        assert self._process.stdout
        async with asyncio.timeout(PATIENCE):
            assert await self._process.stdout.readline() == b"done\n"


def joined(far: int) -> None:
    """Lay a cable to the namespace of a process."""
    inside = f"nsenter -t {far} -n ip"
    for line in (
        f"ip link add hub0 type veth peer name far0 netns {far}",
        *(f"ip link set {one} up" for one in ("lo", "hub0")),
        f"ip addr add {HUB}/24 dev hub0",
        f"ip route add {GROUP} dev hub0",
        *(f"{inside} link set {one} up" for one in ("lo", "far0")),
        *(f"{inside} addr add {address}/24 dev far0" for address in (FIRST, SECOND)),
        f"{inside} route add {GROUP} dev far0",
    ):
        subprocess.run(line.split(), check=True)


async def story(lamp: HttpProduct, hub: Neighbourhood, elsewhere: Elsewhere) -> None:
    """Find, tell, follow and lose one lamp; the others are there too and not listened to."""
    await elsewhere.does(FIRST)
    await hub.says(lamp.hardware, {POWER: False})
    hub.tells(lamp.hardware, {POWER: True, BRIGHTNESS: 128})
    await hub.says(lamp.hardware, {POWER: True, BRIGHTNESS: 128})

    await elsewhere.does(SECOND)
    await hub.events.until(lambda _: f"//{SECOND}:" in hub.calls(lamp.hardware), PATIENCE)
    hub.tells(lamp.hardware, {POWER: False})
    await hub.says(lamp.hardware, {POWER: False, BRIGHTNESS: 128})
    assert {one.hardware for one in hub.announced()} == {lamp.hardware}

    await elsewhere.does(GOODBYE)
    await hub.reaches(lamp.hardware, now=False)
    print(f"{lamp.family.name} was found, told, followed and lost", flush=True)  # noqa: T201 -- for the test


async def main() -> None:
    """Play the story with a lamp of each family."""
    words = ("unshare", "-n", sys.executable, "-m", "tests.fakes.http.elsewhere")
    process = await asyncio.create_subprocess_exec(*words, stdin=PIPE, stdout=PIPE)
    elsewhere = Elsewhere(process)
    await elsewhere.is_done()  # it runs, and so in a namespace of its own
    joined(process.pid)
    for lamp in lamps():
        async with Neighbourhood.around(lamp.family(), HUB) as hub:
            await story(lamp, hub, elsewhere)
    assert process.stdin
    process.stdin.close()
    await process.wait()


if __name__ == "__main__":
    asyncio.run(main())
