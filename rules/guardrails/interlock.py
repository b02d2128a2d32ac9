"""Interlock: what may be on only while something else is so, or is not."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from rules.deciding.judging import holds, leaves_on, unless_it_comes
from rules.explain.phrases import listed, reading_text
from rules.guardrail import Case, Guardrail, Verdict
from rules.words.ids import Ref
from rules.words.readings import Reading
from rules.words.value import value
from rules.words.values import Aspect

if TYPE_CHECKING:
    from rules.policy import Policy


@value(frozen=True, slots=True, kw_only=True)
class Interlock(Guardrail):
    """Keeps back all but switching off unless every reading is as it is asked for.

    A reading that nobody knows is not as it is asked for. A timetable's wish waits until it is.
    """

    name: ClassVar[str] = "interlock"
    safety: ClassVar[bool] = True
    binds_people: ClassVar[bool] = True

    only_while: tuple[Reading, ...]

    def judge(self, case: Case) -> Verdict:
        """Keep back what would be on while it must not."""
        if not leaves_on(case):
            return None
        for reading in self.only_while:
            so = holds(case.house, reading)
            if so is None:
                unknown = f"nobody knows the {reading.aspect} of {reading.device}"
                return unless_it_comes(case, unknown)
            if not so:
                return unless_it_comes(case, f"it is not so that {reading_text(reading)}")
        return None

    def watches(self, policy: "Policy") -> Iterable[tuple[Ref, Aspect]]:  # noqa: ARG002 -- the contract names it
        """Return the readings that it is about."""
        return [(reading.device, reading.aspect) for reading in self.only_while]

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        needs = listed(map(reading_text, self.only_while))
        return f"lets nothing be on unless {needs}{self.hours()}"


KINDS: tuple[type[Guardrail], ...] = (Interlock,)
