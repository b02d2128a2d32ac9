"""Admission: who may wish, how strongly, of which device, and what of it a device can be told."""

from rules.deciding.hearing import Hearing
from rules.house import House
from rules.outside import refused_outside
from rules.words.decisions import LampNotOn, Outcome
from rules.words.device import Device
from rules.words.times import HOUR, MINUTE, Moment
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    EFFECT,
    FULL,
    POWER,
    Aspect,
    Colour,
    Value,
    Values,
    as_number,
)
from rules.words.wishes import Level, Mode

LONGEST_LEASE = {
    Level.EVENT: 2 * HOUR,
    Level.COMFORT: 30 * MINUTE,
    Level.SCHEDULE: 48 * HOUR,
}
DEEPEST_CAUSE = 6


def admit(house: House, hearing: Hearing, was: Values, now: Moment) -> str:
    """Take a wish in as far as it may be wished; return why it may not, or nothing."""
    proposal = hearing.proposal
    device = house.devices.get(proposal.device)
    if device is None:
        return "the device is not known"
    agent = house.directory.wishers(proposal.device).get(proposal.agent)
    if agent is None:
        known = proposal.agent in house.policy.agents
        if known and house.directory.is_new(proposal.device):
            return "the device is new: no person has placed it yet"
        return "the agent was not given this device" if known else "no such agent lives here"
    if refusal := refused_outside(agent, proposal):
        return refusal
    if proposal.level > agent.level:
        return "the agent may not wish this strongly"
    if proposal.until <= now:
        return "its lease is over already"
    if proposal.cause.depth > DEEPEST_CAUSE:
        return f"it is {proposal.cause.depth} steps away from what a person or a sensor did"
    hearing.until = min(proposal.until, now + LONGEST_LEASE[proposal.level])
    return _complete(hearing, device, was)


def _complete(hearing: Hearing, device: Device, was: Values) -> str:
    """Keep what the device can be told, and give every raise its brightness."""
    proposal, values = hearing.proposal, hearing.values
    for aspect, value in proposal.values.items():
        if aspect not in device.writable:
            continue
        if aspect in device.settings:
            return f"`{aspect}` is a setting, which is for people"
        if not _sane(aspect, value) or not _is_played(device, aspect, value):
            return f"`{aspect}` cannot be {value!r}"
        values[aspect] = value
    if not values:
        return "the device cannot be told any of it"
    if proposal.mode is Mode.SET:
        _complete_set(values, device, was)
    elif POWER in values:
        return "an adjustment may not switch"
    power = was.get(POWER)
    shapes = proposal.mode is not Mode.SET or (EFFECT in values and POWER not in values)
    if shapes and power is not True:
        hearing.say(Outcome.DEFERRED, LampNotOn(power if isinstance(power, bool) else None))
    return ""


def _complete_set(values: dict[Aspect, Value], device: Device, was: Values) -> None:
    if values.get(BRIGHTNESS) == 0:
        values[POWER] = False
    if values.get(POWER) is False:
        values.pop(BRIGHTNESS, None)
        values.pop(COLOUR, None)
        values.pop(EFFECT, None)
        return
    if BRIGHTNESS in values and device.can_write(POWER):
        # A brightness switches a lamp on; say so, that everybody who judges sees it.
        values[POWER] = True
    elif device.dims and _needs_brightness(values, was):
        known = as_number(was.get(BRIGHTNESS))
        lit = was.get(POWER) is True and known is not None and known > 0
        values[BRIGHTNESS] = int(known) if lit and known is not None else FULL


def _needs_brightness(values: Values, was: Values) -> bool:
    """Say whether a wish must name a brightness, so that the rules can keep it within bounds."""
    return values.get(POWER) is True or (EFFECT in values and was.get(POWER) is True)


def _is_played(device: Device, aspect: Aspect, value: Value) -> bool:
    """Say whether a lamp knows an effect; of all else there is nothing to know."""
    return aspect != EFFECT or value in device.announcement.capabilities[EFFECT].options


def _sane(aspect: Aspect, value: Value) -> bool:
    if aspect == POWER:
        return isinstance(value, bool)
    if aspect == BRIGHTNESS:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= FULL
    if aspect == COLOUR:
        return isinstance(value, Colour)
    return value is not None
