"""A port at which nobody is let in: greetings wait there without an answer."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

LOOPBACK = "127.0.0.1"
MORE_THAN_WAIT = 4


@contextmanager
def deaf_port() -> Iterator[int]:
    """Hold such a port for the length of the block."""
    with ExitStack() as stack:
        door = stack.enter_context(socket.create_server((LOOPBACK, 0), backlog=0))
        address = door.getsockname()
        for _ in range(MORE_THAN_WAIT):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(address)
        yield int(address[1])
