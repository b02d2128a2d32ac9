"""Lapsing: how a prompt closes, or asks less, before anybody has answered it.

Rule 1: what people take over, what is so already and what is over closes by itself. Rule 2: so does
what its agent does not want any more. Rule 3: another policy has it asked anew; by that nothing
is done.
"""

from dataclasses import replace

from rules.claims.proposing import propose
from rules.claims.told import near
from rules.condition import current
from rules.deciding.arbiter import decide
from rules.due import PromptDue
from rules.house import House
from rules.prompts.closing import end_questions, shut
from rules.prompts.life import Turning
from rules.prompts.moot import why_moot
from rules.turn import Turn
from rules.words.decisions import Decision, End, Outcome
from rules.words.ids import AgentId, DecisionId, DeviceId, HardwareId
from rules.words.prompts import Prompt, Question
from rules.words.wishes import GiveUp, Proposal


def look_again(turn: Turn) -> None:
    """Look at the open prompts, now that something has changed: they close by themselves.

    At all of them: what one rested on is known to the agent that asked, and may be anywhere.
    """
    if turn.changed:
        for prompt in tuple(turn.house.prompts.open.values()):
            look_at(turn, prompt)


def policy_changed(turn: Turn) -> None:
    """Ask again what is still to be asked under another policy; nothing is done by that."""
    for prompt in tuple(turn.house.prompts.open.values()):
        if prompt.policy != turn.house.policy.hash:
            _ask_anew(turn, prompt)


def look_at(turn: Turn, prompt: Prompt) -> None:
    """Let go of the questions that need not be asked any more; without any the prompt closes."""
    moot = [(question, why_moot(turn.house, question, turn.now)) for question in prompt.questions]
    gone = [(question, why) for question, why in moot if why is not None]
    if gone:
        _let_go(turn, prompt, gone)
    else:
        turn.house.due.put(PromptDue(prompt.id), prompt.looks_at)


def _let_go(turn: Turn, prompt: Prompt, gone: list[tuple[Question, tuple[Turning, str]]]) -> None:
    left = tuple(q for q in prompt.questions if all(q is not question for question, _ in gone))
    if not left:
        turnings = [turning for _, (turning, _) in gone]
        covered = Turning.COVERED in turnings
        why = next(why for _, (turning, why) in gone if not covered or turning is Turning.COVERED)
        _close(turn, prompt, Turning.COVERED if covered else Turning.GONE, why)
        return
    for question, (turning, why) in gone:
        end = End.SUPERSEDED if turning is Turning.COVERED else End.MOOT
        turn.end(question.decision, question.device, end, why)
    rest = replace(prompt, questions=left)
    turn.house.prompts.put(rest)
    turn.house.due.put(PromptDue(rest.id), rest.looks_at)
    turn.keep(f"prompt/{rest.id}", rest)
    turn.prompt_shows(rest.id)


def wished_anew(turn: Turn, decision: Decision) -> None:
    """Close what an agent asked about a device that it wants otherwise now, and got so.

    Where the device is so already, an agent takes its question back, however far it is trusted.
    """
    wish = decision.proposal
    refused = decision.outcome in (Outcome.DENIED, Outcome.ASKED) or decision.shadow
    if wish.renews or (refused and not _is_so(turn.house, wish)):
        return
    for prompt in turn.house.prompts.on(wish.device):
        old = [q.proposal for q in prompt.questions if q.device == wish.device]
        if prompt.agent == wish.agent and any(one.values != wish.values for one in old):
            _drop(turn, prompt, wish.device, "its agent wishes something else by now")


def _is_so(house: House, wish: Proposal) -> bool:
    condition = house.conditions.get(wish.device)
    is_now = current(condition) if condition is not None else {}
    return all(near(aspect, is_now.get(aspect), value) for aspect, value in wish.values.items())


def gave_up(turn: Turn, wish: GiveUp) -> None:
    """Close what an agent asked for and does not want any more."""
    for prompt in turn.house.prompts.on(wish.device):
        if prompt.agent == wish.agent:
            _drop(turn, prompt, wish.device, "its agent gave it up")


def set_aside(turn: Turn, agent: AgentId) -> None:
    """Close what an agent asked that people have put aside."""
    for prompt in tuple(turn.house.prompts.open.values()):
        if prompt.agent == agent:
            _close(turn, prompt, Turning.GONE, "its agent was paused")


def taken_away(turn: Turn, hardware: HardwareId) -> None:
    """Close what was asked about a device that is taken away."""
    device = turn.house.ids.get(hardware)
    if device is not None:
        for prompt in turn.house.prompts.on(device):
            _drop(turn, prompt, device, "the device was taken away")


def _drop(turn: Turn, prompt: Prompt, device: DeviceId, why: str) -> None:
    gone = [question for question in prompt.questions if question.device == device]
    _let_go(turn, prompt, [(question, (Turning.GONE, why)) for question in gone])


def _ask_anew(turn: Turn, prompt: Prompt) -> None:
    why = "the policy changed"
    state = shut(turn, prompt, Turning.GONE, why=why)
    for question in prompt.questions:
        tried = decide(turn.house, question.proposal, turn.now, DecisionId(0))
        if tried.outcome is Outcome.ASKED:
            propose(turn, replace(question.proposal), again=True)
    end_questions(turn, prompt, state, why)


def _close(turn: Turn, prompt: Prompt, happening: Turning, why: str) -> None:
    """End a prompt of which nothing follows, and the decisions that waited for it."""
    end_questions(turn, prompt, shut(turn, prompt, happening, why=why), why)
