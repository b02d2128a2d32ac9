"""What is measured inside one process: the plain code alone, best of many repeats."""

from collections.abc import Iterable, Iterator
from statistics import median
from typing import Final

from devices.agents.recipe import Recipe
from devices.families.homeassistant import HomeAssistant
from devices.message import Message
from devices.recipes import Rule
from rules.again.facts import facts_of
from rules.deciding.arbiter import decide
from rules.explain import Names, sentences
from rules.guardrail import Guardrail
from rules.guardrails.ceilings import BrightnessCeiling
from rules.guardrails.left_alone import NeverAutomate
from rules.guardrails.pace import ChangeBudget
from rules.guardrails.quiet_hours import QuietHours
from rules.house import House
from rules.policy import Area
from rules.step import step
from rules.words.events import PolicyAdopted, Reported
from rules.words.ids import AgentId, AreaId, DecisionId, GuardrailId, HardwareId, Ref, slug
from rules.words.readings import Equals, Reading
from rules.words.times import HOUR, MINUTE, Duration, TimeOfDay, Window
from rules.words.values import BRIGHTNESS, POWER, Brightness, from_percent
from rules.words.wishes import Cause, Level, Proposal, SawReading
from tests.bench.house import PAIRS_AN_AREA, SIDE_HUB, Pair, announcements, pairs
from tests.bench.table import Goal, Row
from tests.bench.wire import now
from tests.houses import (
    MONDAY_NOON,
    OCCUPANCY,
    device_in,
    house_with,
    is_now,
    lamp,
    motion_sensor,
    policy_of,
    room,
)

MICRO: Final = 1e6
MILLI: Final = 1e3
GUARDRAILS: Final = 200
DECISIONS: Final = 100
SIZES: Final = (10, 100, 1_000, 10_000)
WATCHED: Final = 5
"""Pairs that see motion, in a house of any size, so that only what surrounds them grows."""
ROUNDS: Final = 20
MOST_GROWTH: Final = 1.25
ANNOUNCED: Final = 1_000


def recipe(pair: Pair) -> Recipe:
    """Return the agent that switches a pair's lamp as its sensor says."""
    rules = tuple(
        Rule(
            when=(Reading(Ref(pair.sensor_name), OCCUPANCY, Equals(seen)),),
            then={Ref(pair.lamp_name): {POWER: seen}},
        )
        for seen in (True, False)
    )
    return Recipe(id=AgentId(f"pair-{pair.name}"), rules=rules)


def rooms(known: list[Pair]) -> Iterator[Area]:
    """Yield the areas that the pairs are in."""
    for start in range(0, len(known), PAIRS_AN_AREA):
        inside = known[start : start + PAIRS_AN_AREA]
        names = [name for pair in inside for name in (pair.sensor_name, pair.lamp_name)]
        yield room(f"Room {start // PAIRS_AN_AREA}", *names)


def house_of(known: list[Pair], guardrails: Iterable[Guardrail]) -> House:
    """Return a house in which nothing was reported yet."""
    policy = policy_of(*rooms(known), *map(recipe, known), *guardrails)
    devices = [made for p in known for made in (motion_sensor(p.sensor_name), lamp(p.lamp_name))]
    return house_with(policy, *devices)


# decide


def guardrails(area: AreaId, others: list[Pair]) -> Iterator[Guardrail]:
    """Yield 200 rules: three over an area, the others over lamps and areas elsewhere."""
    night = Window(TimeOfDay(22 * 60 + 30), TimeOfDay(6 * 60 + 30))
    here, most, hour = (area,), Brightness(from_percent(60)), Duration(HOUR)
    yield BrightnessCeiling(id=GuardrailId("ceiling"), areas=here, at_most=most)
    yield QuietHours(id=GuardrailId("quiet"), areas=here, between=night)
    yield ChangeBudget(id=GuardrailId("budget"), areas=here, at_most=30, within=hour)
    for number in range(GUARDRAILS - 3):
        there = (Ref(others[number].lamp_name),)
        name = GuardrailId(f"other-{number}")
        match number % 3:
            case 0:
                yield BrightnessCeiling(id=name, devices=there, at_most=most, between=night)
            case 1:
                yield NeverAutomate(id=name, devices=there)
            case _:
                yield ChangeBudget(id=name, devices=there, at_most=5, within=hour)


def decisions(repeats: int) -> list[Row]:
    """Time one decision at 200 guardrails of which 3 concern the lamp."""
    known = pairs(SIDE_HUB, GUARDRAILS + PAIRS_AN_AREA)
    house = house_of(known, guardrails(AreaId("room-0"), known[PAIRS_AN_AREA:]))
    is_now(house, known[0].lamp_name, power=False, brightness=255)
    sensor, target = (device_in(house, name) for name in (known[0].sensor_name, known[0].lamp_name))
    house.conditions[target].changes.extend(MONDAY_NOON - MINUTE * ago for ago in (9, 6, 3))
    proposal = Proposal(
        agent=AgentId(f"pair-{known[0].name}"),
        device=target,
        level=Level.EVENT,
        values={POWER: True, BRIGHTNESS: from_percent(80)},
        until=MONDAY_NOON + HOUR,
        cause=Cause(SawReading(sensor, OCCUPANCY, True), MONDAY_NOON),
    )
    heard = [rule.id for rule in house.directory.rules_over(target)]
    decision = decide(house, proposal, MONDAY_NOON, DecisionId(1))
    right = len(heard) == 3 and decision.given == {POWER: True, BRIGHTNESS: from_percent(60)}
    best = min(_decide_often(house, proposal) for _ in range(20 * repeats))
    note = "" if right else "(not the decision that was expected)"
    return [
        Row("decide, 3 of 200 guardrails", "us", best * MICRO, goal=Goal(20), note=note),
        *_explained(house, proposal, repeats),
    ]


