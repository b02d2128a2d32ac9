"""Asking: what is to be asked of people becomes one prompt a moment.

Rule 1: a prompt is written down before anybody sees it. Rule 2: whoever hears `asked` can rely on
it: what people are spared is refused as it is decided, with the reason. Rule 3: one prompt for all
that an agent wants at one moment.
"""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b
from typing import Final

from rules.deciding.raising import raises
from rules.due import AgentDue, PromptDue
from rules.people.roles import rank
from rules.prompts.sparing import why_moot, why_spared
from rules.turn import Batch, Turn
from rules.words.asks import OnlySuggests, Otherwise, RuleAsked
from rules.words.decisions import Decision, End
from rules.words.ids import AgentId, PromptId
from rules.words.prompts import Ask, Prompt, Question
from rules.words.records import PromptBegan
from rules.words.values import BRIGHTNESS, POWER

QUESTION: Final = "a question"
SHOWN: Final = 1.0
"""Seconds until a prompt is written down, so that nothing tells of it before."""
_LIGHT: Final = frozenset({POWER, BRIGHTNESS})


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
    if left:
        _begin(turn, agent, tuple(left), again=again)


def _question(decision: Decision) -> Question:
    proposal = decision.proposal
    asks = tuple(r for r in decision.reasons if isinstance(r, RuleAsked | OnlySuggests))
    values = sorted(decision.given.items())
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


def _begin(turn: Turn, agent: AgentId, questions: tuple[Question, ...], *, again: bool) -> None:
    house, now = turn.house, turn.now
    asks = [ask for question in questions for ask in question.asks]
    trace = _trace(agent, [question.key for question in questions], house.policy.hash, now)
    prompt = Prompt(
        id=PromptId(f"{questions[0].decision}-{trace}"),
        agent=agent,
        questions=questions,
        who=min((ask.who for ask in asks), key=rank),
        asked=now,
        deadline=min(ask.deadline for ask in asks),
        otherwise=_otherwise(questions, asks),
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


def _otherwise(questions: tuple[Question, ...], asks: list[Ask]) -> Otherwise:
    """Return what happens without an answer: never anything that does more than lower the light."""
    lowers = all(
        question.given.keys() <= _LIGHT and raises(question.was, question.given) is None
        for question in questions
    )
    if lowers and all(ask.otherwise is Otherwise.DO_IT for ask in asks):
        return Otherwise.DO_IT
    return Otherwise.NOTHING
