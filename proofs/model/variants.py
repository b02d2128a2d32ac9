"""What is looked at: the protocol, its faults, its exceptions, and what has to be reached."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Property(StrEnum):
    """What must hold, under the name that the model gives it."""

    SUPREMACY = "P1_supremacy"
    DURABILITY = "P2_durability"
    SHOWN = "P3_shown"
    STILL_BOOT = "P4_still_boot"
    NO_ARGUMENT = "P5_no_argument"
    NO_DEADLOCK = "P6_no_deadlock"


class Situation(StrEnum):
    """What must be reached, so that the properties say something."""

    AUTOMATION_AFTER_A_CRASH = "R1_automation_after_a_crash"
    AUTOMATION_AFTER_A_RELEASE = "R2_automation_after_a_release"
    THE_FENCE_STOPS = "R3_the_fence_stops"
    A_STALE_WISH_AFTER_A_RELEASE = "R4_a_stale_wish_after_a_release"
    DELIVERED_AGAIN = "R5_delivered_again"
    FREEZE_OUTLIVES_A_CRASH = "R6_freeze_outlives_a_crash"
    SET_OUTLIVES_A_CRASH = "R7_set_outlives_a_crash"
    LOST_AND_REPEATED = "R8_lost_and_repeated"
    LAST_WORD = "R9_last_word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One form of the model. `breaks`: what must not hold in it; `reaches`: what it must come to.

    `macros` are given to the model, `size` is how much happens in it. `effort`: the longer the
    search, the more time the compiler may take for it.
    """

    name: str
    macros: Mapping[str, int] = field(default_factory=dict)
    size: Mapping[str, int] = field(default_factory=dict)
    breaks: Property | None = None
    reaches: frozenset[Situation] = frozenset()
    effort: int = 0

    @property
    def flags(self) -> list[str]:
        """Return what is said to the model's preprocessor."""
        return [f"-D{name}={value}" for name, value in {**self.size, **self.macros}.items()]


SMALL: Final = {"EVENTS": 4}
FULL: Final = {
    "EVENTS": 5,
    "DECISIONS": 3,
    "ASKS": 3,
    "PRESSES": 3,
    "CRASHES": 2,
    "DROPS": 2,
    "MISSES": 2,
}
FEW: Final = {"EVENTS": 2}
"""Enough for most faults to show; the protocol itself is looked at with more."""
SOME: Final = {"EVENTS": 3}
ENOUGH: Final = {
    "FENCE_WITHOUT_EPOCH": SOME,
    "LIBRARY_QUEUES": SOME,
    "NO_BUMP_ON_RELEASE": SOME,
    "QUEUES_REPORTS": SOME,
    # A wish, a set that is lost, and a hand in between.
    "NO_BUMP_ON_PLACING": {
        "EVENTS": 4,
        "DECISIONS": 1,
        "ASKS": 1,
        "PRESSES": 1,
        "CRASHES": 0,
        "DROPS": 0,
    },
}
"""What a fault needs to show, where the few events are not enough."""

FAULTS: Final = {
    "NO_FENCE": ("no fence", Property.SUPREMACY),
    "FENCE_WITHOUT_EPOCH": ("fence asks only what stands now", Property.SUPREMACY),
    "FENCE_WITHOUT_HOUSE": ("fence looks at the device's scope alone", Property.SUPREMACY),
    "WAITS_AFTER_FENCE": ("waits between fence and hand-over", Property.SUPREMACY),
    "REPEATS_ASK_NOBODY": ("a repeat does not ask the fence", Property.SUPREMACY),
    "NO_BUMP_ON_PLACING": ("epoch not bumped on placing", Property.SHOWN),
    "NO_BUMP_ON_RELEASE": ("epoch not bumped on release", Property.SUPREMACY),
    "LIBRARY_QUEUES": ("library keeps commands over a reconnect", Property.SUPREMACY),
    "ACKNOWLEDGES_FIRST": ("acknowledged before journalled", Property.DURABILITY),
    "OPENS_EARLY": ("opened before overrides are loaded", Property.DURABILITY),
    "NO_LAST_WORD": ("no last word", Property.SHOWN),
    "REASSERTS_AT_BOOT": ("re-asserts what is held at boot", Property.STILL_BOOT),
    "RESENDS_AT_BOOT": ("sends unfinished decisions again at boot", Property.STILL_BOOT),
    "ARGUES": ("repairs against the wall", Property.NO_ARGUMENT),
    "REPEATS_LAST_WORD": ("repeats the last word", Property.NO_ARGUMENT),
    "QUEUES_REPORTS": ("queues reports instead of the latest", Property.NO_DEADLOCK),
}
"""By the name that the model gives them: in words, and the property that has to catch them."""

EXCEPTIONS: Final = {
    1: "P3 without exception 1: the hub cannot know",
    2: "P3 without exception 2: a command lost",
    3: "P3 without exception 3: the last word lost",
}

PROTOCOL: Final = "the protocol"


def faulty(fault: str) -> Variant:
    """Return the protocol with one fault."""
    words, breaks = FAULTS[fault]
    return Variant(name=words, macros={fault: 1}, size=ENOUGH.get(fault, FEW), breaks=breaks)


def variants(*, full: bool) -> list[Variant]:
    """Return all that is to be looked at, the longest first."""
    protocol = Variant(name=PROTOCOL, size=FULL if full else SMALL, effort=2 if full else 0)
    reached = Variant(
        name="every situation is reached",
        macros={"REACHES": 1},
        size=SOME,
        reaches=frozenset(Situation),
    )
    faults = [faulty(fault) for fault in FAULTS]
    exceptions = [
        Variant(name=words, macros={"WITHOUT": number}, size=SOME, breaks=Property.SHOWN)
        for number, words in EXCEPTIONS.items()
    ]
    return [protocol, reached, *faults, *(exceptions if full else ())]
