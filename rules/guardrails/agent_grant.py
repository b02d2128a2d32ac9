"""What an agent was given: where, what, how bright and when it may wish at all."""

from typing import TYPE_CHECKING, ClassVar

from rules.deciding.judging import leaves_on, no_brighter, time_seen
from rules.explain.phrases import aspects_text, listed, percent_text, title_of
from rules.guardrail import Case, Forbid, Guardrail, Verdict
from rules.words.ids import AgentId, AreaId, Ref
from rules.words.news import Reach
from rules.words.times import Window
from rules.words.value import value
from rules.words.values import Aspect, Brightness

if TYPE_CHECKING:
    from rules.policy import Policy


@value(frozen=True, slots=True, kw_only=True)
class AgentGrant(Guardrail):
    """Holds its agents to what they were given; what is left out is not restricted.

    It reaches the whole house and concerns the wishes of its agents alone. `areas` and `devices`
    mean the same here as `only_areas` and `only_devices`. Several grants narrow each other.
    """

    name: ClassVar[str] = "agent_grant"
    safety: ClassVar[bool] = True

    agents: tuple[AgentId, ...]
    only_areas: tuple[AreaId, ...] = ()
    only_devices: tuple[Ref, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    at_most: Brightness | None = None
    only_between: Window | None = None

    def judge(self, case: Case) -> Verdict:
        """Forbid what was not given; bound the brightness of what was."""
        proposal = case.proposal
        if proposal.agent not in self.agents:
            return None
        if not self._is_given(case):
            return Forbid(f"{case.device.name} is not among them")
        # What the agent itself wished counts, not what was completed for the device.
        if self.aspects and (other := proposal.values.keys() - self.aspects):
            return Forbid(f"the wish was about {aspects_text(other)}")
        switches_off = not leaves_on(case)
        if self.only_between and not switches_off and not self._is_open(case):
            # Out of hours it may still switch off what it lit.
            return Forbid(time_seen(case, self.only_between))
        if self.at_most is None:
            return None
        return no_brighter(case, self.at_most, self.only_between or self.between)

    def idle(self, policy: "Policy") -> str:  # noqa: ARG002 -- the contract names it
        """Return why it can never matter."""
        return "`agents` names none" if not self.agents else ""

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        who = listed([title_of(agent) for agent in self.agents] or ["nobody"])
        given = ", ".join(self._given())
        return f"lets {who} act{' only ' if given else ''}{given}{self.hours()}"

    def reach(self) -> Reach:
        """Return what it binds: its agents, wherever they act."""
        return Reach(house=True)

    def _is_open(self, case: Case) -> bool:
        return self.only_between is None or (case.house.within(self.only_between, case.now) is True)

    def _is_given(self, case: Case) -> bool:
        areas, devices = (*self.only_areas, *self.areas), (*self.only_devices, *self.devices)
        if not areas and not devices:
            return True
        if case.area is not None and case.area in areas:
            return True
        return any(case.house.find(ref) == case.device.id for ref in devices)

    def _given(self) -> list[str]:
        areas = [area.replace("-", " ") for area in (*self.only_areas, *self.areas)]
        places = [f"in {listed(areas)}"] if areas else []
        devices = (*self.only_devices, *self.devices)
        places += [f"with {listed(devices)}"] if devices else []
        given = [f"on {aspects_text(self.aspects)}"] if self.aspects else []
        given += [" or ".join(places)] if places else []
        given += [f"up to {percent_text(self.at_most)}"] if self.at_most is not None else []
        return given + ([f"from {self.only_between}"] if self.only_between else [])


KINDS: tuple[type[Guardrail], ...] = (AgentGrant,)
