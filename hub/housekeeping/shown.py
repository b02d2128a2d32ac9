"""Rules, schedules, agents and devices as the page shows them: sentences, and what to press."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from hub.housekeeping.runs import is_schedule, next_runs, run_text
from hub.view.picture import LONGEST_NAME
from hub.view.plain_json import Json, Picture, moment_json
from rules.agent import Agent
from rules.balance.day import AgentDay
from rules.explain import HouseNames, pause_sentence, title_of
from rules.explain.phrases import listed
from rules.guardrail import Guardrail
from rules.house import House
from rules.words.ids import AgentId
from rules.words.news import Reach
from rules.words.times import Moment

Numbers: TypeAlias = Mapping[str, Sequence[Json]]
"""What may be changed on the page, by the id of what it stands in."""
NO_NUMBERS: Final[Numbers] = {}

KINDS: Final = {
    "motion_light": "lights up for whoever comes",
    "schedule": "acts at set times",
    "circadian": "shapes the light by the hour of the day",
    "forgotten_light": "switches off what was forgotten",
    "recipe": "follows a recipe of the household's own",
    "question_lamp": "blinks softly while people are asked something",
    "outside": "is a program outside the hub",
}
"""What sort of mind each kind of agent has. None of them learns, and none acts by itself."""


def rules_shown(house: House, numbers: Numbers = NO_NUMBERS) -> list[Json]:
    """Return the household's rules as sentences, the safety rules first, and their numbers."""
    rules = sorted(house.policy.guardrails.values(), key=lambda rule: (not rule.safety, rule.id))
    return [{**_rule(house, rule), "numbers": [*numbers.get(rule.id, ())]} for rule in rules]


def schedules_shown(house: House, now: Moment, numbers: Numbers = NO_NUMBERS) -> list[Json]:
    """Return what runs at set times, whatever runs next first."""
    home, found = house.policy.home, list[tuple[Moment, str, Json]]()
    for agent in house.policy.agents.values():
        if not is_schedule(agent):
            continue
        pause = house.people.pause_of(agent.id, now)
        runs = next_runs(agent, home, now if pause is None else pause.until)
        picture: Json = {
            **_agent(house, agent, now),
            "runs": [run_text(at, now, home) for at in runs],
            "numbers": [*numbers.get(agent.id, ())],
            "next": moment_json(house, runs[0]) if runs else None,
        }
        found.append((runs[0] if runs else float("inf"), str(agent.id), picture))
    return [picture for _, _, picture in sorted(found, key=lambda one: one[:2])]


def agents_shown(
    house: House, lately: Mapping[str, AgentDay], now: Moment, numbers: Numbers = NO_NUMBERS
) -> list[Json]:
    """Return the agents, with what they did `lately`."""
    agents = sorted(house.policy.agents.values(), key=lambda agent: agent.id)
    return [
        {
            **_agent(house, agent, now),
            "did": did(lately.get(agent.id, AgentDay())),
            "numbers": [*numbers.get(agent.id, ())],
        }
        for agent in agents
    ]


def devices_shown(house: House) -> list[Json]:
    """Return the devices, by room and name."""
    names = HouseNames(house)
    devices = sorted(house.devices.values(), key=lambda one: (house.area_of(one.id) or "~", one.id))
    found: list[Json] = []
    for device in devices:
        product, area = device.announcement.product, house.area_of(device.id)
        made = [part[:LONGEST_NAME] for part in (product.maker, product.model) if part]
        found.append(
            {
                "id": device.id,
                "name": device.name[:LONGEST_NAME],
                "room": names.area(area) if area else "in no room yet",
                "product": " ".join(made),
                "answers": house.is_available(device.id),
            }
        )
    return found


def did(counts: AgentDay) -> str:
    """Return what an agent did in words: `made 12 changes in 7 days, 1 undone`."""
    if not counts.changed:
        return "changed nothing in 7 days"
    changes = "1 change" if counts.changed == 1 else f"{counts.changed} changes"
    return f"made {changes} in 7 days, {counts.undone or 'none'} undone"


def paused(house: House, agent: AgentId, now: Moment) -> Picture | None:
    """Return the pause of an agent, if it has one now."""
    pause = house.people.pause_of(agent, now)
    if pause is None:
        return None
    return {
        "sentence": pause_sentence(pause, HouseNames(house), now),
        "until": moment_json(house, pause.until),
        "skips": pause.skips is not None,
    }


def _agent(house: House, agent: Agent, now: Moment) -> Picture:
    terms = agent.terms
    mind = KINDS.get(agent.name, f"is of the kind {agent.name}")
    if terms is not None:
        mind = f"{mind} that {HouseNames(house).person(terms.owner)} answers for"
    return {
        "id": agent.id,
        "title": title_of(agent.id),
        "purpose": agent.purpose,
        "mind": mind,
        "tier": terms.tier.value if terms is not None else "act",
        "where": _where(house, agent.reaches()),
        "pause": paused(house, agent.id, now),
    }


def _rule(house: House, rule: Guardrail) -> Picture:
    return {
        "id": rule.id,
        "title": rule.title,
        "sentence": f"{rule.title} {rule.sentence()}.",
        "where": _where(house, rule.reach()),
        "purpose": rule.purpose,
        "owner": HouseNames(house).person(rule.owner) if rule.owner else None,
        "review": rule.review or None,
        "class": "safety" if rule.safety else "comfort",
    }


def _where(house: House, reach: Reach) -> str:
    """Return where something counts or may act: `the hall and Sofa lamp`."""
    if reach.house:
        return "the whole house"
    names = HouseNames(house)
    return listed([*_sorted(map(names.area, reach.areas)), *_sorted(reach.refs)] or ["nowhere"])


def _sorted(words: Iterable[str]) -> list[str]:
    return sorted(word[:LONGEST_NAME] for word in words)
