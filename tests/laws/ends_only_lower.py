"""What ends may dim or switch off, and never raise."""

from typing import Final

from rules import falls_due
from rules.claims import review
from rules.words.effects import Effect
from rules.words.events import Event
from rules.words.records import Decided
from rules.words.wishes import SawWindow
from tests.laws import told
from tests.laws.histories import histories
from tests.laws.law import Law, Mutant
from tests.laws.life import Life
from tests.laws.raised import Raises, resumes
from tests.laws.seen import bodies
from tests.laws.telling import kept_by


class EndsRaiseNothing(Raises):
    """What nobody wished in this very step, neither an agent nor a person, raises nothing."""

    def after(self, life: Life, event: Event, effects: list[Effect]) -> None:
        super().after(life, event, effects)
        found = self.found(effects)
        come = any(
            isinstance(body, Decided)
            and not isinstance(body.decision.proposal.cause.trigger, SawWindow)
            for body in bodies(effects)
        )
        if not (come or resumes(life, event)):
            assert not found, f"{event} raised {found[0]}"


ENDS_ONLY_LOWER: Final = Law(
    says="what ends may dim or switch off and never raise",
    over=histories(),
    holds=kept_by(EndsRaiseNothing),
    told=told.LATE,
    kills=(
        Mutant(
            "the end of a lease may raise",
            review.end_claim,
            "judge_again(turn, claim.device, why)",
            "judge_again(turn, claim.device, why, resumed=True)",
        ),
        Mutant(
            "a rule's hours may raise when they end",
            falls_due._judge_under,
            "judge_again(turn, device, why)",
            "judge_again(turn, device, why, resumed=True)",
        ),
        Mutant(
            "a wish that ends in off may push a lamp up to a floor",
            review._switch_off,
            "renews=True",
            "renews=False",
        ),
    ),
)
