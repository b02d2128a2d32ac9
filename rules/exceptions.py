"""Exceptions: what a rule of comfort leaves alone, said in the rule itself."""

from rules.explain.phrases import listed, title_of
from rules.guardrail import Case
from rules.words.ids import AgentId, AreaId, Ref
from rules.words.value import value


@value(frozen=True, slots=True, kw_only=True)
class Exceptions:
    """What these agents wish, and whatever is wished of these devices and areas."""

    agents: tuple[AgentId, ...] = ()
    areas: tuple[AreaId, ...] = ()
    devices: tuple[Ref, ...] = ()

    def spare(self, case: Case) -> bool:
        """Say whether a case is one of them."""
        if case.proposal.agent in self.agents or case.area in self.areas:
            return True
        return any(case.house.find(ref) == case.device.id for ref in self.devices)

    def clause(self) -> str:
        """Return them as the end of a sentence, or nothing where there are none."""
        areas = [area.replace("-", " ") for area in self.areas]
        places = listed((*self.devices, *areas), "and") if self.devices or areas else ""
        wishes = [title_of(agent) for agent in self.agents]
        wished = f"what {listed(wishes, 'or')} wishes" if wishes else ""
        both = " and ".join(part for part in (places, wished) if part)
        return f", but for {both}" if both else ""


NONE = Exceptions()
