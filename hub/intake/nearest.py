"""Names of this house that come near one it does not have: whoever mistypes is told what to say."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from rules.words.ids import slug

MOST: Final = 3
"""More than a glance takes in is no help."""
ALIKE: Final = 0.75
"""Of 1: a letter or two wrong, not another room."""


def nearest(said: str, ids: Iterable[str]) -> str:
    """Return an end such as `. Did you mean hall-lamp or hall-motion?`; empty: none is near.

    Ids that begin with what was said come first, then those that contain it, then misspellings.
    """
    known, meant = sorted(ids), slug(said)
    begin = [name for name in known if meant and name.startswith(meant)]
    contain = [name for name in known if meant and meant in name]
    alike = get_close_matches(meant, known, MOST, ALIKE)
    near = list(dict.fromkeys([*begin, *contain, *alike]))[:MOST]
    if not near:
        return ""
    *first, last = [f"`{name}`" for name in near]
    return f". Did you mean {', '.join(first)}{' or ' if first else ''}{last}?"
