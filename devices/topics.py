"""Which topics an announcement may not make us use, whatever dialect it is in."""

import re
from functools import lru_cache
from typing import Final

LONGEST: Final = 1024
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f+#]")
_ANNOUNCES: Final = re.compile(
    r"homeassistant/(?:.*/)?config|tasmota/discovery/.*|shellies/(?:announce|command)", re.DOTALL
)


def objection(topic: str, own: str) -> str:
    """Say why a topic may not be used as an announcement wants it; empty: it may.

    `own` is the prefix of the hub's own topics, which nobody may claim.
    """
    if not topic:
        return "is missing"
    if len(topic) > LONGEST:
        return f"is longer than {LONGEST} letters"
    return _objection(topic, own)


@lru_cache(maxsize=256)
def _objection(topic: str, own: str) -> str:
    if _UNSAFE.search(topic):
        return "has wildcards or control characters in it"
    if topic.startswith("$"):
        return "belongs to the broker"
    if topic == own or topic.startswith(f"{own}/"):
        return "belongs to the hub itself"
    if _ANNOUNCES.fullmatch(topic):
        return "is one on which devices are announced"
    return ""
