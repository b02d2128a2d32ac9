"""People write colours in any way, and are shown them in the lamp's own."""

import pytest

from hub.view.colours import colour_of, colour_shown, mode_of
from rules.words.device import Announcement, Capability, Device, Sort
from rules.words.ids import DeviceId, HardwareId
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    POWER,
    Aspect,
    Colour,
    Hs,
    Kelvin,
    Rgb,
    Value,
    Xy,
)


@pytest.mark.parametrize(
    ("written", "colour"),
    [
        ({"x": 0.4, "y": 0.5}, Xy(0.4, 0.5)),
        ({"hue": 120, "saturation": 50.5}, Hs(120, 50.5)),
        ({"red": 255, "green": 0, "blue": 7}, Rgb(255, 0, 7)),
    ],
)
def test_a_colour_is_shown_as_it_is_written(written: object, colour: Hs | Rgb | Xy) -> None:
    assert colour_of(written) == colour
    assert colour_shown(colour) == written


@pytest.mark.parametrize(
    ("written", "colour"), [({"kelvin": 2700}, Kelvin(2700)), ({"mireds": 370}, Kelvin(2702))]
)
def test_a_white_may_be_written_as_a_colour(written: object, colour: Colour) -> None:
    assert colour_of(written) == colour


@pytest.mark.parametrize(
    "written",
    [
        "red",
        {},
        {"x": 0.4},
        {"x": 0.4, "y": 1.5},
        {"x": True, "y": 0.5},
        {"x": float("nan"), "y": 0.5},
        {"hue": 361, "saturation": 1},
        {"red": 1, "green": "2", "blue": 3},
        {"x": 0.4, "y": 0.5, "hue": 1},
        {"mireds": 0},
    ],
)
def test_what_is_no_colour_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="not a"):
        colour_of(written)


@pytest.mark.parametrize(
    ("spaces", "values", "mode"),
    [
        (("xy", "color_temp"), {}, None),
        (("xy", "color_temp"), {COLOUR: Kelvin(2700)}, "color_temp"),
        (("xy", "color_temp"), {COLOUR: Xy(0.1, 0.2)}, "xy"),
        (("hs",), {}, "hs"),
        (("hs",), {COLOUR: Hs(1, 2)}, "hs"),
    ],
)
def test_a_lamp_shows_how_it_writes_its_colour(
    spaces: tuple[str, ...], values: dict[Aspect, Value], mode: str | None
) -> None:
    lamp = _lamp(Capability(aspect=COLOUR, writable=True, options=spaces))

    assert mode_of(lamp, values) == mode


def test_a_lamp_without_colours_shows_whether_it_dims() -> None:
    assert mode_of(_lamp(Capability(aspect=BRIGHTNESS, writable=True)), {}) == "brightness"
    assert mode_of(_lamp(), {}) == "onoff"


def _lamp(*able: Capability) -> Device:
    all_of_it = (Capability(aspect=POWER, writable=True), *able)
    known = Announcement(
        hardware=HardwareId("x"),
        name="Lamp",
        family="test",
        sort=Sort.LAMP,
        capabilities={one.aspect: one for one in all_of_it},
    )
    return Device.of(DeviceId("lamp"), known)
