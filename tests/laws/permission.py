"""Permission: where people are to be asked nothing is done without their yes, and a yes is once."""

from typing import Final

from rules import restore
from rules.deciding import hearing
from rules.deciding.raising import raises
from rules.prompts import answering, answers, prompted
from rules.words.asks import Approved
from rules.words.decisions import Decision
from rules.words.effects import Command, Effect
from rules.words.events import Event, PromptAnswered
from rules.words.ids import DecisionId, DeviceId, PromptId
from rules.words.prompts import Answer, Prompt, PromptState
from rules.words.records import Decided, PromptBegan, PromptEnded
from tests.houses import OCCUPANCY
from tests.laws.histories import History, Reads, Restarts, Says, Way, histories, told
from tests.laws.household import asks, household, motion_light
from tests.laws.law import Law, Mutant
from tests.laws.life import Life, Witness
from tests.laws.one_end import asking_households
from tests.laws.seen import bodies
from tests.laws.telling import SOMEBODY, live, runs_out

YES: Final = (Answer.YES, Answer.LOWER, Answer.ALWAYS)


class Permission(Witness):
    """Keeps its own account of what is asked and answered, and of what is done with it."""

    def __init__(self) -> None:
        self.asked: dict[PromptId, Prompt] = {}
        self.ended: dict[PromptId, PromptState] = {}
        self.used: dict[tuple[PromptId, DeviceId], Decision] = {}
        self.permitted: set[DecisionId] = set()
        self._yes: PromptId | None = None

    def before(self, life: Life, event: Event) -> None:
        """Take note of an answer that counts: only somebody's, to what is open."""
        self._yes = None
        if isinstance(event, PromptAnswered) and event.by == SOMEBODY and event.answer in YES:
            is_open = event.prompt in self.asked and event.prompt not in self.ended
            self._yes = event.prompt if is_open else None

    def after(self, life: Life, event: Event, effects: list[Effect]) -> None:
        for body in bodies(effects):
            match body:
                case PromptBegan(prompt=prompt):
                    assert prompt.id not in self.asked, f"{prompt.id} was asked twice"
                    self.asked[prompt.id] = prompt
                case PromptEnded():
                    self._ends(body)
                case Decided(decision=decision):
                    self._decided(decision)
                case _:
                    pass

    def _ends(self, end: PromptEnded) -> None:
        assert end.prompt in self.asked, f"nobody asked {end.prompt}"
        assert end.prompt not in self.ended, f"{end.prompt} ended again: {end}"
        approved = end.state is PromptState.APPROVED
        assert not approved or end.prompt == self._yes, f"nobody said yes to {end.prompt}"
        self.ended[end.prompt] = end.state

    def _decided(self, decision: Decision) -> None:
        for reason in decision.reasons:
            if isinstance(reason, Approved):
                self._uses(decision, reason)

    def _uses(self, decision: Decision, yes: Approved) -> None:
        assert yes.prompt in self.asked, f"{decision} has a yes to what nobody asked"
        found = [q for q in self.asked[yes.prompt].questions if q.device == decision.device]
        assert found, f"{decision} has a yes that was given to another device"
        question, use = found[-1], (yes.prompt, decision.device)
        assert yes.about in {ask.about for ask in question.asks}, f"{yes} was not asked"
        assert raises(question.given, decision.given) is None, f"{decision} is more than was shown"
        if use not in self.used:
            assert yes.prompt == self._yes, f"{decision} has a yes that nobody gave just now"
        else:
            same = self.used[use].proposal.agent == decision.proposal.agent
            assert same, f"{decision} has the yes of another agent"
        self.used[use] = decision
        self.permitted.add(decision.id)

    def leaves(self, life: Life, command: Command) -> None:
        """Object to a raise without a yes: every rule of these houses asks first."""
        lamp = life.lamps[command.device]
        if not command.automated or raises(lamp.state, command.values) is None:
            return
        claims = life.house.conditions[command.device].claims
        numbers = command.decisions or tuple(claim.decision for claim in claims)
        assert self.permitted.intersection(numbers), f"nobody said yes to {command}"

    def restarts(self, life: Life, closed: object) -> None:
        left = {number for number in self.asked if number not in self.ended}
        assert set(life.house.prompts.open) == left, "a restart asks what was asked, and no more"


def nothing_without_a_yes(history: History) -> None:
    """Each prompt ends once; each yes is fresh, used once, and for what was shown."""
    witness = Permission()
    life = live(history, witness)
    runs_out(life)
    unanswered = witness.asked.keys() - witness.ended.keys()
    assert not unanswered, f"{unanswered} never ended"


_COMES: Final = Reads("Hall motion", {OCCUPANCY: True})
_asked_by: Final = household([motion_light()], [asks()])

PERMISSION: Final = Law(
    says="nothing that is to be asked is done without a fresh yes",
    over=histories(under=asking_households, longest=24, answers=True),
    holds=nothing_without_a_yes,
    told=(
        told(_asked_by, (1.0, _COMES), (1.0, Restarts()), (1.0, Says(Answer.YES))),
        *(
            told(
                _asked_by, (1.0, _COMES), (1.0, Says(answer, way)), (1.0, Says(Answer.YES, second))
            )
            for answer in Answer
            for way in Way
            for second in (Way.GENUINE, Way.REPLAYED)
        ),
    ),
    kills=(
        Mutant(
            "an agent may answer its own question",
            answers.why_not_theirs,
            "if is_agent(house, by):",
            "if False:",
        ),
        Mutant(
            "a prompt that was answered stays open",
            prompted.Prompts.close,
            "self._forget(prompt)",
            "pass",
        ),
        Mutant(
            "a no is done like a yes",
            answering.answer,
            "is PromptState.APPROVED else ()",
            "is not None else ()",
        ),
        Mutant(
            "silence is taken for a yes",
            answering.prompt_due,
            "prompt.otherwise is Otherwise.DO_IT and in_time",
            "in_time",
        ),
        Mutant(
            "what asks is done at once",
            hearing.Hearing.ask,
            "self.say(Outcome.ASKED, asks)",
            "self.say(Outcome.ALLOWED, asks)",
        ),
        Mutant(
            "a restart forgets what was asked",
            restore._put_back,
            "house.prompts.put(thing)",
            "pass",
        ),
    ),
)
