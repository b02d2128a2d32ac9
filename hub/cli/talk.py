"""How a command talks to the hub that runs: HTTP over the console's socket."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Final

from hub.cli.answers import No, NoHub
from hub.web import console

PATIENCE: Final = 15.0
"""Seconds in which the hub must answer; a stream says something every few."""
FAILURE: Final = 400


class _Console(HTTPConnection):
    def __init__(self, state: Path) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self._state = state

    def connect(self) -> None:
        self.sock: socket.socket = console.connect(self._state, PATIENCE)


def ask(state: Path, path: str) -> object:
    """Return what the hub answers to a question."""
    with _answering(state, "GET", path) as response:
        return _content(response)


def say(state: Path, path: str, body: str) -> object:
    """Tell the hub what a person wants, and return its answer."""
    with _answering(state, "POST", path, body.encode()) as response:
        return _content(response)


def watch(state: Path) -> Iterator[tuple[str, object]]:
    """Yield each event of the hub's stream, its name and its content, until the hub goes."""
    with _answering(state, "GET", "/api/stream") as response:
        if response.status >= FAILURE:
            _content(response)
        name = ""
        with suppress(OSError, HTTPException):
            while line := response.readline():
                key, _, value = line.decode().rstrip("\n").partition(": ")
                if key == "event":
                    name = value
                elif key == "data":
                    yield name, json.loads(value)


@contextmanager
def _answering(
    state: Path, method: str, path: str, body: bytes | None = None
) -> Iterator[HTTPResponse]:
    connection = _Console(state)
    try:
        connection.request(method, path, body=body)
        with connection.getresponse() as response:
            yield response
    except PermissionError:
        raise No(
            f"the hub of the state folder {state} belongs to another user: "
            "run this as that user, for example with `sudo -u homerule`, "
            "or name the folder of your hub with --state"
        ) from None
    except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError):
        raise NoHub(state) from None
    except (OSError, HTTPException) as error:
        raise No(f"the hub did not answer: {error}") from None
    finally:
        connection.close()


def _content(response: HTTPResponse) -> object:
    try:
        content: object = json.loads(response.read())
    except ValueError as error:
        raise No(f"the hub's answer cannot be read: {error}") from None
    if response.status >= FAILURE:
        sentence = content.get("error") if isinstance(content, dict) else None
        raise No(str(sentence or "the hub refused this and did not say why"))
    return content
