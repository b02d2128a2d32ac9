"""A hall with things that are no lights: a blind, a lock, heating, a fan and a siren."""

from typing import Final

from devices.agents.recipe import Recipe
from devices.recipes import Press, Rule
from rules.policy import Policy
from rules.words.device import Announcement, Capability, Category, Kind, Sort
from rules.words.events import Reported
from rules.words.ids import AgentId, HardwareId, Ref
from rules.words.times import HOUR
from rules.words.values import (
    CLOSED,
    DURATION,
    FAN_MODE,
    LOCKED,
    MODE,
    MOVEMENT,
    OPEN,
    POSITION,
    POWER,
    PRESET,
    SPEED,
    STOPPED,
    TARGET_TEMPERATURE,
    TEMPERATURE,
    TILT,
    Aspect,
    Values,
)
from tests.houses import announced, button, motion_sensor, policy_of, room
from tests.story import Story

CHILD_LOCK: Final = Aspect("child_lock")
ASKED: Final[dict[str, tuple[str, Values]]] = {
    "open": ("Blind", {POSITION: 100}),
    "close": ("Blind", {POSITION: 0}),
    "half": ("Blind", {POSITION: 50}),
    "up": ("Blind", {MOVEMENT: OPEN}),
    "slats": ("Blind", {TILT: 80}),
    "halt": ("Blind", {MOVEMENT: STOPPED}),
    "lock": ("Lock", {LOCKED: True}),
    "unlock": ("Lock", {LOCKED: False}),
    "warm": ("Heating", {MODE: "heat", TARGET_TEMPERATURE: 21.1}),
    "idle": ("Heating", {MODE: "off"}),
    "blow": ("Fan", {SPEED: 50}),
    "still": ("Fan", {POWER: False}),
    "howl": ("Siren", {POWER: True, DURATION: 30}),
}
"""What each press makes the agent wish for."""
SORTS: Final = {
    "Blind": Sort.COVER,
    "Lock": Sort.LOCK,
    "Heating": Sort.CLIMATE,
    "Fan": Sort.FAN,
    "Siren": Sort.SIREN,
}
ABLE: Final[dict[str, tuple[Capability, ...]]] = {
    "Blind": (
        Capability(aspect=MOVEMENT, writable=True, options=(OPEN, CLOSED, STOPPED)),
        Capability(aspect=POSITION, writable=True, unit="%", low=0, high=100),
        Capability(aspect=TILT, writable=True, unit="%", low=0, high=100),
    ),
    "Lock": (Capability(aspect=LOCKED, writable=True, kind=Kind.TRUTH),),
    "Heating": (
        Capability(aspect=MODE, writable=True, options=("off", "heat", "auto")),
        Capability(aspect=TARGET_TEMPERATURE, writable=True, unit="°C", low=5, high=30),
        Capability(aspect=PRESET, writable=True, options=("none", "eco")),
        Capability(aspect=FAN_MODE, writable=True, options=("low", "high")),
        Capability(aspect=TEMPERATURE, unit="°C"),
        Capability(aspect=CHILD_LOCK, writable=True, category=Category.SETTING),
    ),
    "Fan": (
        Capability(aspect=POWER, writable=True),
        Capability(aspect=SPEED, writable=True, unit="%", low=0, high=100),
        Capability(aspect=PRESET, writable=True, options=("none", "breeze")),
    ),
    "Siren": (
        Capability(aspect=POWER, writable=True),
        Capability(aspect=DURATION, writable=True, unit="s"),
    ),
}
FIRST: Final[dict[str, Values]] = {
    "Blind": {MOVEMENT: CLOSED, POSITION: 0, TILT: 0},
    "Lock": {LOCKED: False},
    "Heating": {MODE: "off", TARGET_TEMPERATURE: 17.0, PRESET: "none", TEMPERATURE: 18.5},
    "Fan": {POWER: False, SPEED: 0, PRESET: "none"},
    "Siren": {POWER: False},
}
"""How each of them is at first."""


def things() -> list[Announcement]:
    """Announce all that is in the hall."""
    return [
        *(announced(name, SORTS[name], able) for name, able in ABLE.items()),
        motion_sensor("Motion"),
        button("Button", *ASKED),
    ]


def policy() -> Policy:
    """Return a policy under which each press of the button is a wish of an agent's."""
    rules = tuple(
        Rule(when=(Press(Ref("Button"), press),), then={Ref(name): values})
        for press, (name, values) in ASKED.items()
    )
    everything = ("Motion", *ABLE)
    return policy_of(room("Hall", *everything), Recipe(id=AgentId("hall"), rules=rules))


def hall(*, sensor: bool = False) -> Story:
    """Begin in the hall an hour after all was heard of; nothing there answers by itself."""
    story = Story(policy(), things())
    story.deaf = {name.lower() for name in ABLE}
    for name, values in FIRST.items():
        story.happens(Reported(HardwareId(f"hw-{name.lower()}"), values))
    if sensor:
        story.reads("Motion", occupancy=False)
    story.passes(HOUR)
    return story
