"""What a way to devices has to be, beside MQTT: HTTP is one, a library's own protocol another."""

from collections.abc import AsyncIterator, Callable
from typing import Protocol

from devices.message import Request


def always() -> bool:
    """Say that a request is wanted whatever happens."""
    return True


async def fenced(body: bytes, still: Callable[[], bool]) -> AsyncIterator[bytes]:
    """Give the body out only if it is still wanted, now that the way to the device is open."""
    if not still():
        raise ConnectionAbortedError("no longer wanted")
    yield body


class Way(Protocol):
    """Makes the requests of families while `run` runs, and calls back with what comes of each.

    Rule 1: a request that tells a device something (it has a body) leaves only if `still` says so
    at the moment of its leaving.
    Rule 2: only addresses inside the house are called, by number.
    """

    def ask(self, request: Request, *, still: Callable[[], bool] = always) -> bool:
        """Have a request made; say whether it was taken. One that was not is answered at once."""
        ...

    async def run(self) -> None:
        """Make requests until cancelled."""
        ...
