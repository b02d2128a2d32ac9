"""Reads what devices say, value by value: what makes no sense counts as not said."""

import math
from collections.abc import Mapping
from typing import Final, TypeAlias, TypeGuard

from pydantic_core import from_json

LONGEST: Final = 64 * 1024
WHOLE: Final = 2**53
"""Beyond this a number is no measurement, and no float holds it exactly."""
LONGEST_TEXT: Final = 255

Fields: TypeAlias = Mapping[str, object]
"""A JSON object."""


def fields_in(payload: bytes) -> Fields | None:
    """Return the JSON object that a message is, or None where it is none, or far too long."""
    return object_of(json_in(payload))


def json_in(payload: bytes) -> object:
    """Return the JSON that a message is, or None where it is none, or far too long."""
    if len(payload) > LONGEST:
        return None
    try:
        return from_json(payload)
    except ValueError:
        return None


def text_in(payload: bytes) -> str | None:
    """Return the text that a message is, or None where it is none, or far too long."""
    if len(payload) > LONGEST_TEXT:
        return None
    try:
        return payload.decode().strip()
    except UnicodeDecodeError:
        return None


def object_of(said: object) -> Fields | None:
    """Return what was said as a JSON object, or None."""
    return said if isinstance(said, dict) else None


def list_of(said: object) -> list[object]:
    """Return what was said as a list; empty where it is none."""
    return said if isinstance(said, list) else []


def text_of(said: object, default: str = "") -> str:
    """Return what was said as a text, not too long; the default where it is none."""
    return said[:LONGEST_TEXT] if isinstance(said, str) else default


def is_number(said: object) -> TypeGuard[int | float]:
    """Say whether it is a number that something may have measured."""
    return type(said) in (int, float) and -WHOLE <= said <= WHOLE  # type: ignore[operator]  # one of the two


def number_of(said: object, low: float = -WHOLE, high: float = WHOLE) -> int | float | None:
    """Return what was said as a number between two others, also where it is written as a text."""
    number = number_in(said) if isinstance(said, str) else said
    return number if is_number(number) and low <= number <= high else None


def whole_of(said: object, default: int = 0) -> int:
    """Return what was said as a whole number from zero on; the default where it is none."""
    return said if type(said) is int and 0 <= said <= WHOLE else default


def number_in(text: str) -> int | float | None:
    """Return the number that a text is, or None; `12` stays whole."""
    text = text.strip()
    if len(text) > LONGEST_TEXT or "_" in text or not text.isascii():
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if text.lstrip("+-").isdigit() else number
