"""Which topics announce, and which topics an announcement may not make us use."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

DISCOVERY: Final = "homeassistant/"
FILTERS: Final = (f"{DISCOVERY}+/+/config", f"{DISCOVERY}+/+/+/config")
OWN: Final = "homerule"
"""The prefix of the hub's own topics, unless the hub was told another."""
ORIGIN: Final = "Homerule"
"""Who announces, in what a hub of our kind offers; another hub's override is no device of ours."""

LONGEST: Final = 1024
_CONFIG: Final = re.compile(
    rf"{DISCOVERY}(?P<component>[a-z_]+)/(?:(?P<node>[A-Za-z0-9_-]+)/)?(?P<object>[A-Za-z0-9_-]+)/config"
)
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f+#]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is announced: `homeassistant/<component>/[<node>/]<object>/config`."""

    topic: str
    component: str
    node: str
    object: str

    @property
    def path(self) -> str:
        """Return what tells it from every other announcement."""
        return self.topic.removeprefix(DISCOVERY).removesuffix("/config")


def place_of(topic: str) -> Place | None:
    """Return what a discovery topic says, or None where it is not one."""
    found = _CONFIG.fullmatch(topic) if len(topic) <= LONGEST else None
    if found is None:
        return None
    return Place(topic, found["component"], found["node"] or "", found["object"])


def objection(topic: str, own: str) -> str:
    """Say why a topic may not be used as an announcement wants it; empty: it may."""
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
    if topic.startswith(DISCOVERY) and topic.endswith("/config"):
        return "is one on which devices are announced"
    return ""
