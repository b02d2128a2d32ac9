"""What people do in the proofs, one deed after another, and who holds what after each.

Each deed carries its mark in `by`. Three ways lead to the hub: MQTT that must not get lost, MQTT
of the moment, and the console. Whatever one way touches the others leave alone, so that the order
of deeds is the order of one way.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from random import Random
from typing import Final, TypeAlias

Slot: TypeAlias = str
"""Something that can be held: the key under which the journal keeps it."""

HALL, KITCHEN, PORCH, STUDY = "hall-lamp", "kitchen-lamp", "porch-lamp", "study-lamp"
HOUSE: Final = "freeze/house"
COVERS: Final[dict[str, tuple[Slot, ...]]] = {
    HALL: (HOUSE, "freeze/area/hall", f"hold/{HALL}"),
    KITCHEN: (HOUSE, "freeze/area/kitchen", "override/area/kitchen"),
    PORCH: (HOUSE, f"freeze/device/{PORCH}", f"override/device/{PORCH}"),
    STUDY: (HOUSE, f"freeze/device/{STUDY}", f"override/device/{STUDY}", f"hold/{STUDY}"),
}
"""What keeps automation from a lamp."""
ENDING: Final = 3
"""One of so many freezes and sets has an end."""
SLOTS: Final = tuple(dict.fromkeys(slot for slots in COVERS.values() for slot in slots))


class Way(Enum):
    """How a deed reaches the hub."""

    LASTING = "over MQTT with QoS 1"
    PASSING = "over MQTT with QoS 0"
    CONSOLE = "over the console's socket"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a person does. `changes`: what is held by it, or given back."""

    mark: str
    way: Way
    target: str
    verb: str
    changes: dict[Slot, bool]
    more: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return it in a few words."""
        more = "".join(f" {word}" for word in self.more.values())
        return f"{self.mark}, {self.verb} {self.target}{more} {self.way.value}"

    @property
    def payload(self) -> str:
        """Return what is sent."""
        verb = {} if self.verb == "hold" else {"verb": self.verb}
        return json.dumps({**verb, **self.more, "by": self.mark})

    @property
    def lights(self) -> str | None:
        """Return the lamp that it commands, if it does."""
        if self.verb not in {"set", "hold"}:
            return None
        return next(lamp for lamp, slots in COVERS.items() if self.gives & set(slots))

    @property
    def gives(self) -> set[Slot]:
        """Return what somebody holds by it."""
        return {slot for slot, held in self.changes.items() if held}


def deeds(dice: Random) -> Iterator[Deed]:
    """Yield deeds without an end; more is taken than given back."""
    number = dice.randrange(1000) * 1000
    while True:
        number = (number + 1) % 1_000_000
        yield _deed(number, dice)


def _deed(number: int, dice: Random) -> Deed:
    kind = dice.choice(_KINDS)
    name = "free" if kind.verb == "release" else "deed"
    more: dict[str, object] = {}
    if kind.verb == "set":
        more["value"] = dice.choice(("on", "off", f"{dice.randrange(5, 100)} %"))
    elif kind.verb == "hold":
        more["percent"] = dice.randrange(5, 100)
        more["for"] = "3 h"
    if kind.verb in {"set", "freeze"} and dice.randrange(ENDING) == 0:
        more["for"] = f"{dice.randrange(2, 9)} h"
    return Deed(f"{name}-{number:06}", kind.way, kind.target, kind.verb, kind.changes, more)


@dataclass(frozen=True, slots=True)
class _Kind:
    way: Way
    target: str
    verb: str
    changes: dict[Slot, bool]


def _of_scope(way: Way, scope: str, verbs: tuple[str, ...]) -> Iterator[_Kind]:
    """Yield what can be done with a scope; a device's own release ends the hold on it too."""
    hold = f"hold/{scope.removeprefix('device/')}"
    held = {f"freeze/{scope}": False, f"override/{scope}": False, hold: False}
    mine = {slot: held for slot, held in held.items() if slot in SLOTS}
    for verb in verbs:
        if verb == "release":
            yield _Kind(way, scope, verb, mine)
        elif verb == "set":
            ends = {hold: False} if hold in SLOTS else {}
            yield _Kind(way, scope, verb, {f"override/{scope}": True, **ends})
        else:
            yield _Kind(way, scope, verb, {f"freeze/{scope}": True})


_HOLD_ENDS: Final = {f"override/device/{STUDY}": False}
_KINDS: Final = (
    *_of_scope(Way.LASTING, "house", ("freeze", "release", "release")),
    *_of_scope(Way.LASTING, "area/hall", ("freeze", "release")),
    *_of_scope(Way.LASTING, "area/kitchen", ("freeze", "set", "set", "release")),
    *_of_scope(Way.LASTING, f"device/{PORCH}", ("freeze", "set", "set", "release")),
    *_of_scope(Way.CONSOLE, f"device/{STUDY}", ("freeze", "set", "release")),
    _Kind(Way.CONSOLE, f"device/{STUDY}", "hold", {f"hold/{STUDY}": True, **_HOLD_ENDS}),
    _Kind(Way.PASSING, f"device/{HALL}", "hold", {f"hold/{HALL}": True}),
)
