"""Gives the readings of a device names that differ, and that other families use as well."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from rules.words.values import LIGHT_ASPECTS, Aspect

LONGEST: Final = 64
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OTHER: Final = re.compile(r"[^a-z0-9]+")


def word_of(text: str) -> str:
    """Return a name as a word of small letters: `DewPoint` becomes `dew_point`."""
    words = _OTHER.sub("_", _HUMP.sub("_", text[:LONGEST]).lower())
    return words.strip("_") or "unnamed"


def reading_aspect(name: str) -> Aspect:
    """Return what a reading is called: watts are a `power` too, but on and off is another."""
    return Aspect(f"{name}_reading" if name in LIGHT_ASPECTS else name)


def reading_aspects(wishes: Sequence[tuple[str, ...]]) -> list[Aspect]:
    """Return an aspect for each reading: the first of its wishes that no other one has."""
    found: list[Aspect] = []
    taken: set[str] = set()
    wanted = Counter(wish for names in wishes for wish in dict.fromkeys(names))
    for names in wishes:
        free = [name for name in names if name not in taken]
        name = next((name for name in free if wanted[name] == 1), free[0] if free else "")
        if not name:
            name = next(n for n in (f"{names[-1]}_{i}" for i in range(2, 10_000)) if n not in taken)
        taken.add(name)
        found.append(reading_aspect(name))
    return found
