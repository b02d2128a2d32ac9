"""Quiet hours: nothing comes on or gets brighter by itself."""

from dataclasses import field, replace
from typing import TYPE_CHECKING, ClassVar

from rules.condition import current
from rules.deciding.judging import time_seen
from rules.deciding.raising import raises
from rules.exceptions import NONE, Exceptions
from rules.guardrail import Case, Forbid, Guardrail, Verdict
from rules.words.value import value

if TYPE_CHECKING:
    from rules.policy import Home


@value(frozen=True, slots=True, kw_only=True)
class QuietHours(Guardrail):
    """Forbids every raise; what is lit may stay, dim or go off."""

    name: ClassVar[str] = "quiet_hours"

    except_: Exceptions = field(default=NONE, metadata={"key": "except"})

    def judge(self, case: Case) -> Verdict:
        """Forbid what would raise. What differs by rounding alone changes nothing."""
        if not case.changes or (self.except_ is not NONE and self.except_.spare(case)):
            return None
        condition = case.house.conditions.get(case.device.id)
        before = current(condition) if condition is not None else {}
        if raises(before, case.values) is None:
            return None
        return Forbid(time_seen(case, self.between))

    def at_home(self, home: "Home") -> "QuietHours":
        """Return it with the hours that are quiet in the whole house, where it has none itself."""
        return (
            self
            if self.between or not home.quiet_hours
            else replace(self, between=home.quiet_hours)
        )

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        return (
            f"lets nothing switch on or get brighter by itself{self.hours()}{self.except_.clause()}"
        )


KINDS: tuple[type[Guardrail], ...] = (QuietHours,)
