"""Asking: what is to be asked of people becomes one prompt a moment.

Rule 1: a prompt is written down before anybody sees it. Rule 2: whoever hears `asked` can rely on
it: what people are spared is refused as it is decided, with the reason. Rule 3: one prompt for all
that an agent wants at one moment; what follows within minutes joins it.
"""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b
from typing import Final

from rules.due import AgentDue, PromptDue
from rules.prompts.closing import shut
from rules.prompts.joining import asks_of, joined, least_role, otherwise
from rules.prompts.life import Turning
from rules.prompts.moot import why_moot
from rules.prompts.sparing import why_spared
from rules.turn import Batch, Turn
from rules.words.asks import Quarrel
from rules.words.decisions import Decision, End, asks_in
from rules.words.ids import AgentId, PromptId
from rules.words.prompts import Prompt, Question
from rules.words.records import PromptBegan

QUESTION: Final = "a question"
SHOWN: Final = 1.0
"""Seconds until a prompt is written down, so that nothing tells of it before."""


def why_not_asked(turn: Turn, decision: Decision, *, again: bool) -> str:
    """Return why people are not asked what a decision wants them to be, or nothing."""
    key = _key(decision, again=again)
    others = {other: known for other, known in turn.asked.items() if other != key}
    return why_spared(turn.house, _question(decision), others, turn.now, again=again)


def ask(turn: Turn, decision: Decision, *, again: bool) -> None:
    """Have people asked at the end of this step; `again`: they were asked about it before."""
    questions = turn.asked.setdefault(_key(decision, again=again), [])
    for older in [other for other in questions if other.device == decision.device]:
        questions.remove(older)
        turn.end(older.decision, older.device, End.SUPERSEDED, "the agent wished anew")
    questions.append(_question(decision))


def ask_people(turn: Turn) -> None:
    """Ask about everything that this step decided to ask."""
    asked, turn.asked = turn.asked, {}
    for (agent, _, again), questions in asked.items():
        _ask(turn, agent, questions, again=again)


def _key(decision: Decision, *, again: bool) -> Batch:
    return (decision.proposal.agent, decision.proposal.cause, again)


def _ask(turn: Turn, agent: AgentId, questions: Iterable[Question], *, again: bool) -> None:
    left: list[Question] = []
    for question in questions:
        # The rest of the step may have done it, or taken it over.
        moot = why_moot(turn.house, question, turn.now)
        if moot is None:
            left.append(question)
        else:
            turn.end(question.decision, question.device, End.MOOT, f"nobody was asked: {moot[1]}")
    for known in tuple(turn.house.prompts.open.values()):
        more = [question for question in left if _joins(turn, question, known)]
        if more:
            left = [question for question in left if question not in more]
            _ask_together(turn, known, tuple(more), again=again)
    if left:
        _begin(turn, agent, tuple(left), again=again)


def _joins(turn: Turn, question: Question, prompt: Prompt) -> bool:
    return joined(turn.house, question, turn.now) is prompt


def _ask_together(turn: Turn, prompt: Prompt, more: tuple[Question, ...], *, again: bool) -> None:
    """Ask anew, with what came to it: the old question takes no answer any more."""
    shut(turn, prompt, Turning.JOINED, why="more is asked about this area: see the new question")
    _begin(turn, prompt.agent, more, before=prompt, again=again)


def _question(decision: Decision) -> Question:
    proposal = decision.proposal
    asks = asks_in(decision.reasons)
    # Who should win is the same question, whichever of the two it comes from.
    quarrels = all(isinstance(ask, Quarrel) for ask in asks)
    values = [] if quarrels else sorted(decision.given.items())
    return Question(
        decision=decision.id,
        proposal=proposal,
        given=decision.given,
        was=decision.was,
        asks=asks,
        key=_trace(decision.device, values, sorted(ask.about for ask in asks)),
    )


def _trace(*of: object) -> str:
    return blake2b(repr(of).encode(), digest_size=4).hexdigest()


def _begin(
    turn: Turn,
    agent: AgentId,
    new: tuple[Question, ...],
    *,
    before: Prompt | None = None,
    again: bool,
) -> None:
    """Begin a prompt; `before` is the one that it takes the place of."""
    house, now = turn.house, turn.now
    questions = (*before.questions, *new) if before else new
    trace = _trace(agent, [question.key for question in questions], house.policy.hash, now)
    prompt = Prompt(
        # The first that is new: the number of the question before answers nothing any more.
        id=PromptId(f"{new[0].decision}-{trace}"),
        agent=agent,
        questions=questions,
        who=least_role(questions),
        asked=now,
        deadline=min(ask.deadline for ask in asks_of(questions)),
        otherwise=otherwise(questions),
        policy=house.policy.hash,
    )
    house.prompts.put(prompt)
    house.due.put(PromptDue(prompt.id), prompt.looks_at)
    turn.record(PromptBegan(prompt=prompt), durable=True)
    turn.keep(f"prompt/{prompt.id}", prompt)
    if not again:
        patience = house.prompts.of(agent, now)
        turn.keep_patience(replace(patience, asked=(*patience.asked, now)))
    turn.prompt_shows(prompt.id)
    for teller in house.policy.agents.values():
        if teller.hears_questions:
            house.due.put(AgentDue(teller.id, QUESTION), now + SHOWN)
