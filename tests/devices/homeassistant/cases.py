"""Real entities as they were announced, what they say, and what is to come of it."""

import json
from functools import cache
from pathlib import Path
from typing import NotRequired, TypeAlias, TypedDict

from rules.words.values import Value

Fields: TypeAlias = dict[str, object]


class Said(TypedDict):
    """One message, in or out."""

    topic: str
    payload: str
    qos: int
    retain: bool


class Case(TypedDict):
    """One step: messages that come in, or a command, and what is to come of it."""

    label: str
    phase: int
    incoming: NotRequired[list[Said]]
    command: NotRequired[Fields]
    expected_state: NotRequired[Fields]
    expected_publish: NotRequired[list[Said]]


class Entity(TypedDict):
    """One entity as it was announced, and its steps in their order."""

    id: str
    component: str
    device: dict[str, str]
    discovery: list[Said]
    cases: list[Case]


FILE = Path(__file__).parents[2] / "fixtures" / "device-cases.jsonl"
ASPECTS = {
    "on": "power",
    "current_temperature": "temperature",
    "percentage": "speed",
    "preset_mode": "preset",
    "installed": "installed_version",
    "latest": "latest_version",
    "state": "movement",
}
"""What Home Assistant names otherwise."""
OF_CLIMATE = {"temperature": "target_temperature"}
ACTS: dict[str, dict[str, Value]] = {
    "turn_on": {"power": True},
    "turn_off": {"power": False},
    "open": {"movement": "open"},
    "close": {"movement": "closed"},
    "stop": {"movement": "stopped"},
    "lock": {"locked": True},
    "unlock": {"locked": False},
    "install": {"install": "install"},
}


def read(payload: str) -> object:
    """Return the JSON that a payload is, else its text: the order of keys is nobody's business."""
    try:
        found: object = json.loads(payload)
    except ValueError:
        return payload
    return found


@cache
def entities() -> tuple[Entity, ...]:
    """Return all entities."""
    return tuple(json.loads(line) for line in FILE.read_text("utf-8").splitlines())
