"""What a step asks of the shell: write this, send that, show this."""

from typing import TypeAlias

from rules.words.alarms import Alarm
from rules.words.ids import DecisionId, DeviceId, HardwareId, PromptId
from rules.words.people import Adoption, Bearer, Freeze, Hold, Override, Pause, Scope
from rules.words.prompts import Patience, Prompt
from rules.words.records import Body
from rules.words.times import Seconds
from rules.words.value import value
from rules.words.values import Values

Standing: TypeAlias = (
    Freeze | Override | Hold | Pause | Adoption | Bearer | Prompt | Patience | Alarm
)
"""What people hold, placed and are asked, and what alarms them; it outlives a restart. Claims are
in the records."""


@value(frozen=True, slots=True)
class Record:
    """Write one line into the journal. `durable`: fsync before anybody is told."""

    body: Body
    durable: bool = False


@value(frozen=True, slots=True)
class Keep:
    """Remember a standing thing over a restart, or forget it (None); one write with its record."""

    key: str
    value: Standing | None


@value(frozen=True, slots=True, kw_only=True)
class Command:
    """Tell a device something.

    `order` counts the orders to this device: the shell sends an automated command only while
    nothing covers the device and no person came since. `decisions` is empty for a person's command.
    `unheard`: of some of it nothing is ever reported; it counts as done once it was handed over.
    """

    device: DeviceId
    hardware: HardwareId
    family: str
    values: Values
    order: int
    automated: bool
    decisions: tuple[DecisionId, ...] = ()
    transition: Seconds | None = None
    unheard: bool = False


@value(frozen=True, slots=True)
class DeviceChanged:
    """Something that people are shown of a device changed."""

    device: DeviceId


@value(frozen=True, slots=True)
class ScopeChanged:
    """A freeze or an override of a scope began or ended."""

    scope: Scope


@value(frozen=True, slots=True)
class PromptChanged:
    """A prompt began, changed or ended."""

    prompt: PromptId


Effect: TypeAlias = Record | Keep | Command | DeviceChanged | ScopeChanged | PromptChanged
