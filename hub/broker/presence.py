"""Who this hub is among others: the name of its state folder, and how often that was started."""

import json
import logging
import os
import socket
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Final

from rules.words.value import value

FILE: Final = "identity.json"
KNOWN: Final = "known"
LONGEST: Final = 1024
LONGEST_WORD: Final = 64

log = logging.getLogger("homerule")


@value(frozen=True, slots=True, kw_only=True)
class Presence:
    """One start of a hub.

    `instance` is the name of its state folder, `starts` the number of its start, `run` a name
    that no other process has: a folder may be copied. `host` is for people.
    """

    instance: str
    starts: int
    run: str
    host: str = field(default="", compare=False)
    greeting: int = field(default=0, compare=False)

    @property
    def rank(self) -> tuple[int, str]:
        """Return what is compared: the later start; of two that tie, chance has decided."""
        return self.starts, self.run

    def said(self) -> dict[str, str | int]:
        """Return it as it is written down."""
        return {
            "instance": self.instance,
            "starts": self.starts,
            "run": self.run,
            "host": self.host,
            "greeting": self.greeting,
        }

    def payload(self) -> bytes:
        """Return it as the hub's topic says it."""
        return json.dumps(self.said()).encode()


def read_presence(payload: bytes) -> Presence | None:
    """Return what a hub says of itself; None where nobody says anything that can be read."""
    if len(payload) > LONGEST:
        return None
    with suppress(ValueError, RecursionError):
        said = json.loads(payload)
        if not isinstance(said, dict):
            return None
        words = [said.get(key, "") for key in ("instance", "run", "host")]
        starts, greeting = said.get("starts"), said.get("greeting", 0)
        if not isinstance(starts, int) or not isinstance(greeting, int):
            return None
        if all(isinstance(word, str) for word in words):
            instance, run, host = (word[:LONGEST_WORD] for word in words)
            return Presence(instance=instance, starts=starts, run=run, host=host, greeting=greeting)
    return None


def new_run() -> str:
    """Return a name for this process."""
    return os.urandom(8).hex()


def start(folder: Path, run: str, *, after: int) -> Presence:
    """Count a start of this state folder, with a number beyond `after`, and return it.

    It need not outlast a power cut: the number that the broker keeps is looked at as well.
    """
    path = folder / FILE
    last = _last(path)
    instance = last.instance if last else new_run()
    starts = 1 + max(after, last.starts if last else 0)
    own = Presence(instance=instance, starts=starts, run=run, host=socket.gethostname())
    _write(path, own, known_start(folder))
    return own


def known_start(folder: Path) -> int:
    """Return the last start of this folder that the broker is known to have heard of; else 0."""
    with suppress(OSError, ValueError, RecursionError):
        said = json.loads((folder / FILE).read_bytes())
        known = said.get(KNOWN) if isinstance(said, dict) else None
        return known if isinstance(known, int) else 0
    return 0


def is_known(folder: Path, own: Presence) -> None:
    """Take down that the broker has heard of a start: one that forgets it has been set back."""
    _write(folder / FILE, own, own.starts)


def _last(path: Path) -> Presence | None:
    try:
        return read_presence(path.read_bytes())
    except OSError:
        return None


def _write(path: Path, own: Presence, known: int) -> None:
    fresh = path.with_suffix(".new")
    try:
        # Written beside it and moved, so that there is never half of it.
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(json.dumps({**own.said(), KNOWN: known}).encode())
        fresh.replace(path)
    except OSError as error:
        log.warning("this start could not be counted: %s", error)
