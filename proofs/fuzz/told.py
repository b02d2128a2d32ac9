"""What is said to a family, made of bytes: short histories, most of them nearly right."""

import json
from collections.abc import Sequence
from typing import Final

from devices.family import Family
from devices.message import Message, Service

MOST_MESSAGES: Final = 6
DEEPEST: Final = 4
WIDEST: Final = 6
PARTS: Final = (
    *("5", "a1b2c3", "240AC4A1B2C3", "shellyplus1-240ac4a1b2c3", "$state", "switch:0", "light"),
    *("sensor", "switch", "device", "config", "binary_sensor", "device_automation", "climate"),
    *("siren", "update", "event", "valve", "cover", "lock", "fan", "number", "button", "select"),
)
WORDS: Final = (
    *PARTS,
    *("mac", "id", "t", "ft", "tp", "rl", "sn", "src", "method", "params", "output", "nodes"),
    *("homie", "properties", "datatype", "settable", "state_topic", "command_topic", "schema"),
    *("identifiers", "NotifyStatus", "ON", "OFF", "true", "online", "4.0", "5.0", "json", "stat_t"),
    *("value_template", "availability", "topic", "payload", "cmps", "p", "dev", "ids", "cmd_t"),
    *("bri_cmd_t", "bri_stat_t", "rgb_cmd_t", "rgb_stat_t", "clr_temp_stat_t", "fx_stat_t", "red"),
    *("template", "basic", "cmd_on_tpl", "cmd_off_tpl", "stat_tpl", "r_tpl", "g_tpl", "b_tpl"),
    *(
        "evt_typ",
        "event_types",
        "event_type",
        "reports_position",
        "position",
        "off_delay",
        "retain",
    ),
    *(
        "av_tones",
        "options",
        "modes",
        "min",
        "max",
        "1,2,3",
        "l_ver_t",
        "pl_inst",
        "installed_version",
    ),
    *("{{ value }}", "{{ value_json.state }}", "{{ value_json.a | float }}", "%prefix%/%topic%/"),
    *(
        "{% for x in value_json %}{{ x }}{% endfor %}",
        "a/b",
        "#",
        "+",
        "+/+/thermometer",
        "~",
        "~/a",
    ),
    *("entities", "kind", "key", "object_id", "position", "options", "event_types"),
    *("serialNumber", "lights", "on", "seg", "col", "bri", "gen", "sys", "2", "wled", "leds"),
    *("state", "brightness", "color", "color_temp", "name", "unique_id", "unit_of_measurement"),
)

ADDRESSES: Final = ("10.0.0.5", "10.0.0.6", "fd00::5", "nowhere")
INTRODUCTION: Final = {
    "mac": "240AC4A1B2C3",
    "gen": 2,
    "serialNumber": "CN240AC4A1B2",
    "lights": [{"on": 1, "brightness": 40, "temperature": 250}],
    "light:0": {"output": True, "brightness": 40},
    "info": {"mac_address": "240AC4A1B2C3"},
    "resources": [
        {"id": "b", "type": "bridge", "bridge_id": "240ac4fffea1b2c3"},
        {"id": "d", "type": "device", "metadata": {"name": "Lamp"}},
        {"id": "l", "type": "light", "owner": {"rid": "d"}, "on": {"on": True}, "dimming": {}},
        {"id": "m", "type": "motion", "owner": {"rid": "d"}, "motion": {"motion": True}},
        {"id": "p", "type": "button", "owner": {"rid": "d"}, "metadata": {"control_id": 1}},
    ],
    "state": [{"id": "l", "dimming": {"brightness": 40}}, {"id": "p", "button": {}}],
}
"""With this, whoever answers is at first taken for one of them, whichever they are."""
STATUSES: Final = (200, 200, 200, 0, 404, 503)


class Bytes:
    """Draws what it is asked for from bytes; nothing but zeros when they are used up."""

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        """Begin at the first."""
        self._data = data
        self._at = 0

    def number(self, most: int) -> int:
        """Draw a number from 0 up to this one."""
        self._at += 1
        return self._data[self._at - 1] % (most + 1) if self._at <= len(self._data) else 0

    def one_of(self, choices: Sequence[str]) -> str:
        """Draw one of several."""
        return choices[self.number(min(len(choices), 256) - 1)]

    def rest(self, most: int) -> bytes:
        """Take some bytes as they are."""
        taken = self._data[self._at : self._at + most]
        self._at += len(taken)
        return taken

    def value(self, depth: int = DEEPEST) -> object:
        """Draw what JSON can say."""
        kind = self.number(9 if depth else 6)
        if kind >= 8:  # two in ten
            return [self.value(depth - 1) for _ in range(self.number(WIDEST))]
        if kind == 7:  # and one
            return self.table(depth - 1)
        simple = (None, True, False, self.number(255), -self.number(255) / 7, 10 ** self.number(99))
        return self.one_of(WORDS) if kind == 6 else simple[kind]  # and one

    def table(self, depth: int = DEEPEST) -> dict[str, object]:
        """Draw a JSON object."""
        keys = (self.one_of(WORDS) for _ in range(self.number(2 * WIDEST)))
        return {key: self.value(max(depth, 0)) for key in keys}


def said(data: Bytes, family: Family, filters: Sequence[str]) -> Message:
    """Draw one message that may come on these filters."""
    del family
    name = data.one_of(filters) if filters else "a/b"
    words = (data.one_of(PARTS) if word in {"+", "#"} else word for word in name.split("/"))
    kind = data.number(3)
    payload = data.rest(data.number(255)) if kind == 0 else json.dumps(data.table()).encode()
    if kind == 1:
        payload = data.one_of(WORDS).encode()
    return Message("/".join(words), payload, retain=bool(data.number(1)))


def shown(data: Bytes, kinds: Sequence[str]) -> Service:
    """Draw what mDNS may show of a service."""
    names = (*PARTS, "shellyplus1-240ac4a1b2c3", "\u202eevil")
    return Service(
        kind=data.one_of(kinds),
        name=data.one_of(names),
        address=data.one_of(ADDRESSES),
        port=80,
        properties={data.one_of(WORDS): data.one_of(names) for _ in range(data.number(3))},
    )


def answered(data: Bytes) -> tuple[int, bytes]:
    """Draw what somebody may answer to a request."""
    status, kind = STATUSES[data.number(len(STATUSES) - 1)], data.number(3)
    if kind == 0:
        return status, data.rest(data.number(255))
    known = INTRODUCTION if kind == 1 else {}
    return status, json.dumps({**known, **data.table()}).encode()
