"""Taps and hands: what a person does to one device is done at once, and then held."""

from dataclasses import replace

from rules.claims.orders import completed, forget_seen, order, withdraw
from rules.condition import current
from rules.hands.clues import Clues
from rules.people.holds import begin_hold, kind_of
from rules.people.overrides import end_older_sets, stop_automation
from rules.turn import Turn
from rules.words.device import Device
from rules.words.ids import DeviceId
from rules.words.people import Hold
from rules.words.times import Seconds
from rules.words.values import POWER, TRAVEL_ASPECTS, Values
from rules.words.wishes import Author, Via

ONE_GESTURE = 3.0
"""Seconds in which further reports of a moving dimmer belong to the same hand."""
ONE_TRAVEL = 15.0
"""Seconds between two reports of a cover that somebody has moved."""


def set_device(
    turn: Turn,
    device: DeviceId,
    values: Values,
    by: Author,
    *,
    transition: Seconds | None = None,
    seconds: Seconds | None = None,
    exact: bool = False,
) -> None:
    """Do what a person wished of a device, and hold it; `exact`: nothing is added to the wish."""
    known = turn.house.devices.get(device)
    if known is None:
        return
    was = dict(current(turn.condition(device)))
    wish = completed(known, values, was, exact=exact)
    if not wish:
        return
    held = wish.keys() - known.settings
    if held:
        end_older_sets(turn, device, by)
    order(turn, device, wish, transition=transition, automated=False)
    if held:
        # No agent may touch a setting or an act: there is nothing to hold it against.
        begin_hold(turn, known, wish, was, by, seconds=seconds)


def leave_off(turn: Turn, device: DeviceId, by: Author) -> None:
    """Hold a device as it is that a person wants off and that is off already; nothing is sent."""
    known = turn.house.devices[device]
    if POWER in known.settings:
        return
    off: Values = {POWER: False}
    stop_automation(turn, device)
    end_older_sets(turn, device, by, off)
    begin_hold(turn, known, off, dict(current(turn.condition(device))), by)


def hand_at(
    turn: Turn, device: Device, was: Values, via: Via = Via.WALL, values: Values | None = None
) -> bool:
    """Take in that somebody moved a device at its own switch or by another way than ours.

    Holds what the device is now, or else `values`; says whether a new hold began.
    """
    condition = turn.condition(device.id)
    by = Author(via=via)
    withdraw(turn, device.id, "a hand at the device")
    forget_seen(turn, device.id)
    if values is None:
        ours = device.writable - device.settings
        values = {a: v for a, v in condition.values.items() if a in ours}
    old = turn.house.people.holds.get(device.id)
    one_gesture = old is not None and old.by == by and _goes_on(turn, device, old)
    if old is not None and one_gesture and old.kind is kind_of(values, was):
        # A dimmer on its way reports each step; one gesture is one hold.
        turn.house.people.holds[device.id] = hold = replace(old, values=values)
        turn.keep(f"hold/{device.id}", hold)
        return False
    end_older_sets(turn, device.id, by, values)
    begin_hold(turn, device, values, was, by)
    return True


def _goes_on(turn: Turn, device: Device, hold: Hold) -> bool:
    """Say whether a hand that is held is still at it; a cover travels on for a while."""
    if TRAVEL_ASPECTS.isdisjoint(device.felt):
        return turn.now - hold.since < ONE_GESTURE
    clues = turn.condition(device.id).clues = turn.condition(device.id).clues or Clues()
    last, clues.moved = max(hold.since, clues.moved), turn.now
    return turn.now - last < ONE_TRAVEL
