"""Judging: a report that nothing explains is looked at for a second, and then called by its name.

Rule 1: nothing automated goes to the device meanwhile.
Rule 2: the latest report decides. As before again: a glitch. Where an order leads: its echo.
Rule 3: whose it is that stays as it is, `rules/hands/staying.py` says.
"""

from dataclasses import replace
from typing import Final

from rules.claims.orders import REPORT_WITHIN
from rules.claims.told import Told
from rules.condition import Condition
from rules.due import JudgeDue, ReportDue
from rules.hands.classify import straying
from rules.hands.clues import RETURN_COUNTS, Judging
from rules.hands.kin import as_follower, leader_of, note_coincidence
from rules.hands.last_word import is_against
from rules.hands.progress import is_past_goal, settles
from rules.hands.seeing import felt_of, is_like, is_same
from rules.hands.staying import only_stored, whose
from rules.hands.tolerance import restless
from rules.hands.trajectory import Sight
from rules.hands.verdict import conclude
from rules.turn import Turn
from rules.words.device import Device
from rules.words.hands import HOLD_IN_FULL, Seen
from rules.words.ids import DeviceId
from rules.words.times import Seconds
from rules.words.values import CLOSING, MOVEMENT, OPENING, POWER, Values

JUDGED_WITHIN: Final[Seconds] = 1.0


def judge(turn: Turn, sight: Sight, seen: Seen) -> None:
    """Let a report be followed by what its class asks for; the house knows it already."""
    condition = turn.house.conditions[sight.device.id]
    _measure(condition, sight)
    if seen in HOLD_IN_FULL and seen is not Seen.HAND:
        conclude(turn, sight.device, seen, felt_of(sight.device, sight.known))
    elif condition.judging is not None and _clears_up(turn, sight, condition.judging):
        return
    elif seen is Seen.HAND:
        _judge_straying(turn, sight)
    elif _is_return(condition, sight):
        _begin(turn, sight, returned=True)


def _measure(condition: Condition, sight: Sight) -> None:
    """Measure changes of its level from here on, if this is one."""
    aspect = sight.device.level
    level = sight.values.get(aspect)
    if level is not None and not is_same(aspect, level, condition.steady):
        condition.steady = level


def _judge_straying(turn: Turn, sight: Sight) -> None:
    told = leader_of(turn.house, sight)
    condition = turn.house.conditions[sight.device.id]
    at_once = told is None and is_against(condition.in_force(), sight)
    if at_once and not only_stored(condition, sight.values, sight.known, turn.now):
        # Our own order comes next: there is no waiting for what becomes of this.
        conclude(turn, sight.device, Seen.HAND, felt_of(sight.device, sight.known))
    elif told is None:
        _begin(turn, sight)
    else:
        note_coincidence(turn.house, sight)
        _follow(turn, sight, told)


def _clears_up(turn: Turn, sight: Sight, judging: Judging) -> bool:
    """Say whether another report shows what the one was that is being judged."""
    condition = turn.condition(sight.device.id)
    if is_like(judging.shown, condition.values, judging.shown):
        return False
    if _is_back(condition, judging):
        _note_restless(condition, judging)
        conclude(turn, sight.device, Seen.ECHO if judging.past_goal else Seen.GLITCH)
        return True
    told = condition.in_force()
    if straying(sight, told):
        return False
    if told is not None and told.explains(turn.now) and settles(sight, told, condition.values):
        # Whatever it said in between, it is where it was to be.
        _note_restless(condition, judging)
        conclude(turn, sight.device, Seen.ECHO)
    else:
        condition.judging = replace(judging, strays=False)
    return True


def _begin(turn: Turn, sight: Sight, *, returned: bool = False) -> None:
    """Begin to judge a report that strays, or take in that another one did."""
    device, condition = sight.device.id, turn.condition(sight.device.id)
    old, told = condition.judging, condition.in_force()
    aspects = straying(sight, told)
    shown = felt_of(sight.device, sight.values)
    if old is not None:
        aspects = tuple(dict.fromkeys((*old.aspects, *aspects)))
        condition.judging = replace(old, shown=shown, aspects=aspects, strays=True)
        return
    until = turn.now + JUDGED_WITHIN
    condition.judging = Judging(
        since=turn.now,
        until=until,
        was=_known(sight),
        shown=shown,
        aspects=aspects,
        returned=returned,
        past_goal=told is not None and is_past_goal(sight, told),
    )
    turn.house.due.put(JudgeDue(device), until)
    turn.shows(device)


def _known(sight: Sight) -> Values:
    """Return what was known of a device; its level, from where changes of it are measured."""
    known = felt_of(sight.device, sight.known)
    if sight.steady is not None:
        known[sight.device.level] = sight.steady
    return known


def _is_back(condition: Condition, judging: Judging) -> bool:
    """Say whether a device is as it was before it said what is being judged."""
    return not judging.returned and is_like(judging.was, condition.values, judging.aspects)


def _note_restless(condition: Condition, judging: Judging) -> None:
    if judging.past_goal:
        condition.tolerance = restless(condition.tolerance)


def judge_due(turn: Turn, device: DeviceId) -> None:
    """Say what a report was, now that it had its second."""
    known = turn.house.devices.get(device)
    condition = turn.house.conditions.get(device)
    if condition is None or condition.judging is None:
        return
    if known is None:
        condition.judging = None
        return
    conclude(turn, known, _verdict(turn, known, condition, condition.judging))


def _verdict(turn: Turn, device: Device, condition: Condition, judging: Judging) -> Seen:
    if not judging.strays or _has_arrived(turn, device, condition, judging):
        return Seen.ECHO
    if _is_back(condition, judging):
        return Seen.GLITCH
    sight = Sight(
        device=device,
        values=felt_of(device, condition.values),
        known=judging.was,
        tolerance=condition.tolerance,
        now=judging.since,
    )
    if not judging.returned:
        told = leader_of(turn.house, sight)
        note_coincidence(turn.house, sight)
        if told is not None:
            _follow(turn, sight, told)
            return Seen.GROUP_ECHO
    return whose(turn, condition, judging, sight)


def _has_arrived(turn: Turn, device: Device, condition: Condition, judging: Judging) -> bool:
    """Say whether a cover came to rest where it was to, and said where only afterwards."""
    told, values = condition.in_force(), condition.values
    if told is None or judging.aspects != (MOVEMENT,) or values[MOVEMENT] in (OPENING, CLOSING):
        return False
    sight = Sight(
        device=device, values=values, known=values, tolerance=condition.tolerance, now=turn.now
    )
    return settles(sight, told, values)


def _is_return(condition: Condition, sight: Sight) -> bool:
    """Say whether a report is the first that a light gives after it was away, and it is on."""
    clues = condition.clues
    if clues is None or sight.now - clues.returned > RETURN_COUNTS:
        return False
    return sight.values.get(POWER) is True and sight.known.get(POWER) is None


def _follow(turn: Turn, sight: Sight, told: Told) -> None:
    """Expect of a device what follows of another's order, unless it has one of its own."""
    condition = turn.condition(sight.device.id)
    own = condition.told
    if own is not None and own.awaited:
        return
    follower = as_follower(condition, told, sight)
    follower = replace(follower, settled=settles(sight, follower, condition.values))
    condition.told = follower
    expect(turn, sight.device.id, follower)


def expect(turn: Turn, device: DeviceId, told: Told) -> None:
    """Wait for what others told a device, and not for ever."""
    turn.house.due.drop(ReportDue(device))
    if not told.settled:
        turn.house.due.put(
            ReportDue(device), turn.now + told.transition + told.takes + REPORT_WITHIN
        )
