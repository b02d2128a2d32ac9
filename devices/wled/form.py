"""WLED's JSON, in and out: who a lamp is, what it is, and what it is to be."""

from typing import Annotated, Final, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import to_json

from devices.colour import Rgb, kelvin_of_rgb, rgb_of_kelvin, rgb_of_xy, xy_of_rgb
from devices.mac import mac_of, macs_of
from devices.plain import plain
from devices.whites import white_capability
from rules.words.device import Announcement, Capability, Product, Sort
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    FULL,
    POWER,
    Aspect,
    Kelvin,
    Value,
    Values,
    Xy,
    as_number,
)

FAMILY_NAME: Final = "wled"
LONGEST_FADE: Final = 655
"""Tenths of a second; a lamp counts milliseconds in 16 bits and would start again from zero."""
MOST_SEGMENTS: Final = 32
SHOWS_COLOURS: Final = 1
"""The bit of a lamp's light capabilities that says: red, green and blue."""
WARMEST, COLDEST = 2000, 6500


def _or_nothing(said: object, read: ValidatorFunctionWrapHandler) -> object:
    """Take a part that makes no sense as not said, so that the rest still counts."""
    try:
        return read(said)
    except ValidationError:
        return None


_LENIENT = WrapValidator(_or_nothing)
_Text: TypeAlias = Annotated[str | None, _LENIENT]
_Byte: TypeAlias = Annotated[int, Field(strict=True, ge=0, le=FULL)]
_Number: TypeAlias = Annotated[int | None, Field(strict=True, ge=0, le=FULL), _LENIENT]


class _Said(BaseModel):
    # Built on first use: most houses have no such lamp, and the start is short.
    model_config = ConfigDict(defer_build=True)


class _Leds(_Said):
    lc: _Number = None


class Info(_Said):
    """What `/json/info` says; only the hardware's address has to be there."""

    mac: str
    name: _Text = None
    brand: _Text = None
    product: _Text = None
    leds: Annotated[_Leds | None, _LENIENT] = None

    @property
    def hardware(self) -> HardwareId | None:
        """Return which lamp it is, or None where the address is none."""
        return hardware_of(self.mac)


class _Segment(_Said):
    id: _Number = None
    col: Annotated[list[list[_Byte]] | None, _LENIENT] = None


class State(_Said):
    """What `/json/state` says."""

    on: Annotated[StrictBool | None, _LENIENT] = None
    bri: _Number = None
    mainseg: _Number = None
    seg: Annotated[list[Annotated[_Segment | None, _LENIENT]] | None, _LENIENT] = None

    @property
    def segments(self) -> tuple[int, ...]:
        """Return the numbers of the parts into which the lamp is divided."""
        named = [part.id for part in self.seg or () if part and part.id is not None]
        return tuple(named[:MOST_SEGMENTS])

    def values(self, told: Value = None) -> Values:
        """Return what it says in our words.

        `told` is the colour that the lamp was last told: it is given back where the lamp shows
        what it made of it, for a lamp cannot show each colour and knows no whites.
        """
        said: dict[Aspect, Value] = {}
        if self.on is not None:
            said[POWER] = self.on
        if self.bri:
            said[BRIGHTNESS] = self.bri
        rgb = self._main()
        if rgb and any(rgb):
            is_told = isinstance(told, Kelvin | Xy) and rgb_of(told) == rgb
            said[COLOUR] = told if is_told else kelvin_of_rgb(rgb) or xy_of_rgb(rgb)
        return said

    def _main(self) -> Rgb | None:
        parts = [part for part in self.seg or () if part]
        main = next(
            (part for part in parts if part.id == self.mainseg), parts[0] if parts else None
        )
        first = main.col[0] if main and main.col else []
        return (first[0], first[1], first[2]) if len(first) >= len(("r", "g", "b")) else None


def read_info(body: bytes) -> Info | None:
    """Read an answer of `/json/info`, or None where it is none."""
    try:
        return Info.model_validate_json(body)
    except ValueError:
        return None


def read_state(body: bytes) -> State | None:
    """Read an answer of `/json/state`, or None where it says nothing that we know."""
    try:
        state = State.model_validate_json(body)
    except ValueError:
        return None
    return state if state.on is not None or state.bri or state.seg else None


def hardware_of(mac: str) -> HardwareId | None:
    """Return the hardware id for an address of the hardware, however it is written."""
    known = mac_of(mac)
    return HardwareId(f"{FAMILY_NAME}-{known}") if known else None


def announcement(hardware: HardwareId, info: Info) -> Announcement:
    """Return what the house is told of a lamp."""
    able = [
        Capability(aspect=POWER, writable=True),
        Capability(aspect=BRIGHTNESS, writable=True, low=0, high=FULL),
    ]
    shows = SHOWS_COLOURS if info.leds is None or info.leds.lc is None else info.leds.lc
    if shows & SHOWS_COLOURS:
        able.append(white_capability(WARMEST, COLDEST, coloured=True))
    return Announcement(
        hardware=hardware,
        name=plain(info.name or "") or "WLED",
        family=FAMILY_NAME,
        sort=Sort.LAMP,
        product=Product(
            maker=plain(info.brand or "") or "WLED",
            model=plain(info.product or ""),
            macs=macs_of(info.mac),
        ),
        capabilities={one.aspect: one for one in able},
    )


def command(values: Values, transition: Seconds | None, segments: tuple[int, ...]) -> bytes | None:
    """Say what a lamp is to be, or None where none of it can be said to a WLED."""
    brightness = as_number(values.get(BRIGHTNESS))
    power, colour = values.get(POWER), values.get(COLOUR)
    told: dict[str, object] = {}
    if power is False or (power is None and brightness is not None and brightness <= 0):
        # Off says off alone: a brightness beside it would be remembered for the next on.
        told["on"] = False
    else:
        if power is True:
            told["on"] = True
        if brightness is not None:
            told["bri"] = round(min(max(1.0, brightness), FULL))
        if isinstance(colour, Kelvin | Xy):
            col = {"col": [rgb_of(colour)]}
            told["seg"] = [{"id": number, **col} for number in segments] or [col]
    if not told:
        return None
    if transition is not None and transition >= 0:
        # For this command only: `transition` would change the household's own setting.
        told["tt"] = round(min(transition * 10, LONGEST_FADE))
    # It answers with what it has become.
    return to_json({**told, "v": True})


def rgb_of(colour: Kelvin | Xy) -> Rgb:
    """Return what a lamp is told for a colour or a white."""
    return rgb_of_kelvin(colour) if isinstance(colour, Kelvin) else rgb_of_xy(colour)
