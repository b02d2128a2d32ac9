"""Reads the single values of a household's file: `20 %`, `on`, `2700 K`, names and numbers."""

import re
from typing import Final

from hub.policy.errors import Fault, Misread, guess
from hub.policy.shown import shown
from hub.policy.yaml_lines import Node, Row, Table
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    POWER,
    Aspect,
    Brightness,
    Kelvin,
    Value,
    Values,
    Xy,
    from_percent,
)

LONGEST_TEXT: Final = 500
LONGEST_NAME: Final = 100
LARGEST: Final = 1_000_000_000
WARMEST: Final = 1_000
COLDEST: Final = 20_000
COORDINATES: Final = 2
ON: Final[Values] = {POWER: True}
OFF: Final[Values] = {POWER: False}
"""What most wishes are; a household may have a thousand of them."""

SWITCH: Final = {"on": True, "off": False, "true": True, "false": False, "yes": True, "no": False}
PERCENT: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?) ?%")
KELVIN: Final = re.compile(r"([0-9]{4,5}) ?K", re.IGNORECASE)
WITH_UNIT: Final = re.compile(r"([0-9]{1,9}(?:[.,][0-9]{1,9})?) ?([a-z]{1,8})", re.IGNORECASE)
WITHOUT_UNIT: Final = "; write the number without a unit"
THOUSAND: Final = 1000
ASPECT: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")


def text(node: Node) -> str:
    """Read a text; a whole number is one too."""
    if node is None:
        raise Misread("nothing is written here")
    if isinstance(node, bool | float | Table | Row):
        raise Misread(f"not a text: {shown(node)}; put a text that looks like a value in quotes")
    words = str(node)
    if len(words) > LONGEST_TEXT:
        raise Misread(f"a text of more than {LONGEST_TEXT} characters")
    return words


def name(node: Node) -> str:
    """Read a name: a text that is not empty."""
    words = text(node).strip()
    if not words or len(words) > LONGEST_NAME or not words.isprintable():
        raise Misread(f"not a name of 1 to {LONGEST_NAME} characters: {shown(node)}")
    return words


def switch(node: Node) -> bool:
    """Read `on` or `off`, `yes` or `no`, `true` or `false`."""
    if isinstance(node, bool):
        return node
    if isinstance(node, str) and node.lower() in SWITCH:
        return SWITCH[node.lower()]
    raise Misread(f"not on or off: {shown(node)}")


def whole(node: Node) -> int:
    """Read a whole number."""
    if isinstance(node, int) and not isinstance(node, bool) and abs(node) <= LARGEST:
        return node
    raise Misread(f"not a whole number: {shown(node)}{_without_unit(node)}")


def _without_unit(node: Node) -> str:
    """Return what to write where a number has a unit: `2 kW` is 2000 watts."""
    found = WITH_UNIT.fullmatch(node) if isinstance(node, str) else None
    if found is None:
        return ""
    amount = float(found[1].replace(",", ".")) * (THOUSAND if found[2].lower() == "kw" else 1)
    return f"; write {amount:.0f}" if amount == round(amount) else WITHOUT_UNIT


def number(node: Node) -> float:
    """Read a number."""
    if isinstance(node, int | float) and not isinstance(node, bool) and abs(node) <= LARGEST:
        return float(node)
    raise Misread(f"not a number: {shown(node)}")


def brightness(node: Node) -> Brightness:
    """Read a brightness in percent, as the 0-255 that the house counts in."""
    found = PERCENT.fullmatch(node) if isinstance(node, str) else None
    if found and (percent := float(found[1])) <= 100:  # noqa: PLR2004 -- a percentage
        return Brightness(from_percent(percent))
    percentage = isinstance(node, int | float) and not isinstance(node, bool) and 0 <= node <= 100  # noqa: PLR2004 -- the same
    # Who writes 0.2 counts from 0 to 1.
    meant = f"{node * 100:g}" if isinstance(node, float) and node < 1 else node
    hint = f"; write {meant} %" if percentage else ""
    raise Misread(f"not a brightness from 0 % to 100 %: {shown(node)}{hint}", sure=bool(found))


def kelvin(node: Node) -> Kelvin:
    """Read a white as `2700 K`."""
    found = KELVIN.fullmatch(node) if isinstance(node, str) else None
    if found and WARMEST <= int(found[1]) <= COLDEST:
        return Kelvin(int(found[1]))
    bare = isinstance(node, int) and WARMEST <= node <= COLDEST
    hint = f"; write {node} K" if bare else ""
    raise Misread(f"not a white such as 2700 K: {shown(node)}{hint}", sure=bool(found))


def colour(node: Node) -> Kelvin | Xy:
    """Read a colour: a white such as `2700 K`, or `[0.32, 0.34]` by its CIE coordinates."""
    if not isinstance(node, Row):
        return kelvin(node)
    if len(node) == COORDINATES:
        x, y = number(node[0]), number(node[1])
        if 0 <= x <= 1 and 0 <= y <= 1:
            return Xy(x, y)
    raise Misread("not a colour: a list has two numbers from 0 to 1, such as [0.32, 0.34]")


def colour_temperature(node: Node) -> Kelvin:
    """Read a white where the key says already that it is kelvin: `2700` or `2700 K`."""
    return kelvin(f"{node} K" if isinstance(node, int) else node)


def aspect(node: Node) -> Aspect:
    """Read the name of an aspect: `motion`, `power`, `device_temperature`."""
    words = text(node)
    if not ASPECT.fullmatch(words):
        raise Misread(f"not the name of a reading, such as motion: {shown(node)}")
    return Aspect(words)


WISHES: Final = {
    "power": (POWER, switch),
    "brightness": (BRIGHTNESS, brightness),
    "colour": (COLOUR, colour),
    "colour_temp": (COLOUR, colour_temperature),
}


def wish(node: Node) -> Values:
    """Read what a device is to be: `on`, `off`, `40 %`, `2700 K`, or each aspect by its key."""
    if isinstance(node, Table):
        return _whole_wish(_wishes(node))
    if isinstance(node, bool) or (isinstance(node, str) and node.lower() in SWITCH):
        return ON if switch(node) else OFF
    if isinstance(node, str) and "%" in node:
        bright = brightness(node)
        return {POWER: True, BRIGHTNESS: bright} if bright else {POWER: False}
    if isinstance(node, str) and KELVIN.fullmatch(node):
        return {POWER: True, COLOUR: kelvin(node)}
    raise Misread(
        f"not on, off, a brightness such as 40 % or a white such as 2700 K: {shown(node)}"
    )


def _wishes(table: Table) -> dict[Aspect, Value]:
    values: dict[Aspect, Value] = {}
    faults: list[Fault] = []
    for key, node in table.items():
        if key not in WISHES:
            faults.append(Fault(f"unknown key `{shown(key)}`{guess(key, WISHES)}", key=key))
            continue
        meant, read = WISHES[key]
        try:
            values[meant] = read(node)
        except Misread as misread:
            faults.extend(misread.under(key))
    if faults:
        raise Misread(*faults)
    return values


def _whole_wish(values: dict[Aspect, Value]) -> Values:
    """Return a wish that does not contradict itself; a brightness of nothing is off."""
    if not values:
        raise Misread("nothing is wished here: write on, off or a brightness such as 40 %")
    if values.get(BRIGHTNESS) == 0:
        if values.get(POWER) is True:
            raise Misread("on with a brightness of 0 % is neither on nor off")
        return {POWER: False}
    if values.get(POWER) is False and len(values) > 1:
        raise Misread("off has neither a brightness nor a colour: leave them out")
    return values
