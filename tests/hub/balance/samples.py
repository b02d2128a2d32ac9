"""Some days of a house: a quiet one, one that people mostly decided, one of many agents."""

from datetime import date, timedelta

from hub.balance.figures import Pulse
from rules.balance.day import AgentDay, Day, bucket

MONDAY = date(2025, 11, 10)
PULSE = Pulse(answering=5, devices=6, messages=42.5, memory=61.2)


def busy(people: int, agents: int, undone: int = 0, prompts: int = 0) -> Day:
    """Return a day with so many changes."""
    return Day(
        people=people,
        planned=2,
        agents=agents,
        others=1,
        undone=undone,
        prompts=prompts,
        unanswered=min(prompts, 1),
        outcomes={"allowed": agents, "limited": 3, "deferred": 2, "denied": 5},
        by_agent={"hall-motion": AgentDay(agents, undone)},
        times={bucket(0.04): 9 * agents, bucket(0.2): agents},
    )


def week(*known: Day) -> list[tuple[date, Day]]:
    """Return a week that ends with these days; nothing happened before."""
    days = [*(Day() for _ in range(7 - len(known))), *known]
    return [(MONDAY + timedelta(days=number), day) for number, day in enumerate(days)]


WEEK = week(busy(30, 10, 1), busy(12, 24, 6, 3), busy(8, 40, 2, 1), Day(), busy(25, 11))
WEEK_BEFORE = week(busy(20, 20, 5), busy(10, 10))
