"""Housekeeping: what people look after on the page, and the orders that go with it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from hub.balance.count import Count
from hub.balance.figures import memory
from hub.clock import Clock
from hub.housekeeping.day_bar import day_bar
from hub.housekeeping.drafting import Drafting, DraftRequest, ForNowRequest
from hub.housekeeping.form import PauseRequest
from hub.housekeeping.runs import is_schedule, skip_of
from hub.housekeeping.shown import (
    agents_shown,
    devices_shown,
    paused,
    rules_shown,
    schedules_shown,
)
from hub.intake.meant import Refused, Unknown
from hub.journal.reader import JournalReader
from hub.journal.verify import Verified
from hub.view.plain_json import Json, Picture, moment_json
from rules.agent import Agent
from rules.balance.day import AgentDay, together
from rules.explain.phrases import duration_text
from rules.house import House
from rules.words.events import Event, PauseLifted, PausePlaced
from rules.words.ids import AgentId, slug
from rules.words.times import HOUR, MINUTE, Moment, Seconds
from rules.words.wishes import Author

ANSWER_WITHIN: Final = 3.0
STILL: Final = "It is being checked; this may take some minutes."
LATELY: Final = 7
"""Days that the counters of an agent look back."""


class Housekeeping:
    """Answers what the page's House screen asks, and passes on what people do there."""

    def __init__(
        self,
        house: House,
        clock: Clock,
        *,
        say: Callable[[Event], Awaitable[None]],
        count: Count | None = None,
        journal: Callable[[], JournalReader] | None = None,
        policy: Callable[[], Picture | None] = lambda: None,
        drafting: Drafting | None = None,
        write_down: Callable[[str], Awaitable[None]] | None = None,
        began: Seconds | None = None,
    ) -> None:
        """Look at a house. `say` brings what a person did to it, and returns once it is written.

        `journal` opens the journal anew, to be walked through beside the house at work;
        `write_down` puts a sentence into it. `began`: when the hub did, by a clock nobody sets.
        """
        self._house = house
        self._clock = clock
        self._say = say
        self._count = count
        self._journal = journal
        self._policy = policy
        self._drafting = drafting
        self._write_down = write_down
        self._began = clock.monotonic() if began is None else began
        self._checking: asyncio.Future[Verified] | None = None
        self._checked: Picture | None = None

    @property
    def _now(self) -> Moment:
        return self._clock.now()

    def picture(self) -> Picture:
        """Return all of it."""
        house, now, drafting = self._house, self._now, self._drafting
        rules = drafting.numbers("guardrails") if drafting else {}
        agents = drafting.numbers("agents") if drafting else {}
        return {
            "people": self._people(),
            "schedules": schedules_shown(house, now, agents),
            "day": bar.picture() if (bar := day_bar(house, now)) is not None else None,
            "rules": rules_shown(house, rules),
            "agents": agents_shown(house, self._lately(), now, agents),
            "drafts": drafting.waiting() if drafting else [],
            "devices": devices_shown(house),
            "hub": self._hub(),
        }

    async def pause(self, ref: str, request: PauseRequest, by: Author) -> Picture:
        """Put an agent aside for a while, or leave out its next run."""
        agent, now, home = self._agent(ref), self._now, self._house.policy.home
        if request.skip:
            skip = skip_of(agent, home, now) if is_schedule(agent) else None
            if skip is None:
                raise Refused("it has no next run that could be left out: pause it")
            order = PausePlaced(agent=agent.id, by=by, until=skip.until, skips=skip.run)
        else:
            order = PausePlaced(agent=agent.id, by=by, until=request.end(now, home.zone))
        await self._say(order)
        return self._said(agent.id)

    async def let_go_on(self, ref: str, by: Author) -> Picture:
        """Let an agent act again; one that is not paused stays as it is."""
        agent = self._agent(ref)
        await self._say(PauseLifted(agent=agent.id, by=by))
        return self._said(agent.id)

    async def draft(self, request: DraftRequest, by: Author) -> Picture:
        """Show what a change of numbers would do; where it is kept, hand it to the console."""
        return await self._handed_over(await self._drafts().draft(request, by))

    async def for_now(self, request: ForNowRequest, by: Author) -> Picture:
        """Show what a rule for some days would do; where it is kept, hand it to the console."""
        return await self._handed_over(await self._drafts().for_now(request, by))

    async def _handed_over(self, said: Picture) -> Picture:
        if "code" in said and self._write_down is not None:
            await self._write_down(drafted_sentence(said))
        return said

    async def withdraw(self, code: str) -> Picture:
        """Forget a draft."""
        return await self._drafts().withdraw(code)

    def _drafts(self) -> Drafting:
        if self._drafting is None:
            raise Refused("nothing can be drafted here")
        return self._drafting

    async def check_journal(self) -> Picture:
        """Walk through the whole journal and say whether it is as it was written.

        A long one is walked on through after the answer; what came of it stands in the picture.
        """
        if self._journal is None:
            raise Refused("there is no journal here")
        if self._checking is None:
            loop = asyncio.get_running_loop()
            self._checking = loop.run_in_executor(None, _walk, self._journal)
            self._checking.add_done_callback(self._note_check)
        await asyncio.wait({self._checking}, timeout=ANSWER_WITHIN)
        return self._checked or {"sentence": STILL, "sound": None, "at": None}

    def _note_check(self, walked: "asyncio.Future[Verified]") -> None:
        self._checking = None
        if walked.cancelled():
            return
        problem = walked.exception()
        self._checked = {
            "sentence": str(problem) if problem else checked_sentence(walked.result()),
            "sound": problem is None and walked.result().broken is None,
            "at": moment_json(self._house, self._now),
        }

    def _said(self, agent: AgentId) -> Picture:
        return {"agent": agent, "pause": paused(self._house, agent, self._now)}

    def _agent(self, ref: str) -> Agent:
        agents = self._house.policy.agents
        agent = agents.get(AgentId(ref)) or agents.get(AgentId(slug(ref)))
        if agent is None:
            raise Unknown("no such agent lives here")
        return agent

    def _people(self) -> list[Json]:
        people = self._house.policy.people.values()
        return [{"id": one.id, "name": one.name, "role": one.role.value} for one in people]

    def _lately(self) -> dict[str, AgentDay]:
        if self._count is None:
            return {}
        return together(day for _, day in self._count.last(LATELY)).by_agent

    def _hub(self) -> Picture:
        up = self._clock.monotonic() - self._began
        return {
            "version": own_version(),
            "up": up_text(up),
            "memory": memory(),
            "policy": self._policy(),
            "journal": self._checked,
        }


def own_version() -> str:
    """Return which Homerule this is."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 -- on use

    try:
        return version("homerule")
    except PackageNotFoundError:
        return "unknown"


def up_text(seconds: Seconds) -> str:
    """Return how long the hub has been at work, as people say it."""
    if seconds < MINUTE:
        return "less than a minute"
    unit = MINUTE if seconds < 2 * HOUR else HOUR
    return duration_text(seconds // unit * unit)


def checked_sentence(seen: Verified) -> str:
    """Return what a walk through the journal has shown."""
    if seen.broken is not None:
        return f"The journal is broken at entry {seen.broken.id}: {seen.broken.why}."
    return f"All {seen.count} entries are as they were written."


def _walk(journal: Callable[[], JournalReader]) -> Verified:
    with journal() as reader:
        return reader.examine()


def drafted_sentence(said: Picture) -> str:
    """Return what the journal says of a draft that was handed to the console."""
    changes = said["changes"]
    told = " ".join(map(str, changes)) if isinstance(changes, list) else ""
    return f"{said['by']} drafted {said['code']}, which counts once it is signed: {told}"
