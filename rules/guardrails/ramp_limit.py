"""Ramp and strobe limit: no light changes quicker, or more often, than eyes and heads like."""

from collections.abc import Iterable
from typing import ClassVar

from rules.deciding.judging import concerns_light
from rules.explain.phrases import duration_text
from rules.guardrail import Case, Delay, Ease, Guardrail, Verdict
from rules.house import House
from rules.words.ids import DeviceId
from rules.words.times import Duration, Seconds
from rules.words.value import value
from rules.words.values import COLOUR
from rules.words.wishes import Proposal

NO_TIME = Duration(0.0)
LONGEST_FADE = Duration(60.0)
MOST_FLASHES = 100


@value(frozen=True, slots=True, kw_only=True)
class RampLimit(Guardrail):
    """Lets lights take their time; a lamp that cannot fade changes as it always does."""

    name: ClassVar[str] = "ramp_limit"
    safety: ClassVar[bool] = True

    at_least: Duration

    def __post_init__(self) -> None:
        """Refuse a fade that would look like a lamp that does not answer."""
        if not NO_TIME < self.at_least <= LONGEST_FADE:
            raise ValueError("`at_least` must be longer than nothing and at most 60 s")

    def judge(self, case: Case) -> Verdict:
        """Slow down what changes a light."""
        light = case.device.dims and (concerns_light(case.values) or COLOUR in case.values)
        return Ease(self.at_least) if case.changes and light else None

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        return f"lets no light change quicker than in {duration_text(self.at_least)}{self.hours()}"


@value(frozen=True, slots=True, kw_only=True)
class StrobeLimit(Guardrail):
    """Delays a change of a device that changed as often as it may within a while."""

    name: ClassVar[str] = "strobe_limit"
    safety: ClassVar[bool] = True

    at_most: int
    within: Duration

    def __post_init__(self) -> None:
        """Refuse what would never let a light change, or would count for ever."""
        if not 1 <= self.at_most <= MOST_FLASHES:
            raise ValueError(f"`at_most` must be from 1 to {MOST_FLASHES}")

    def judge(self, case: Case) -> Verdict:
        """Delay a change until the oldest of as many as are allowed is long enough ago."""
        condition = case.house.conditions.get(case.device.id)
        made = condition.changes if condition is not None else []
        if not case.changes or len(made) < self.at_most:
            return None
        # A clock that was put back must not make the wait longer than the rule says.
        until = min(made[-self.at_most], case.now) + self.within
        if until <= case.now:
            return None
        changes = "change" if self.at_most == 1 else "changes"
        return Delay(until=until, observed=f"that was {self.at_most} {changes} already")

    def reads(self, house: House, proposal: Proposal) -> Iterable[DeviceId]:  # noqa: ARG002 -- the contract names it
        """Return the device itself: its own changes count."""
        return (proposal.device,)

    @property
    def counts_back(self) -> Seconds:
        """Return how long a change is counted."""
        return self.within

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        times = "once" if self.at_most == 1 else f"{self.at_most} times"
        within = duration_text(self.within)
        return f"lets a device change at most {times} within {within}{self.hours()}"


KINDS: tuple[type[Guardrail], ...] = (RampLimit, StrobeLimit)
