"""What people do while brokers come and go, and how they know that it was done."""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final, Self
from urllib.parse import quote

from hub.cli.answers import No
from hub.cli.talk import say
from proofs.outages.line import Line, Word
from tests.bench.wire import now

PREFIX: Final = "homerule"
SCOPES: Final = (
    "house",
    "area/hall",
    "area/kitchen",
    "device/hall-lamp",
    "device/porch-lamp",
    "device/study-lamp",
)
HELD_BACK: Final = 0.7
"""So likely the next deed gives something back, where anything is held."""
PROBE: Final = "area/cellar"
"""Nobody but whoever tries whether the hub is there does anything with it."""
TRIED: Final = re.compile(r"try-\d{6}")
EVERY: Final = 0.03
"""Seconds between two tries."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a person does with a scope; `mark` is found again in what comes of it."""

    mark: str
    scope: str
    verb: str
    value: str = ""

    @property
    def payload(self) -> str:
        """Return what is sent."""
        value = {"value": self.value} if self.value else {}
        return json.dumps({"verb": self.verb, **value, "by": self.mark})


def deeds(dice: Random) -> Iterator[Deed]:
    """Yield deeds without an end; what is held is mostly given back soon, so automation goes on."""
    held: dict[str, None] = {}
    number = 0
    while True:
        number += 1
        mark = f"deed-{number:06}"
        if held and dice.random() < HELD_BACK:
            scope = dice.choice(tuple(held))
            del held[scope]
            yield Deed(mark, scope, "release")
            continue
        scope, verb = dice.choice(SCOPES), dice.choice(("freeze", "set"))
        value = dice.choice(("on", "off", f"{dice.randrange(5, 100)} %")) if verb == "set" else ""
        held[scope] = None
        yield Deed(mark, scope, verb, value)


class People:
    """Speak over MQTT or on the console, and hear what the hub says of overrides."""

    def __init__(self, port: int, state: Path) -> None:
        """Say nothing yet."""
        self.by_mqtt = self.by_console = 0
        self._state = state
        self._shown: set[str] = set()
        self._news = threading.Condition()
        self._tries = 0
        topics = (f"{PREFIX}/override/+/state", f"{PREFIX}/override/+/+/state")
        self._line = Line(port, *topics, heard=self._hear)

    def __enter__(self) -> Self:
        self._line.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._line.__exit__()

    def are_back(self, within: float) -> bool:
        """Say whether they have a broker, and wait for one for so long."""
        return self._line.is_up(within)

    def say(self, deed: Deed) -> None:
        """Do it over MQTT; where there is no broker it is not done."""
        done = self._line.says(f"{PREFIX}/override/{deed.scope}/set", deed.payload, qos=1)
        self.by_mqtt += done

    def say_on_console(self, deed: Deed) -> None:
        """Do it at the hub's own socket, which needs no broker; return when it is written."""
        path = f"/api/override/{quote(deed.scope)}"
        try:
            say(self._state, path, deed.payload)
        except No:
            # A release where nothing is held is refused.
            return
        self.by_console += 1

    def try_until_heard(self, within: float) -> float | None:
        """Say `freeze` again and again until the hub shows it; return when that was."""
        marks: set[str] = set()
        end = now() + within
        while now() < end:
            self._tries += 1
            deed = Deed(f"try-{self._tries:06}", PROBE, "freeze")
            marks.add(deed.mark)
            self.say(deed)
            with self._news:
                if self._news.wait_for(lambda: marks & self._shown, EVERY):
                    return now()
        return None

    def _hear(self, word: Word) -> None:
        if not word.payload or word.stored:
            return
        with self._news:
            self._shown.update(TRIED.findall(word.payload.decode()))
            self._news.notify_all()
