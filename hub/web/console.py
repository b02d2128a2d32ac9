"""The console's way in: a socket in the state folder that only its owner may use."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NAME = "hub.sock"
LONGEST_ADDRESS = 100
"""Bytes; an address of a Unix socket must fit in 107."""


class AnotherHub(Exception):  # noqa: N818 -- it says what is the case
    """A hub that runs already uses this state folder."""


def listen(state: Path) -> socket.socket:
    """Return a bound socket that only the owner of the hub may connect to."""
    path = state / NAME
    _clear(path)
    way_in = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    # The file gets the socket's mode: so there is no moment at which it is open to others.
    os.fchmod(way_in.fileno(), 0o600)
    with _address(path) as address:
        way_in.bind(address)
    path.chmod(0o600)
    return way_in


def connect(state: Path, patience: float) -> socket.socket:
    """Return a connection to the hub, or raise `ConnectionError` or `FileNotFoundError`."""
    way = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    way.settimeout(patience)
    try:
        with _address(state / NAME) as address:
            way.connect(address)
    except BaseException:
        way.close()
        raise
    return way


def remove(state: Path) -> None:
    """Take the socket's file away."""
    with suppress(FileNotFoundError):
        (state / NAME).unlink()


def _clear(path: Path) -> None:
    try:
        connect(path.parent, 1.0).close()
    except FileNotFoundError:
        return
    except ConnectionError:
        path.unlink()  # left behind by a hub that was killed
        return
    raise AnotherHub(f"another hub is running with the state folder {path.parent}")


@contextmanager
def _address(path: Path) -> Iterator[str]:
    if len(os.fsencode(path)) <= LONGEST_ADDRESS:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
