"""Words that an ESPHome board names itself: presets, tones."""

from typing import Final

from devices.plain import plain
from devices.said import Fields, list_of

MOST: Final = 256


def words_of(fields: Fields, key: str) -> tuple[str, ...]:
    """Return the words of a list that can be shown and said as they are."""
    said = list_of(fields.get(key))[:MOST]
    fit = (one for one in said if isinstance(one, str) and one and one == plain(one))
    return tuple(dict.fromkeys(fit))
