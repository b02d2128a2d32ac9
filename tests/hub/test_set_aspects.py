"""Any aspect that a device can be told is set by its name, and what does not fit is refused."""

import pytest

from devices.family import Origin
from hub.intake.forms import BadInput
from hub.intake.meant import Refused, check_values, misfit
from hub.intake.wishes import parse_command, parse_wish
from hub.view.aspects import aspects_picture
from rules.condition import Condition
from rules.words.device import Announcement, Capability, Device, Kind, Sort
from rules.words.ids import DeviceId, HardwareId
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    LOCKED,
    MOVEMENT,
    POSITION,
    POWER,
    Aspect,
    Kelvin,
    Value,
)

ABLE = (
    Capability(aspect=POSITION, writable=True, low=0, high=100),
    Capability(aspect=MOVEMENT, writable=True, options=("open", "closed")),
    Capability(aspect=LOCKED, writable=True, kind=Kind.TRUTH),
)
BLIND = Device.of(
    DeviceId("blind"),
    Announcement(
        hardware=HardwareId("z2m_1"),
        name="Blind",
        family="homeassistant",
        sort=Sort.COVER,
        capabilities={one.aspect: one for one in ABLE},
    ),
)


def test_aspects_are_set_by_their_names_beside_the_words_for_lamps() -> None:
    wish = parse_wish(b'{"set": {"position": 30, "movement": "open"}, "for": "1 h"}')
    both = parse_wish(b'{"set": {"speed": 50}, "power": "on"}')

    assert wish.values == {POSITION: 30, MOVEMENT: "open"}
    assert wish.seconds == 3600
    assert both.values == {Aspect("speed"): 50, POWER: True}


@pytest.mark.parametrize("said", [b'{"set": {}}', b'{"set": 3}', b'{"set": {"position": [1]}}'])
def test_what_is_no_aspect_and_value_is_refused(said: bytes) -> None:
    with pytest.raises(BadInput):
        parse_wish(said)


@pytest.mark.parametrize(
    ("aspect", "value", "sentence"),
    [
        (POSITION, 101, "`position` of `Blind` must be a number from 0 to 100, not `101`"),
        (POSITION, True, "`position` of `Blind` must be a number from 0 to 100, not `True`"),
        (MOVEMENT, "up", "`movement` of `Blind` must be one of open, closed, not `up`"),
        (LOCKED, "no", "`locked` of `Blind` must be `true` or `false`, not `no`"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_would(
    aspect: Aspect, value: Value, sentence: str
) -> None:
    assert misfit(BLIND, {aspect: value}) == sentence
    with pytest.raises(Refused, match="must be"):
        check_values(BLIND, {aspect: value}, {})


def test_values_that_fit_are_taken() -> None:
    check_values(BLIND, {POSITION: 0, MOVEMENT: "closed", LOCKED: True}, {})


def test_each_aspect_is_shown_with_what_it_may_be_told() -> None:
    condition = Condition(values={POSITION: 30}, aside={LOCKED: True})
    origin = Origin("cover", "z2m_1_cover", "homeassistant/cover/1/config", ("z2m/b",))

    position, movement, locked = aspects_picture(BLIND, condition, {POSITION: origin})

    assert isinstance(position, dict)
    assert (position["value"], position["low"], position["high"]) == (30, 0, 100)
    assert isinstance(movement, dict)
    assert (movement["value"], movement["options"]) == (None, ["open", "closed"])
    assert isinstance(locked, dict)
    assert (locked["kind"], locked["writable"], locked["people_only"]) == ("truth", True, False)
    assert (position["stale"], locked["value"], locked["stale"]) == (False, True, True)
    assert position["announcement"] == {
        "component": "cover",
        "unique_id": "z2m_1_cover",
        "topics": {
            "announced": "homeassistant/cover/1/config",
            "state": ["z2m/b"],
            "command": [],
            "availability": [],
        },
    }


def test_a_command_names_its_device_and_takes_the_words_for_lamps_among_the_aspects() -> None:
    lit = b'"brightness": 128, "colour": {"kelvin": 2700}'
    said = b'{"device": "Blind", "set": {"position": 3, ' + lit + b"}}"

    ref, wish = parse_command(said)

    assert ref == "Blind"
    assert wish.values == {POSITION: 3, POWER: True, BRIGHTNESS: 128, COLOUR: Kelvin(2700)}


@pytest.mark.parametrize(
    "said",
    [
        b"on",
        b'{"set": {"power": "on"}}',
        b'{"device": "", "set": {"power": "on"}}',
        b'{"device": "Blind"}',
        b'{"device": "Blind", "set": {"colour": {"x": 2, "y": 0}}}',
        b'{"device": "Blind", "set": {"brightness": 256}}',
    ],
)
def test_a_command_that_says_not_what_is_to_be_what_is_refused(said: bytes) -> None:
    with pytest.raises(BadInput):
        parse_command(said)
