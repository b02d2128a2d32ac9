"""Reads the address of a product's network hardware, however somebody wrote it."""

import re
from typing import Final

MAC: Final = re.compile(r"(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}", re.IGNORECASE | re.ASCII)
NOBODY: Final = frozenset({"000000000000", "ffffffffffff"})
NONE: Final[frozenset[str]] = frozenset()
"""One for all products that say none: each empty set of its own takes as much as a full one."""


def mac_of(said: str) -> str:
    """Return it as twelve small hexadecimal digits; empty where the text says none."""
    if not MAC.fullmatch(said):
        return ""
    plain = re.sub("[:-]", "", said).lower()
    return "" if plain in NOBODY else plain


def macs_of(*said: str) -> frozenset[str]:
    """Return what of these texts are such addresses, as a product carries them."""
    return frozenset(filter(None, map(mac_of, said))) or NONE
