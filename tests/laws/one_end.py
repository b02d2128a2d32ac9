"""One end: each wish gets one decision, and each decision comes to one end."""

from collections import Counter
from typing import Final

from hypothesis import strategies as st

from rules import step, turn
from rules.claims import orders, proposing, review
from rules.prompts import closing
from rules.words.decisions import Decision, Outcome
from rules.words.effects import Effect
from rules.words.events import Event
from rules.words.ids import DecisionId
from rules.words.records import Decided, Ended
from rules.words.wishes import Proposal
from tests.laws import told
from tests.laws.histories import History, histories
from tests.laws.household import AGENTS, GUARDRAILS, asks, household
from tests.laws.law import Law, Mutant
from tests.laws.life import Life, Witness
from tests.laws.seen import bodies
from tests.laws.telling import live, runs_out


class Ledger(Witness):
    """Every wish gets one decision in its step; every decision ends once."""

    def __init__(self) -> None:
        self.decisions: dict[DecisionId, Decision] = {}
        self.ends: Counter[DecisionId] = Counter()

    def after(self, life: Life, event: Event, effects: list[Effect]) -> None:
        answered: list[Proposal] = []
        for body in bodies(effects):
            match body:
                case Decided(decision=decision):
                    assert decision.id not in self.decisions, f"{decision.id} was given twice"
                    self.decisions[decision.id] = decision
                    answered.append(decision.proposal)
                case Ended(decision=number):
                    self._end(number, f"{body.end} {body.by}")
                case _:
                    pass
        for wish in life.said:
            got, said = answered.count(wish), life.said.count(wish)
            assert got == said, f"{wish} was said {said} times and got {got} decisions"

    def restarts(self, life: Life, closed: list[Ended]) -> None:
        for end in closed:
            self._end(end.decision, end.end)

    @property
    def open(self) -> list[DecisionId]:
        """Return the decisions without an end."""
        return [number for number in self.decisions if not self.ends[number]]

    def _end(self, number: DecisionId, how: str) -> None:
        assert number in self.decisions, f"{number} ended ({how}) before it was decided"
        self.ends[number] += 1
        assert self.ends[number] == 1, f"{number} ended again: {how}"


def one_decision_one_end(history: History) -> None:
    """Each wish gets one decision at once; when all has run out, each has come to one end."""
    ledger = Ledger()
    life = live(history, ledger)
    runs_out(life)
    assert not ledger.open, f"{[ledger.decisions[number] for number in ledger.open]} never ended"


def every_question_ends(history: History) -> None:
    """What was asked ends exactly once."""
    ledger = Ledger()
    life = live(history, ledger)
    runs_out(life)
    asked = [d.id for d in ledger.decisions.values() if d.outcome is Outcome.ASKED]
    assert all(ledger.ends[number] == 1 for number in asked), f"{asked} did not all end once"


asking_households = st.builds(
    lambda agents, others: household(agents, [*others, asks()]),
    st.lists(st.sampled_from(AGENTS[0]), min_size=1, max_size=3),
    st.lists(st.sampled_from(GUARDRAILS), max_size=2),
)


ONE_END: Final = Law(
    says="every wish gets one decision and every decision one end",
    over=histories(),
    holds=one_decision_one_end,
    told=(*told.ENDS, *told.DELAYED),
    kills=(
        Mutant(
            "an end is recorded twice",
            turn.Turn.end,
            "self.effects.append(",
            "self.effects.extend([Record(Ended(decision=decision, device=device, end=end))]);"
            " self.effects.append(",
        ),
        Mutant(
            "an order that is called back never ends",
            orders.end_order,
            "turn.end(decision, device, end, by)",
            "pass",
        ),
        Mutant(
            "what is refused never ends",
            proposing.propose,
            "turn.end(decision.id, device, End.MOOT, why)",
            "pass",
        ),
        Mutant(
            "a wish that is replaced never ends",
            proposing._hold_claim,
            "if old is not None and old.open:",
            "if False:",
        ),
        Mutant(
            "a lease that ends leaves its decision open",
            review.end_claim,
            "if claim.open:",
            "if False:",
        ),
        Mutant(
            "a wish is decided twice",
            step._hear,
            "wished_anew(turn, propose(turn, proposal))",
            "propose(turn, proposal); wished_anew(turn, propose(turn, proposal))",
        ),
        Mutant(
            "no decision ever ends", turn.Turn.end, "self.effects.append(", "list[object]().append("
        ),
    ),
)


EVERY_QUESTION_ENDS: Final = Law(
    says="every question ends exactly once",
    over=histories(under=asking_households, longest=20, answers=True),
    holds=every_question_ends,
    kills=(
        Mutant(
            "what was asked never ends",
            closing.end_questions,
            "turn.end(question.decision, question.device, _ENDS[state], why)",
            "pass",
        ),
    ),
)
