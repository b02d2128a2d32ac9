"""I3, no surprise light: only a fresh event, or a person, raises."""

from typing import Final

from rules.claims import proposing, settle, waiting
from rules.deciding import raising
from rules.people import holds, overrides
from rules.places import arrivals
from rules.words.decisions import BeingJudged, Decision, Frozen, Outcome, RuleDelayed
from rules.words.decisions import Held as HeldBack
from rules.words.effects import Effect
from rules.words.events import ClockStepped, Event
from rules.words.ids import AgentId, DeviceId
from rules.words.records import Decided, Ended
from rules.words.times import Moment
from rules.words.wishes import Proposal
from tests.laws import told
from tests.laws.histories import histories
from tests.laws.law import Law, Mutant
from tests.laws.life import Life
from tests.laws.raised import Raises, resumes
from tests.laws.seen import PASSED, bodies
from tests.laws.telling import kept_by


class NoSurpriseLight(Raises):
    """I3: each raise is carried by the very wish that gave that value, in the moment it came."""

    def __init__(self) -> None:
        super().__init__()
        self._delayed: dict[tuple[AgentId, DeviceId], tuple[Moment, Proposal]] = {}

    def after(self, life: Life, event: Event, effects: list[Effect]) -> None:
        decided = [b.decision for b in bodies(effects) if isinstance(b, Decided)]
        fresh = [decision for decision in decided if self._is_fresh(life, decision)]
        super().after(life, event, effects)
        resumed = resumes(life, event)
        for command, aspect in self.found(effects):
            carried = any(
                decision.id in command.decisions
                and decision.given.get(aspect) == command.values.get(aspect)
                for decision in fresh
            )
            assert carried or command.device in resumed, f"{event} raised {aspect} by {command}"
        for decision in decided:
            self._note_delay(decision)
        for device in resumed:
            self._note_what_waits(life, device)
        if isinstance(event, ClockStepped):
            self._delayed = {k: (at + event.by, p) for k, (at, p) in self._delayed.items()}

    def _is_fresh(self, life: Life, decision: Decision) -> bool:
        wish = decision.proposal
        if decision.outcome not in PASSED or wish.late or wish.renews:
            return False
        if wish in life.said:
            return True
        at, delayed = self._delayed.get((wish.agent, wish.device), (0.0, None))
        same = delayed is not None and (delayed.values, delayed.cause) == (wish.values, wish.cause)
        return same and at <= life.now

    def _note_delay(self, decision: Decision) -> None:
        key = (decision.proposal.agent, decision.device)
        self._delayed.pop(key, None)
        moments = [r.until for r in decision.reasons if isinstance(r, RuleDelayed | BeingJudged)]
        people = any(isinstance(r, Frozen | HeldBack) for r in decision.reasons)
        if moments and not people and decision.outcome is Outcome.DEFERRED:
            self._delayed[key] = (max(moments), decision.proposal)

    def _note_what_waits(self, life: Life, device: DeviceId) -> None:
        """A person asked for it, and a rule wants it later: it is awaited at that moment."""
        condition = life.house.conditions.get(device)
        for claim in condition.claims if condition else ():
            if claim.raises_at is not None:
                self._delayed[claim.agent, device] = (claim.raises_at, claim.proposal)

    def _fence(self, device: DeviceId) -> None:
        super()._fence(device)
        for key in [key for key in self._delayed if key[1] == device]:
            del self._delayed[key]

    def restarts(self, life: Life, closed: list[Ended]) -> None:
        super().restarts(life, closed)
        self._delayed.clear()


NO_SURPRISE_LIGHT: Final = Law(
    says="only a fresh event or a person makes a light brighter",
    over=histories(),
    holds=kept_by(NoSurpriseLight),
    told=told.LATE,
    kills=(
        Mutant(
            "a release may raise",
            overrides.lift,
            '"a person gave it back", resumed=resume',
            '"a person gave it back", resumed=True',
        ),
        Mutant(
            "the end of a hold may raise",
            holds.hold_due,
            'judge_again(turn, other, "a hold ended")',
            'judge_again(turn, other, "a hold ended", resumed=True)',
        ),
        Mutant(
            "the end of an override may raise",
            overrides.scope_due,
            'judge_again(turn, device, "an override ended")',
            'judge_again(turn, device, "an override ended", resumed=True)',
        ),
        Mutant(
            "the connection's return may raise",
            arrivals.link_changed,
            'judge_again(turn, device, "the connection is back")',
            'judge_again(turn, device, "the connection is back", resumed=True)',
        ),
        Mutant(
            "a new policy may raise",
            arrivals.adopt,
            'judge_again(turn, device, "the policy changed")',
            'judge_again(turn, device, "the policy changed", resumed=True)',
        ),
        Mutant(
            "a wish derived again after a start acts",
            proposing.propose,
            "if not proposal.late:",
            "if True:",
        ),
        Mutant(
            "any claim may raise in the step of any event",
            settle._without_raises,
            "aspect in anew and near(aspect, anew[aspect], driver.given[aspect])",
            "True",
        ),
        Mutant(
            "more brightness is no raise",
            raising._brightens,
            "wanted <= shown",
            "wanted <= shown + 255",
        ),
        Mutant(
            "a delayed wish outlives the person that came in between",
            waiting.forget_delay,
            "if claim.raises_at is not None",
            "if False",
        ),
        Mutant(
            "what a person deferred may raise when a delay is over",
            waiting.as_waiting,
            "isinstance(r, Frozen | Held | Quarrel)",
            "False",
        ),
        Mutant(
            "raises are not left out",
            settle._without_raises,
            "while changed and",
            "while False and",
        ),
    ),
)
