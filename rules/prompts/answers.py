"""Answers: whether what somebody says to a prompt counts, and if not, why, in a sentence."""

from rules.explain.phrases import clock
from rules.house import House
from rules.people.roles import enough, is_agent, is_nameless, role_of
from rules.prompts.joining import for_safety
from rules.prompts.life import LIFE, Refusal
from rules.words.asks import RuleAsked
from rules.words.events import PromptAnswered
from rules.words.prompts import Answer, Prompt, PromptState, Question
from rules.words.times import Moment
from rules.words.values import BRIGHTNESS, LAMP_ASPECTS, as_number, to_percent
from rules.words.wishes import Author

MOST_PERCENT = 100
NAMELESS = (
    "this is not answered by somebody without a name: answer on a paired phone, at the hub, with a "
    "button, or as a person whom the broker vouches for"
)


def why_refused(house: House, said: PromptAnswered, now: Moment) -> Refusal:
    """Return why an answer does not count, or nothing where it does.

    Rule 1: only what is asked at this moment can be answered. Rule 2: an agent is never asked.
    Rule 3: whoever answers has the role that is asked for. Rule 4: lower is less than was asked.
    Rule 5: a yes is not used up where nothing can come of it yet. Rule 6: what is asked for safety,
    or about what is no light, somebody answers who is vouched for, unless the household says else.
    """
    state = house.prompts.state(said.prompt)
    if state is None:
        return "there is no such question; `homerule prompts` lists what is asked"
    follows = LIFE[state, said.answer]
    if not isinstance(follows, PromptState):
        return follows
    prompt = house.prompts.open[said.prompt]
    if now >= prompt.deadline:
        return f"its time was over at {clock(prompt.deadline, house.policy.home.zone)}"
    if refusal := why_not_theirs(house, prompt, said.by):
        return refusal
    if follows is PromptState.APPROVED and (unknown := _not_known(house, prompt)):
        return f"the hub does not know {unknown} yet: say it again in a moment"
    return _why_not_always(house, prompt, said) or _why_not_lower(prompt, said)


def why_not_theirs(house: House, prompt: Prompt, by: Author) -> Refusal:
    """Return why a question is not for somebody to answer, whatever they say; or nothing."""
    if is_agent(house, by):
        return "an agent asks and does not answer"
    if is_nameless(by) and house.policy.home.nameless is None and is_delicate(prompt):
        return NAMELESS
    role = role_of(house, by)
    if role is None:
        return "nobody knows who answers"
    if not enough(role, prompt.who):
        return f"it must be answered by somebody who is at least {prompt.who}, not {role}"
    return ""


def is_delicate(prompt: Prompt) -> bool:
    """Say whether it is asked for safety, or about a lock, a cover, a heater's target."""
    things = {aspect for question in prompt.questions for aspect in question.given}
    return for_safety(prompt.questions) or not things <= LAMP_ASPECTS


def _why_not_always(house: House, prompt: Prompt, said: PromptAnswered) -> Refusal:
    if said.answer is not Answer.ALWAYS or can_be_always(house, prompt):
        return ""
    return "no rule asks that could be told to ask no more; say `yes` or `no`"


def can_be_always(house: House, prompt: Prompt) -> bool:
    """Say whether `always` is an answer: whoever asks is a rule of the household.

    What an agent may only suggest by its tier is asked about whatever it is.
    """
    asks = [ask for question in prompt.questions for ask in question.asks]
    return all(isinstance(ask, RuleAsked) and ask.rule in house.policy.guardrails for ask in asks)


def _not_known(house: House, prompt: Prompt) -> str:
    """Return a device of which nothing was heard since the start: a yes would be lost on it."""
    devices = (question.device for question in prompt.questions)
    return next((device for device in devices if device not in house.devices), "")


def _why_not_lower(prompt: Prompt, said: PromptAnswered) -> Refusal:
    if said.answer is not Answer.LOWER:
        return "a percentage goes with `lower` only" if said.percent is not None else ""
    if not can_be_lowered(prompt):
        return "it cannot be lowered; say `yes` or `no`"
    most = max(to_percent(_bright(question)) for question in prompt.questions)
    if said.percent is not None and not 0 <= said.percent < min(most, MOST_PERCENT):
        return f"lower is less than {most} %"
    return ""


def can_be_lowered(prompt: Prompt) -> bool:
    """Say whether `lower` is an answer: all that is asked about has a brightness."""
    return all(_bright(question) > 0 for question in prompt.questions)


def _bright(question: Question) -> float:
    return as_number(question.given.get(BRIGHTNESS)) or 0.0
