"""Signs: what else than its reports tells who moves a device: its buttons, its mains, its topic."""

from typing import Final

from rules.claims.told import Told, takes
from rules.condition import Condition, current
from rules.due import JudgeDue
from rules.hands.clues import RETURN_COUNTS, Clues
from rules.hands.judge import expect, judge_due
from rules.hands.seeing import felt_of, is_same
from rules.hands.verdict import conclude
from rules.people.taps import hand_at
from rules.turn import Turn
from rules.words.device import Device
from rules.words.hands import Seen
from rules.words.ids import DeviceId
from rules.words.records import Judged
from rules.words.times import Seconds
from rules.words.values import LIGHT_ASPECTS, Values
from rules.words.wishes import Via

OWN_COMES_BACK: Final[Seconds] = 2.0
"""Seconds in which our own command may come back to us by its topic."""


def note_return(turn: Turn, device: DeviceId) -> None:
    """Take in that a light came back within reach."""
    clues = _clues(turn.condition(device))
    if turn.now - clues.returned > RETURN_COUNTS:
        clues.returned = turn.now
        turn.house.mains.note_return(device, turn.now)


def note_stored(turn: Turn, device: Device) -> None:
    """Take in that all that is known of a device is what the broker had stored."""
    if not LIGHT_ASPECTS.isdisjoint(device.felt):
        turn.house.mains.up.add(device.id)
    _clues(turn.condition(device.id)).stored = turn.now


def note_leave(turn: Turn, device: Device) -> None:
    """Take in that a device went out of reach, while it is still known what it was."""
    judge_due(turn, device.id)
    turn.house.mains.leave(device.id)
    condition = turn.condition(device.id)
    condition.steady = None
    _clues(condition).left = felt_of(device, condition.values)


def note_press(turn: Turn, device: Device) -> None:
    """Take in a press on a device itself: what it reports then is somebody's."""
    condition = turn.condition(device.id)
    _clues(condition).pressed = turn.now
    if condition.judging is not None and condition.judging.strays:
        conclude(turn, device, Seen.PHYSICAL)


def note_command(turn: Turn, device: Device, values: Values) -> None:
    """Take in that somebody else told a device something: it is theirs, from this moment on."""
    condition = turn.condition(device.id)
    wish = {aspect: value for aspect, value in felt_of(device, values).items() if value is not None}
    if not wish:
        if not values:
            # It cannot be read: what the device reports next is what it was told.
            _clues(condition).commanded = turn.now
        return
    if _is_our_own(condition.told, wish, turn):
        return
    was = felt_of(device, current(condition))
    turn.house.due.drop(JudgeDue(device.id))
    condition.judging = None
    if hand_at(turn, device, was, Via.CONTROLLER, {**was, **wish}):
        judged = Judged(device=device.id, seen=Seen.CONTROLLER, values=wish, was=was)
        turn.record(judged)
    condition.told = Told(
        order=condition.order,
        values=wish,
        before=dict(condition.values),
        at=turn.now,
        transition=0.0,
        automated=False,
        foreign=True,
        takes=takes(wish),
    )
    expect(turn, device.id, condition.told)


def _is_our_own(told: Told | None, wish: Values, turn: Turn) -> bool:
    """Say whether this is our own command, come back to us by a broker that says everything."""
    if told is None or turn.now - told.at > OWN_COMES_BACK:
        return False
    return any(
        all(is_same(aspect, value, order.values.get(aspect)) for aspect, value in wish.items())
        for order in (told, *told.earlier)
    )


def _clues(condition: Condition) -> Clues:
    clues = condition.clues = condition.clues or Clues()
    return clues
