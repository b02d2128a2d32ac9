"""Away: on holiday, or with nobody home, only the agents that may go on."""

from collections.abc import Iterable
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from rules.deciding.judging import holds, leaves_on
from rules.explain.phrases import listed, reading_text, title_of
from rules.guardrail import Case, Forbid, Guardrail, Verdict
from rules.people.presence import all_left_at, signs
from rules.words.ids import AgentId, Ref
from rules.words.readings import Reading
from rules.words.times import Moment, next_civil
from rules.words.value import value
from rules.words.values import Aspect

if TYPE_CHECKING:
    from rules.house import House
    from rules.policy import Policy


@value(frozen=True, slots=True, kw_only=True)
class Away(Guardrail):
    """Forbids all but switching off while the household is away, but for some agents.

    Away is between two dates (both included), or while readings say so, or, where neither is
    given, while everybody who has a `presence` is away.
    """

    name: ClassVar[str] = "away"

    first_day: date | None = field(default=None, metadata={"key": "from"})
    last_day: date | None = field(default=None, metadata={"key": "to"})
    when: tuple[Reading, ...] = ()
    only: tuple[AgentId, ...] = ()

    def __post_init__(self) -> None:
        """Refuse days that never come, and two ways to be away at once."""
        if (self.first_day is None) is not (self.last_day is None):
            raise ValueError("`from` and `to` belong together: the first day and the last")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError("`to` comes before `from`")
        if self.first_day and self.when:
            raise ValueError("either `from` and `to` or `when`: write two guardrails for both")

    def judge(self, case: Case) -> Verdict:
        """Forbid what others than the named agents wish while the household is away."""
        if case.proposal.agent in self.only or not leaves_on(case):
            return None
        seen = self._away(case.house, case.now)
        return Forbid(seen) if seen else None

    def watches(self, policy: "Policy") -> Iterable[tuple[Ref, Aspect]]:
        """Return the readings that tell whether the household is away."""
        if self.first_day is not None:
            return ()
        if self.when:
            return [(reading.device, reading.aspect) for reading in self.when]
        return signs(policy, ())

    def turns(self, house: "House", now: Moment) -> Moment | None:
        """Return the next midnight, while the days are not over."""
        if self.last_day is None or house.local(now).date() > self.last_day:
            return None
        return next_civil(0, now, house.policy.home.zone)

    def _away(self, house: "House", now: Moment) -> str:
        """Return what shows that the household is away, or nothing."""
        if self.first_day is not None and self.last_day is not None:
            today = house.local(now).date()
            return f"it is {today}" if self.first_day <= today <= self.last_day else ""
        if self.when:
            away = all(holds(house, reading) for reading in self.when)
            return listed(map(reading_text, self.when)) if away else ""
        return "nobody is home" if all_left_at(house, ()) is not None else ""

    def idle(self, policy: "Policy") -> str:
        """Return why it can never matter."""
        needs = self.first_day is None and not self.when
        return "nobody in `people` has `presence`" if needs and not any(signs(policy, ())) else ""

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        who = listed([title_of(agent) for agent in self.only]) if self.only else "nobody"
        if self.first_day is not None:
            when = f"from {self.first_day} to {self.last_day}"
        elif self.when:
            when = f"while {listed(map(reading_text, self.when))}"
        else:
            when = "while nobody is home"
        return f"lets {who} act {when}, but for switching off{self.hours()}"


KINDS: tuple[type[Guardrail], ...] = (Away,)
