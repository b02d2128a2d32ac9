"""Agent refusal: what people never want of an agent."""

from typing import ClassVar

from rules.explain.phrases import listed, title_of
from rules.guardrail import Case, Forbid, Guardrail, Verdict
from rules.ways import is_wanted
from rules.words.asks import Wants
from rules.words.ids import AgentId
from rules.words.value import value

WAYS = {
    Wants.MORE: "switching it on, brightening or opening it",
    Wants.LESS: "switching it off, dimming, closing or colouring it",
    Wants.ANY: "changing it",
}


@value(frozen=True, slots=True, kw_only=True)
class AgentRefusal(Guardrail):
    """Forbids these agents to change what it binds, or only one way."""

    name: ClassVar[str] = "agent_refusal"
    safety: ClassVar[bool] = True

    agents: tuple[AgentId, ...]
    wants: Wants = Wants.ANY

    def __post_init__(self) -> None:
        """Refuse what concerns nobody."""
        if not self.agents:
            raise ValueError("`agents` names nobody")

    def judge(self, case: Case) -> Verdict:
        """Forbid a change that one of them wishes."""
        agent = case.proposal.agent
        if agent not in self.agents or not case.changes or not is_wanted(case, self.wants):
            return None
        return Forbid(f"{title_of(agent)} wants it")

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        agents = listed((title_of(agent) for agent in self.agents), "and")
        return f"keeps {agents} from {WAYS[self.wants]}{self.hours()}"


KINDS: tuple[type[Guardrail], ...] = (AgentRefusal,)
