"""The verdict: what follows once it is clear what a report was.

Rule 1: physical, probable hand, other controller and mains switch hold in full.
Rule 2: unknown holds shortly and asks, quietly; it ends nothing that a person set for certain.
Rule 3: power cut, glitch and echo hold nothing, and nothing is commanded because of them. What was
held because a device seemed to come back alone is let go of when most of the house follows.
"""

from typing import Final

from rules.claims.orders import forget_seen, withdraw
from rules.claims.settle import settle
from rules.due import JudgeDue
from rules.hands.clues import Clues
from rules.hands.seeing import felt_of
from rules.people.holds import begin_hold, end_hold
from rules.people.taps import hand_at
from rules.people.together import groups_of
from rules.turn import Turn
from rules.words.device import Device
from rules.words.hands import HOLD_IN_FULL, Seen
from rules.words.records import Judged
from rules.words.times import MINUTE, Seconds
from rules.words.values import Values
from rules.words.wishes import Author, Via

UNKNOWN_FOR: Final[Seconds] = 15 * MINUTE
WAYS: Final = {Seen.CONTROLLER: Via.CONTROLLER, Seen.MAINS: Via.MAINS}


def conclude(turn: Turn, device: Device, seen: Seen, was: Values | None = None) -> None:
    """Let follow what follows from a verdict; `was` for a report that needed no judging."""
    condition = turn.condition(device.id)
    judging, condition.judging = condition.judging, None
    turn.house.due.drop(JudgeDue(device.id))
    condition.steady = condition.values.get(device.level, condition.steady)
    turn.shows(device.id)
    was = judging.was if judging is not None else was or {}
    judged = Judged(device=device.id, seen=seen, values=felt_of(device, condition.values), was=was)
    if seen in HOLD_IN_FULL:
        if hand_at(turn, device, was, WAYS.get(seen, Via.WALL)):
            turn.record(judged)
        if seen is Seen.MAINS:
            turn.house.mains.held[device.id] = turn.now
        return
    _conclude_less(turn, device, judged)
    if judging is not None and judging.waited:
        for each in (device.id, *groups_of(turn.house, device.id)):
            settle(turn, each)


def _conclude_less(turn: Turn, device: Device, judged: Judged) -> None:
    """Let follow what follows where nobody's hand is certain."""
    match judged.seen:
        case Seen.UNKNOWN:
            turn.record(judged)
            _perhaps_a_hand(turn, device, judged.was)
        case Seen.POWER_CUT:
            turn.record(judged)
            forget_seen(turn, device.id)
            _let_go_of_returned(turn)
        case Seen.GLITCH:
            turn.record(judged)
            condition = turn.condition(device.id)
            clues = condition.clues = condition.clues or Clues()
            clues.note_doubt(turn.now)
        case _:
            # An echo is nothing that anybody would read about.
            return


def not_judged(turn: Turn, device: Device) -> None:
    """Give up judging a device that is not heard any more: perhaps it was a hand.

    It is held for a while, as all that nobody can tell.
    """
    judging = turn.condition(device.id).judging
    if judging is not None:
        conclude(turn, device, Seen.UNKNOWN if judging.strays else Seen.ECHO)


def _perhaps_a_hand(turn: Turn, device: Device, was: Values) -> None:
    """Leave a device alone for a while; a person's longer hold stays as it is."""
    withdraw(turn, device.id, "perhaps a hand at the device")
    forget_seen(turn, device.id)
    old = turn.house.people.holds.get(device.id)
    if old is not None and old.until >= turn.now + UNKNOWN_FOR:
        return
    values = {
        aspect: value
        for aspect, value in turn.condition(device.id).values.items()
        if aspect in device.writable and aspect not in device.settings
    }
    begin_hold(turn, device, values, was, Author(via=Via.UNKNOWN), seconds=UNKNOWN_FOR)


def _let_go_of_returned(turn: Turn) -> None:
    """End what was held because a device seemed to come back alone."""
    mains, holds = turn.house.mains, turn.house.people.holds
    for device, since in tuple(mains.held.items()):
        hold = holds.get(device)
        if hold is not None and hold.since == since:
            end_hold(turn, device, "most of the house came back with it: it was a power cut")
    mains.held.clear()
