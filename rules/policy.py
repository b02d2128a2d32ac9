"""The policy: everything that the household wrote and stands by."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from rules.agent import Agent
from rules.guardrail import Guardrail
from rules.words.ids import (
    AgentId,
    AreaId,
    ControlId,
    DeviceId,
    GuardrailId,
    PersonId,
    Ref,
    SceneId,
    SwitchId,
)
from rules.words.prompts import Answer
from rules.words.switches import Switch
from rules.words.times import HOUR, MINUTE, Duration, Window
from rules.words.value import value
from rules.words.values import Aspect, Values

REMIND_EVERY = Duration(12 * HOUR)
SHORTEST_REMINDER = 15 * MINUTE
FEWEST_AT_ONCE = 2


class Role(StrEnum):
    """What a person may do, most first."""

    OWNER = "owner"
    ADULT = "adult"
    CHILD = "child"
    GUEST = "guest"


class AreaKind(StrEnum):
    """What an area is used for; it decides how long a hand holds at night."""

    BEDROOM = "bedroom"
    HALL = "hall"
    STAIRS = "stairs"
    BATH = "bath"
    KITCHEN = "kitchen"
    LIVING = "living"
    OUTDOORS = "outdoors"
    OTHER = "other"


class Section(StrEnum):
    """A part of the household file."""

    HOME = "home"
    PEOPLE = "people"
    AREAS = "areas"
    DEVICES = "devices"
    CONTROLS = "controls"
    SWITCHES = "switches"
    SCENES = "scenes"
    AGENTS = "agents"
    GUARDRAILS = "guardrails"


@value(frozen=True, slots=True, kw_only=True)
class Home:
    """Where the house stands and which hours are quiet in all of it.

    `remind_every`: how often people hear of a freeze or an override that has no end.
    `two_signatures`: the sections whose changes two people must sign.
    `most_at_once`: where one cause would change more devices, the breaker stops automation.
    `questions_an_hour` and `questions_open`: how much people are asked, and have before them; an
    agent that has asked nothing yet may go beyond, up to twice as much, and safety always may.
    `nameless`: what somebody over MQTT counts as whom nobody vouches for; None: an adult, but
    not for a question of safety.
    """

    name: str = "Home"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    latitude: float | None = None
    longitude: float | None = None
    quiet_hours: Window | None = None
    remind_every: Duration = REMIND_EVERY
    two_signatures: tuple[Section, ...] = ()
    most_at_once: int = 50
    questions_an_hour: int = 6
    questions_open: int = 3
    nameless: Role | None = None

    def __post_init__(self) -> None:
        """Refuse what would never be read, always trip, or never let anybody be asked."""
        if self.nameless is Role.OWNER:
            raise ValueError("`nameless` is `adult`, `child` or `guest`: an owner has a name")
        if self.questions_an_hour < 1 or self.questions_open < 1:
            raise ValueError("`questions_an_hour` and `questions_open` must be at least 1")
        if self.most_at_once < FEWEST_AT_ONCE:
            raise ValueError("`most_at_once` must be at least 2")
        if self.remind_every < SHORTEST_REMINDER:
            raise ValueError("`remind_every` must be at least 15 min")


@value(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who lives here or visits. `presence`: the reading that says they are at home."""

    id: PersonId
    name: str
    role: Role
    presence: tuple[Ref, Aspect] | None = None


@value(frozen=True, slots=True, kw_only=True)
class Area:
    """A room or zone, and the devices that are in it."""

    id: AreaId
    name: str
    kind: AreaKind = AreaKind.OTHER
    devices: tuple[Ref, ...] = ()


@value(frozen=True, slots=True)
class Toggle:
    """On if it is off, off if it is on; a lamp that a rule keeps dim gives its full light first."""

    device: Ref


@value(frozen=True, slots=True)
class SetDevice:
    """Set one device."""

    device: Ref
    values: Values


@value(frozen=True, slots=True)
class StepBrightness:
    """A step darker (negative) or brighter, of 0-255; off lamps stay off."""

    device: Ref
    by: int


@value(frozen=True, slots=True)
class AllOff:
    """Everything that is on goes off, in an area or in the whole house (None)."""

    area: AreaId | None


@value(frozen=True, slots=True)
class CallScene:
    """Call a scene."""

    scene: SceneId


@value(frozen=True, slots=True)
class PressFreeze:
    """Freeze the house or an area."""

    area: AreaId | None


@value(frozen=True, slots=True)
class PressRelease:
    """Release the house or an area."""

    area: AreaId | None


@value(frozen=True, slots=True)
class AnswerQuestion:
    """Answer the one question that is open."""

    answer: Answer


Gesture: TypeAlias = (
    Toggle
    | SetDevice
    | StepBrightness
    | AllOff
    | CallScene
    | PressFreeze
    | PressRelease
    | AnswerQuestion
)


@value(frozen=True, slots=True, kw_only=True)
class Control:
    """A button, remote or switch that speaks for a person: each of its presses is a gesture."""

    id: ControlId
    device: Ref
    gestures: Mapping[str, Gesture]


@value(frozen=True, slots=True, kw_only=True)
class Scene:
    """A set of wishes that a person calls by one name."""

    id: SceneId
    name: str
    values: Mapping[Ref, Values]


@value(frozen=True, slots=True, kw_only=True)
class Policy:
    """All of it; `hash` names this version."""

    home: Home = field(default_factory=Home)
    people: Mapping[PersonId, Person] = field(default_factory=dict)
    areas: Mapping[AreaId, Area] = field(default_factory=dict)
    ids: Mapping[Ref, DeviceId] = field(default_factory=dict)
    """Device ids that the household chose itself."""
    controls: Mapping[ControlId, Control] = field(default_factory=dict)
    switches: Mapping[SwitchId, Switch] = field(default_factory=dict)
    scenes: Mapping[SceneId, Scene] = field(default_factory=dict)
    agents: Mapping[AgentId, Agent] = field(default_factory=dict)
    guardrails: Mapping[GuardrailId, Guardrail] = field(default_factory=dict)
    hash: str = ""
