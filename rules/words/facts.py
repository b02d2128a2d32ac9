"""Facts: what of the house a decision rests on, written down with it to be judged from again.

Each kind has a first field of its own, by which it is told from the others when it is read back.
"""

from collections.abc import Mapping
from typing import TypeAlias

from rules.words.asks import Approval
from rules.words.device import Sort
from rules.words.ids import AgentId, AreaId, DeviceId, HardwareId, SwitchId
from rules.words.people import Freeze, Hold, Override
from rules.words.times import Moment, Sky
from rules.words.value import value
from rules.words.values import Aspect, Values
from rules.words.wishes import Level, Mode


@value(frozen=True, slots=True, kw_only=True)
class IsDevice:
    """A device was known: how it was named and reached, where it was, what it could be told.

    `settings` are those of its writable aspects that are for people alone. `new`: nobody had
    placed it yet.
    """

    known: DeviceId
    hardware: HardwareId
    name: str
    sort: Sort
    area: AreaId | None
    reached: tuple[str, ...]
    writable: frozenset[Aspect]
    settings: frozenset[Aspect] = frozenset()
    new: bool = False


@value(frozen=True, slots=True, kw_only=True)
class Shows:
    """What a device last said, since when each of it was so, and whether it could be reached."""

    shows: DeviceId
    values: Values
    since: Mapping[Aspect, Moment]
    heard: Moment
    available: bool


@value(frozen=True, slots=True, kw_only=True)
class WasTold:
    """What a device was told and had not shown yet; `awaited`: its report still was."""

    told: DeviceId
    values: Values
    at: Moment
    awaited: bool


@value(frozen=True, slots=True, kw_only=True)
class Strayed:
    """A device had reported what nothing explained, and was being looked at."""

    strayed: DeviceId
    at: Moment
    until: Moment


@value(frozen=True, slots=True, kw_only=True)
class Claimed:
    """An agent's wish was alive on a device; strongest first. `waits`: it did nothing before."""

    claimed: DeviceId
    agent: AgentId
    level: Level
    mode: Mode
    given: Values
    since: Moment
    until: Moment
    acted: bool
    waits: Moment | None = None


@value(frozen=True, slots=True)
class Turned:
    """An agent had switched a device lately."""

    turned: DeviceId
    at: Moment
    agent: AgentId
    power: bool


@value(frozen=True, slots=True)
class Changed:
    """Automation had changed a device lately."""

    changed: DeviceId
    at: tuple[Moment, ...]


@value(frozen=True, slots=True)
class Placed:
    """A person, or a physical switch, had frozen, set or held something that covers the device."""

    placed: Freeze | Override | Hold
    switch: SwitchId | None = None


@value(frozen=True, slots=True)
class ToldTogether:
    """Another device was told together with the device, and people held it or perhaps moved it."""

    together: DeviceId
    device: DeviceId


@value(frozen=True, slots=True)
class SunKnown:
    """The sun's times of the day were known."""

    sun: Sky


@value(frozen=True, slots=True)
class Doubted:
    """A device had lately reported what was not so."""

    doubted: DeviceId
    at: tuple[Moment, ...]


@value(frozen=True, slots=True)
class Warned:
    """Whoever was there had been warned that a lamp goes off at a moment."""

    warned: DeviceId
    until: Moment


@value(frozen=True, slots=True)
class ClockPut:
    """The wall clock had been put by a minute or more."""

    clock_put: Moment


@value(frozen=True, slots=True)
class SaidYes:
    """The proposal had a yes."""

    yes: Approval


@value(frozen=True, slots=True)
class Spared:
    """People could not be asked about the proposal at that moment, and why not."""

    spared: str


Fact: TypeAlias = (
    IsDevice
    | Shows
    | WasTold
    | Strayed
    | Claimed
    | Turned
    | Changed
    | Placed
    | ToldTogether
    | SunKnown
    | Doubted
    | Warned
    | ClockPut
    | SaidYes
    | Spared
)
