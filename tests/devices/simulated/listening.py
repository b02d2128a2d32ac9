"""Listening in on a simulated house, the way a subscriber of its broker would."""

import json

from devices.message import Message
from devices.simulated.house import SimulatedHouse
from rules.words.times import Moment


def reports(house: SimulatedHouse, until: Moment, name: str) -> list[dict[str, object]]:
    """Return what one device reports up to a moment, as values."""
    return [
        json.loads(message.payload)
        for message in house.says(until)
        if message.topic == f"zigbee2mqtt/{name}"
    ]


def command(name: str, **wish: object) -> Message:
    """Return a command to a device."""
    return Message(f"zigbee2mqtt/{name}/set", json.dumps(wish).encode())


def announced(house: SimulatedHouse) -> dict[str, dict[str, object]]:
    """Return all JSON payloads that a house starts with, by topic."""
    return {message.topic: json.loads(message.payload) for message in house.announcements()}
