"""Tasmota products as they announce themselves."""

import json
from typing import Any

from devices.families.tasmota import Tasmota
from tests.devices.families.talk import Talk

MAC = "DC4F2249A3BC"
HARDWARE = "tasmota-dc4f2249a3bc"
CONFIG = f"tasmota/discovery/{MAC}/config"
SENSORS = f"tasmota/discovery/{MAC}/sensors"
NONE = [0] * 8


def config(**more: Any) -> dict[str, Any]:
    """Return the announcement of a plug with one relay."""
    options = {"4": 0, "11": 0, "13": 0, "17": 0, "20": 0, "30": 0, "68": 0, "73": 0, "82": 0}
    return {
        "ip": "192.168.1.20",
        "dn": "Hall plug",
        "fn": ["Hall plug", None, None, None, None, None, None, None],
        "hn": "tasmota-49A3BC-0956",
        "mac": MAC,
        "md": "Sonoff Basic",
        "ty": 0,
        "if": 0,
        "ofln": "Offline",
        "onln": "Online",
        "state": ["OFF", "ON", "TOGGLE", "HOLD"],
        "sw": "13.4.0",
        "t": "tasmota_49A3BC",
        "ft": "%prefix%/%topic%/",
        "tp": ["cmnd", "stat", "tele"],
        "rl": [1, 0, 0, 0, 0, 0, 0, 0],
        "swc": [-1] * 8,
        "swn": [None] * 8,
        "btn": NONE,
        "so": {**options, "114": 0, "117": 0},
        "lk": 1,
        "lt_st": 0,
        "sho": [0, 0, 0, 0],
        "ver": 1,
        **more,
    }


def options(**on: int) -> dict[str, int]:
    """Return SetOptions: `options(so20=1)`."""
    told: dict[str, int] = config()["so"]
    return told | {name.removeprefix("so"): value for name, value in on.items()}


def known(sensors: dict[str, Any] | None = None, **more: Any) -> Talk:
    """Return a talk in which a product was announced, with what it measures."""
    talk = Talk(Tasmota())
    if "ifan" in more:
        more["if"] = more.pop("ifan")
    talk.says(CONFIG, config(**more), retain=True)
    assert not talk.unreadable
    if sensors is not None:
        talk.says(SENSORS, json.dumps({"sn": sensors, "ver": 1}), retain=True)
        assert not talk.unreadable
    return talk


def lamp(channels: int, **more: Any) -> Talk:
    """Return a talk in which a lamp of so many channels was announced."""
    return known(rl=[2, *NONE[1:]], lt_st=channels, **more)
