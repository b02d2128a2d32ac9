"""What a device is, as its family announces it and as the house knows it."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from functools import cache

from rules.words.ids import DeviceId, HardwareId
from rules.words.times import Seconds
from rules.words.value import value
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    HAND_ASPECTS,
    NAMED_ASPECTS,
    POSITION,
    POWER,
    Aspect,
    Value,
)


class Category(StrEnum):
    """What an aspect is for; agents write primary aspects only."""

    PRIMARY = "primary"
    SETTING = "setting"
    DIAGNOSTIC = "diagnostic"


class Sort(StrEnum):
    """What a person would call the device."""

    LAMP = "lamp"
    SWITCH = "switch"
    SENSOR = "sensor"
    BUTTON = "button"
    COVER = "cover"
    LOCK = "lock"
    CLIMATE = "climate"
    FAN = "fan"
    SIREN = "siren"
    VALVE = "valve"
    OTHER = "other"


class Kind(StrEnum):
    """What sort of value an aspect takes.

    An `ACT` has no state: its value is its only option (`press` for a button, `install` for an
    update, `open` for a latch), nothing is ever reported of it, it is said once and never
    repeated, it holds nothing, and only people may ask for it.
    """

    TRUTH = "truth"
    NUMBER = "number"
    CHOICE = "choice"
    """One of its options."""
    TEXT = "text"
    COLOUR = "colour"
    ACT = "act"


@value(frozen=True, slots=True, kw_only=True)
class Capability:
    """One aspect of a device: its unit, its range and whether it can be written.

    `kind` None: what the rest of it says, see `takes`. `assumed`: the device never reports it, so
    it counts as what it was told last. `step`: the least difference between two numbers. `start`:
    what it counts as before anything was said of it. `kept`: the hub alone keeps it, and sends
    nothing: the device has no topic for it. `lasts`: how many seconds after it was last said it
    counts no more: a truth then as false if it is `brief`, all else as not known.
    """

    aspect: Aspect
    writable: bool = False
    unit: str = ""
    low: float | None = None
    high: float | None = None
    options: tuple[str, ...] = ()
    category: Category = Category.PRIMARY
    kind: Kind | None = None
    step: float | None = None
    assumed: bool = False
    start: Value = None
    kept: bool = False
    lasts: Seconds | None = None
    brief: bool = False

    @property
    def takes(self) -> Kind:
        """Return what sort of value it takes where it can be written."""
        if self.kind is not None:
            return self.kind
        if self.aspect == COLOUR:
            return Kind.COLOUR
        if self.options:
            return Kind.CHOICE
        if self.low is not None or self.high is not None or self.unit:
            return Kind.NUMBER
        return Kind.TRUTH if self.is_named else Kind.TEXT

    @property
    def is_named(self) -> bool:
        """Say whether the house knows by its name, or by its kind, what it does."""
        return self.kind is not None or self.aspect in NAMED_ASPECTS

    @property
    def is_setting(self) -> bool:
        """Say whether it is for people alone: a setting, an act, or what nobody knows."""
        return self.category is not Category.PRIMARY or self.kind is Kind.ACT or not self.is_named


@value(frozen=True, slots=True, kw_only=True)
class Product:
    """The physical thing: what the maker calls it, and by what it is known again.

    `macs` are the addresses of its network hardware, twelve small hexadecimal digits each: what
    has one in common is the same product, by whatever way it is heard.
    """

    maker: str = ""
    model: str = ""
    macs: frozenset[str] = frozenset()


@value(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a family says about a device: everything it knows of it at this moment.

    `presses` are the press names that a button or remote can send. `part` says which of its
    product's devices it is, as the maker counts them (`switch:1`), where there are several; the
    same by each way. `at` is the network address at which it is reached, or says it is. `hinted`:
    it was found by mDNS, which anybody in the network may say anything with. `mark` is how others
    mean it in their announcements; `moves` are the marks of what is in it, where it is a group.
    """

    hardware: HardwareId
    name: str
    family: str
    sort: Sort
    product: Product = Product()
    capabilities: Mapping[Aspect, Capability] = field(default_factory=dict)
    presses: frozenset[str] = frozenset()
    suggested_area: str = ""
    part: str = ""
    at: str = ""
    hinted: bool = False
    mark: str = ""
    moves: frozenset[str] = frozenset()


@value(frozen=True, slots=True, kw_only=True)
class Device:
    """A device that the house knows, under the id that it keeps for good."""

    id: DeviceId
    announcement: Announcement
    writable: frozenset[Aspect] = frozenset()
    """The aspects it can be told."""
    settings: frozenset[Aspect] = frozenset()
    """Those of them that are for people alone."""
    felt: frozenset[Aspect] = frozenset()
    """Those of which a change that nothing explains is somebody's hand."""
    fading: frozenset[Aspect] = frozenset()
    """Those that count for a while only after they were said."""
    unheard: frozenset[Aspect] = frozenset()
    """Those of which it never reports anything: acts, and what is assumed."""
    level: Aspect = BRIGHTNESS
    """What of it moves by steps, which together make a large one."""

    @classmethod
    def of(cls, device: DeviceId, announcement: Announcement) -> "Device":
        """Return the device of an announcement."""
        capabilities = announcement.capabilities.values()
        writable = _shared(frozenset(c.aspect for c in capabilities if c.writable))
        settings = _shared(frozenset(c.aspect for c in capabilities if c.writable and c.is_setting))
        unheard = _shared(
            frozenset(
                c.aspect for c in capabilities if c.writable and (c.assumed or c.kind is Kind.ACT)
            )
        )
        felt = _shared((writable & HAND_ASPECTS) - settings)
        return cls(
            id=device,
            announcement=announcement,
            writable=writable,
            settings=settings,
            felt=felt,
            fading=_shared(frozenset(c.aspect for c in capabilities if c.lasts is not None)),
            unheard=unheard,
            level=POSITION if POSITION in felt and BRIGHTNESS not in felt else BRIGHTNESS,
        )

    @property
    def name(self) -> str:
        """Return the name a person gave it."""
        return self.announcement.name

    @property
    def is_lamp(self) -> bool:
        """Say whether agents that care for light may think of it as a lamp."""
        return self.announcement.sort is Sort.LAMP and self.can_write(POWER)

    @property
    def dims(self) -> bool:
        """Say whether it takes a brightness."""
        return self.can_write(BRIGHTNESS)

    @property
    def colours(self) -> bool:
        """Say whether it takes a colour or a colour temperature."""
        return self.can_write(COLOUR)

    def can_write(self, aspect: Aspect) -> bool:
        """Say whether the device can be told this aspect."""
        return aspect in self.writable


@cache
def _shared(aspects: frozenset[Aspect]) -> frozenset[Aspect]:
    # A house has many devices of few sorts.
    return aspects
