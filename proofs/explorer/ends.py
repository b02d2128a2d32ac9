"""I5, where it is written: all that people held in a run, and how each of it ended."""

from collections.abc import Iterable
from typing import Final, TypeAlias

from proofs.explorer.promises import Broken
from rules.people.standing import People
from rules.words.ids import DeviceId
from rules.words.people import DeviceScope, Freeze, Hold, Override, Scope
from rules.words.records import (
    Body,
    FreezeBegan,
    HoldBegan,
    HoldEnded,
    OverrideBegan,
    OverrideEnded,
)
from rules.words.times import Moment

KINDS: Final = (FreezeBegan, OverrideBegan, OverrideEnded, HoldBegan, HoldEnded)
"""The records of what people hold."""
LATE: Final = 0.5
"""Seconds by which an end may be late: a slow disk keeps the hub."""

_Key: TypeAlias = tuple[str, Scope]


def judge_records(records: Iterable[Body], people: People) -> None:
    """See that what ended had begun, that it ended once, and that what has no end still stands."""
    begun: set[_Key] = set()
    for record in records:
        match record:
            case FreezeBegan(freeze=freeze):
                begun.add(("freeze", freeze.scope))
            case OverrideBegan(override=placed):
                begun.add(("set", placed.scope))
            case HoldBegan(hold=hold):
                begun.add(_hold(hold.device))
            case OverrideEnded(scope=scope, verb=verb):
                _end(begun, (verb, scope))
            case HoldEnded(device=device):
                _end(begun, _hold(device))
            case _:
                pass
    stands: set[_Key] = {("freeze", scope) for scope in people.freezes}
    stands |= {("set", scope) for scope in people.overrides}
    stands |= {_hold(device) for device in people.holds}
    for key in sorted(begun ^ stands, key=str):
        how = "stands, and is not written" if key in stands else "is over, and never ended"
        raise Broken(f"I5: the {key[0]} of {key[1]} {how}")


def judge_ends(people: People, now: Moment) -> None:
    """See that nothing stands whose end has come."""
    held: list[Freeze | Override | Hold] = [*people.freezes.values()]
    held += [*people.overrides.values(), *people.holds.values()]
    for one in held:
        if one.until is not None and one.until < now - LATE:
            raise Broken(f"I5: {one} should have ended {now - one.until:.1f} s ago")


def _hold(device: DeviceId) -> _Key:
    return "hold", DeviceScope(device)


def _end(begun: set[_Key], key: _Key) -> None:
    if key not in begun:
        raise Broken(f"I5: the {key[0]} of {key[1]} ended, and there was none, or it had ended")
    begun.discard(key)
