"""Load and airtime: what a circuit carries, and what a radio has room for."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from rules.condition import current
from rules.deciding.raising import wished_power
from rules.deciding.tally import at_most_countable, changed_lately, oldest_of
from rules.explain.phrases import duration_text, listed
from rules.guardrail import Case, Delay, Forbid, Guardrail, Verdict
from rules.house import House
from rules.words.ids import DeviceId, Ref
from rules.words.news import Reach
from rules.words.times import Duration, Seconds
from rules.words.value import value
from rules.words.values import POWER, Aspect
from rules.words.wishes import Proposal

if TYPE_CHECKING:
    from rules.policy import Policy

A_SECOND = Duration(1.0)


@value(frozen=True, slots=True, kw_only=True)
class LoadBudget(Guardrail):
    """Forbids what would put more on a circuit than it carries, by the watts declared for each.

    It reaches the devices of `watts` alone. One that may be on counts as on.
    """

    name: ClassVar[str] = "load_budget"
    safety: ClassVar[bool] = True

    at_most: int
    watts: Mapping[Ref, int]

    def __post_init__(self) -> None:
        """Refuse a circuit of nothing, and negative loads."""
        if not self.watts:
            raise ValueError("`watts` names no device")
        if self.areas or self.devices:
            raise ValueError("`watts` says what it binds: leave out `areas` and `devices`")
        if min(self.watts.values()) < 0:
            raise ValueError("`watts` cannot be negative")

    def judge(self, case: Case) -> Verdict:
        """Forbid what leaves the device on where the sum would be too large."""
        if wished_power(case.values) is not True:
            return None
        sum_of = sum(
            watts
            for ref, watts in self.watts.items()
            if self._counts(case.house, case.house.find(ref), case.device.id)
        )
        return Forbid(f"it would come to {sum_of} W") if sum_of > self.at_most else None

    def _counts(self, house: House, device: DeviceId | None, asked: DeviceId) -> bool:
        if device is None or device == asked:
            return device is not None
        condition = house.conditions.get(device)
        return condition is not None and current(condition).get(POWER) is not False

    def watches(self, policy: "Policy") -> Iterable[tuple[Ref, Aspect]]:  # noqa: ARG002 -- the contract names it
        """Return the power of all that is on the circuit."""
        return [(ref, POWER) for ref in self.watts]

    def idle(self, policy: "Policy") -> str:  # noqa: ARG002 -- the contract names it
        """Return why it can never matter."""
        whole = sum(self.watts.values())
        return f"all of it together comes to {whole} W" if whole <= self.at_most else ""

    def reach(self) -> Reach:
        """Return what it binds: what is on the circuit."""
        return Reach(refs=frozenset(self.watts))

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        return f"keeps {listed(self.watts)} together within {self.at_most} W{self.hours()}"


@value(frozen=True, slots=True, kw_only=True)
class AirtimeBudget(Guardrail):
    """Delays commands beyond a number in a while, counted over all that the rule binds."""

    name: ClassVar[str] = "airtime_budget"
    safety: ClassVar[bool] = True
    tallies: ClassVar[bool] = True

    at_most: int
    within: Duration = A_SECOND

    def __post_init__(self) -> None:
        """Refuse what could not be counted, or would never let anything through."""
        if self.at_most < 1:
            raise ValueError("`at_most` must be at least 1")
        at_most_countable(self.at_most)

    def judge(self, case: Case) -> Verdict:
        """Delay a change until the oldest of as many as are allowed is long enough ago."""
        oldest = oldest_of(case.house, self, self.at_most) if case.changes else None
        if oldest is None:
            return None
        # A clock that was put back must not make the wait longer than the rule says.
        until = min(oldest, case.now) + self.within
        if until <= case.now:
            return None
        within = duration_text(self.within)
        return Delay(until=until, observed=f"{self.at_most} were sent within the last {within}")

    def reads(self, house: House, proposal: Proposal) -> Iterable[DeviceId]:  # noqa: ARG002 -- the contract names it
        """Return the devices whose commands count."""
        return changed_lately(house, self, self.at_most)

    @property
    def counts_back(self) -> Seconds:
        """Return how long a command is counted."""
        return self.within

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        commands = "command" if self.at_most == 1 else "commands"
        within = duration_text(self.within)
        return f"sends at most {self.at_most} {commands} within {within}{self.hours()}"


KINDS: tuple[type[Guardrail], ...] = (LoadBudget, AirtimeBudget)
