"""Cases for guardrails to judge: one hall with a lamp, and what an agent wishes of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from rules.claims.told import near
from rules.guardrail import Case, Guardrail
from rules.house import House
from rules.words.ids import AgentId, DeviceId
from rules.words.times import Moment, TimeOfDay, Window
from rules.words.values import POWER, Values
from rules.words.wishes import Cause, Level, Mode, Proposal, SawReading
from tests.houses import (
    OCCUPANCY,
    device_in,
    house_with,
    lamp,
    motion_sensor,
    plug,
    policy_of,
    room,
)

MOTION = AgentId("hall-motion")
EVENING = AgentId("evening")
NIGHT = Window(TimeOfDay(22 * 60 + 30), TimeOfDay(6 * 60 + 30))
LATE: Moment = datetime(2025, 11, 10, 23, 41, 7, tzinfo=ZoneInfo("UTC")).timestamp()
ON: Values = {POWER: True}
OFF: Values = {POWER: False}


def hall(*rules: Guardrail) -> House:
    """Return a house with a hall; in the cellar one lamp only switches."""
    policy = policy_of(
        room("Hall", "Hall lamp", "Hall motion"),
        room("Cellar", "Cellar lamp", "Cellar plug"),
        *rules,
    )
    return house_with(
        policy,
        lamp("Hall lamp", colours=True),
        motion_sensor("Hall motion"),
        lamp("Cellar lamp", dims=False),
        plug("Cellar plug"),
        lamp("Stray lamp"),
    )


def wish(
    device: str | DeviceId,
    values: Values,
    *,
    agent: AgentId = MOTION,
    mode: Mode = Mode.SET,
    now: Moment = LATE,
) -> Proposal:
    """Return what an agent wishes after motion in the hall."""
    return Proposal(
        agent=agent,
        device=DeviceId(device),
        level=Level.EVENT,
        values=values,
        until=now + 300,
        cause=Cause(SawReading(DeviceId("hall-motion"), OCCUPANCY, True), now),
        mode=mode,
    )


def case(
    house: House,
    values: Values,
    device: str = "Hall lamp",
    *,
    agent: AgentId = MOTION,
    mode: Mode = Mode.SET,
    now: Moment = LATE,
) -> Case:
    """Return the case of an agent's wish for a device."""
    known = device_in(house, device)
    shown = house.values(known)
    return Case(
        proposal=wish(known, values, agent=agent, mode=mode, now=now),
        values=values,
        changes=any(not near(a, shown.get(a), v) for a, v in values.items()),
        device=house.devices[known],
        area=house.area_of(known),
        house=house,
        now=now,
    )
