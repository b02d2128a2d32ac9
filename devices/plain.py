"""Makes text from outside fit to be kept and shown: whatever a device says of itself."""

import unicodedata
from typing import Final

LONGEST_NAME: Final = 64


def plain(text: str, longest: int = LONGEST_NAME) -> str:
    """Return text without control, direction and other unseen characters, and not too long.

    Runs of white space become one space. Markup stays: whoever shows it must escape it.
    """
    # Cut early: a megabyte of nothing must not be looked at letter by letter.
    seen = "".join(
        " " if letter.isspace() else letter
        for letter in text[: longest * 4]
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    return " ".join(seen.split())[:longest].rstrip()
