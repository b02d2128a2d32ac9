"""Houses for tests, built by hand: as a house is after some announcements and reports."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from rules.agent import Agent
from rules.claims.claims import Claim
from rules.condition import Condition
from rules.guardrail import Guardrail
from rules.house import House
from rules.policy import Area, AreaKind, Home, Person, Policy
from rules.words.device import Announcement, Capability, Device, Sort
from rules.words.ids import AreaId, DecisionId, DeviceId, HardwareId, Ref, slug
from rules.words.news import ButtonPressed, PointReached, ReadingChanged, Woken
from rules.words.times import DAY, Moment
from rules.words.values import BRIGHTNESS, COLOUR, FULL, POWER, Aspect, Value, Values
from rules.words.wishes import Cause, Proposal, SawPress, SawReading, SawTime

OCCUPANCY = Aspect("occupancy")
ILLUMINANCE = Aspect("illuminance")
CONTACT = Aspect("contact")

MONDAY_NOON: Moment = 1_762_776_000.0
"""Monday, 10 November 2025, 12:00 UTC."""


def lamp(name: str, *, dims: bool = True, colours: bool = False, area: str = "") -> Announcement:
    """Announce a lamp; one that takes a colour goes from 2000 K to 6500 K."""
    capabilities = [Capability(aspect=POWER, writable=True)]
    if dims:
        capabilities.append(Capability(aspect=BRIGHTNESS, writable=True, low=0, high=FULL))
    if colours:
        capabilities.append(Capability(aspect=COLOUR, writable=True, unit="K", low=2000, high=6500))
    return announced(name, Sort.LAMP, capabilities, area=area)


def plug(name: str, *, area: str = "") -> Announcement:
    """Announce a plug that is switched on and off."""
    return announced(name, Sort.SWITCH, [Capability(aspect=POWER, writable=True)], area=area)


def motion_sensor(name: str, *, area: str = "") -> Announcement:
    """Announce a sensor that reads `occupancy`."""
    return sensor(name, OCCUPANCY, area=area)


def lux_sensor(name: str, *, area: str = "") -> Announcement:
    """Announce a sensor that reads `illuminance`."""
    return sensor(name, ILLUMINANCE, area=area)


def sensor(name: str, *aspects: Aspect, area: str = "") -> Announcement:
    """Announce a sensor with any readings."""
    return announced(name, Sort.SENSOR, [Capability(aspect=a) for a in aspects], area=area)


def button(name: str, *presses: str, area: str = "") -> Announcement:
    """Announce a button; without presses it knows `single`, `double` and `hold`."""
    known = frozenset(presses or ("single", "double", "hold"))
    return announced(name, Sort.BUTTON, (), area=area, presses=known)


def announced(
    name: str,
    sort: Sort,
    capabilities: Iterable[Capability],
    *,
    area: str = "",
    presses: frozenset[str] = frozenset(),
) -> Announcement:
    """Announce anything; its hardware id is `hw-` and the slug of its name."""
    return Announcement(
        hardware=HardwareId(f"hw-{slug(name)}"),
        name=name,
        family="tested",
        sort=sort,
        capabilities={capability.aspect: capability for capability in capabilities},
        presses=presses,
        suggested_area=area,
    )


def room(name: str, *devices: str, kind: AreaKind = AreaKind.OTHER) -> Area:
    """Return an area and the devices in it, by name."""
    return Area(
        id=AreaId(slug(name)), name=name, kind=kind, devices=tuple(Ref(ref) for ref in devices)
    )


def policy_of(*parts: Area | Agent | Guardrail | Person, home: Home | None = None) -> Policy:
    """Return a policy of areas, agents, guardrails and people; home is in UTC unless given."""
    return Policy(
        home=home or Home(zone=ZoneInfo("UTC")),
        people={part.id: part for part in parts if isinstance(part, Person)},
        areas={part.id: part for part in parts if isinstance(part, Area)},
        agents={part.id: part for part in parts if isinstance(part, Agent)},
        guardrails={part.id: part for part in parts if isinstance(part, Guardrail)},
        hash="tested",
    )


def house_with(policy: Policy, *announcements: Announcement) -> House:
    """Return a house that knows these devices, each by the slug of its name, and no values."""
    house = House(policy)
    for announcement in announcements:
        device = Device.of(DeviceId(slug(announcement.name)), announcement)
        house.devices[device.id] = device
        house.conditions[device.id] = Condition()
        house.bind(announcement.hardware, device.id)
        house.directory.admit(device)
    return house


def is_now(house: House, name: str, at: Moment = MONDAY_NOON, /, **values: Value) -> None:
    """Let a device be like this, and have become so at this moment."""
    condition = house.conditions[device_in(house, name)]
    for aspect, value in values.items():
        condition.values[Aspect(aspect)] = value
        condition.since[Aspect(aspect)] = at


def device_in(house: House, name: str) -> DeviceId:
    """Return the id of a device that must be there."""
    found = house.find(name)
    assert found is not None, f"no {name} in this house"
    return found


def becomes(
    house: House, name: str, aspect: Aspect, after: Value, at: Moment = MONDAY_NOON
) -> ReadingChanged:
    """Let a device's value change and return the news of it."""
    device = device_in(house, name)
    before = house.value(device, aspect)
    is_now(house, name, at, **{aspect: after})
    cause = Cause(SawReading(device, aspect, after), at)
    return ReadingChanged(device, aspect, before, after, cause)


def pressed(
    house: House, name: str, press: str = "single", at: Moment = MONDAY_NOON
) -> ButtonPressed:
    """Return the news that a button was pressed."""
    device = device_in(house, name)
    return ButtonPressed(device, press, Cause(SawPress(device, press), at))


def point(
    name: str, at: Moment, following: Moment | None = None, *, late: bool = False
) -> PointReached:
    """Return the news that a point of a timetable came; it comes again a day later."""
    again = at + DAY if following is None else following
    return PointReached(name, at, again, late, Cause(SawTime(name), at))


def woken(key: str, at: Moment) -> Woken:
    """Return the news that an agent's own moment has come."""
    return Woken(key, Cause(SawTime(key), at))


def claimed(house: House, wish: Proposal, given: Values | None = None) -> Claim:
    """Let a wish be a live claim that acted, as if it had been decided when it was caused."""
    claim = Claim(
        proposal=wish,
        decision=DecisionId(house.next_decision),
        given=wish.values if given is None else given,
        until=wish.until,
        then=wish.then,
        since=wish.cause.at,
        acted=True,
    )
    house.next_decision += 1
    condition = house.conditions[wish.device]
    others = [other for other in condition.claims if other.agent != wish.agent]
    condition.claims = tuple(sorted((claim, *others), key=lambda one: -one.level))
    return claim
