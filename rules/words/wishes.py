"""What an agent or a person wants: absolute, with an end, a reason and a cause."""

from dataclasses import field
from enum import IntEnum, StrEnum
from typing import TypeAlias

from rules.words.ids import AgentId, ControlId, DeviceId, PersonId, SwitchId
from rules.words.times import Moment, Seconds
from rules.words.value import value
from rules.words.values import Aspect, Value, Values


class Level(IntEnum):
    """How strong a claim is; the order is the whole point."""

    COMFORT = 1
    SCHEDULE = 2
    EVENT = 3
    PERSON = 4


class Mode(StrEnum):
    """`SET` may switch a light on; `ADJUST` only shapes one that is known to be on."""

    SET = "set"
    ADJUST = "adjust"


class Then(StrEnum):
    """What follows when a claim that was driving ends and nothing live lies beneath."""

    OFF = "off"
    KEEP = "keep"


class Via(StrEnum):
    """The way by which a person reached the house."""

    WALL = "wall"
    CONTROL = "control"
    MQTT = "mqtt"
    PAGE = "page"
    CONSOLE = "console"
    SWITCH = "switch"
    """A physical override switch."""
    DOUBT = "doubt"
    """Nobody: a switch cannot be read, and doubt favours the person."""
    BREAKER = "breaker"
    """Nobody: automation wanted too much at once."""
    MAINS = "mains"
    """A switch that cuts a lamp from its mains."""
    CONTROLLER = "controller"
    """Another hub, bridge or app that told the device itself."""
    UNKNOWN = "unknown"
    """Perhaps nobody: a report that nothing explains, of a device whose word is doubtful."""


@value(frozen=True, slots=True, kw_only=True)
class Author:
    """A person who acted, as well as we know who it was.

    `person` is vouched for: an id of the household file, or the name of a guest's phone.
    `says` is the name a message gave itself; nobody vouched for it. `role` is what a phone was
    let in as; it never gives more than the household file does.
    """

    via: Via
    person: PersonId | None = None
    says: str = ""
    control: ControlId | None = None
    switch: SwitchId | None = None
    role: str = ""


@value(frozen=True, slots=True)
class SawReading:
    """A device reported a value."""

    device: DeviceId
    aspect: Aspect
    value: Value


@value(frozen=True, slots=True)
class SawPress:
    """A button was pressed."""

    device: DeviceId
    press: str


@value(frozen=True, slots=True)
class SawTime:
    """A point of an agent's timetable came."""

    point: str


@value(frozen=True, slots=True)
class SawPerson:
    """A person acted."""

    author: Author


@value(frozen=True, slots=True)
class SawWindow:
    """A guardrail's hours opened or closed, or the house was judged again for another reason."""

    why: str


@value(frozen=True, slots=True)
class AgentSaid:
    """An agent from outside sent a proposal; `words` are its own, which nobody vouches for.

    `ticket` finds whoever waits for the answer.
    """

    words: str
    ticket: int


Trigger: TypeAlias = SawReading | SawPress | SawTime | SawPerson | SawWindow | AgentSaid


@value(frozen=True, slots=True)
class Cause:
    """Why something is wished: what set it off, when, and how many steps from the first cause."""

    trigger: Trigger
    at: Moment
    depth: int = 0


@value(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An agent's wish for one device.

    `until` is the end of the lease. `late` marks a wish derived again after a start: it may
    become a claim but commands nothing. `renews` marks one that only goes on with what the agent
    wished before: nothing gets brighter by it. `together` counts the devices that its cause would
    change at this moment.
    """

    agent: AgentId
    device: DeviceId
    level: Level
    values: Values
    until: Moment
    cause: Cause
    mode: Mode = Mode.SET
    then: Then = Then.KEEP
    transition: Seconds | None = None
    late: bool = False
    renews: bool = False
    together: int = field(default=1, compare=False)
    """Counted by the house, so it makes no other wish of it."""

    @property
    def is_fresh(self) -> bool:
        """Say whether something has just set it off: it is no old wish that is judged again."""
        return not (self.renews or self.late or isinstance(self.cause.trigger, SawWindow))


@value(frozen=True, slots=True, kw_only=True)
class GiveUp:
    """An agent ends its own live claim on a device before its lease does."""

    agent: AgentId
    device: DeviceId
    cause: Cause


@value(frozen=True, slots=True, kw_only=True)
class WakeMe:
    """An agent asks to hear of itself again at a moment; the key says what about."""

    agent: AgentId
    at: Moment
    key: str


AgentAct: TypeAlias = Proposal | GiveUp | WakeMe
