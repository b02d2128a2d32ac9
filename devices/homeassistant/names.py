"""Gives the aspects and presses of one device names that differ, whatever order they came in."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from sys import intern
from typing import Final

from devices.homeassistant.part import MEANT, Part
from devices.homeassistant.topics import Place
from rules.words.values import LAMP_ASPECTS

LONGEST: Final = 64
_MAC: Final = re.compile(r"[0-9a-f]{12}_(?=.)")
"""What some gateways begin each key with, which says no more than whose it is."""
_WORD: Final = re.compile(r"[a-z0-9_]{1,64}")


def names_of(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return a name for each part, in their order: the best one that no other part wants.

    Where several want the same, it goes to the one whose own key it is, if there is just one;
    the others take the next name on their list. The last is made of the topic and is unique.
    """
    best = tuple(part.wishes[0] for part in parts)
    if len(set(best)) == len(best):
        return best
    wishes = {part.place.topic: (*part.wishes, *last_names(part.place)) for part in parts}
    own = {part.place.topic: key_of(part.place) for part in parts}
    found: dict[str, str] = {}
    level = 0
    while wishes:
        wants = {topic: wish[min(level, len(wish) - 1)] for topic, wish in wishes.items()}
        wanted = Counter(wants.values())
        by_right = Counter(name for topic, name in wants.items() if name == own[topic])
        taken = frozenset(found.values())
        for topic, name in wants.items():
            its_own = name == own[topic] and by_right[name] == 1
            if name not in taken and (wanted[name] == 1 or its_own):
                found[topic] = name
                del wishes[topic]
        level += 1
    return tuple(found[part.place.topic] for part in parts)


def key_of(place: Place) -> str:
    """Return a component's own key within its product, as a word."""
    key = place.object.lower().replace("-", "_")[:LONGEST]
    return key[found.end() :] if (found := _MAC.match(key)) else key


def full_key_of(place: Place) -> str:
    """Return a key that differs between two components that share one."""
    key, component = place.object, place.component
    return key if key.startswith(component) else f"{component}_{key}"


def last_names(place: Place) -> tuple[str, str]:
    """Return the names that are left where all better ones are taken."""
    return full_key_of(place), place.path


def aspect_names(place: Place, kind: str, suffix: str) -> tuple[str, ...]:
    """Return what a reading or a setting may be called: its device class, else its own key."""
    return _names(key_of(place), kind.lower(), suffix)


@lru_cache(maxsize=1024)
def _names(key: str, kind: str, suffix: str) -> tuple[str, ...]:
    """Return the same; things that are alike share it."""
    names = (kind, key) if kind != key and _WORD.fullmatch(kind) else (key,)
    if key in MEANT and kind not in MEANT:
        # Some class their leaks and their smoke as no more than a `safety` or a `problem`.
        names = names[::-1]
    # A plug's watts are a `power` too: on and off must not be mistaken for them.
    free = (f"{name}_{suffix}" if name in LAMP_ASPECTS else name for name in names)
    # Thousands of devices read the same: the word is kept once.
    return tuple(map(intern, free))
