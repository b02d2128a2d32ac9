"""Pace: how soon again and how often automation may change things."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rules.explain.phrases import duration_text, listed, when
from rules.guardrail import Case, Delay, Forbid, Guardrail, Verdict
from rules.house import Condition, House
from rules.judging import switched
from rules.raising import wished_power
from rules.words.ids import DeviceId
from rules.words.times import Duration, Moment, Seconds

NO_TIME = Duration(0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
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

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        lengths = (("on", self.min_on), ("off", self.min_off))
        asked = [f"{state} for at least {duration_text(s)}" for state, s in lengths if s > 0]
        return f"leaves a device {listed(asked or ['as it is'])}{self.hours()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBudget(Guardrail):
    """Forbids changes beyond a number, counted over all the devices that the rule binds."""

    name: ClassVar[str] = "change_budget"

    at_most: int
    within: Duration

    def judge(self, case: Case) -> Verdict:
        """Forbid a change when the budget is spent; a wish that changes nothing costs nothing."""
        if not case.changes or not self._spent(case.house, case.now):
            return None
        return Forbid(f"{self.at_most} were made within the last {duration_text(self.within)}")

    def _spent(self, house: House, now: Moment) -> bool:
        start, count = now - self.within, 0
        for condition in self._conditions(house):
            if count >= self.at_most:
                break
            for moment in reversed(condition.changes):
                if moment <= start:
                    break
                count += 1
        return count >= self.at_most

    def _conditions(self, house: House) -> Iterable[Condition]:
        conditions = house.conditions
        if not self.areas and not self.devices:
            return conditions.values()
        return [conditions[device] for device in self._bound(house) if device in conditions]

    def _bound(self, house: House) -> set[DeviceId]:
        devices = {known for ref in self.devices if (known := house.find(ref)) is not None}
        return devices.union(*(house.devices_in(area) for area in self.areas))

    def reads(self, house: House, device: DeviceId) -> Iterable[DeviceId]:  # noqa: ARG002
        """Return all the devices that share the budget."""
        return self._bound(house) if self.areas or self.devices else house.conditions

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
