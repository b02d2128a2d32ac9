"""Physical override switches: by which line each is read, and what it holds while engaged."""

from enum import StrEnum
from typing import TypeAlias

from rules.words.ids import Ref, SwitchId
from rules.words.people import HouseScope, Scope
from rules.words.value import value
from rules.words.values import POWER, Aspect, Values

Monotonic: TypeAlias = float
"""Seconds of a clock that nobody can set; only differences mean anything."""


class SwitchKind(StrEnum):
    """`LATCHING` stays as it was turned; `MOMENTARY` springs back, so what it did is remembered."""

    LATCHING = "latching"
    MOMENTARY = "momentary"


class Active(StrEnum):
    """The level of a line while the switch is engaged."""

    LOW = "low"
    HIGH = "high"


class Pull(StrEnum):
    """What a line shows while nothing is connected to it."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


@value(frozen=True, slots=True, kw_only=True)
class Gpio:
    """A line of the computer's own; without a `chip`, of its pin header.

    `pull` None: away from the active level, so that an open contact is a released switch.
    """

    gpio: int
    chip: str = ""
    active: Active = Active.LOW
    pull: Pull | None = None


@value(frozen=True, slots=True, kw_only=True)
class UsbKey:
    """A key of a USB button or keyboard, by the device's name or its path."""

    usb: str
    key: str


@value(frozen=True, slots=True, kw_only=True)
class OfDevice:
    """A discovered device: a reading of it if the switch is latching, else its presses.

    `active`: what it reads while engaged. `release`: the press that releases when it comes twice;
    any press engages.
    """

    device: Ref
    reading: Aspect = POWER
    active: bool = True
    release: str = "hold"


@value(frozen=True, slots=True, kw_only=True)
class Simulated:
    """A switch that is not there: a file in the state folder says `closed` or `open`."""

    simulated: str


Line: TypeAlias = Gpio | UsbKey | OfDevice | Simulated


@value(frozen=True, slots=True, kw_only=True)
class Switch:
    """A physical override switch.

    `engages`: what its scope is set to; None: it is frozen. `where` says where to turn it, as the
    end of a sentence: `by the front door`.
    """

    id: SwitchId
    kind: SwitchKind
    line: Line
    scope: Scope = HouseScope()
    engages: Values | None = None
    name: str = ""
    where: str = ""

    @property
    def title(self) -> str:
        """Return what it is called within a sentence: `the red switch`."""
        return self.name or title_of_switch(self.id)

    @property
    def let_go(self) -> str:
        """Return what ends what it holds, as the end of a sentence: `it is turned back`."""
        where = f" {self.where}" if self.where else ""
        if self.kind is SwitchKind.LATCHING:
            return f"it is turned back{where}"
        return f"it is pressed twice{where}, about a second each, or somebody releases it"


def title_of_switch(switch: SwitchId) -> str:
    """Return what a switch is called whose name is not known."""
    return f"the {switch.replace('-', ' ')}"
