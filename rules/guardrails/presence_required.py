"""Presence required: what must not be on while nobody is home."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from rules.deciding.judging import leaves_on, unless_it_comes
from rules.explain.phrases import clock, duration_text, listed, title_of
from rules.guardrail import Case, Guardrail, Verdict
from rules.people.presence import all_left_at, counted, signs
from rules.words.ids import PersonId, Ref
from rules.words.times import Duration, Moment
from rules.words.value import value
from rules.words.values import Aspect

if TYPE_CHECKING:
    from rules.house import House
    from rules.policy import Policy

AT_ONCE = Duration(0.0)


@value(frozen=True, slots=True, kw_only=True)
class PresenceRequired(Guardrail):
    """Keeps back all but switching off while everybody who counts is away.

    Who counts are `people`, or all who have a `presence`. Whoever may be home is home.
    A timetable's wish waits until one of them is.
    """

    name: ClassVar[str] = "presence_required"
    safety: ClassVar[bool] = True
    binds_people: ClassVar[bool] = True

    people: tuple[PersonId, ...] = ()
    grace: Duration = AT_ONCE

    def judge(self, case: Case) -> Verdict:
        """Keep back what would be on with nobody there."""
        left = all_left_at(case.house, self.people) if leaves_on(case) else None
        # A clock that was put back must not make the grace longer than the rule says.
        if left is None or case.now < min(left, case.now) + self.grace:
            return None
        seen = f"the last one left at {clock(left, case.house.policy.home.zone)}"
        return unless_it_comes(case, seen)

    def watches(self, policy: "Policy") -> Iterable[tuple[Ref, Aspect]]:
        """Return the readings that tell who is home."""
        return signs(policy, self.people)

    def turns(self, house: "House", now: Moment) -> Moment | None:
        """Return the end of the grace."""
        left = all_left_at(house, self.people)
        return left + self.grace if left is not None and left + self.grace > now else None

    def idle(self, policy: "Policy") -> str:
        """Return why it can never matter."""
        lost = [p.name for p in counted(policy, self.people) if p.presence is None]
        if lost:
            return f"{listed(lost)} may always be home, for want of `presence`"
        return "" if any(signs(policy, self.people)) else "nobody in `people` has `presence`"

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        who = (
            listed([title_of(person) for person in self.people], "or")
            if self.people
            else "somebody"
        )
        grace = f" or left less than {duration_text(self.grace)} ago" if self.grace else ""
        return f"lets nothing be on unless {who} is home{grace}{self.hours()}"


KINDS: tuple[type[Guardrail], ...] = (PresenceRequired,)
