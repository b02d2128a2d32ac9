"""Judged again: the record of a decision holds all that it rests on."""

from dataclasses import replace
from typing import Final

from hub.journal.lines import read_body, write_line
from rules.again import facts
from rules.again.court import Court
from rules.claims import proposing
from rules.guardrails.pace import ChangeBudget
from rules.guardrails.warn_before_off import WarnBeforeOff
from rules.policy import Policy
from rules.words.decisions import Decision
from rules.words.effects import Effect, Record
from rules.words.events import Event
from rules.words.facts import Fact
from rules.words.prompts import Answer
from rules.words.records import Decided
from rules.words.times import Duration
from rules.words.values import Kelvin
from tests.houses import OCCUPANCY
from tests.laws import told
from tests.laws.histories import Adopts, Freezes, History, Reads, Says, Sets, histories
from tests.laws.histories import told as in_full
from tests.laws.household import BEDROOM, OFF, RULE, asks, household, motion_light
from tests.laws.law import Law, Mutant
from tests.laws.life import Life, Witness
from tests.laws.telling import live


class Judges(Witness):
    """Judges each decision again as soon as it is written down, from what is written alone."""

    def __init__(self) -> None:
        self.judged = 0
        self._court: Court | None = None
        self._before = Policy()

    def court_of(self, policy: Policy) -> Court:
        """Return the court of a policy, made when it is first needed."""
        if self._court is None or self._court.policy is not policy:
            self._court = Court(policy)
        return self._court

    def before(self, life: Life, event: Event) -> None:
        self._before = life.house.policy

    def after(self, life: Life, event: Event, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Record) and isinstance(effect.body, Decided):
                self.judges(life, effect.body)

    def judges(self, life: Life, made: Decided) -> None:
        """Object where the same facts come to another decision."""
        read = read_body(Decided.__name__, write_line(made))
        assert isinstance(read, Decided)
        decision = read.decision
        assert read.facts is not None
        again = self._again(read.facts, decision, life.house.policy)
        if again != made.decision and life.house.policy is not self._before:
            # What a new policy ends was judged under the one before; here both have one name.
            again = self._again(read.facts, decision, self._before)
        assert again == made.decision
        self.judged += 1

    def _again(self, facts: tuple[Fact, ...], decision: Decision, policy: Policy) -> Decision:
        court = self.court_of(policy)
        return court.judge(facts, decision.proposal, decision.at, decision.id)


def comes_out_the_same(history: History) -> None:
    """Every decision comes out the same when it is judged from its record alone."""
    live(history, Judges())


BUDGET: Final = in_full(
    household(
        [motion_light(), motion_light(area=BEDROOM)],
        [ChangeBudget(id=RULE, at_most=2, within=Duration(600.0))],
    ),
    (0.2, told.COMES),
    (0.2, Reads("Bed motion", {OCCUPANCY: True})),
    (5.0, told.COMES),
    (5.0, Sets("Hall lamp", OFF, 1.0)),
    (5.0, told.GOES),
    (5.0, told.COMES),
    told.LATER,
)
"""Two lamps share what may be changed."""

FROZEN: Final = told.at_once(told.HALL_LIGHT, Freezes("area/hall"), told.COMES)

ASKED: Final = in_full(
    household([motion_light()], [asks()]), (1.0, told.COMES), (1.0, Says(Answer.YES)), told.LATER
)
"""Somebody is asked, and says yes."""

SPARED: Final = in_full(
    household([motion_light()], [asks()]),
    (1.0, told.COMES),
    (1.0, Says(Answer.NO)),
    (5.0, told.GOES),
    (5.0, told.COMES),
)
"""What would be asked was answered with no."""

_TWO: Final = household(
    [motion_light(30, 5.0), replace(motion_light(128, 5.0), weight=2)], quiet=False
)
DIMMED_AT_ONCE: Final = History(
    (_TWO, _TWO), ((0.0, told.COMES), (0.0, told.GOES)), lag=0, longest=0.05, overdue=False
)
"""Two orders in one breath, and the lamp has shown neither: the second names no power."""

OFF_WITH_ITS_AGENT: Final = History(
    (
        household(
            [replace(motion_light(128, 5.0), weight=2, colour=Kelvin(2700)), motion_light(30)],
            [WarnBeforeOff(id=RULE, wait=Duration(20.0))],
            quiet=False,
        ),
        household([motion_light(30)], spot_in=BEDROOM),
    ),
    ((0.0, told.COMES), (0.0, Adopts(1))),
)
"""An agent goes in the breath in which it lit a lamp: what is told last names no power."""

JUDGED_AGAIN: Final = Law(
    says="every decision judged again from its record alone comes out the same",
    over=histories(),
    holds=comes_out_the_same,
    told=(*told.TOGETHER, BUDGET, ASKED, SPARED, FROZEN, DIMMED_AT_ONCE, OFF_WITH_ITS_AGENT),
    kills=(
        Mutant(
            "the claims of others are not written down",
            facts._of_condition,
            "facts += map(_claimed, condition.claims)",
            "pass",
        ),
        Mutant(
            "what a device was told and has not shown is not written down",
            facts._was_told,
            "if values and last is not None:",
            "if values and last is not None and not last.awaited:",
        ),
        Mutant(
            "what it was told before that is not written down",
            facts._was_told,
            "values = foretold(condition)",
            "values = condition.told.values if condition.told and foretold(condition) else {}",
        ),
        Mutant(
            "what people hold of an area is not written down",
            facts._placed_over,
            "for scope in over:",
            "for scope in over[-1:]:",
        ),
        Mutant(
            "who is in the room is not written down",
            facts._of_others,
            "elif other not in seen and other in house.devices:",
            "elif False:",
        ),
        Mutant(
            "a yes is not written down", facts.facts_of, "if approval is not None:", "if False:"
        ),
        Mutant(
            "that people were spared is not written down",
            proposing.propose,
            "if spared else facts",
            "if False else facts",
        ),
        Mutant(
            "changes of other devices are not counted",
            facts._of_others,
            "for other, back in past.items():",
            "for other, back in list(past.items())[1:]:",
        ),
    ),
)