def _explained(house: House, proposal: Proposal, repeats: int) -> list[Row]:
    """Time a decision with all its sentences, and beside it what is noted down of the house.

    The median of the quietest of some rounds: the machine may be busy with something else.
    """
    names = Names.of(house)
    told: list[float] = []
    noted: list[float] = []
    for _ in range(10 * repeats):
        one, other = zip(
            *(_tell_once(house, proposal, n, names) for n in range(DECISIONS)), strict=True
        )
        told.append(median(one))
        noted.append(median(other))
    return [
        Row("decide and explain in full, median", "us", min(told) * MICRO, goal=Goal(60)),
        Row("facts of a decision, median", "us", min(noted) * MICRO),
    ]


def _tell_once(house: House, proposal: Proposal, number: int, names: Names) -> tuple[float, float]:
    moment = MONDAY_NOON + 0.05 * number
    began = now()
    sentences(decide(house, proposal, moment, DecisionId(number)), names)
    between = now()
    facts_of(house, proposal, moment)
    return between - began, now() - between


def _decide_often(house: House, proposal: Proposal) -> float:
    began = now()
    for number in range(DECISIONS):
        # A moment of its own each, as in life.
        decide(house, proposal, MONDAY_NOON + 0.05 * number, DecisionId(number))
    return (now() - began) / DECISIONS


# step


def growth(repeats: int) -> list[Row]:
    """Time one sensor event, decision and command included, in houses of different sizes."""
    houses = {size: _Watched(size) for size in SIZES}
    costs: dict[int, list[float]] = {size: [] for size in SIZES}
    # In turns, so that a machine that is busy for a while is so for all of them.
    for _ in range(2 * repeats):
        for size, house in houses.items():
            costs[size].append(house.cost_of_event())
    rows = [Row(f"step, {size:,} devices", "us", min(costs[size]) * MICRO) for size in SIZES]
    pairs_of_costs = zip(costs[SIZES[-1]], costs[SIZES[0]], strict=True)
    grown = median(most / least for most, least in pairs_of_costs)
    return [*rows, Row("step, 10,000 beside 10 devices", "x", grown, goal=Goal(MOST_GROWTH))]


class _Watched:
    """A house of some size in which the same few pairs see motion."""

    def __init__(self, size: int) -> None:
        known = pairs(SIDE_HUB, size // 2)
        self._house = house_of(known, (_ceiling(area) for area in rooms(known)))
        self._pairs = known[:: len(known) // WATCHED][:WATCHED]
        self._moment = MONDAY_NOON
        step(self._house, PolicyAdopted(self._house.policy), self._moment)

    def cost_of_event(self) -> float:
        """Return the seconds of one event, on average over some rounds."""
        spent = 0.0
        for number in range(ROUNDS):
            self._moment += 1.0
            spent += _round(self._house, self._pairs, self._moment, lit=number % 2 == 0)
        return spent / (ROUNDS * len(self._pairs))


def _ceiling(area: Area) -> BrightnessCeiling:
    name = GuardrailId(f"ceiling-{area.id}")
    return BrightnessCeiling(id=name, areas=(area.id,), at_most=Brightness(200))


def _round(house: House, watched: list[Pair], moment: float, *, lit: bool) -> float:
    """Let each sensor report and return what that took; the lamps answer untimed."""
    events = [Reported(_hardware(pair.sensor_name), {OCCUPANCY: lit}) for pair in watched]
    began = now()
    for event in events:
        step(house, event, moment)
    spent = now() - began
    for pair in watched:
        told = house.conditions[device_in(house, pair.lamp_name)].told
        if told is None or told.values[POWER] is not lit:
            raise AssertionError("a sensor's event did not switch its lamp")
        step(house, Reported(_hardware(pair.lamp_name), told.values), moment + 0.1)
    return spent


def _hardware(name: str) -> HardwareId:
    return HardwareId(f"hw-{slug(name)}")


def yardstick() -> float:
    """Return the seconds of a million additions: how quick this machine's Python is."""
    best = float("inf")
    for _ in range(5):
        began, total = now(), 0
        for number in range(100_000):
            total += number
        best = min(best, now() - began)
    return 10 * best


# announcements


def reading(repeats: int) -> list[Row]:
    """Time what 2,000 announcements cost to be read and taken in, without transport."""
    messages = list(announcements(pairs(SIDE_HUB, ANNOUNCED)))
    best = min(_take_in(messages) for _ in range(repeats))
    return [Row("2,000 announcements, read and stepped alone", "ms", best * MILLI)]


def _take_in(messages: list[Message]) -> float:
    family, house = HomeAssistant(), House()
    began = now()
    for message in messages:
        for event in family.heard(message).events:
            step(house, event, MONDAY_NOON)
    spent = now() - began
    if len(house.devices) != 2 * ANNOUNCED:
        raise AssertionError(f"{len(house.devices)} devices are known")
    return spent
