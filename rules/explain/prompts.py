"""Prompts in sentences: what would be done, why it is asked, and what happens without an answer."""

from rules.explain.names import Names
from rules.explain.people import author_text
from rules.explain.phrases import (
    clock,
    listed,
    moment_text,
    quoted_words,
    sentence_of,
    title_of,
    wish_text,
)
from rules.explain.reasons import owned, someone
from rules.words.asks import Ask, OnlySuggests, Otherwise, Quarrel, RuleAsked
from rules.words.ids import AgentId, DeviceId
from rules.words.prompts import Answer, Prompt, PromptState
from rules.words.records import ChangeWished, PromptBegan, PromptEnded
from rules.words.times import Moment
from rules.words.values import POWER
from rules.words.wishes import AgentSaid, Then

MOST_NAMED = 6
"""Devices that a headline names; of more it says how many they are."""
STATES = {
    PromptState.APPROVED: "yes",
    PromptState.DECLINED: "no",
    PromptState.DISMISSED: "not now",
}
_LESS = "yes, but less,"


def prompt_title(prompt: Prompt, names: Names) -> str:
    """Return the question in one line: `May Heater set Bath fan on?`."""
    wishes = [
        f"{names.device(question.device)} {wish_text(question.given)}"
        for question in prompt.questions[:MOST_NAMED]
    ]
    more = len(prompt.questions) - len(wishes)
    if more:
        wishes.append(f"{more} more")
    return sentence_of(f"may {names.agent(prompt.agent)} set {listed(wishes)}?")


def prompt_sentences(prompt: Prompt, names: Names) -> tuple[str, ...]:
    """Return why it is asked, what follows, what silence does and when, and who may answer."""
    asks = dict.fromkeys(ask for question in prompt.questions for ask in question.asks)
    told = dict.fromkeys(_asked_by(ask, names) for ask in asks)
    said = dict.fromkeys(question.proposal.cause.trigger for question in prompt.questions)
    quoted = [
        f"{names.agent(prompt.agent)} says, {quoted_words(trigger.words)}"
        for trigger in said
        if isinstance(trigger, AgentSaid) and trigger.words
    ]
    reasons = map(sentence_of, (*told, *quoted, *_what_follows(prompt)))
    return (*reasons, default_sentence(prompt, names), who_sentence(prompt))


def _what_follows(prompt: Prompt) -> tuple[str, ...]:
    """Return what else a yes brings with it, which the title does not tell."""
    off = [
        question.proposal.then is Then.OFF and question.given.get(POWER) is not False
        for question in prompt.questions
    ]
    return ("when that is over, it is switched off",) if any(off) else ()


def default_sentence(prompt: Prompt, names: Names) -> str:
    """Return what happens if nobody answers, and when."""
    end = moment_text(prompt.until, prompt.asked, names.zone)
    # A wish that is over before the deadline is not fulfilled.
    done = prompt.otherwise is Otherwise.DO_IT and prompt.deadline <= prompt.until
    what = "it is done" if done else "nothing happens"
    return f"If nobody answers by {end}, {what}."


def who_sentence(prompt: Prompt) -> str:
    """Return who may answer."""
    return sentence_of(f"{someone(prompt.who)} may answer")


def _asked_by(ask: Ask, names: Names) -> str:
    match ask:
        case RuleAsked(rule=rule, observed=observed):
            seen = f" ({observed})" if observed else ""
            return f"'{title_of(rule)}'{owned(ask.owner, names)} {ask.sentence}{seen}"
        case OnlySuggests(agent=agent):
            return f"{names.agent(agent)} may only suggest"
        case Quarrel(agent=agent, rival=rival, turns=turns):
            one, other = names.agent(agent), names.agent(rival)
            turned = f"{one} and {other} turned it to and fro {turns} times: who should win?"
            return f"{turned} With a yes {one} goes first; without, both rest"


def prompt_record_clause(
    body: PromptBegan | PromptEnded | ChangeWished, at: Moment, names: Names
) -> str:
    """Return what the journal says of a prompt, as a clause."""
    match body:
        case PromptBegan(prompt=prompt):
            title, default = prompt_title(prompt, names), default_sentence(prompt, names)
            return f"asked at {clock(at, names.zone)}: {title} {default}"
        case PromptEnded():
            return _ended(body, clock(at, names.zone), names)
        case ChangeWished(answer=answer, by=by):
            may = "may always do" if answer is Answer.ALWAYS else "may never do"
            wish = f"{names.agent(body.agent)} {may} this with {_named(body.devices, names)}"
            who = author_text(by, names)
            return f"{who} wants a policy by which {wish}: it is to be signed, nothing changed yet"


def _ended(body: PromptEnded, at: str, names: Names) -> str:
    asked = f"the question of {_asker(body.agent, body.devices, names)}"
    if body.by is None or body.state not in STATES:
        return f"{asked} was closed at {at}: {body.why}"
    said = _LESS if body.answer is Answer.LOWER else STATES[body.state]
    return f"{author_text(body.by, names)} answered {said} at {at} to {asked}"


def _asker(agent: AgentId, devices: tuple[DeviceId, ...], names: Names) -> str:
    return f"{names.agent(agent)} about {_named(devices, names)}"


def _named(devices: tuple[DeviceId, ...], names: Names) -> str:
    about = [names.device(device) for device in devices[:MOST_NAMED]]
    if len(devices) > MOST_NAMED:
        about.append(f"{len(devices) - MOST_NAMED} more")
    return listed(about or ["nothing"])
