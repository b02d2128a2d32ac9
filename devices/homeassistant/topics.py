"""Which topics announce, and what they say of the component that is announced there."""

import re
from sys import intern
from typing import Final

from devices.topics import LONGEST
from rules.words.value import value

DISCOVERY: Final = "homeassistant/"
FILTERS: Final = (f"{DISCOVERY}+/+/config", f"{DISCOVERY}+/+/+/config")
OWN: Final = "homerule"
"""The prefix of the hub's own topics, unless the hub was told another."""
ORIGIN: Final = "Homerule"
"""Who announces, in what a hub of our kind offers; another hub's override is no device of ours."""

WITH_NODE: Final = 5
"""Words of a discovery topic that has a node."""
_CONFIG: Final = re.compile(
    rf"{DISCOVERY}(?P<component>[a-z_]+)/(?:[A-Za-z0-9_-]+/)?(?P<object>[A-Za-z0-9_-]+)/config"
)


@value(frozen=True, slots=True)
class Place:
    """Where something is announced: `homeassistant/<component>/[<node>/]<object>/config`."""

    topic: str
    component: str
    object: str

    @property
    def node(self) -> str:
        """Return the word before the object; empty where there is none."""
        words = self.topic.split("/")
        return words[2] if len(words) == WITH_NODE else ""

    @property
    def path(self) -> str:
        """Return what tells it from every other announcement."""
        return self.topic.removeprefix(DISCOVERY).removesuffix("/config")


def place_of(topic: str) -> Place | None:
    """Return what a discovery topic says, or None where it is not one."""
    found = _CONFIG.fullmatch(topic) if len(topic) <= LONGEST else None
    if found is None:
        return None
    # Few words, said in thousands of topics: each is kept once.
    component, object_ = intern(found["component"]), intern(found["object"])
    return Place(topic, component, object_)
