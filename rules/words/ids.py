"""The names of things: plain strings that the type checker keeps apart."""

import re
import unicodedata
from functools import lru_cache
from sys import intern
from typing import NewType
from zlib import crc32

DeviceId = NewType("DeviceId", str)
"""Stable id of a device: a slug of the first name it was seen with."""
HardwareId = NewType("HardwareId", str)
"""What the hardware itself says it is; never a name or an address."""
AreaId = NewType("AreaId", str)
AgentId = NewType("AgentId", str)
PersonId = NewType("PersonId", str)
GuardrailId = NewType("GuardrailId", str)
SceneId = NewType("SceneId", str)
ControlId = NewType("ControlId", str)
SwitchId = NewType("SwitchId", str)
"""A physical override switch."""
Ref = NewType("Ref", str)
"""A device as the household wrote it: its name, its id or its hardware id."""
DecisionId = NewType("DecisionId", int)
"""Counts decisions of one journal, from 1."""
PromptId = NewType("PromptId", str)
"""A question to a person: its number, and a trace of what exactly is asked."""

LONGEST_SLUG = 64


PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d"})
ACCENTS, VARIANTS = range(0x300, 0x370), range(0xFE00, 0xFE10)


@lru_cache(maxsize=1024)
def slug(text: str) -> str:
    """Return the id form of a name: `Hall lamp` becomes `hall-lamp`; never empty.

    Letters of another script have no plain form, so a number stands for all of them: two names
    that differ by their letters never become one.
    """
    letters = unicodedata.normalize("NFKD", text.lower().translate(PLAIN)).lower()
    short = re.sub(r"[^a-z0-9]+", "-", letters.encode("ascii", "ignore").decode())
    if others := "".join(letter for letter in letters if _has_no_plain_form(letter)):
        short = f"{short[: LONGEST_SLUG - 9]}-{crc32(others.encode()):08x}"
    short = re.sub("-+", "-", short).strip("-")[:LONGEST_SLUG].strip("-") or "unnamed"
    # The house, its index and its agents each keep it: one for all of them.
    return intern(short)


def _has_no_plain_form(letter: str) -> bool:
    """Say whether a letter, or a mark that is more than an accent, is left out of an id."""
    if letter.isascii() or ord(letter) in ACCENTS or ord(letter) in VARIANTS:
        return False
    sort = unicodedata.category(letter)
    return sort[0] in "LN" or sort in {"Mn", "Mc"}
