"""A Tasmota lamp is told in one line of commands, and says what it is in percent."""

import pytest

from rules.words.values import Aspect, Kelvin, Value, Xy
from tests.devices.families.talk import Talk
from tests.devices.families.tasmota.products import HARDWARE, NONE, known, lamp, options

POWER, BRIGHTNESS, COLOUR = Aspect("power"), Aspect("brightness"), Aspect("colour")
RED = Xy(0.701, 0.299)


def line(
    talk: Talk, *, of: str = HARDWARE, fade: float | None = None, **values: Value
) -> list[str]:
    """Return the commands of the one line that is sent."""
    ((topic, payload),) = talk.sends(of, fade, **values)
    assert topic == "cmnd/tasmota_49A3BC/Backlog"
    words = payload.split(";")
    assert words[::2] == ["NoDelay"] * len(words[1::2])
    return words[1::2]


@pytest.mark.parametrize(
    ("channels", "aspects"),
    [
        (0, {"power"}),
        (1, {"power", "brightness", "effect"}),
        (2, {"power", "brightness", "colour", "effect"}),
        (3, {"power", "brightness", "colour", "effect"}),
        (5, {"power", "brightness", "colour", "effect"}),
    ],
)
def test_a_lamp_can_do_what_its_channels_can(channels: int, aspects: set[str]) -> None:
    talk = lamp(channels)

    able = talk.devices[HARDWARE].capabilities
    assert {aspect for aspect, one in able.items() if one.writable} == aspects
    whites = able[COLOUR] if channels in {2, 5} else None
    assert whites is None or (whites.unit, whites.low, whites.high) == ("K", 2000, 6535)


def test_a_dimmer_is_told_in_percent() -> None:
    talk = lamp(1)

    assert line(talk, power=True, brightness=102) == ["Dimmer 40"]
    assert line(talk, brightness=1) == ["Dimmer 1"]
    assert line(talk, power=True) == ["Power1 ON"]
    assert line(talk, power=False, brightness=102) == ["Power1 OFF"]
    assert line(talk, brightness=0) == ["Power1 OFF"]


def test_a_dimmer_says_it_in_percent() -> None:
    talk = lamp(1)

    talk.says("stat/tasmota_49A3BC/RESULT", {"POWER": "ON", "Dimmer": 40, "Color": "66"})
    assert talk.told(HARDWARE) == {POWER: True, BRIGHTNESS: 102}
    talk.says("stat/tasmota_49A3BC/RESULT", {"POWER": "OFF", "Dimmer": 0})
    assert talk.told(HARDWARE) == {POWER: False}


def test_whites_are_told_in_mireds_within_its_range() -> None:
    talk = lamp(2, so=options(so82=1))

    assert line(talk, power=True, colour=Kelvin(4000)) == ["Power1 ON", "CT 250"]
    assert line(talk, brightness=255, colour=Kelvin(2000)) == ["Dimmer 100", "CT 380"]
    talk.says("tele/tasmota_49A3BC/STATE", {"POWER": "ON", "Dimmer": 100, "CT": 250})
    assert talk.told(HARDWARE)[COLOUR] == Kelvin(4000)


def test_colours_are_told_by_hue_and_saturation() -> None:
    talk = lamp(3)

    assert line(talk, power=True, colour=RED) == ["Power1 ON", "HsbColor1 0", "HsbColor2 100"]
    talk.says("tele/tasmota_49A3BC/STATE", {"POWER": "ON", "Dimmer": 50, "HSBColor": "0,100,50"})
    assert talk.told(HARDWARE)[COLOUR] == RED


def test_a_lamp_of_five_channels_says_whether_it_shows_a_white() -> None:
    talk = lamp(5)
    state = {"POWER": "ON", "Dimmer": 100, "HSBColor": "0,100,100", "CT": 370}

    talk.says("tele/tasmota_49A3BC/STATE", {**state, "White": 100})
    assert talk.told(HARDWARE)[COLOUR] == Kelvin(2702)
    talk.says("tele/tasmota_49A3BC/STATE", {**state, "White": 0})
    assert talk.told(HARDWARE)[COLOUR] == RED


