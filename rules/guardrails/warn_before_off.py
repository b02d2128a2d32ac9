"""Warn before off: a lamp dims and waits first, so that whoever is there can object."""

from typing import ClassVar

from rules.deciding.judging import switched
from rules.deciding.raising import wished_power
from rules.explain.phrases import duration_text, percent_text
from rules.guardrail import Case, Delay, Guardrail, Verdict
from rules.words.times import MINUTE, Duration, Moment
from rules.words.value import value
from rules.words.values import Brightness, from_percent

A_MINUTE = Duration(MINUTE)
SHORTEST, LONGEST = Duration(5.0), Duration(10 * MINUTE)
DIM = Brightness(from_percent(20))
FORGOTTEN_AFTER = MINUTE
"""Seconds after which a warning that nothing came of has to be given again."""


@value(frozen=True, slots=True, kw_only=True)
class WarnBeforeOff(Guardrail):
    """Delays switching a lamp off, and dims it meanwhile; it never gets brighter by that.

    A lamp that cannot be dimmed only waits. Where a person holds the lamp nothing goes off anyway.
    """

    name: ClassVar[str] = "warn_before_off"
    safety: ClassVar[bool] = True

    wait: Duration = A_MINUTE
    dim_to: Brightness = DIM

    def __post_init__(self) -> None:
        """Refuse a wait in which nobody could object, or that leaves lamps on for long."""
        if not SHORTEST <= self.wait <= LONGEST:
            raise ValueError("`wait` must be from 5 s to 10 min")
        if self.dim_to <= 0:
            raise ValueError("`dim_to` must leave some light")

    def judge(self, case: Case) -> Verdict:
        """Delay switching off until the warning is over."""
        if wished_power(case.values) is not False or not case.device.is_lamp:
            return None
        power = switched(case.house, case.device.id)
        if power is None or not power[0] or self._is_held(case):
            return None
        until = self._warned_until(case)
        if until is None:
            until = case.now + self.wait
        return Delay(until=until, dim_to=self.dim_to) if until > case.now else None

    def _is_held(self, case: Case) -> bool:
        house, device = case.house, case.device.id
        frozen = house.freeze_over(device, case.now) is not None
        return frozen or house.held_by(device, case.now) is not None

    def _warned_until(self, case: Case) -> Moment | None:
        """Return when the warning that was given ends, or ended; None where a new one is due."""
        condition = case.house.conditions.get(case.device.id)
        until = condition.warned if condition is not None else None
        if until is None or case.now > until + FORGOTTEN_AFTER:
            return None
        # A clock that was put back must not make the wait longer than the rule says.
        return min(until, case.now + self.wait)

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        dims = f"dims to {percent_text(self.dim_to)}"
        wait = duration_text(self.wait)
        return f"{dims} and waits {wait} before a lamp goes off{self.hours()}"


KINDS: tuple[type[Guardrail], ...] = (WarnBeforeOff,)
