"""Pace: how soon again and how often automation may change things."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from rules.deciding.judging import switched
from rules.deciding.raising import wished_power
from rules.deciding.tally import at_most_countable, changed_lately, is_spent
from rules.explain.phrases import duration_text, listed, when
from rules.guardrail import Case, Delay, Forbid, Guardrail, Verdict
from rules.words.ids import DeviceId
from rules.words.times import Duration, Seconds
from rules.words.value import value
from rules.words.wishes import Proposal

if TYPE_CHECKING:
    from rules.house import House
    from rules.policy import Policy

NO_TIME = Duration(0.0)


@value(frozen=True, slots=True, kw_only=True)
class MinimumOnOff(Guardrail):
    """Delays a switch that would come too soon after the last one."""

    name: ClassVar[str] = "minimum_on_off"

    min_on: Duration = NO_TIME
    min_off: Duration = NO_TIME

    def judge(self, case: Case) -> Verdict:
        """Delay a wish that flips the power until that has been as it is for long enough."""
        wished, before = wished_power(case.values), switched(case.house, case.device.id)
        if wished is None or before is None or before[0] == wished:
            return None
        lit, since = before
        # A clock that was put back must not make the wait longer than the rule says.
        until = min(since, case.now) + (self.min_on if lit else self.min_off)
        if until <= case.now:
            return None
        at = when(since, case.house.policy.home.zone)
        return Delay(until=until, observed=f"it went {'on' if lit else 'off'} at {at}")

    def idle(self, policy: "Policy") -> str:  # noqa: ARG002 -- the contract names it
        """Return why it can never matter."""
        neither = self.min_on <= 0 and self.min_off <= 0
        return "give it `min_on` or `min_off`" if neither else ""

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        lengths = (("on", self.min_on), ("off", self.min_off))
        asked = [f"{state} for at least {duration_text(s)}" for state, s in lengths if s > 0]
        return f"leaves a device {listed(asked or ['as it is'])}{self.hours()}"


@value(frozen=True, slots=True, kw_only=True)
class ChangeBudget(Guardrail):
    """Forbids changes beyond a number, counted over all the devices that the rule binds."""

    name: ClassVar[str] = "change_budget"
    tallies: ClassVar[bool] = True

    at_most: int
    within: Duration

    def __post_init__(self) -> None:
        """Refuse what could not be counted."""
        at_most_countable(self.at_most)

    def judge(self, case: Case) -> Verdict:
        """Forbid a change when the budget is spent; a wish that changes nothing costs nothing."""
        if not case.changes or not is_spent(case.house, self, self.at_most, case.now - self.within):
            return None
        return Forbid(f"{self.at_most} were made within the last {duration_text(self.within)}")

    def reads(self, house: "House", proposal: Proposal) -> Iterable[DeviceId]:  # noqa: ARG002 -- the contract names it
        """Return the devices whose changes count."""
        return changed_lately(house, self, self.at_most)

    @property
    def counts_back(self) -> Seconds:
        """Return how long a change is counted."""
        return self.within

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        changes = "change" if self.at_most == 1 else "changes"
        within = duration_text(self.within)
        return f"allows automation {self.at_most} {changes} within {within}{self.hours()}"


KINDS: tuple[type[Guardrail], ...] = (MinimumOnOff, ChangeBudget)
