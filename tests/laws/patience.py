"""Patience: what was not allowed, or not yet, sends nothing."""

from typing import Final

from rules.claims import claims, settle
from rules.words.decisions import Decision, RuleDelayed
from rules.words.effects import Effect
from rules.words.events import ClockStepped, Event
from rules.words.ids import DecisionId, DeviceId
from rules.words.records import Decided, HoldEnded, OverrideEnded
from rules.words.times import Moment
from tests.laws import told
from tests.laws.held import Held
from tests.laws.histories import histories
from tests.laws.law import Law, Mutant
from tests.laws.life import Life
from tests.laws.seen import PASSED, bodies, commands
from tests.laws.telling import kept_by


class Patience(Held):
    """What was not allowed sends nothing, and what a rule delays sends nothing before its time."""

    def __init__(self) -> None:
        super().__init__()
        self._waits: dict[DecisionId, tuple[DeviceId, Moment]] = {}

    def after(self, life: Life, event: Event, effects: list[Effect]) -> None:
        if isinstance(event, ClockStepped):
            self._waits = {n: (d, at + event.by) for n, (d, at) in self._waits.items()}
        super().after(life, event, effects)
        barred: set[DecisionId] = set()
        for body in bodies(effects):
            match body:
                case Decided(decision=decision) if decision.outcome not in PASSED:
                    barred.add(decision.id)
                    self._note_delay(decision)
                case HoldEnded() | OverrideEnded():
                    # In the same moment a person let go of it.
                    barred.clear()
                case _:
                    pass
        for command in commands(effects):
            for number in command.decisions:
                assert number not in barred, f"{number} was not allowed, and sent {command}"
                _, until = self._waits.get(number, ("", 0.0))
                assert until <= life.now, f"{number} was delayed, and sent {command}"

    def _note_delay(self, decision: Decision) -> None:
        moments = [r.until for r in decision.reasons if isinstance(r, RuleDelayed)]
        if moments:
            self._waits[decision.id] = (decision.device, max(moments))

    def _fence(self, device: DeviceId) -> None:
        """A person came in between: what waited is judged anew when they let go."""
        super()._fence(device)
        self._waits = {n: (d, at) for n, (d, at) in self._waits.items() if d != device}


PATIENCE: Final = Law(
    says="what is not allowed or not yet sends nothing",
    over=histories(),
    holds=kept_by(Patience),
    told=told.DELAYED,
    kills=(
        Mutant(
            "a wish that has to wait acts at once",
            settle._drivers,
            "claims[0].raises_at is None",
            "True",
        ),
        Mutant(
            "a claim that waits drives among others",
            claims.driving,
            "if claim.raises_at is not None:",
            "if False:",
        ),
        Mutant(
            "commands are made under a freeze",
            settle.settle,
            "(people.freezes or people.switches) and",
            "False and",
        ),
    ),
)
