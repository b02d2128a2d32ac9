"""Telling: what each happening of a history comes to in the house and in the world around it."""

from collections.abc import Callable
from typing import Final

from rules.claims.told import Told
from rules.words.events import (
    AvailabilityChanged,
    ClockStepped,
    DeviceAnnounced,
    DeviceRetired,
    FreezePlaced,
    LinkChanged,
    OverrideLifted,
    OverridePlaced,
    PersonSet,
    PolicyAdopted,
    Pressed,
    PromptAnswered,
    Reported,
    SceneCalled,
    ScheduleReached,
)
from rules.words.ids import DeviceId, HardwareId, PromptId, SceneId, slug
from rules.words.news import Every
from rules.words.records import PromptBegan, PromptEnded
from rules.words.times import DAY, MINUTE
from rules.words.values import BRIGHTNESS, POWER, Aspect, Kelvin, Value, Values, as_number
from rules.words.wishes import Author, Via
from tests.laws.histories import (
    Adopts,
    Answers,
    Calls,
    ClockJumps,
    Comes,
    Freezes,
    GoesAway,
    Happening,
    History,
    Leaves,
    LinkFails,
    Moves,
    Nothing,
    Overrides,
    Presses,
    Reads,
    Releases,
    Restarts,
    Says,
    Sets,
    Way,
)
from tests.laws.lamps import Lamp
from tests.laws.life import Hand, Life, Witness
from tests.story import BEN, scope_of

LONG_PAST: Final = 6.0
"""Seconds after which no fade of an order that was reported goes on."""
SOMEBODY: Final = Author(via=Via.PAGE)
"""Whose answers count."""
GIVEN_UP: Final = 30.0
"""Seconds after which nobody expects the report of an order any more."""


def live(history: History, *witnesses: Witness) -> Life:
    """Live a history from its first step to its last."""
    life = Life(history, *witnesses)
    for pause, happening in history.steps:
        life.passes(pause)
        tell(life, happening)
    return life


def kept_by(witness: Callable[[], Witness]) -> Callable[[History], None]:
    """Return the law that a witness of this kind objects to nothing in a history."""

    def holds(history: History) -> None:
        live(history, witness())

    # Each law is tried on histories of its own, which go by the name of what is tried.
    holds.__name__ = getattr(witness, "__name__", holds.__name__)
    return holds


def runs_out(life: Life) -> None:
    """Let everybody go and everything come to its end."""
    if not life.link:
        tell(life, LinkFails(back=True))
    for sensor in ("Hall motion", "Bed motion"):
        tell(life, GoesAway(sensor, back=True))
        tell(life, Reads(sensor, {Aspect("occupancy"): False}))
    for scope in [*life.house.people.freezes, *life.house.people.overrides]:
        life.happens(OverrideLifted(scope=scope, by=BEN))
    life.passes(3 * DAY)


def tell(life: Life, happening: Happening) -> None:  # noqa: C901 - one case for each there is
    match happening:
        case Reads(sensor, values):
            if life.link:
                hardware = _hardware(sensor)
                life.readings[hardware] = {**life.readings.get(hardware, {}), **values}
                life.happens(Reported(hardware, values))
        case Presses(button, press):
            if life.link:
                life.happens(Pressed(_hardware(button), press))
        case Sets(name, values, seconds):
            device = DeviceId(slug(name))
            life.happens(PersonSet(device=device, values=values, by=BEN, seconds=seconds))
        case Calls():
            life.happens(SceneCalled(SceneId("cosy"), BEN))
        case Moves(name, values):
            _move(life, life.lamps[DeviceId(slug(name))], values)
        case Freezes(scope, seconds):
            until = None if seconds is None else life.now + seconds
            life.happens(FreezePlaced(scope=scope_of(scope), by=BEN, until=until))
        case Overrides(scope, values, seconds):
            until = None if seconds is None else life.now + seconds
            placed = OverridePlaced(scope=scope_of(scope), values=values, by=BEN, until=until)
            life.happens(placed)
        case Releases(scope, resume):
            life.happens(OverrideLifted(scope=scope_of(scope), by=BEN, resume=resume))
        case Comes():
            _reach_point(life, happening)
        case Answers(name, manner):
            life.lamps[DeviceId(slug(name))].manner = manner
        case Says():
            _answer(life, happening)
        case Nothing():
            pass
        case _:
            _tell_of_the_world(life, happening)


