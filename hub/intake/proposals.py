"""Proposals of agents from outside: heard at their pace, judged once, answered, and no more.

Rule 1: who is no agent from outside of this house is refused. Rule 2: before anything is read, the
agent's rate decides; what is over it is counted and answered together. Rule 3: the same `id` gets
the same answer and is judged once. Rule 4: an answer goes only below the agent's own topic.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar

from devices.family import Heard
from hub.clock import Clock
from hub.intake.answers import decision_answer, end_answer, refusal
from hub.intake.forms import BadInput, shown
from hub.intake.pace import Bucket, Refused
from hub.intake.proposal_form import Sent, event_of, read_proposal
from hub.upshot import Upshot
from hub.view.plain_json import Picture
from rules.explain import HouseNames, pause_sentence
from rules.house import House
from rules.words import decisions
from rules.words.decisions import Decision
from rules.words.ids import AgentId, DecisionId
from rules.words.records import Decided, Ended
from rules.words.times import MINUTE
from rules.words.wishes import AgentSaid

Reply: TypeAlias = Callable[[Picture], None]
Key = TypeVar("Key", str, int, DecisionId)

MOST_REMEMBERED: Final = 128
"""Proposals of one agent whose answers and ends are still looked after."""
REMEMBERED_FOR: Final = 10 * MINUTE
MOST_ASKERS: Final = 8
"""Who may wait for the answer to one and the same proposal."""
REFUSED_COSTS: Final = 4
"""Tokens that a denied proposal costs beside its own: it is written down like any other."""
STRANGERS_A_MINUTE: Final = 30
TOGETHER_AFTER: Final = 1.0
"""Seconds in which what was over the rate is gathered for one answer."""
STRANGERS: Final = ""


@dataclass(slots=True)
class Ask:
    """One proposal on its way, and who waits for what comes of it."""

    sent: Sent
    at: float
    ticket: int
    replies: list[Reply]
    later: Reply
    answer: Picture | None = None
    refused_under: str | None = None
    """The policy by which it was denied: under another it may be asked anew."""


@dataclass(slots=True)
class Line:
    """One agent: how much of it is heard, and what of its proposals is remembered."""

    bucket: Bucket
    named: OrderedDict[str, Ask] = field(default_factory=OrderedDict)
    tickets: OrderedDict[int, Ask] = field(default_factory=OrderedDict)
    open: OrderedDict[DecisionId, Ask] = field(default_factory=OrderedDict)
    dropped: int = 0


class Proposals:
    """Hears agents from outside, by whatever way they come."""

    def __init__(
        self,
        house: House,
        clock: Clock,
        *,
        hear: Callable[[Heard], None],
        says: Callable[[str], None],
        ready: Callable[[], bool],
    ) -> None:
        """Bring what may be judged to the house by `hear`, once it is `ready`.

        `says` is called with what was refused, so that it is written down; never often.
        """
        self._house = house
        self._clock = clock
        self._hear = hear
        self._ready = ready
        self._lines: dict[AgentId, Line] = {}
        self._strangers = Bucket(STRANGERS_A_MINUTE, clock.monotonic())
        # Unlike those of an earlier run, which may stand in claims that outlived it.
        self._ticket = int(clock.now() * 1000)
        self.refused = Refused(says)

    # what comes in

    def knows(self, agent: str) -> bool:
        """Say whether an agent from outside of this name lives with the household."""
        known = self._house.policy.agents.get(AgentId(agent))
        return known is not None and known.terms is not None

    def stranger(self, name: str) -> str:
        """Refuse one whom nobody knows; return the answer, or nothing where there were too many."""
        sentence = f"no agent from outside is called {shown(name)} in this house"
        self.refused.note(STRANGERS, f"a proposal was refused: {sentence}")
        return sentence if self._strangers.takes(self._clock.monotonic()) else ""

    def propose(self, agent: AgentId, payload: bytes, reply: Reply, later: Reply) -> bool:
        """Hear one proposal; return whether the agent's rate let it in.

        `reply` is called once with the answer, `later` with each of its ends.
        """
        line = self._line(agent)
        if not line.bucket.takes(self._clock.monotonic()):
            return False
        sent: Sent | None = None
        try:
            sent = read_proposal(payload)
            if not self._is_repeated(line, sent, reply):
                self._pass_on(line, agent, sent, reply, later)
        except BadInput as problem:
            self.refused.note(agent, f"a proposal of `{agent}` was refused: {problem}")
            reply(refusal(str(problem), sent.id if sent else None))
        return True

    def drop(self, agent: AgentId, tell: Reply) -> None:
        """Count a proposal over the rate; after a moment all of them are answered in one."""
        line = self._line(agent)
        line.dropped += 1
        if line.dropped == 1:
            asyncio.get_running_loop().call_later(TOGETHER_AFTER, self._tell_dropped, agent, tell)

    def over_rate(self, agent: AgentId) -> str:
        """Return in a sentence that an agent proposes too often, and how long it should wait."""
        bucket = self._line(agent).bucket
        wait = max(1, round(bucket.wait()))
        return f"more than {bucket.most} proposals a minute: wait {wait} s"

    def _tell_dropped(self, agent: AgentId, tell: Reply) -> None:
        line, sentence = self._line(agent), self.over_rate(agent)
        dropped, line.dropped = line.dropped, 0
        self.refused.note(agent, f"{dropped} of `{agent}` were not heard: {sentence}", dropped)
        tell(refusal(sentence, dropped=dropped))

    def _line(self, agent: AgentId) -> Line:
        known = self._house.policy.agents.get(agent)
        rate = known.terms.rate if known is not None and known.terms is not None else 1
        line = self._lines.get(agent)
        if line is None:
            line = self._lines[agent] = Line(Bucket(rate, self._clock.monotonic()))
        elif line.bucket.most != rate:
            line.bucket = Bucket(rate, self._clock.monotonic())
        return line

    def _is_repeated(self, line: Line, sent: Sent, reply: Reply) -> bool:
        """Answer what was sent before under the same name as it was answered then."""
        now = self._clock.monotonic()
        while line.named and next(iter(line.named.values())).at < now - REMEMBERED_FOR:
            line.named.popitem(last=False)
        before = line.named.get(sent.id) if sent.id else None
        if before is None or before.refused_under not in (None, self._house.policy.hash):
            return False
        if before.sent.form != sent.form:
            raise BadInput(f"the id {shown(sent.id)} was used for another proposal: take a new one")
        if before.answer is not None:
            reply(before.answer)
        elif len(before.replies) < MOST_ASKERS:
            before.replies.append(reply)
        return True

    def _pass_on(self, line: Line, agent: AgentId, sent: Sent, reply: Reply, later: Reply) -> None:
        if not self._ready():
            raise BadInput("the hub does not know its devices yet: try again soon")
        if paused := self._house.people.pause_of(agent, self._clock.now()):
            raise BadInput(pause_sentence(paused, HouseNames(self._house), self._clock.now()))
        now, ticket = self._clock.monotonic(), self._ticket + 1
        event = event_of(sent, agent, self._house, self._clock.now(), ticket)
        self._ticket = ticket
        ask = Ask(sent, now, ticket, [reply], later)
        _remember(line.tickets, ticket, ask)
        if sent.id:
            _remember(line.named, sent.id, ask)
        self._hear(Heard(events=(event,)))

    # what comes of it

    def note(self, upshot: Upshot) -> None:
        """Answer what was decided and what ended, now that it is written."""
        if not self._lines:
            return
        for _, record in upshot.records:
            body = record.body
            if isinstance(body, Decided):
                self._decided(body.decision)
            elif isinstance(body, Ended):
                self._ended(body)

    def _decided(self, decision: Decision) -> None:
        line, trigger = self._lines.get(decision.proposal.agent), decision.proposal.cause.trigger
        if line is None or not isinstance(trigger, AgentSaid):
            return
        ask = line.tickets.get(trigger.ticket)
        if ask is None:
            return
        answer = decision_answer(decision, self._house, ask.sent.id)
        _remember(line.open, decision.id, ask)
        if decision.outcome is decisions.Outcome.DENIED:
            line.bucket.charge(REFUSED_COSTS)
            ask.refused_under = self._house.policy.hash
        if ask.answer is not None:
            # It had to wait, and was decided anew when its moment had come.
            ask.later(answer)
            return
        ask.answer = answer
        replies, ask.replies = ask.replies, []
        for reply in replies:
            reply(answer)

    def _ended(self, ended: Ended) -> None:
        for line in self._lines.values():
            ask = line.open.pop(ended.decision, None)
            if ask is not None:
                # What was asked about, or had to wait, may have been decided once more.
                over = all(other is not ask for other in line.open.values())
                ask.later(end_answer(ended, ask.sent.id, over=over))


def _remember(asks: OrderedDict[Key, Ask], key: Key, ask: Ask) -> None:
    asks[key] = ask
    if len(asks) > MOST_REMEMBERED:
        asks.popitem(last=False)
