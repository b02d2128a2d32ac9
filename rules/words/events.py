"""What can happen to the house; past tense, one frozen value each, a closed union."""

from typing import TYPE_CHECKING, TypeAlias

from rules.words.device import Announcement
from rules.words.ids import AgentId, AreaId, DeviceId, HardwareId, PromptId, SceneId, SwitchId
from rules.words.people import Scope
from rules.words.prompts import Answer
from rules.words.switches import Monotonic
from rules.words.times import Moment, Seconds, Sky
from rules.words.value import value
from rules.words.values import Values
from rules.words.wishes import Author, Level, Mode, Then

if TYPE_CHECKING:
    from rules.policy import Policy


@value(frozen=True, slots=True)
class DeviceAnnounced:
    """A family described a device, or described it anew."""

    announcement: Announcement


@value(frozen=True, slots=True)
class DeviceRetired:
    """A device was taken away by whoever announced it."""

    hardware: HardwareId


@value(frozen=True, slots=True)
class AvailabilityChanged:
    """A device came within reach or went out of it."""

    hardware: HardwareId
    available: bool


@value(frozen=True, slots=True)
class Reported:
    """A device said what it is now.

    `stored`: the broker kept this message from an earlier time, so it tells of no happening.
    `by_hand`: the device itself says that somebody did it there.
    """

    hardware: HardwareId
    values: Values
    stored: bool = False
    by_hand: bool = False


@value(frozen=True, slots=True)
class CommandedByOther:
    """Somebody else told a device something, on its own way in; no values: it cannot be read."""

    hardware: HardwareId
    values: Values


@value(frozen=True, slots=True)
class Pressed:
    """A button, remote or wall switch was pressed: `single`, `hold`, `brightness_up` ..."""

    hardware: HardwareId
    press: str


@value(frozen=True, slots=True, kw_only=True)
class PersonSet:
    """A person wished something of one device: a hold. `seconds` replaces the default length.

    `exact`: nothing is added to the wish; else a lamp that is switched on gives its full light.
    """

    device: DeviceId
    values: Values
    by: Author
    transition: Seconds | None = None
    seconds: Seconds | None = None
    exact: bool = False


@value(frozen=True, slots=True)
class SceneCalled:
    """A person called a scene: a set of wishes with one cause."""

    scene: SceneId
    by: Author


@value(frozen=True, slots=True, kw_only=True)
class FreezePlaced:
    """A person stopped all automation in a scope."""

    scope: Scope
    by: Author
    until: Moment | None = None


@value(frozen=True, slots=True, kw_only=True)
class OverridePlaced:
    """A person set a scope to a value on purpose."""

    scope: Scope
    values: Values
    by: Author
    until: Moment | None = None


@value(frozen=True, slots=True, kw_only=True)
class OverrideLifted:
    """A person gave a scope back. `resume`: what is wished now may raise, a person asked for it."""

    scope: Scope
    by: Author
    resume: bool = False


@value(frozen=True, slots=True, kw_only=True)
class PausePlaced:
    """A person put an agent aside; `skips`: only to leave out its run at that moment."""

    agent: AgentId
    by: Author
    until: Moment
    skips: Moment | None = None


@value(frozen=True, slots=True, kw_only=True)
class PauseLifted:
    """A person let an agent go on."""

    agent: AgentId
    by: Author


@value(frozen=True, slots=True, kw_only=True)
class DeviceAdopted:
    """A person placed a device in an area."""

    device: DeviceId
    area: AreaId
    by: Author


@value(frozen=True, slots=True, kw_only=True)
class DeviceForgotten:
    """A person took back that a device was placed, or gave up the names of one that is gone."""

    device: DeviceId
    by: Author


@value(frozen=True, slots=True, kw_only=True)
class WayJoined:
    """A person said that a new device is another one, reached by another way."""

    new: DeviceId
    device: DeviceId
    by: Author


@value(frozen=True, slots=True, kw_only=True)
class WaysParted:
    """A person said that the spare ways of a device are devices of their own."""

    device: DeviceId
    by: Author


@value(frozen=True, slots=True, kw_only=True)
class SwitchRead:
    """The line of a physical switch was read: closed, open, or None and `why` it cannot be read."""

    switch: SwitchId
    closed: bool | None
    at: Monotonic
    why: str = ""


@value(frozen=True, slots=True, kw_only=True)
class ScheduleReached:
    """A point of an agent's timetable came; `following` is the next time of the same point.

    `late`: the point lies in the past and is only derived again, as after a start.
    """

    agent: AgentId
    point: str
    at: Moment
    following: Moment
    late: bool = False


@value(frozen=True, slots=True, kw_only=True)
class Proposed:
    """An agent from outside sent a proposal. What it may wish is not for it to say.

    `level` None: as strongly as it may. `words` and `ticket`: see `AgentSaid`.
    """

    agent: AgentId
    device: DeviceId
    values: Values
    until: Moment
    level: Level | None = None
    mode: Mode = Mode.SET
    then: Then = Then.KEEP
    transition: Seconds | None = None
    words: str = ""
    ticket: int = 0


@value(frozen=True, slots=True)
class SkyKnown:
    """The sun's times of a civil day were worked out."""

    sky: Sky


@value(frozen=True, slots=True)
class TimePassed:
    """Nothing else happened, but something may have fallen due."""


@value(frozen=True, slots=True)
class ClockStepped:
    """The wall clock jumped by some seconds while no such time went by."""

    by: Seconds


@value(frozen=True, slots=True)
class LinkChanged:
    """The way to the devices of one transport came up or went down."""

    up: bool


@value(frozen=True, slots=True)
class CommandSent:
    """A command was handed over of which something is never reported: that is so from now on."""

    device: DeviceId
    order: int
    values: Values


@value(frozen=True, slots=True)
class CommandNotSent:
    """A command could not be handed over: no link, or its family could not say it."""

    device: DeviceId
    order: int
    why: str


@value(frozen=True, slots=True)
class PolicyAdopted:
    """The household's policy took effect."""

    policy: "Policy"


@value(frozen=True, slots=True, kw_only=True)
class PromptAnswered:
    """A person answered a prompt; `percent` goes with `lower`."""

    prompt: PromptId
    answer: Answer
    by: Author
    percent: float | None = None


Event: TypeAlias = (
    DeviceAnnounced
    | DeviceRetired
    | AvailabilityChanged
    | Reported
    | CommandedByOther
    | Pressed
    | PersonSet
    | SceneCalled
    | FreezePlaced
    | OverridePlaced
    | OverrideLifted
    | PausePlaced
    | PauseLifted
    | DeviceAdopted
    | DeviceForgotten
    | WayJoined
    | WaysParted
    | SwitchRead
    | ScheduleReached
    | Proposed
    | SkyKnown
    | TimePassed
    | ClockStepped
    | LinkChanged
    | CommandSent
    | CommandNotSent
    | PolicyAdopted
    | PromptAnswered
)
