"""Bad input, whatever it is: no device moves, what was known stays, and it is told."""

import json
from typing import Any

import pytest

from devices.simulated.discovery import Card, address_of, configs, light
from tests.hub.e2e.home import FULL, LAMPS, Home, slug

REFUSED = "homerule/refused"
MEGABYTE = b'{"state":"ON","x":"' + b"x" * 1_000_000 + b'"}'
NOT_JSON = (
    b"{",
    b"\xff\xfe\x00",
    b"\x00",
    b"[" * 50_000,
    b'{"state":"ON"',
    b"{'state':'ON'}",
    MEGABYTE,
)
NOT_AN_OBJECT = (b"", b"null", b"[]", b"42", b'"ON"', b"1e999", b"NaN", b"9" * 4_000)
WRONG_VALUES = (
    b'{"state":"MAYBE"}',
    b'{"state":["ON"]}',
    b'{"state":{"ON":1}}',
    b'{"state":"\\ud800"}',
    b'{"brightness":NaN}',
    b'{"brightness":Infinity}',
    b'{"brightness":"NaN"}',
    b'{"brightness":-1e999}',
    b'{"brightness":true}',
    b'{"brightness":{}}',
    b'{"brightness":' + b"9" * 4_000 + b"}",
)
STRANGE_KEYS = b'{"__class__":1,"constructor":{"prototype":2},"":3,"\\u0000":4}'
WRONG_READINGS = (
    b'{"occupancy":"maybe"}',
    b'{"occupancy":NaN}',
    b'{"occupancy":[true]}',
    b'{"occupancy":{"true":true}}',
)
WRONG_WISHES = (
    b"",
    b"{",
    b"\xff",
    b"maybe",
    b"toggle",
    b"101 %",
    b"-1 %",
    b"[]",
    b"null",
    b'{"power":"maybe"}',
    b'{"brightness":NaN}',
    b'{"brightness":1e999}',
    b'{"brightness":true}',
    b'{"power":"on","surprise":1}',
    b'{"power":"on","for":"for ever"}',
    b'{"power":"on","transition":-1}',
    b'{"by":"' + b"x" * 100 + b'","power":"on"}',
    b"[" * 4_000,
    MEGABYTE,
)
WRONG_OVERRIDES = (
    b"",
    b"{",
    b"stop",
    b'{"verb":["freeze"]}',
    b'{"verb":"set"}',
    b'{"verb":"set","value":{"power":1e999}}',
    b'{"verb":"freeze","until":"yesterday"}',
    b'{"verb":"freeze","for":-5}',
    b'{"verb":"freeze","for":NaN}',
    b'{"verb":"freeze","for":"10 min","until":"23:00"}',
    b'{"verb":"freeze","until":"2001-01-01 00:00"}',
    MEGABYTE,
)
NOWHERE = (
    "homerule/device/no-such-lamp/set",
    "homerule/override/../../set",
    "homerule/device/<script>alert(1)<script>/set",
    "homerule/device/\u202epmal-llah/set",
    "homerule/device/" + "x" * 60_000 + "/set",
    "homerule/override/area/no-such-room/set",
    "homerule/override/device/no-such-lamp/set",
    "homerule/override/house/hall/set",
    "homerule/scene/no-such-scene/set",
)


class Watch:
    """Looks at what came of bad input: nothing but words."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._mark = home.ears.now

    def nothing_moved(self) -> None:
        """Fail where a lamp was told anything before a person's own word to it came."""
        home = self._home
        for name in LAMPS:
            mark = home.ears.now
            home.ears.says(f"homerule/device/{slug(name)}/set", "off")
            home.is_told(name, mark, state="OFF")
            assert home.orders(name, self._mark) == [{"state": "OFF"}]

    def refused(self) -> list[str]:
        """Return what was said to be refused."""
        return [said.payload.decode() for said in self._home.ears.heard(REFUSED, self._mark)]

    def was_refused(self, count: int) -> list[str]:
        """Return what was refused, when it is so much."""
        self._home.ears.waits_for(lambda: len(self.refused()) >= count, f"{count} refusals")
        return self.refused()


@pytest.fixture
def watch(home: Home) -> Watch:
    return Watch(home)


def known_of(home: Home, device: str) -> dict[str, Any]:
    """Return what the hub knows of a device."""
    found = json.loads(home.hub.asked("devices", "--json"))
    values: dict[str, Any] = next(d["values"] for d in found if d["id"] == device)
    return values


def test_reports_that_cannot_be_read_move_nothing_and_are_told(home: Home, watch: Watch) -> None:
    known = known_of(home, "kitchen-lamp")

    for payload in (*NOT_JSON, *NOT_AN_OBJECT, *WRONG_VALUES, STRANGE_KEYS):
        home.ears.says("zigbee2mqtt/Kitchen lamp", payload)

    said = watch.was_refused(len(NOT_JSON) + len(WRONG_VALUES))
    assert all(sentence.startswith("zigbee2mqtt/Kitchen lamp: ") for sentence in said)
    assert max(map(len, said)) < 1000
    watch.nothing_moved()
    assert known_of(home, "kitchen-lamp") == known


