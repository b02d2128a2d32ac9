"""Role limits: what a child or a guest wants of something needs somebody with more to say."""

from typing import ClassVar

from rules.explain.phrases import aspects_text, listed, title_of
from rules.explain.reasons import someone, without_an_answer
from rules.guardrail import Case, Confirm, Forbid, Guardrail, Verdict
from rules.people.roles import role_of
from rules.policy import Role
from rules.words.asks import Otherwise
from rules.words.ids import AgentId
from rules.words.times import MINUTE, Duration
from rules.words.value import value
from rules.words.values import Aspect
from rules.words.wishes import SawPerson

A_WHILE = Duration(5 * MINUTE)


@value(frozen=True, slots=True, kw_only=True)
class RoleLimits(Guardrail):
    """Asks `who`, or refuses where nobody is named, when these roles wish something.

    A wish is theirs if it is of one of `agents`, or if its cause is a person of one of `roles`;
    somebody who is none of the household is a guest. What they want on the page or over MQTT is
    refused (see `rules/people/rights.py`); no guardrail binds a hand at a switch, nor an adult.
    """

    name: ClassVar[str] = "role_limits"
    safety: ClassVar[bool] = True
    binds_people: ClassVar[bool] = True

    roles: tuple[Role, ...] = ()
    agents: tuple[AgentId, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    """Only what would touch one of these; left out: anything."""
    who: Role | None = None
    answer_within: Duration = A_WHILE
    otherwise: Otherwise = Otherwise.NOTHING

    def __post_init__(self) -> None:
        """Refuse what concerns nobody."""
        if not self.roles and not self.agents:
            raise ValueError("neither `roles` nor `agents` says whose wishes are meant")
        if self.who is None and self.otherwise is not Otherwise.NOTHING:
            raise ValueError("`otherwise` goes with `who`: without it nobody is asked")

    def judge(self, case: Case) -> Verdict:
        """Ask about a change that one of them wishes, or refuse it."""
        if not case.changes or not self._is_meant(case):
            return None
        seen = self._whose(case)
        if not seen or self.who is None:
            return Forbid(seen) if seen else None
        deadline = case.now + self.answer_within
        return Confirm(
            who=self.who.value, deadline=deadline, otherwise=self.otherwise, observed=seen
        )

    def _is_meant(self, case: Case) -> bool:
        return not self.aspects or not case.values.keys().isdisjoint(self.aspects)

    def _whose(self, case: Case) -> str:
        """Return whose wish it is, if it is one of theirs."""
        if case.proposal.agent in self.agents:
            return f"{title_of(case.proposal.agent)} wants it"
        trigger = case.proposal.cause.trigger
        if not isinstance(trigger, SawPerson):
            return ""
        role = role_of(case.house, trigger.author) or Role.GUEST
        return f"{someone(role.value)} wants it" if role in self.roles else ""

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        whose = [someone(role.value) for role in self.roles]
        whose += [title_of(agent) for agent in self.agents]
        of = f" of its {aspects_text(self.aspects)}" if self.aspects else ""
        if self.who is None:
            return f"refuses what {listed(whose, 'or')} wants{of or ' of it'}{self.hours()}"
        asks = f"asks {someone(self.who.value)} about what {listed(whose, 'or')} wants{of}"
        return f"{asks}{self.hours()}{without_an_answer(self.otherwise)}"


KINDS: tuple[type[Guardrail], ...] = (RoleLimits,)
