"""One hall for the tests of single parts: a lamp, two agents that may wish, and any rules."""

from devices.agents.motion_light import MotionLight
from rules.guardrail import Guardrail
from rules.house import House
from rules.turn import Turn
from rules.words.decisions import End
from rules.words.effects import Command, Record
from rules.words.ids import AgentId, AreaId, DeviceId
from rules.words.records import Body, Decided, Ended
from rules.words.times import HOUR, Duration, Moment
from rules.words.values import BRIGHTNESS, POWER, Brightness, Values
from rules.words.wishes import Cause, Level, Proposal, SawReading
from tests.houses import (
    MONDAY_NOON,
    OCCUPANCY,
    house_with,
    is_now,
    lamp,
    motion_sensor,
    policy_of,
    room,
)

NOON: Moment = MONDAY_NOON
LAMP = DeviceId("hall-lamp")
HALL = AreaId("hall")
ONE, TWO = AgentId("one"), AgentId("two")
OFF: Values = {POWER: False}
DIM: Values = {POWER: True, BRIGHTNESS: 40}
LIT: Values = {POWER: True, BRIGHTNESS: 200}


def hall(*rules: Guardrail, **values: bool | int) -> House:
    """Return a house with a hall, its lamp as given; without values the lamp is off.

    A stray lamp is in no area, so no agent may wish for it.
    """
    agents = (_agent(ONE), _agent(TWO))
    policy = policy_of(room("Hall", "Hall lamp", "Hall motion"), *agents, *rules)
    house = house_with(
        policy,
        lamp("Hall lamp", colours=True),
        motion_sensor("Hall motion"),
        lamp("Stray lamp"),
    )
    is_now(house, "Hall lamp", NOON - HOUR, **(values or {"power": False, "brightness": 10}))
    return house


def _agent(name: AgentId) -> MotionLight:
    return MotionLight(id=name, area=HALL, brightness=Brightness(200), off_after=Duration(60.0))


def wish(
    values: Values,
    *,
    agent: AgentId = ONE,
    device: DeviceId = LAMP,
    level: Level = Level.EVENT,
    until: Moment = NOON + HOUR,
    depth: int = 0,
) -> Proposal:
    """Return what an agent wishes after motion in the hall."""
    seen = SawReading(DeviceId("hall-motion"), OCCUPANCY, True)
    return Proposal(
        agent=agent,
        device=device,
        level=level,
        values=values,
        until=until,
        cause=Cause(seen, NOON, depth),
    )


def records(turn: Turn) -> list[Body]:
    """Return what was written down, in order."""
    return [effect.body for effect in turn.effects if isinstance(effect, Record)]


def orders(turn: Turn) -> list[Values]:
    """Return what devices were told, in order."""
    return [effect.values for effect in turn.effects if isinstance(effect, Command)]


def ends(turn: Turn) -> list[tuple[int, End]]:
    """Return which decisions ended, and how."""
    return [(body.decision, body.end) for body in records(turn) if isinstance(body, Ended)]


def decided(turn: Turn) -> list[int]:
    """Return the numbers of the decisions that were made."""
    return [body.decision.id for body in records(turn) if isinstance(body, Decided)]
