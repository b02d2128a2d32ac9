"""What a way to devices has to be, beside MQTT: HTTP is one, a library's own protocol another."""

from collections.abc import Callable
from typing import Protocol

from devices.message import Request


def always() -> bool:
    """Say that a request is wanted whatever happens."""
    return True


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