def test_a_colour_alone_is_told_only_to_a_lamp_that_is_lit() -> None:
    talk = lamp(2)
    assert talk.sends(HARDWARE, colour=Kelvin(3000)) == []

    talk.says("stat/tasmota_49A3BC/RESULT", {"POWER": "ON"})

    assert line(talk, colour=Kelvin(3000)) == ["CT 333"]


def test_what_it_plays_is_told_by_its_number() -> None:
    talk = lamp(3)

    assert line(talk, power=True, effect="Cycle up") == ["Power1 ON", "Scheme 2"]
    assert line(talk, power=True, effect="Disco") == ["Power1 ON"]
    assert line(talk, effect="Solid") == ["Scheme 0"]
    talk.says("tele/tasmota_49A3BC/STATE", {"POWER": "ON", "Scheme": 4})
    assert talk.told(HARDWARE)[Aspect("effect")] == "Random"
    assert lamp(1).devices[HARDWARE].capabilities[Aspect("effect")].options == ("Solid", "Wake up")


def test_where_power_is_apart_it_is_always_said() -> None:
    talk = lamp(2, so=options(so20=1))

    assert line(talk, power=True, brightness=255) == ["Dimmer 100", "Power1 ON"]
    assert line(talk, colour=Kelvin(3000)) == ["CT 333"]


def test_channels_may_be_lamps_of_their_own() -> None:
    talk = known(rl=[2, 2, *NONE[2:]], lt_st=2, so=options(so68=1), fn=["Left", "Right"])

    right = f"{HARDWARE}/light2"
    assert talk.devices[right].name == "Right"
    assert COLOUR not in talk.devices[right].capabilities
    assert line(talk, of=right, brightness=255) == ["Channel2 100"]
    talk.says("stat/tasmota_49A3BC/RESULT", {"POWER2": "ON", "Channel1": 10, "Channel2": 20})
    assert talk.told(right) == {POWER: True, BRIGHTNESS: 51}


def test_colours_and_whites_may_be_two_lamps() -> None:
    talk = known(rl=[2, 2, *NONE[2:]], lt_st=5, lk=0, fn=["Colours", "Whites"])

    white = f"{HARDWARE}/light2"
    assert line(talk, brightness=255, colour=RED) == [
        "Dimmer1 100",
        "HsbColor1 0",
        "HsbColor2 100",
    ]
    assert line(talk, of=white, brightness=255, colour=Kelvin(4000)) == ["Dimmer2 100", "CT 250"]


def test_a_dimmer_of_tuya_s_make_has_its_own_command() -> None:
    talk = lamp(1, ty=1)

    assert line(talk, brightness=255, fade=2) == ["Dimmer3 100"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, ["Fade 0"]), (1, ["Fade 1", "Speed 4"]), (60, ["Fade 1", "Speed 40"])],
)
def test_a_fade_is_as_fast_as_the_whole_way_would_be(seconds: float, said: list[str]) -> None:
    talk = lamp(1)
    talk.says("stat/tasmota_49A3BC/RESULT", {"POWER": "ON", "Dimmer": 100})

    assert line(talk, brightness=128, fade=seconds) == [*said, "Dimmer 50"]


def test_a_fade_of_fixed_length_is_told_as_it_is() -> None:
    talk = lamp(1, so=options(so117=1))

    assert line(talk, power=False, fade=3) == ["Fade 1", "Speed 6", "Power1 OFF"]


def test_what_others_tell_a_lamp_is_overheard() -> None:
    talk = lamp(2)

    begin = "cmnd/tasmota_49A3BC/"
    assert talk.overhears(f"{begin}Dimmer", "40") == {HARDWARE: {POWER: True, BRIGHTNESS: 102}}
    assert talk.overhears(f"{begin}DIMMER", "+") == {HARDWARE: {}}
    assert talk.overhears(f"{begin}CT", "250") == {HARDWARE: {COLOUR: Kelvin(4000)}}
    both = {POWER: True, BRIGHTNESS: 255, COLOUR: Kelvin(4000)}
    assert talk.overhears(f"{begin}Backlog", "NoDelay;Dimmer 100;CT 250") == {HARDWARE: both}
