"""One announced component: what is kept of its announcement, once it was read and judged."""

from typing import Final, TypeAlias

from devices.homeassistant.availability import Rule
from devices.homeassistant.facets import Many
from devices.homeassistant.light import LightCommand
from devices.homeassistant.occurrences import Occurrences
from devices.homeassistant.readings import Read
from devices.homeassistant.switch import SwitchCommand
from devices.homeassistant.topics import Place
from devices.homeassistant.triggers import Trigger
from rules.observing.alarms import MEANINGS
from rules.words.device import Capability, Category, Sort
from rules.words.value import value
from rules.words.values import PRESENCE_ASPECTS

TRUTHS: Final = "binary_sensor"
PRESENCE: Final = frozenset(map(str, PRESENCE_ASPECTS))
MEANT: Final = PRESENCE | frozenset(map(str, MEANINGS))
"""The readings on which the house acts by itself: whether somebody is there, and alarms."""


@value(frozen=True, slots=True)
class Ear:
    """Where a component is heard and what reads it; `raw`: the text as it is, not its JSON."""

    topic: str
    raw: bool
    read: Read


@value(frozen=True, slots=True)
class Light:
    """A light of the JSON schema."""

    command: LightCommand
    ear: Ear | None


@value(frozen=True, slots=True)
class Switch:
    """A switch: a relay, one gang of several, or a setting."""

    command: SwitchCommand
    ear: Ear | None


@value(frozen=True, slots=True)
class Reading:
    """A sensor or binary sensor; its capability bears the name that it would like best."""

    ear: Ear
    capability: Capability


Body: TypeAlias = Light | Switch | Reading | Trigger | Occurrences | Many


@value(frozen=True, slots=True)
class Part:
    """One component of a product.

    `name` is empty where it bears the product's own; `wishes` are the names that it would like
    as an aspect or a press, the best first. `digest` tells an announcement that changed from
    one that is only said again.
    """

    place: Place
    name: str
    wishes: tuple[str, ...]
    category: Category
    body: Body
    rule: Rule | None
    digest: int
    unique_id: str = ""
    inside: frozenset[str] = frozenset()
    """The unique ids of what it moves, where it is a group."""

    @property
    def drives(self) -> bool:
        """Say whether it is something to switch on, and no setting."""
        if isinstance(self.body, Many) and self.body.sort is None:
            return False
        return self.category is Category.PRIMARY and isinstance(self.body, Light | Switch | Many)

    @property
    def is_meant(self) -> bool:
        """Say whether it is a reading of a sort on which the house acts by itself."""
        plain = self.category is Category.PRIMARY and self.place.component == TRUTHS
        return plain and self.wishes[0] in MEANT

    @property
    def stands_alone(self) -> bool:
        """Say whether it is a device by itself, where it is not its product's own power."""
        return self.is_light or self.drives

    @property
    def is_light(self) -> bool:
        """Say whether it is a light, of whichever schema."""
        if isinstance(self.body, Many):
            return self.body.sort is Sort.LAMP
        return isinstance(self.body, Light)


@value(frozen=True, slots=True)
class About:
    """What an announcement says of the physical thing; `key` is the hardware's own identity.

    `macs` are the addresses of its network hardware, by which other families may know it too.
    """

    key: str
    name: str = ""
    maker: str = ""
    model: str = ""
    area: str = ""
    macs: frozenset[str] = frozenset()

    def updated(self, new: "About") -> "About":
        """Take in what is said anew; what is not said any more stays as it was."""
        return About(
            self.key,
            new.name or self.name,
            new.maker or self.maker,
            new.model or self.model,
            new.area or self.area,
            new.macs or self.macs,
        )
