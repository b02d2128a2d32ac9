"""Orders: what a device is told, and how that is called back before it is reported."""

from dataclasses import replace

from rules.claims.told import Told, takes
from rules.condition import current
from rules.deciding.raising import raises
from rules.due import ReportDue
from rules.hands.kin import forget_strangers
from rules.light.spaces import taken
from rules.people.together import groups_of
from rules.turn import Turn
from rules.words.decisions import End
from rules.words.device import Announcement, Device
from rules.words.effects import Command
from rules.words.ids import DecisionId, DeviceId
from rules.words.times import Seconds
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    EFFECT,
    FULL,
    HAND_ASPECTS,
    LAMP_ASPECTS,
    POWER,
    Aspect,
    Value,
    Values,
)

MOST_ATTEMPTS = 2
REPORT_WITHIN = 2.0
"""Seconds beyond its transition in which a device is to report what it was told."""


def order(
    turn: Turn,
    device: DeviceId,
    values: Values,
    *,
    transition: Seconds | None,
    decisions: tuple[DecisionId, ...] = (),
    depth: int = 0,
    automated: bool = True,
) -> None:
    """Send a device an order; an older one of the same that is still awaited ends here."""
    house, now = turn.house, turn.now
    condition, known = house.conditions[device], house.devices[device]
    replaced, silent = condition.told, known.unheard.issuperset(values)
    apart = silent and _is_apart(known, replaced, values)
    replaced = condition.unheard if apart else replaced
    if replaced is not None and replaced.decisions and replaced.awaited:
        for decision in replaced.decisions:
            turn.end(decision, device, End.SUPERSEDED, "a newer command")
    if condition.clues is not None and condition.clues.followers:
        forget_strangers(house, condition, condition.clues)
    if condition.warned is not None and (
        values.get(POWER) is False or raises(current(condition), values) is not None
    ):
        condition.warned = None
    condition.order += 1
    earlier = replaced.trail(now) if replaced is not None and not apart else ()
    if not automated and not known.settings.issuperset(values):
        # What still waits to be handed over stays here now, and nothing ever comes of it.
        earlier = tuple(one for one in earlier if one.order not in condition.waiting)
        condition.fence = condition.order
        # Whatever its last report was, a person came after it.
        condition.judging = None
    told = Told(
        order=condition.order,
        values=values,
        before=dict(condition.values),
        at=now,
        transition=transition or 0.0,
        automated=automated,
        decisions=decisions,
        depth=depth,
        takes=takes(values),
        earlier=earlier,
    )
    if apart:
        condition.unheard = told
    else:
        condition.told = told
        house.lately.append(device)
        house.due.drop(ReportDue(device))
        if not silent:
            within = REPORT_WITHIN + (transition or 0.0) + told.takes
            house.due.put(ReportDue(device), now + within)
    if silent and _only_kept(known.announcement, values):
        sent(turn, device, told.order, values)
    else:
        turn.effects.append(_command(known, told))
    turn.shows(device)


def _is_apart(device: Device, awaited: Told | None, values: Values) -> bool:
    """Say whether an order of which nothing is heard must leave another one as it is."""
    if HAND_ASPECTS.isdisjoint(values) and EFFECT not in values:
        return True
    return (
        awaited is not None
        and awaited.awaited
        and not device.unheard.issuperset(awaited.values)
        and awaited.values.keys().isdisjoint(values)
    )


def _command(device: Device, told: Told) -> Command:
    return Command(
        device=device.id,
        hardware=device.announcement.hardware,
        family=device.announcement.family,
        values=told.values,
        order=told.order,
        automated=told.automated,
        decisions=told.decisions,
        transition=told.transition or None,
        unheard=not device.unheard.isdisjoint(told.values),
    )


def _only_kept(announcement: Announcement, values: Values) -> bool:
    able = announcement.capabilities
    return all(aspect in able and able[aspect].kept for aspect in values)


def sent(turn: Turn, device: DeviceId, order: int, values: Values) -> None:
    """Take in that a command left of which something is never reported: that is so by now.

    An act has no state, and is never repeated: a button would be pressed twice.
    """
    condition, known = turn.house.conditions.get(device), turn.house.devices.get(device)
    if condition is None or known is None:
        return
    able = known.announcement.capabilities
    for aspect in known.unheard & values.keys():
        if able[aspect].assumed:
            condition.values[aspect] = values[aspect]
            condition.since[aspect] = turn.now
            condition.aside = {a: v for a, v in condition.aside.items() if a != aspect}
    apart, told = condition.unheard, condition.told
    if apart is not None and apart.order == order:
        condition.unheard = None
        _verified(turn, device, apart)
    elif told is not None and told.order == order and known.unheard.issuperset(told.values):
        condition.told = replace(told, attempts=MOST_ATTEMPTS, settled=True)
        _verified(turn, device, told)
    turn.stir(device, values)
    turn.shows(device)


def _verified(turn: Turn, device: DeviceId, told: Told) -> None:
    for decision in told.decisions if told.awaited else ():
        turn.end(decision, device, End.VERIFIED)


def withdraw(turn: Turn, device: DeviceId, by: str) -> None:
    """Call back the orders to a device, and to the groups it is in, which would reach it too.

    What has not left does not, and nothing is repeated.
    """
    for each in (device, *groups_of(turn.house, device)):
        condition = turn.house.conditions.get(each)
        if condition is not None:
            condition.fence = condition.order
            end_order(turn, each, End.SUPERSEDED, by)


def forget_seen(turn: Turn, device: DeviceId) -> None:
    """Let an order that a device was seen to obey explain no more: somebody has moved it since.

    One of which nothing was seen may still be on its way, and be echoed all the same.
    """
    condition = turn.house.conditions[device]
    told = condition.told
    if told is not None and (told.settled or told.stopped or told.first is not None):
        condition.told = None


def repeat_no_more(turn: Turn, device: DeviceId) -> None:
    """Leave what a person ordered as it was sent, once nobody holds the device by it any more.

    It may still be reported; but to repeat it would be to say what they have taken back.
    """
    condition = turn.house.conditions[device]
    told, held = condition.told, turn.house.held_by(device, turn.now)
    if told is None or told.automated or (held is not None and held.since >= told.at):
        return
    condition.told = replace(told, attempts=MOST_ATTEMPTS)


def end_order(turn: Turn, device: DeviceId, end: End, by: str) -> None:
    """End the order to a device whose report is awaited, and what was decided with it."""
    condition = turn.house.conditions[device]
    apart, condition.unheard = condition.unheard, None
    told, over = condition.told, () if apart is None else apart.decisions
    if told is not None and told.awaited:
        over = (*over, *told.decisions)
        condition.told = replace(told, given_up=True)
    for decision in over:
        turn.end(decision, device, end, by)


def completed(
    device: Device, values: Values, was: Values, *, exact: bool = False
) -> dict[Aspect, Value]:
    """Return a person's wish as the device can take it.

    A lamp that is switched on gives its full light, unless it is to be `exact`.
    """
    wish = {aspect: value for aspect, value in values.items() if device.can_write(aspect)}
    if wish.get(POWER) is False or wish.get(BRIGHTNESS) == 0:
        return {POWER: False}
    if wish and not LAMP_ASPECTS.isdisjoint(wish) and device.can_write(POWER):
        wish[POWER] = True
    begins = wish.get(POWER) is True and was.get(POWER) is not True
    if begins and device.dims and not exact:
        # The lamp may remember a brightness that automation chose; a person gets a person's.
        wish.setdefault(BRIGHTNESS, FULL)
    if COLOUR in wish:
        wish[COLOUR] = taken(wish[COLOUR], device)
    return wish
