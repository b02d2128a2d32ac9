"""The longest time for which automation leaves something on."""

from typing import ClassVar

from rules.deciding.judging import switched
from rules.deciding.raising import wished_power
from rules.explain.phrases import clock, duration_text
from rules.guardrail import CapLease, Case, Forbid, Guardrail, Verdict
from rules.words.times import Duration, Moment
from rules.words.value import value
from rules.words.wishes import Mode


@value(frozen=True, slots=True, kw_only=True)
class MaximumOnTime(Guardrail):
    """Ends every wish that keeps a device on; an agent that wishes anew does not start over."""

    name: ClassVar[str] = "maximum_on_time"

    at_most: Duration

    def judge(self, case: Case) -> Verdict:
        """Cap the lease of a wish that leaves the device on; refuse one whose time is over."""
        # What only shapes a light did not switch it on and must not switch it off.
        if wished_power(case.values) is not True or case.proposal.mode is Mode.ADJUST:
            return None
        since = _on_by_automation_since(case)
        if since is None:
            return CapLease(until=case.now + self.at_most)
        seen = f"it is on since {clock(since, case.house.policy.home.zone)}"
        until = min(since, case.now) + self.at_most
        return CapLease(until=until, observed=seen) if until > case.now else Forbid(seen)

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        return f"leaves nothing on for longer than {duration_text(self.at_most)}{self.hours()}"


def _on_by_automation_since(case: Case) -> Moment | None:
    condition = case.house.conditions.get(case.device.id)
    if condition is None or not condition.claims:
        return None
    power = switched(case.house, case.device.id)
    if power is None or not power[0]:
        return None
    lit = any(
        claim.acted and claim.proposal.mode is Mode.SET and wished_power(claim.given) is True
        for claim in condition.claims
    )
    return power[1] if lit else None


KINDS: tuple[type[Guardrail], ...] = (MaximumOnTime,)
