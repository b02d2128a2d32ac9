"""Which topics an announcement may not make us use, whatever dialect it is in."""

import re
from functools import lru_cache
from typing import Final

LONGEST: Final = 1024
MOST_WORDS: Final = 10
SHORTEST_SPELLED: Final = 6
"""Letters of the longest word that a filter spells: the address of a device has more."""
MOST_WILD: Final = 3
"""Words at the front that may be any: so few shapes of filters are quickly gone through."""
OWN_WORDS: Final = frozenset(
    {"device", "override", "prompt", "scene", "propose", "decision", "people", "hub", "offered"}
)
"""What follows the hub's own prefix, which a `+` would stand for too."""
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f+#]")
_ANNOUNCES: Final = re.compile(
    r"homeassistant/(?:.*/)?config|tasmota/discovery/.*|shellies/(?:announce|command)", re.DOTALL
)


def objection_to_filter(topic: str, own: str) -> str:
    """Say why a topic may not be listened to where `+` may stand for any one word of it.

    So much must be spelled that it is one device's, and nothing of the hub's own can be meant.
    """
    words = topic.split("/")
    if "+" not in words:
        return objection(topic, own)
    spelled_well = len(words) <= MOST_WORDS and max(map(len, words)) >= SHORTEST_SPELLED
    if "+" in words[MOST_WILD:] or not spelled_well:
        return "is too wide"
    spelled = "/".join("x" if word == "+" else word for word in words)
    if words[0] == "+" and len(words) > 1 and words[1] in OWN_WORDS:
        return "belongs to the hub itself"
    return objection(spelled, own)


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
