"""Witnesses: each knows one promise of the house, by its own reading, and sees that it is kept."""

from collections import Counter
from collections.abc import Iterable

from rules.words.decisions import Decision, Frozen, Outcome, RuleDelayed
from rules.words.decisions import Held as HeldBack
from rules.words.effects import Command, Effect, Record
from rules.words.events import ClockStepped, Event, OverrideLifted, Reported
from rules.words.ids import AgentId, DecisionId, DeviceId
from rules.words.records import Body, Decided, Ended, HoldBegan, HoldEnded, OverrideEnded
from rules.words.times import Moment
from rules.words.values import BRIGHTNESS, POWER, Aspect, Value, Values, as_number
from rules.words.wishes import Proposal, SawWindow, Via
from tests.laws.held import Held, covered, within
from tests.laws.life import Life, Witness

PASSED = {Outcome.ALLOWED, Outcome.LIMITED}


def commands(effects: Iterable[Effect]) -> list[Command]:
    """Return the automated commands of a step."""
    return [e for e in effects if isinstance(e, Command) and e.automated]


def bodies(effects: Iterable[Effect]) -> list[Body]:
    """Return the records of a step."""
    return [effect.body for effect in effects if isinstance(effect, Record)]


class Supremacy(Held):
    """I1: nothing automated is handed over for what a person covers, or was there before them."""

    def leaves(self, life: Life, command: Command) -> None:
        if not command.automated:
            return
        holder = self.over(life, command.device) or covered(life, command)
        assert not holder, f"{command} left under {holder}"
        fenced = self.fenced.get(command.device, 0)
        assert command.order > fenced, f"{command} was decided before a person came"


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
        assert claim is not None, f"nobody saw the hand at {device}"
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


def raised(has: Values, values: Values) -> Aspect | None:
    """Return what a command would raise of a lamp that is like this."""
    power, brightness = values.get(POWER), as_number(values.get(BRIGHTNESS))
    if power is False or (power is None and brightness is None):
        return None
    if has.get(POWER) is not True:
        return POWER
    shown = as_number(has.get(BRIGHTNESS))
    more = brightness is not None and (shown is None or brightness > shown)
    return BRIGHTNESS if more else None


class Raises(Held):
    """Knows what each lamp is or was told to be, and finds the commands that raise it."""

    def __init__(self) -> None:
        super().__init__()
        self._has: dict[DeviceId, dict[Aspect, Value]] = {}
        self._sent: set[tuple[DeviceId, int]] = set()

    def before(self, life: Life, event: Event) -> None:
        for device in life.lamps:
            condition = life.house.conditions.get(device)
            self._has[device] = dict(condition.values) if condition else {}
            told = condition.told if condition else None
            if told is not None and told.awaited:
                self._has[device] |= told.values
            if isinstance(event, Reported) and event.hardware == life.lamps[device].hardware:
                self._has[device] |= event.values

    def found(self, effects: Iterable[Effect]) -> list[tuple[Command, Aspect]]:
        """Return the automated commands of a step that raise, and what; repeats are none."""
        found: list[tuple[Command, Aspect]] = []
        for effect in effects:
            if not isinstance(effect, Command):
                continue
            has, key = self._has[effect.device], (effect.device, effect.order)
            aspect = raised(has, effect.values)
            if effect.automated and aspect is not None and key not in self._sent:
                found.append((effect, aspect))
            self._sent.add(key)
            has |= effect.values
        return found

    def restarts(self, life: Life, closed: list[Ended]) -> None:
        super().restarts(life, closed)
        self._sent.clear()


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


def resumes(life: Life, event: Event) -> set[DeviceId]:
    """Return the lamps for which a person asked that everything go on."""
    if not (isinstance(event, OverrideLifted) and event.resume):
        return set()
    return {device for device in life.lamps if within(life.policy, device, event.scope)}


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
        if any(wish is said for said in life.said):
            return True
        at, delayed = self._delayed.get((wish.agent, wish.device), (0.0, None))
        same = delayed is not None and (delayed.values, delayed.cause) == (wish.values, wish.cause)
        return same and at <= life.now

    def _note_delay(self, decision: Decision) -> None:
        key = (decision.proposal.agent, decision.device)
        self._delayed.pop(key, None)
        moments = [r.until for r in decision.reasons if isinstance(r, RuleDelayed)]
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


class Ledger(Witness):
    """Every wish gets one decision in its step; every decision ends once."""

    def __init__(self) -> None:
        self.decisions: dict[DecisionId, Decision] = {}
        self.ends: Counter[DecisionId] = Counter()

    def after(self, life: Life, event: Event, effects: list[Effect]) -> None:
        answered: Counter[int] = Counter()
        for body in bodies(effects):
            match body:
                case Decided(decision=decision):
                    assert decision.id not in self.decisions, f"{decision.id} was given twice"
                    self.decisions[decision.id] = decision
                    answered[id(decision.proposal)] += 1
                case Ended(decision=number):
                    self._end(number, f"{body.end} {body.by}")
                case _:
                    pass
        for wish in life.said:
            assert answered[id(wish)] == 1, f"{wish} got {answered[id(wish)]} decisions"

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
