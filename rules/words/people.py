"""What people hold, which nothing automated outranks, and where they placed what was new."""

from enum import StrEnum
from typing import TypeAlias

from rules.words.ids import AgentId, AreaId, DeviceId, HardwareId
from rules.words.times import Moment
from rules.words.value import value
from rules.words.values import Aspect, Values
from rules.words.wishes import Author


@value(frozen=True, slots=True)
class HouseScope:
    """The whole house."""

    def __str__(self) -> str:
        """Return its name in topics."""
        return "house"


@value(frozen=True, slots=True)
class AreaScope:
    """All devices that are in an area at the moment of asking."""

    area: AreaId

    def __str__(self) -> str:
        """Return its name in topics."""
        return f"area/{self.area}"


@value(frozen=True, slots=True)
class DeviceScope:
    """One device."""

    device: DeviceId

    def __str__(self) -> str:
        """Return its name in topics."""
        return f"device/{self.device}"


Scope: TypeAlias = HouseScope | AreaScope | DeviceScope


@value(frozen=True, slots=True, kw_only=True)
class Freeze:
    """A gate above all levels: nothing automated happens in its scope; people act as ever.

    `until` None: latched, until somebody releases it; `reminded`: when people last heard that.
    """

    scope: Scope
    by: Author
    since: Moment
    until: Moment | None = None
    reminded: Moment | None = None


@value(frozen=True, slots=True, kw_only=True)
class Override:
    """A person's explicit `set` on a scope; `without` are devices whose hand has ended it there.

    `until` and `reminded` as with a freeze. `unsent`: a switch set this while there was no way to
    the devices; they are told when there is one again.
    """

    scope: Scope
    values: Values
    by: Author
    since: Moment
    until: Moment | None = None
    reminded: Moment | None = None
    without: frozenset[DeviceId] = frozenset()
    unsent: bool = False


class HandKind(StrEnum):
    """Which way a hand moved a device; it decides how long the hold lasts."""

    UP = "up"
    DOWN = "down"


@value(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hand at a device: kept until the area has been empty for a while, at most until `until`.

    `empty_for` and `at_least` in seconds; `empty_for` None: only `until` counts.
    """

    device: DeviceId
    values: Values
    covers: frozenset[Aspect]
    by: Author
    kind: HandKind
    since: Moment
    until: Moment
    empty_for: float | None = None
    at_least: float = 0.0


@value(frozen=True, slots=True, kw_only=True)
class Pause:
    """A person put an agent aside until a moment; `skips`: to leave out its run at that one."""

    agent: AgentId
    by: Author
    since: Moment
    until: Moment
    skips: Moment | None = None


@value(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A person said which area a device is in."""

    adopted: DeviceId
    area: AreaId
    by: Author
    since: Moment


@value(frozen=True, slots=True)
class Bearer:
    """A hardware was met under a name of the household file: no other one takes it."""

    bears: str
    hardware: HardwareId


PersonClaim: TypeAlias = Override | Hold
