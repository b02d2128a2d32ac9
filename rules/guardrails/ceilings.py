"""Ceilings: no more light than this, and none cooler than this."""

from dataclasses import field
from typing import TYPE_CHECKING, ClassVar

from rules.deciding.judging import bound, no_brighter, time_seen
from rules.exceptions import NONE, Exceptions
from rules.explain.phrases import percent_text
from rules.guardrail import Case, Guardrail, Verdict
from rules.words.value import value
from rules.words.values import COLOUR, FULL, Brightness, Kelvin

if TYPE_CHECKING:
    from rules.policy import Policy


@value(frozen=True, slots=True, kw_only=True)
class BrightnessCeiling(Guardrail):
    """Bounds the brightness from above; refuses a lamp that could only shine in full."""

    name: ClassVar[str] = "brightness_ceiling"

    at_most: Brightness
    except_: Exceptions = field(default=NONE, metadata={"key": "except"})

    def judge(self, case: Case) -> Verdict:
        """Bound the brightness of a wish."""
        if self.except_ is not NONE and self.except_.spare(case):
            return None
        return no_brighter(case, self.at_most, self.between)

    def idle(self, policy: "Policy") -> str:  # noqa: ARG002 -- the contract names it
        """Return why it can never matter."""
        return "no lamp is brighter than 100 %" if self.at_most >= FULL else ""

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        most = percent_text(self.at_most)
        return f"allows at most {most}{self.hours()}{self.except_.clause()}"


@value(frozen=True, slots=True, kw_only=True)
class ColourCeiling(Guardrail):
    """Bounds whites by their temperature; colours pass."""

    name: ClassVar[str] = "colour_ceiling"

    at_most: Kelvin
    except_: Exceptions = field(default=NONE, metadata={"key": "except"})

    def judge(self, case: Case) -> Verdict:
        """Bound the white of a wish."""
        wished = case.values.get(COLOUR)
        if not isinstance(wished, Kelvin) or (
            self.except_ is not NONE and self.except_.spare(case)
        ):
            return None
        most = self.at_most.kelvin
        inside = wished.kelvin <= most
        return bound(COLOUR, None, most, "" if inside else time_seen(case, self.between))

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        most = f"{self.at_most.kelvin} K"
        return f"allows no white cooler than {most}{self.hours()}{self.except_.clause()}"


KINDS: tuple[type[Guardrail], ...] = (BrightnessCeiling, ColourCeiling)
