"""Elgato's Key Lights: white lights over a desk, found by mDNS and told over HTTP."""

import re
from typing import Annotated, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import from_json, to_json

from devices.http.family import HttpFamily
from devices.mac import macs_of
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
    as_number,
)

NAME: Final = "elgato"
SERIAL: Final = re.compile(r"[0-9A-Za-z]{6,32}", re.ASCII)
DIMMEST: Final = 3
"""Percent; a Key Light takes no less."""
COLDEST, WARMEST = 143, 344
"""Mired, as a Key Light counts its whites."""
MIRED: Final = 1_000_000
WHOLE: Final = 100


class _Said(BaseModel):
    # Built on first use: most houses have no such light, and the start is short.
    model_config = ConfigDict(defer_build=True)


class _Light(_Said):
    on: Annotated[int, Field(ge=0, le=1)]
    brightness: Annotated[int, Field(ge=0, le=WHOLE)] | None = None
    temperature: Annotated[int, Field(ge=50, le=1000)] | None = None


class _Lights(_Said):
    lights: Annotated[list[_Light], Field(min_length=1, max_length=16)]


class Elgato(HttpFamily):
    """Each is known by its serial number; all of its lamps are told the same."""

    name: ClassVar[str] = NAME
    services: ClassVar[tuple[str, ...]] = ("_elg._tcp",)
    thing: ClassVar[str] = "an Elgato light"
    who: ClassVar[str] = "/elgato/accessory-info"
    how: ClassVar[str] = "/elgato/lights"
    tells_by: ClassVar[str] = "PUT"

    def __init__(self, own: str = "homerule") -> None:
        """Know nobody yet."""
        super().__init__(own)
        self._told: dict[HardwareId, dict[Aspect, Value]] = {}
        """What each was last told that it counts in coarser steps than we do."""

    def introduced(self, body: bytes) -> Announcement | None:
        """Return which light answers."""
        try:
            said: object = from_json(body)
        except ValueError:
            return None
        serial = _text(said, "serialNumber")
        if not SERIAL.fullmatch(serial):
            return None
        model = plain(_text(said, "productName"))
        low, high = round(MIRED / WARMEST), round(MIRED / COLDEST)
        able = (
            Capability(aspect=POWER, writable=True),
            Capability(aspect=BRIGHTNESS, writable=True, low=0, high=FULL),
            white_capability(low, high, coloured=False),
        )
        return Announcement(
            hardware=HardwareId(f"{NAME}-{serial.lower()}"),
            name=plain(_text(said, "displayName")) or model or "Elgato light",
            family=NAME,
            sort=Sort.LAMP,
            product=Product(maker="Elgato", model=model, macs=macs_of(_text(said, "macAddress"))),
            capabilities={one.aspect: one for one in able},
        )

    def state(self, hardware: HardwareId, body: bytes) -> Values | None:
        """Return how a light is: as it was told, where it shows what it made of that."""
        try:
            light = _Lights.model_validate_json(body).lights[0]
        except ValueError:
            return None
        told = self._told.get(hardware, {})
        said: dict[Aspect, Value] = {POWER: light.on == 1}
        if light.brightness:
            was = as_number(told.get(BRIGHTNESS))
            same = was is not None and _percent(was) == light.brightness
            said[BRIGHTNESS] = told[BRIGHTNESS] if same else round(light.brightness * FULL / WHOLE)
        if light.temperature:
            white = told.get(COLOUR)
            same = isinstance(white, Kelvin) and _mired(white) == light.temperature
            said[COLOUR] = white if same else Kelvin(round(MIRED / light.temperature))
        return said

    def command(
        self,
        hardware: HardwareId,
        values: Values,
        transition: Seconds | None,  # noqa: ARG002 -- it fades as it likes
    ) -> bytes | None:
        """Say all of it at once; off says off alone."""
        bright, white, power = (
            as_number(values.get(BRIGHTNESS)),
            values.get(COLOUR),
            values.get(POWER),
        )
        if power is False or (power is None and bright is not None and bright <= 0):
            return _body({"on": 0})
        told: dict[str, int] = {"on": 1} if power is True else {}
        if bright is not None:
            told["brightness"] = _percent(bright)
        if isinstance(white, Kelvin):
            told["temperature"] = _mired(white)
        if not told:
            return None
        exact = {aspect: values[aspect] for aspect in (BRIGHTNESS, COLOUR) if aspect in values}
        self._told.setdefault(hardware, {}).update(exact)
        return _body(told)


def _text(said: object, key: str) -> str:
    """Return a text of what it says of itself; one that makes no sense counts as not said."""
    text = said.get(key) if isinstance(said, dict) else None
    return text if isinstance(text, str) else ""


def _body(light: dict[str, int]) -> bytes:
    return to_json({"numberOfLights": 1, "lights": [light]})


def _percent(brightness: float) -> int:
    return min(WHOLE, max(DIMMEST, round(brightness * WHOLE / FULL)))


def _mired(white: Kelvin) -> int:
    return min(WARMEST, max(COLDEST, round(MIRED / white.kelvin)))


FAMILY = Elgato
