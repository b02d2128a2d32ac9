"""Suppositions: what could have been otherwise when a decision was made."""

from typing import TypeAlias

from rules.words.days import Weekday
from rules.words.ids import AgentId, GuardrailId
from rules.words.people import Freeze, Hold, Override
from rules.words.times import Seconds, Window
from rules.words.value import value


@value(frozen=True, slots=True)
class NotPlaced:
    """Nobody had frozen, set or held it."""

    placed: Freeze | Override | Hold


@value(frozen=True, slots=True)
class RuleGone:
    """The household did not have the rule."""

    rule: GuardrailId


@value(frozen=True, slots=True)
class OtherHour:
    """The clock had shown another time: just `before` the rule's hours, or just after them."""

    rule: GuardrailId
    hours: Window
    before: bool
    ahead: Seconds


@value(frozen=True, slots=True)
class OtherDay:
    """It had been the next day on which the rule does not hold."""

    rule: GuardrailId
    day: Weekday
    ahead: Seconds


@value(frozen=True, slots=True)
class RivalSilent:
    """The other agent had wished nothing of the device."""

    rival: AgentId


@value(frozen=True, slots=True)
class NoQuarrel:
    """The two agents had not turned it to and fro."""

    between: AgentId


@value(frozen=True, slots=True)
class NotStrayed:
    """It had not just reported what nothing explains."""


@value(frozen=True, slots=True)
class LampOn:
    """The lamp had been on."""


@value(frozen=True, slots=True)
class FreshEvent:
    """Something new had set it off, not what goes on or what the lamp said of itself."""


@value(frozen=True, slots=True)
class SomebodySaidYes:
    """A person of this role had said yes."""

    who: str
    about: str


Change: TypeAlias = (
    NotPlaced
    | RuleGone
    | OtherHour
    | OtherDay
    | RivalSilent
    | NoQuarrel
    | NotStrayed
    | LampOn
    | FreshEvent
    | SomebodySaidYes
)