def test_readings_that_cannot_be_read_wake_no_agent(home: Home, watch: Watch) -> None:
    for payload in (*NOT_JSON, *WRONG_READINGS):
        home.ears.says("zigbee2mqtt/Hall motion", payload)

    watch.was_refused(len(NOT_JSON) + len(WRONG_READINGS))
    watch.nothing_moved()
    assert known_of(home, "hall-motion") == {"occupancy": False}


def test_wishes_that_cannot_be_understood_are_answered_in_sentences(
    home: Home, watch: Watch
) -> None:
    for payload in WRONG_WISHES:
        home.ears.says("homerule/device/hall-lamp/set", payload)

    said = watch.was_refused(len(WRONG_WISHES))
    assert len(said) == len(WRONG_WISHES)
    assert all(s.startswith("homerule/device/hall-lamp/set: ") for s in said)
    watch.nothing_moved()


def test_overrides_that_cannot_be_understood_hold_nothing(home: Home, watch: Watch) -> None:
    mark = home.ears.now

    for payload in WRONG_OVERRIDES:
        home.ears.says("homerule/override/house/set", payload)

    said = watch.was_refused(len(WRONG_OVERRIDES))
    assert len(said) == len(WRONG_OVERRIDES)
    watch.nothing_moved()
    # Empty: nothing is held, as a start says it, maybe late.
    held = [said.payload for said in home.ears.heard("homerule/override/house/state", mark)]
    assert not any(held)


def test_words_to_what_is_not_there_are_refused(home: Home, watch: Watch) -> None:
    for topic in NOWHERE:
        home.ears.says(topic, "on")

    watch.was_refused(len(NOWHERE))
    watch.nothing_moved()


def test_a_wish_that_the_broker_had_stored_moves_nothing_and_is_told(own_home: Home) -> None:
    home = own_home
    home.hub.is_killed()
    inputs = (
        "homerule/device/hall-lamp/set",
        "homerule/override/house/set",
        "homerule/scene/film/set",
        "homerule/override/area/hall/set",
    )
    for topic in inputs:
        home.ears.tells(topic, "on", retain=True)
    watch = Watch(home)

    home.hub.starts()

    said = watch.was_refused(len(inputs))
    assert all("stored by the broker" in sentence for sentence in said)
    watch.nothing_moved()


HOSTILE_NAMES = (
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "\u202eecived live",
    "a\nb\tc\x07",
    "{{ 7 * 7 }}",
    "x" * 100_000,
    "'; DROP TABLE record; --",
    "\u0000",
    " ",
    "Hall lamp",
)


def announcement(name: str, address: str, **more: object) -> tuple[str, dict[str, object]]:
    """Return the topic and the content of a lamp's announcement."""
    card = Card(name=name, address=address, maker=name, model=name, model_id=name)
    message = configs(card, (light(("brightness",), None),), ())[0]
    return message.topic, {**json.loads(message.payload), **more}


def test_hostile_names_are_only_names(home: Home, watch: Watch) -> None:
    for number, name in enumerate(HOSTILE_NAMES):
        topic, content = announcement(name, f"0xbad{number:013}", state_topic=f"bad/{number}")
        home.ears.says(topic, {**content, "command_topic": f"bad/{number}/set"}, retain=True)
        home.ears.says(f"bad/{number}", {"state": "OFF", "brightness": 1})

    watch.nothing_moved()

    found = json.loads(home.hub.asked("devices", "--json"))
    names = [device["name"] for device in found]
    assert names.count("Hall lamp") == 2
    assert all(device["name"].isprintable() and len(device["name"]) <= 80 for device in found)
    assert all(
        set(device["id"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for device in found
    )
    assert known_of(home, "hall-lamp")["power"] == "off"


def test_announcements_that_cannot_be_read_are_told_and_harm_nobody(
    home: Home, watch: Watch
) -> None:
    good = f"homeassistant/light/{address_of('Kitchen lamp')}/light/config"
    bad: tuple[tuple[str, bytes], ...] = (
        *((good, payload) for payload in (*NOT_JSON, *NOT_AN_OBJECT[1:])),
        *((good, body) for body in twisted()),
    )

    for topic, payload in bad:
        home.ears.says(topic, payload)

    watch.was_refused(len(bad))
    watch.nothing_moved()
    mark = home.ears.now
    home.ears.says("homerule/device/kitchen-lamp/set", "on")
    home.is_told("Kitchen lamp", mark, state="ON", brightness=FULL)


def twisted() -> list[bytes]:
    """Return announcements of the kitchen's lamp that would lead the hub astray."""
    _, content = announcement("Kitchen lamp", address_of("Kitchen lamp"))
    changes: list[dict[str, object]] = [
        {"command_topic": "zigbee2mqtt/+/set"},
        {"command_topic": "#"},
        {"command_topic": "homerule/override/house/set"},
        {"command_topic": "x" * 70_000},
        {"command_topic": ["a"]},
        {"command_topic": "a\u0000b"},
        {"command_topic": ""},
        {"state_topic": "a/#/b"},
        {"state_topic": "#"},
        {"state_topic": "homerule/status"},
        {"state_topic": "$SYS/broker/uptime"},
        {"brightness_scale": -1},
        {"brightness_scale": 0},
        {"brightness_scale": 1e308},
        {"schema": "of another world"},
        {"device": []},
        {"unique_id": {}},
        {"qos": 7},
    ]
    return [json.dumps({**content, **change}).encode() for change in changes]
