"""The names of things: plain strings that the type checker keeps apart."""

import re
import unicodedata
from functools import lru_cache
from sys import intern
from typing import NewType

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


@lru_cache(maxsize=1024)
def slug(text: str) -> str:
    """Return the id form of a name: `Hall lamp` becomes `hall-lamp`; never empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "unnamed"
    # The house, its index and its agents each keep it: one for all of them.
    return intern(short)
