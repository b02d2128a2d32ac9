"""Compares what agents were given or refused with what they wish: whether the two ever meet."""

from collections.abc import Iterator

from hub.policy.errors import Fault, listed
from hub.policy.weighing import Places
from rules.explain.phrases import aspects_text, title_of
from rules.guardrail import Guardrail
from rules.guardrails.agent_grant import AgentGrant
from rules.guardrails.agent_refusal import AgentRefusal
from rules.policy import Policy
from rules.words.ids import AgentId
from rules.words.news import Reach


def idle_grants(policy: Policy) -> Iterator[Fault]:
    """Yield the grants that leave an agent nothing, and the refusals that take nothing from it."""
    places = Places(policy)
    for rule in policy.guardrails.values():
        match rule:
            case AgentGrant(agents=agents):
                found = [_why_nothing(rule, agent, policy, places) for agent in agents]
            case AgentRefusal(agents=agents):
                found = [_why_idle(rule, agent, policy, places) for agent in agents]
            case _:
                continue
        yield from (Fault(why, ("guardrails", rule.id)) for why in found if why)


def _why_nothing(rule: AgentGrant, agent: AgentId, policy: Policy, places: Places) -> str:
    """Return why an agent may do nothing at all by a grant, which nobody writes on purpose."""
    known = policy.agents[agent]
    given = Reach(
        areas=frozenset((*rule.only_areas, *rule.areas)),
        refs=frozenset((*rule.only_devices, *rule.devices)),
    )
    if (given.areas or given.refs) and not places.touch(given, known.reaches()):
        return f"{title_of(agent)} wishes for nothing of what is given here: it may do nothing"
    missing = known.least_wished() - frozenset(rule.aspects) if rule.aspects else frozenset()
    if missing:
        return (
            f"each wish of {title_of(agent)} is about {aspects_text(missing)} too, which is not "
            "given here: it may do nothing"
        )
    return ""


def _why_idle(rule: Guardrail, agent: AgentId, policy: Policy, places: Places) -> str:
    if places.touch(rule.reach(), policy.agents[agent].reaches()):
        return ""
    where = listed((*rule.areas, *rule.devices), "and")
    return f"it never matters: {title_of(agent)} wishes for nothing in {where}"
