"""I4, no argument: a hand is a person, and nobody argues with it; an echo is nobody's hand."""

from typing import Final

from rules import gate, step
from rules.claims.told import Told
from rules.hands import classify, judge, trajectory, verdict
from rules.people import holds
from rules.words.effects import Command, Effect
from rules.words.events import Event
from rules.words.records import HoldBegan
from rules.words.wishes import Via
from tests.laws import told
from tests.laws.held import Held
from tests.laws.histories import GoesAway, Leaves, LinkFails, Moves, Restarts, histories
from tests.laws.law import Law, Mutant
from tests.laws.life import Life, Witness
from tests.laws.seen import bodies, commands
from tests.laws.telling import kept_by


class NoArgument(Held):
    """I4: what a person gave a lamp stands; their report alone sends nothing to it."""

    def after(self, life: Life, event: Event, effects: list[Effect]) -> None:
        held = {d for d, until in self.hands.items() if life.now < until}
        super().after(life, event, effects)
        for command in commands(effects):
            still = life.now < self.hands.get(command.device, 0.0)
            assert not (still and command.device in held), f"{command} argues with a hand"
        if life.hand is None or not life.hand.clear:
            return
        device = life.hand.device
        claim = life.house.held_by(device, life.now)
        judging = life.house.conditions[device].judging
        assert claim is not None or judging is not None, f"nobody saw the hand at {device}"
        sent = [e for e in effects if isinstance(e, Command) and e.device == device]
        assert not sent, f"a hand was answered by {sent}"

    def leaves(self, life: Life, command: Command) -> None:
        held = life.now < self.hands.get(command.device, 0.0)
        assert not (command.automated and held), f"{command} left against a hand"


class NobodysHand(Witness):
    """A lamp that only does what it was told is never taken for a person."""

    def after(self, life: Life, event: Event, effects: list[Effect]) -> None:
        for body in bodies(effects):
            if isinstance(body, HoldBegan) and body.hold.by.via is Via.WALL:
                hand = life.hand.device if life.hand else None
                assert body.hold.device == hand, f"{event} was taken for a hand"


_AWAY = (Moves, Restarts, GoesAway, LinkFails, Leaves)


NO_ARGUMENT: Final = Law(
    says="nobody argues with a hand or a person",
    over=histories(),
    holds=kept_by(NoArgument),
    told=(*told.HANDS, *told.KEPT),
    kills=(
        Mutant(
            "what falls due is looked at before the clock is put right",
            step.step,
            "if isinstance(event, ClockStepped):",
            "[fall_due(turn, due) for due in house.due.take(now)]\n"
            "    if isinstance(event, ClockStepped):",
        ),
        Mutant(
            "two seconds of grace after our own order",
            trajectory.explained,
            "if told.explains(sight.now) and",
            "if sight.now < told.at + 2 or told.explains(sight.now) and",
        ),
        Mutant(
            "an order that was given up explains a report for ever",
            Told.explains,
            "self.settled or self.stopped or",
            "True or",
        ),
        Mutant(
            "a hand is not held",
            verdict.conclude,
            "if hand_at(turn",
            "if False and hand_at(turn",
        ),
        Mutant(
            "a hold lasts a minute",
            holds._length,
            "return now + UP_LONGEST, UP_EMPTY, 0.0",
            "return now + 60, None, 0.0",
        ),
        Mutant(
            "a hand is taken for nothing",
            classify._whose,
            "return Seen.HAND",
            "return Seen.NOTHING",
        ),
        Mutant(
            "what is being judged stops nothing",
            gate.may_leave,
            "if judged(house, command.device) is not None",
            "if False",
        ),
        Mutant(
            "a hand that is left standing is an echo",
            judge._verdict,
            "if not judging.strays",
            "if judging.strays",
        ),
    ),
)


NOBODYS_HAND: Final = Law(
    says="what a lamp says because it was told is nobody's hand",
    over=histories(without=_AWAY),
    holds=kept_by(NobodysHand),
    told=told.ECHOES,
    kills=(
        Mutant(
            "an order explains nothing but its very words",
            trajectory.explained,
            "if told.explains(sight.now) and",
            "if False and",
        ),
        Mutant(
            "half a second is late for an echo",
            Told.may_come,
            "2 * self.transition + LATE_ECHO",
            "0.5",
        ),
    ),
)
