"""Hands at blinds, locks, heating and fans: each is seen, nobody argues, and echoes are none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from hypothesis import strategies as st

from rules.claims import told as orders
from rules.deciding.raising import raises
from rules.hands import classify, last_word, things
from rules.words.effects import Command
from rules.words.events import Reported
from rules.words.ids import DeviceId, HardwareId
from rules.words.people import Hold
from rules.words.records import HoldBegan
from rules.words.values import (
    CLOSED,
    CLOSING,
    LOCKED,
    MODE,
    MOVEMENT,
    OPEN,
    OPENING,
    POSITION,
    POWER,
    PRESET,
    SPEED,
    TARGET_TEMPERATURE,
    Values,
    as_number,
)
from tests.laws.draws import pairs
from tests.laws.law import Law, Mutant
from tests.rules.hands.things import hall
from tests.story import Story

PACE: Final = 4
"""Percent of its way that a blind goes in a second."""
SEEN_WITHIN: Final = 8
"""Seconds of seeing and judging after which a clear hand must be held."""
FULL: Final = 100


@dataclass(slots=True)
class Blind:
    """Says where it is every other second, and what it does where it `says` so."""

    says: bool = True
    names_goal: bool = False
    place: int = 0
    goal: int = 0
    asked: int = 0
    ticks: int = 0

    def told(self, values: Values) -> Iterator[Values]:
        """Set out for where it is told to go."""
        wanted = as_number(values.get(POSITION))
        ends: dict[str, int] = {OPEN: FULL, CLOSED: 0}
        self.goal = int(wanted) if wanted is not None else ends[str(values[MOVEMENT])]
        self.asked = self.goal
        if self.names_goal:
            yield {POSITION: self.goal}
        if self.says and self.goal != self.place:
            yield {MOVEMENT: self.does}

    def moves(self) -> Iterator[Values]:
        """Go on for a second."""
        if self.place == self.goal:
            return
        way = self.goal - self.place
        self.place += max(-PACE, min(PACE, way))
        self.ticks += 1
        if self.place == self.goal or not self.ticks % 2:
            yield {POSITION: self.place} | ({MOVEMENT: self.does} if self.says else {})

    @property
    def does(self) -> str:
        if self.place != self.goal:
            return OPENING if self.goal > self.place else CLOSING
        return OPEN if self.place else CLOSED


@dataclass(slots=True)
class Slow:
    """Does what it is told after a while, whatever somebody did to it meanwhile."""

    takes: int = 3
    left: int = 0
    wanted: Values | None = None

    def told(self, values: Values) -> Iterator[Values]:
        """Have it done later."""
        self.left, self.wanted = self.takes, values
        yield from ()

    def moves(self) -> Iterator[Values]:
        """Go on for a second."""
        if self.wanted is None:
            return
        self.left -= 1
        if self.left > 0:
            return
        said, self.wanted = self.wanted, None
        yield from answers(said)


def answers(told: Values) -> Iterator[Values]:
    """Return what a thing says that was told this: rounded, and with what belongs to it."""
    said = dict(told)
    warmth, speed = as_number(told.get(TARGET_TEMPERATURE)), as_number(told.get(SPEED))
    if warmth is not None:
        said[TARGET_TEMPERATURE] = round(warmth * 2) / 2
    if speed is not None:
        said[SPEED] = 66
        yield {POWER: True}
    yield said
    if told.get(MODE) == "off":
        yield {TARGET_TEMPERATURE: 7.0, PRESET: "none"}


Model: TypeAlias = Blind | Slow
Happening: TypeAlias = tuple[int, str]
"""Seconds, and then: a press to which the agent answers, or what a hand does (`by hand ...`)."""
History: TypeAlias = tuple[tuple[bool, bool, int], tuple[Happening, ...]]
PRESSES: Final = ("open", "close", "half", "up", "lock", "unlock", "warm", "idle", "blow")
HANDS: Final = (
    "by hand: open",
    "by hand: close",
    "by hand: stop",
    "by hand: lock",
    "by hand: unlock",
    "by hand: a click warmer",
    "by hand: a click warmer, as it says",
    "by hand: full speed",
)


class Hall:
    """The hall of things, each with a model of what it does."""

    def __init__(self, says: bool, names_goal: bool, takes: int) -> None:
        self.story: Story = hall()
        self.story.reads("Fan", power=True)
        self.story.passes(60)
        self.story.house.people.holds.clear()
        self.blind = Blind(says, names_goal)
        self.models: dict[str, Model] = {
            "blind": self.blind,
            "lock": Slow(min(takes, 15)),
            "heating": Slow(takes),
            "fan": Slow(1),
        }
        self.heard = 0
        self.began = len(self.story.records)

    def passes(self, seconds: int) -> None:
        """Let time pass; things do what they were told, and say so."""
        for _ in range(seconds):
            self._hear_commands()
            self.story.passes(1)
            for name, model in self.models.items():
                for values in model.moves():
                    self.says(name, values)

    def _hear_commands(self) -> None:
        for command in self.story.commands[self.heard :]:
            if command.automated:
                assert not self.held(command.device), f"{command} argues with a hand"
            model = self.models.get(command.device)
            for values in model.told(command.values) if model else ():
                self.says(command.device, values)
        self.heard = len(self.story.commands)

    def says(self, name: str, values: Values, *, by_hand: bool = False) -> None:
        """Let a thing report; that alone opens nothing."""
        report = Reported(HardwareId(f"hw-{name}"), values, by_hand=by_hand)
        for effect in self.story.happens(report):
            if isinstance(effect, Command):
                has = self.story.house.values(effect.device)
                assert raises(has, effect.values) is None, f"{values} was answered by {effect}"

    def held(self, name: str) -> Hold | None:
        return self.story.house.people.holds.get(DeviceId(name))

    def press(self, press: str) -> None:
        self.story.presses("Button", press)
        self._hear_commands()

    def by_hand(self, does: str) -> tuple[str, bool]:
        """Let somebody do something; return where, and whether it can be told from an echo."""
        house = self.story.house
        match does.removeprefix("by hand: "):
            case "open" | "close" | "stop" as word:
                return "blind", self._moves_blind(word)
            case "lock" | "unlock" as word:
                clear = house.values(DeviceId("lock")).get(LOCKED) is not (word == "lock")
                told = house.conditions[DeviceId("lock")].told
                clear = clear and (told is None or not told.awaited)
                self.says("lock", {LOCKED: word == "lock"})
                return "lock", clear
            case "a click warmer" | "a click warmer, as it says" as word:
                told = house.conditions[DeviceId("heating")].told
                warmth = as_number(house.values(DeviceId("heating"))[TARGET_TEMPERATURE]) or 0.0
                certain = word.endswith("says")
                self.says("heating", {TARGET_TEMPERATURE: warmth + 0.5}, by_hand=certain)
                return "heating", certain or told is None or not told.awaited
            case _:
                clear = house.values(DeviceId("fan")).get(SPEED) != FULL
                told = house.conditions[DeviceId("fan")].told
                self.says("fan", {POWER: True, SPEED: FULL})
                return "fan", clear and (told is None or not told.awaited)

    def _moves_blind(self, word: str) -> bool:
        blind = self.blind
        was, goal = blind.place, blind.goal
        if word == "stop":
            blind.goal = blind.place
            if blind.says and was != goal:
                self.says("blind", {MOVEMENT: blind.does, POSITION: blind.place})
            return blind.says and abs(was - goal) > 3 * PACE
        blind.goal = FULL if word == "open" else 0
        if blind.says and blind.goal != was:
            self.says("blind", {MOVEMENT: blind.does})
        onward = (blind.goal - was) * (blind.asked - was) > 0
        return not onward and abs(blind.goal - was) > 6 * PACE

    @property
    def was_held(self) -> list[HoldBegan]:
        """Return the holds that began."""
        return [one for one in self.story.records[self.began :] if isinstance(one, HoldBegan)]


def lived(history: History) -> Hall:
    """Live through a history; each clear hand is held soon, and nobody argues."""
    kind, happenings = history
    world = Hall(*kind)
    for seconds, happens in happenings:
        world.passes(seconds)
        if happens in PRESSES:
            world.press(happens)
            continue
        name, clear = world.by_hand(happens)
        world.passes(SEEN_WITHIN)
        assert world.held(name) or not clear, f"nobody saw what was done {happens}"
    world.passes(SEEN_WITHIN)
    return world


def seen_and_kept(history: History) -> None:
    """Live through a history."""
    lived(history)


def nobodys_hand(history: History) -> None:
    """Live through a history in which nobody touches anything."""
    world = lived(history)
    world.passes(180)
    assert not world.was_held, f"{world.was_held} of nobody's"


def histories(happens: Sequence[str]) -> st.SearchStrategy[History]:
    """Return histories of some happenings among devices that say more or less, sooner or later."""
    kinds = [(a, b, c) for a in (True, False) for b in (False, True) for c in (2, 40)]
    one = pairs((1, 2, 6, 14, 45), happens)
    return st.tuples(st.sampled_from(kinds), st.lists(one, min_size=1, max_size=5).map(tuple))


PLAIN: Final = (True, False, 2)
SILENT: Final = (False, False, 2)

HANDS_AT_THINGS: Final = Law(
    says="what a hand does to a cover, a lock, heating or a fan stands",
    over=histories((*PRESSES, *HANDS)),
    holds=seen_and_kept,
    told=(
        (PLAIN, ((1, "by hand: open"), (40, "close"))),
        (SILENT, ((1, "open"), (14, "by hand: close"))),
        (PLAIN, ((1, "open"), (9, "by hand: stop"))),
        (PLAIN, ((1, "idle"), (1, "warm"), (6, "by hand: a click warmer"))),
        (PLAIN, ((1, "lock"), (6, "by hand: unlock"), (30, "lock"))),
        (PLAIN, ((1, "lock"), (45, "unlock"), (1, "by hand: lock"))),
        (PLAIN, ((1, "by hand: lock"), (45, "unlock"))),
        (PLAIN, ((1, "blow"), (2, "by hand: full speed"))),
        ((True, False, 7), ((1, "warm"), (14, "idle"), (2, "by hand: a click warmer, as it says"))),
        (PLAIN, ((1, "blow"), (6, "by hand: full speed"), (6, "blow"))),
    ),
    kills=(
        Mutant(
            "nobody looks at what is no light",
            classify.classify,
            "if aspect in sight.device.felt",
            "if aspect == 'power'",
        ),
        Mutant(
            "who turns a blind round on its way is not noticed",
            things._is_on_the_way,
            "off <= order.nearest + SLACK",
            "True",
        ),
        Mutant(
            "who stops a blind on its way is not noticed",
            things._moves,
            "return abs(place - goal) <= 2 * SLACK",
            "return True",
        ),
        Mutant(
            "an answer may be off for ever",
            things._answers,
            "order.settled or one is None",
            "one is None",
        ),
        Mutant(
            "a report turns the heating on again",
            last_word._close_again,
            "raises(values, wish) is not None or",
            "",
        ),
        Mutant(
            "five seconds of grace after our own order",
            things.explained,
            "if told.explains(sight.now) and",
            "if sight.now < told.at + 5 or told.explains(sight.now) and",
        ),
    ),
    examples=60,
)

NOBODYS_THING: Final = Law(
    says="what a cover, a lock, heating or a fan says because it was told is nobody's hand",
    over=histories(PRESSES),
    holds=nobodys_hand,
    told=(
        (PLAIN, ((1, "open"), (45, "close"))),
        ((False, True, 40), ((1, "open"), (2, "warm"))),
        ((True, False, 40), ((1, "warm"), (45, "idle"))),
    ),
    kills=(
        Mutant(
            "an order explains nothing but its very words",
            things._is_on_the_way,
            "off = abs(place - goal)",
            "return False",
        ),
        Mutant(
            "things are to be as quick as lamps",
            orders.takes,
            "SLOW.get(aspect, 0.0)",
            "0.0",
        ),
        Mutant(
            "the goal that a blind names is where it is",
            things.nearer,
            "sight.now <= told.at + NAMES_GOAL",
            "False",
        ),
        Mutant(
            "nothing may follow of a mode",
            things._follows,
            "if not order.settled:",
            "if order.settled is not None:\n        return False\n    if not order.settled:",
        ),
    ),
    examples=40,
)