def _tell_of_the_world(  # noqa: C901 - one case for each there is
    life: Life, happening: GoesAway | Leaves | LinkFails | Adopts | ClockJumps | Restarts
) -> None:
    match happening:
        case GoesAway(name, back):
            lamp = life.lamps.get(DeviceId(slug(name)))
            if lamp is not None:
                lamp.away = not back
            if life.link:
                life.happens(AvailabilityChanged(_hardware(name), back))
            if lamp is not None and back:
                life.shows(lamp)
        case Leaves(name):
            lamp = life.lamps[DeviceId(slug(name))]
            life.happens(DeviceRetired(lamp.hardware))
            life.happens(DeviceAnnounced(lamp.announcement))
            life.shows(lamp)
        case LinkFails(back):
            life.link = back
            if back:
                for lamp in life.lamps.values():
                    life.shows(lamp, stored=True)
            life.happens(LinkChanged(back))
        case Adopts(policy):
            life.policy = life.policies[policy]
            life.happens(PolicyAdopted(life.policy))
        case ClockJumps(by):
            life.jumps(by)
            life.happens(ClockStepped(by))
        case Restarts():
            life.restart()


def _answer(life: Life, said: Says) -> None:
    """Let somebody answer, if there is anything to answer to."""
    over = {body.prompt for body in life.written if isinstance(body, PromptEnded)}
    asked = [body.prompt for body in life.written if isinstance(body, PromptBegan)]
    ended = [prompt for prompt in asked if prompt.id in over]
    found = ended if said.way is Way.REPLAYED else list(life.house.prompts.open.values())
    if not found:
        return
    number, by = found[-1].id, SOMEBODY
    match said.way:
        case Way.ALTERED:
            number = PromptId(f"{number[:-1]}{'0' if number[-1] != '0' else '1'}")
        case Way.BY_AGENT:
            by = Author(via=Via.MQTT, says=found[-1].agent)
        case Way.BY_NOBODY:
            by = Author(via=Via.UNKNOWN)
        case Way.GENUINE | Way.REPLAYED:
            pass
    life.happens(PromptAnswered(prompt=number, answer=said.answer, by=by))


def _reach_point(life: Life, happening: Comes) -> None:
    """Let the n-th point of the agents' timetables come, if there are so many."""
    agents = sorted(life.policy.agents.values(), key=lambda agent: agent.id)
    points = [(agent.id, entry) for agent in agents for entry in agent.timetable()]
    if not points:
        return
    agent, entry = points[happening.point % len(points)]
    if isinstance(entry, Every) and happening.late:
        return
    every = entry.seconds if isinstance(entry, Every) else DAY
    at = life.now - 10 * MINUTE if happening.late else life.now
    life.happens(
        ScheduleReached(
            agent=agent, point=entry.name, at=at, following=at + every, late=happening.late
        )
    )


def _move(life: Life, lamp: Lamp, values: Values) -> None:
    """Let a hand move a lamp, which shows it at once."""
    after = lamp.becoming(values)
    if after == lamp.state:
        return
    life.hand = Hand(lamp.device, clear=_is_clear(life, lamp, after))
    lamp.fade += 1
    lamp.state = after
    life.shows(lamp)
    life.hand = None


def _is_clear(life: Life, lamp: Lamp, after: Values) -> bool:
    """Say whether nobody could take what the lamp is going to report for anything but a hand."""
    condition = life.house.conditions[lamp.device]
    shown = {aspect: condition.values.get(aspect) for aspect in lamp.state}
    if not life.link or lamp.away or shown != lamp.state:
        return False
    told = condition.told
    if _is_beyond(told, shown, after):
        return True
    if life.is_busy(lamp):
        return False
    if (
        told is not None
        and not told.settled
        and (told.awaited or life.now - told.at < GIVEN_UP + told.transition)
    ):
        return False
    if after[POWER] is not shown[POWER]:
        return True
    if told is not None and life.now - told.at < LONG_PAST + told.transition:
        return False
    return after[POWER] is True and any(_differs(a, v, shown[a]) for a, v in after.items())


def _is_beyond(told: Told | None, shown: Values, after: Values) -> bool:
    """Say whether a lamp is brighter than any order could have made it on its way."""
    orders = () if told is None else (told, *told.earlier)
    known = [shown, *(values for order in orders for values in (order.values, order.before))]
    bright = [as_number(values.get(BRIGHTNESS)) or 0.0 for values in known]
    if any(values.get(POWER) is True and BRIGHTNESS not in values for values in known):
        return False
    now = as_number(after.get(BRIGHTNESS))
    return after.get(POWER) is True and now is not None and now > max(bright) + 8


def _differs(aspect: Aspect, one: Value, other: Value) -> bool:
    if isinstance(one, Kelvin) and isinstance(other, Kelvin):
        return abs(one.kelvin - other.kelvin) > 0.15 * one.kelvin
    if aspect == BRIGHTNESS and isinstance(one, int) and isinstance(other, int):
        return abs(one - other) > 8
    return False


def _hardware(name: str) -> HardwareId:
    return HardwareId(f"hw-{slug(name)}")
