"""Takes apart an announcement that has all components of a device in one message."""

import re
from collections.abc import Iterator
from typing import Final

from pydantic_core import from_json, to_json

from devices.homeassistant.abbreviations import short_of
from devices.homeassistant.config import quote
from devices.homeassistant.topics import Place
from rules.words.value import value

BUNDLE: Final = "device"
"""What stands in a topic where else the component does."""
LONGEST_GOODBYE: Final = 100
MOST: Final = 256
_ODD: Final = re.compile(r"[^A-Za-z0-9_-]")
_COMPONENT: Final = re.compile(r"[a-z_]{1,40}")
_COMPONENTS: Final = ("components", short_of("components"))
_PLATFORM: Final = ("platform", short_of("platform"))
_FAREWELL: Final = ("migrate_discovery", short_of("migrate_discovery"))


@value(frozen=True, slots=True)
class Bundle:
    """What is remembered of such an announcement: its digest, and where its parts are kept."""

    digest: int | None = None
    parts: frozenset[str] = frozenset()


def says_goodbye(payload: bytes) -> bool:
    """Say whether a device only tells that it will be announced on another topic."""
    if len(payload) > LONGEST_GOODBYE or b"migr" not in payload:
        return False
    try:
        said = from_json(payload)
    except ValueError:
        return False
    return isinstance(said, dict) and any(said.get(key) is True for key in _FAREWELL)


def unbundled(place: Place, payload: bytes, complaints: list[str]) -> Iterator[tuple[Place, bytes]]:
    """Return each component as if it were announced alone, with all that they share.

    A component of which nothing but its platform is said was removed.

    Raises:
        ValueError: nothing of it can be used.
    """
    try:
        said = from_json(payload)
    except ValueError as error:
        raise ValueError(f"not readable as an announcement: {error}") from None
    parts = _one_of(said, _COMPONENTS)
    if not isinstance(said, dict) or not isinstance(parts, dict):
        raise ValueError("not readable as an announcement: it names no components")  # noqa: TRY004  # bad input, no bug
    shared = {key: value for key, value in said.items() if key not in _COMPONENTS}
    if len(parts) > MOST:
        complaints.append(f"it has more than {MOST} components")
    for key, part in list(parts.items())[:MOST]:
        platform = _one_of(part, _PLATFORM)
        if not isinstance(platform, str) or not _COMPONENT.fullmatch(platform):
            complaints.append(f"{quote(key)} does not say which component it is")
        elif isinstance(part, dict) and not part.keys() <= {*_PLATFORM}:
            alone = _ODD.sub("_", key)[:200] or "_"
            topic = f"{place.topic}/{platform}/{alone}"
            whole = to_json({**_without(shared, part), **part})
            yield Place(topic, platform, alone), whole


def _one_of(said: object, keys: tuple[str, str]) -> object:
    found = said if isinstance(said, dict) else {}
    return found.get(keys[0], found.get(keys[1]))


def _without(shared: dict[str, object], part: dict[str, object]) -> dict[str, object]:
    """Return what is shared, but for what a component says itself, in whichever spelling."""
    own = {*part, *map(short_of, part)}
    return {
        key: value for key, value in shared.items() if key not in own and short_of(key) not in own
    }
