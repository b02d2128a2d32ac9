"""Pauses: a person puts an agent aside for a while, or leaves out one run of a schedule.

Rule 1: a paused agent wishes nothing; what drives a device because of it goes on to its own end,
which may only dim or switch off. Rule 2: what waits of it, and what it asked, ends at once.
Rule 3: a pause has an end, is kept over a restart, and ends by itself or by a person.
"""

from rules.claims.claims import driving
from rules.claims.review import end_claim
from rules.due import PauseDue
from rules.explain import HouseNames
from rules.explain.people import author_text
from rules.explain.phrases import moment_text, title_of
from rules.house import House
from rules.prompts.lapsing import set_aside
from rules.turn import Turn
from rules.words.events import ScheduleReached
from rules.words.ids import AgentId
from rules.words.people import Pause
from rules.words.records import Noted, PauseBegan, PauseEnded
from rules.words.times import Moment
from rules.words.wishes import Author, Proposal


def pause(turn: Turn, placed: Pause) -> None:
    """Put an agent aside from now on."""
    people, agent = turn.house.people, placed.agent
    people.pauses[agent] = placed
    turn.house.due.drop(PauseDue(agent))
    turn.house.due.put(PauseDue(agent), placed.until)
    turn.record(PauseBegan(pause=placed), durable=True)
    turn.keep(f"pause/{agent}", placed)
    set_aside(turn, agent)
    for device in tuple(turn.house.conditions):
        claim = turn.house.claim_of(agent, device)
        if claim is None:
            continue
        drives = claim in driving(turn.condition(device).claims).values()
        if claim.raises_at is not None or not (claim.acted and drives):
            end_claim(turn, claim, "its agent was paused")


def let_go_on(turn: Turn, agent: AgentId, by: Author) -> None:
    """Let an agent act again, because a person says so."""
    if agent in turn.house.people.pauses:
        _end(turn, agent, by, "a person let it go on")


def pause_due(turn: Turn, agent: AgentId) -> None:
    """End a pause whose time is over."""
    standing = turn.house.people.pauses.get(agent)
    if standing is None:
        return
    if standing.until <= turn.now:
        _end(turn, agent, None, "its time is over")
    else:
        turn.house.due.put(PauseDue(agent), standing.until)


def of_the_unpaused(house: House, wishes: list[Proposal], now: Moment) -> list[Proposal]:
    """Return the wishes that count: an agent that was put aside may only let go of what it had."""
    people = house.people
    if not people.pauses:
        return wishes
    return [
        wish for wish in wishes if people.pause_of(wish.agent, now) is None or _lets_go(house, wish)
    ]


def _lets_go(house: House, wish: Proposal) -> bool:
    """Say whether a wish does no more than end sooner what the same agent has going on."""
    claim = house.claim_of(wish.agent, wish.device)
    return wish.renews and claim is not None and wish.until <= claim.until


def run_skipped(turn: Turn, event: ScheduleReached) -> bool:
    """Say whether a point of a timetable is left out, and write it down."""
    standing = turn.house.people.pause_of(event.agent, turn.now)
    if standing is None:
        return False
    if not event.late and event.agent in turn.house.policy.agents:
        names = HouseNames(turn.house)
        at = moment_text(event.at, turn.now, names.zone)
        did = "skipped it" if standing.skips is not None else "paused it"
        who = author_text(standing.by, names)
        text = f"{title_of(event.agent)} did not run at {at}, because {who} {did}"
        turn.record(Noted(text=text))
    return True


def _end(turn: Turn, agent: AgentId, by: Author | None, why: str) -> None:
    del turn.house.people.pauses[agent]
    turn.house.due.drop(PauseDue(agent))
    turn.record(PauseEnded(agent=agent, by=by, why=why), durable=True)
    turn.keep(f"pause/{agent}", None)
