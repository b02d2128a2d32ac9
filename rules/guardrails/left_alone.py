"""Left alone: areas that automation keeps away from for a time, and devices for hands only."""

from typing import ClassVar

from rules.deciding.judging import time_seen
from rules.explain.phrases import aspects_text
from rules.guardrail import Case, Forbid, Guardrail, Verdict
from rules.words.value import value
from rules.words.values import Aspect


@value(frozen=True, slots=True, kw_only=True)
class ProtectedArea(Guardrail):
    """Forbids everything automated, or what would touch these aspects only."""

    name: ClassVar[str] = "protected_area"

    aspects: tuple[Aspect, ...] = ()

    def judge(self, case: Case) -> Verdict:
        """Forbid what would touch something protected."""
        if self.aspects and case.values.keys().isdisjoint(self.aspects):
            return None
        return Forbid(time_seen(case, self.between))

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        what = f"the {aspects_text(self.aspects)}" if self.aspects else "everything"
        return f"leaves {what} to people{self.hours()}"


@value(frozen=True, slots=True, kw_only=True)
class NeverAutomate(Guardrail):
    """Forbids everything automated, for safety's sake."""

    name: ClassVar[str] = "never_automate"
    safety: ClassVar[bool] = True

    def judge(self, case: Case) -> Verdict:  # noqa: ARG002 - whatever the case
        """Forbid it."""
        return Forbid()

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        return f"is for hands only{self.hours()}"


KINDS: tuple[type[Guardrail], ...] = (ProtectedArea, NeverAutomate)
