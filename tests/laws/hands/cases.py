"""A case: automation lights a lamp, somebody moves it a moment later, automation goes on wishing.

Told by a seed alone. The lamp has answered some orders before, so that more or less was learnt.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from enum import Enum
from random import Random
from typing import ClassVar, Final

from devices.simulated.house import SimulatedHouse
from devices.simulated.lamp import Lamp, LampState
from rules.agent import Agent
from rules.house import House
from rules.policy import Policy
from rules.words.events import PersonSet, Pressed
from rules.words.ids import AgentId, DeviceId, HardwareId
from rules.words.news import ButtonPressed, News, Reach
from rules.words.records import HoldBegan, Judged
from rules.words.times import HOUR, MINUTE, Moment, Seconds
from rules.words.value import value
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Kelvin, Value, Values
from rules.words.wishes import AgentAct, Author, Level, Mode, Proposal, Via
from tests.houses import MONDAY_NOON, button, policy_of, room
from tests.laws.hands.lamps import any_model, any_radio
from tests.laws.hands.oracle import alike, leaves
from tests.laws.hands.world import TRANSIT, Heard, Log, World

LAMP: Final = DeviceId("lamp")
BUTTON: Final = HardwareId("hw-wishes")
BEN: Final = Author(via=Via.MQTT, says="Ben")
FIRST: Final = 20 * MINUTE
"""Between two orders of the time before, so that each is answered in peace."""
SHORTEST_HOLD: Final = 14 * MINUTE
COMES_BACK: Final[Seconds] = 1.0
"""A report that is as before again within this time was a glitch."""


@value(frozen=True, slots=True, kw_only=True)
class Wisher(Agent):
    """An agent that wishes what a button tells it to."""

    name: ClassVar[str] = "wisher"
    level: ClassVar[Level] = Level.EVENT

    wishes: Mapping[str, tuple[Values, Seconds | None]] = field(default_factory=dict)

    def listens(self) -> Reach:
        """Hear of everything."""
        return Reach(house=True)

    def reaches(self) -> Reach:
        """Wish for everything."""
        return Reach(house=True)

    def consider(self, news: News, house: House, now: Moment) -> Iterable[AgentAct]:
        """Wish what belongs to the press."""
        if not isinstance(news, ButtonPressed) or news.press not in self.wishes:
            return
        values, transition = self.wishes[news.press]
        yield Proposal(
            agent=self.id,
            device=LAMP,
            level=self.level,
            values=values,
            until=now + HOUR,
            cause=news.cause,
            mode=Mode.SET,
            transition=transition,
        )


class Came(Enum):
    """What came of a case."""

    HELD = "seen, and kept as it was left"
    HELD_SHORTLY = "seen as perhaps a hand, and kept as it was left"
    MISSED = "missed"
    ALIKE = "not to be told from what was ordered"
    ALIKE_HELD = "not to be told from what was ordered, and held all the same"
    SILENT = "no report ever told of it"
    OVERTAKEN = "an order of ours reached the lamp after the hand, before its report reached us"
    BACK = "its report was taken back within a second"
    SAME = "it changed nothing"


@value(frozen=True, slots=True)
class Result:
    """A case as it came out; `story` tells it to whoever wants to know why."""

    seed: int
    came: Came
    after: Seconds
    story: str = ""


def any_values(dice: Random, *, coloured: bool) -> Values:
    """Return what somebody might want of a lamp."""
    kind = dice.random()
    if kind < 0.2:
        return {POWER: False}
    wish: dict[Aspect, Value] = {POWER: True, BRIGHTNESS: dice.randint(1, 255)}
    if coloured and dice.random() < 0.3:
        wish[COLOUR] = Kelvin(dice.randint(2000, 6500))
    return wish


def any_wish(
    dice: Random, *, coloured: bool, lights: bool = False
) -> tuple[Values, Seconds | None]:
    """Return what the agent wishes, and how fast."""
    wish = any_values(dice, coloured=coloured)
    while lights and wish.get(POWER) is False:
        wish = any_values(dice, coloured=coloured)
    transition = dice.choice((None, None, None, dice.uniform(0.2, 5.0)))
    return wish, transition


class Case:
    """One case, from its seed."""

    def __init__(self, seed: int) -> None:
        """Choose lamp, wishes, and what the hand does."""
        self.seed = seed
        self.dice = dice = Random(seed)
        self.model = any_model(dice)
        self.lamp = Lamp("Lamp", self.model, faults=any_radio(dice))
        coloured = self.model.whites
        self.before = [any_wish(dice, coloured=coloured) for _ in range(dice.randint(0, 8))]
        self.order = any_wish(dice, coloured=coloured, lights=True)
        self.later = [any_wish(dice, coloured=coloured) for _ in range(4)]
        self.wishes = [*self.before, self.order, *self.later]
        self.world = World(
            SimulatedHouse([self.lamp], seed=seed),
            self._policy(),
            [button("Wishes", *(f"{n}" for n in range(len(self.wishes))))],
            start=MONDAY_NOON,
        )
        self.begins = MONDAY_NOON + FIRST * (len(self.before) + 1)
        self.after = dice.uniform(0.1, 5.0)
        self.hand_at = self.begins + self.after
        self.hand = self._hand()
        self.chosen: LampState | None = None
        self.was: LampState | None = None
        self.by_person = dice.random() < 0.15

    def _policy(self) -> Policy:
        table = {f"{n}": wish for n, wish in enumerate(self.wishes)}
        return policy_of(room("Hall", "Lamp", "Wishes"), Wisher(id=AgentId("wisher"), wishes=table))

    def _hand(self) -> Values:
        if self.dice.random() < 0.3:
            return {}
        hand = any_values(self.dice, coloured=self.model.whites)
        if hand.get(POWER) is True and self.dice.random() < 0.3:
            # Only switched on, as bright as it remembers.
            return {POWER: True}
        return hand

    def lives(self) -> Result:
        """Live it through, and say what came of it."""
        world, dice = self.world, self.dice
        # A report of each lamp before anything happens, so that it is known.
        world.at(MONDAY_NOON + 1, lambda: self.lamp.report(world.now))
        for n in range(len(self.before)):
            self._wish(MONDAY_NOON + FIRST * (n + 1), n)
        self._wish(self.begins, len(self.before))
        world.at(self.hand_at, self._moves)
        for n in range(len(self.later)):
            wait = dice.choice((dice.uniform(0.05, 2.0), dice.uniform(2.0, 60.0), 10 * MINUTE))
            self._wish(self.hand_at + wait, len(self.before) + 1 + n)
        world.lives_until(self.hand_at + SHORTEST_HOLD)
        return self._result()

    def _wish(self, at: Moment, number: int) -> None:
        def wishes() -> None:
            if number == len(self.before) and self.by_person:
                values, transition = self.order
                self.world.happens(
                    PersonSet(device=LAMP, values=values, by=BEN, transition=transition)
                )
            else:
                self.world.happens(Pressed(BUTTON, f"{number}"))

        self.world.at(at, wishes)

    def _moves(self) -> None:
        world = self.world
        self.was = self.lamp.is_at(world.now)
        if self.hand:
            self.lamp.turns(self.hand, world.now)
        if self.lamp.is_at() == self.was:
            # It would have changed nothing, so whoever it was flips the switch.
            self.lamp.flips(world.now)
        self.chosen = self.lamp.is_at()

    def _result(self) -> Result:
        log = self.world.log(LAMP)
        came = self._came(log)
        story = self.tell() if came is Came.MISSED else ""
        return Result(self.seed, came, self.after, story)

    def _came(self, log: Log) -> Came:
        if self.chosen == self.was:
            return Came.SAME
        hold = self.world.house.people.holds.get(LAMP)
        held = hold is not None and hold.until > self.world.now
        reports = [heard for heard in log.heard if heard.at >= self.hand_at]
        straying = [n for n, heard in enumerate(reports) if self._leaves(log, heard)]
        if straying:
            strayed = reports[straying[0]]
            if hold and held and self._is_kept(log, strayed):
                return Came.HELD if hold.by.via is Via.WALL else Came.HELD_SHORTLY
            if any(self.hand_at - TRANSIT <= at < strayed.at for at, _ in log.left):
                return Came.OVERTAKEN
            return Came.BACK if self._came_back(reports, straying[0]) else Came.MISSED
        if not reports:
            return Came.SILENT
        return Came.ALIKE_HELD if held else Came.ALIKE

    def _leaves(self, log: Log, heard: Heard) -> bool:
        orders = [order for order in log.orders if order.at <= heard.at]
        return leaves(heard, orders, [one for one in log.heard if one.at < heard.at])

    def _came_back(self, reports: list[Heard], first: int) -> bool:
        """Say whether another report took the straying one back before it was judged."""
        strayed = reports[first]
        later = [h for h in reports[first + 1 :] if h.at < strayed.at + COMES_BACK]
        return any(not _same(strayed.values, heard.values) for heard in later)

    def _is_kept(self, log: Log, strayed: Heard) -> bool:
        late = [c for at, c in log.left if at > strayed.at]
        return not late and self.lamp.is_at() == self.chosen

    def tell(self) -> str:
        """Return the case as a story that a person can read."""
        log, zero = self.world.log(LAMP), self.begins
        lines = [
            f"seed {self.seed}: {self.model}, {self.lamp.faults}",
            f"  learnt: {self.world.house.conditions[LAMP].tolerance}",
            f"  {self.after:+.2f} s: the hand: {self.hand or 'flips'}: {self.was} -> {self.chosen}",
        ]
        told = [(o.at, f"told {_plain(o.values)} in {o.transition:.1f} s") for o in log.orders]
        said = [(h.at, f"reports {_plain(h.values)}") for h in log.heard]
        left = [(at, f"leaves: {_plain(c.values)}") for at, c in log.left]
        did = [
            (at, f"{type(body).__name__} {getattr(body, 'seen', '')}")
            for at, body in self.world.records
            if isinstance(body, HoldBegan | Judged)
        ]
        for at, what in sorted((*told, *said, *left, *did)):
            if at >= zero - 1:
                lines.append(f"  {at - zero:+.3f} s: {what}")
        return "\n".join(lines)


def _plain(values: Values) -> str:
    return ", ".join(f"{aspect} {value}" for aspect, value in values.items())


def _same(one: Values, other: Values) -> bool:
    return all(alike(aspect, value, other.get(aspect)) for aspect, value in one.items())


def live(seed: int) -> Result:
    """Live the case of a seed."""
    return Case(seed).lives()
