"""Membership: a device that enters or leaves what people hold, by a new policy, name or place.

Rule 1: what enters is covered at once, as if it had been there when the person spoke: what is
under way to it dies. Rule 2: what enters a `set` is held as it is; nothing is commanded.
Rule 3: what leaves is given back as by a release, which never raises. Rule 4: what nobody has
placed any more is left alone: what is under way to it dies, and so do the wishes for it.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias

from rules.claims.review import judge_again
from rules.due import HoldDue
from rules.house import House
from rules.observing.vacancy import note_presence
from rules.people.holds import next_look
from rules.people.overrides import stop_automation
from rules.turn import Turn
from rules.words.ids import AreaId, DeviceId
from rules.words.people import AreaScope
from rules.words.records import Noted

NOT_PLACED: Final = "nobody has placed the device any more"
Place: TypeAlias = AreaId | None
Found: TypeAlias = tuple[Place, bool]
"""Where a device is, and whether it is new."""


def place(house: House, device: DeviceId) -> Found:
    """Return where a device is now, and whether it is new."""
    return house.area_of(device), house.directory.is_new(device)


def places(house: House) -> Mapping[DeviceId, Found]:
    """Return where each device is now, to be compared once that has changed."""
    return {device: place(house, device) for device in house.devices}


def moved(turn: Turn, before: Mapping[DeviceId, Found]) -> None:
    """Take in that devices may be elsewhere now than they were before."""
    house = turn.house
    for device, (was_in, was_new) in before.items():
        now_in, is_new = place(house, device)
        if is_new and not was_new:
            _let_alone(turn, device)
        if was_in == now_in:
            continue
        note_presence(turn, was_in)
        note_presence(turn, now_in)
        held = _held_in(turn, device, now_in)
        if held:
            stop_automation(turn, device)
            turn.record(Noted(text=f"it is in {now_in} now, which is {held}", device=device))
        if _held_in(turn, device, was_in):
            judge_again(turn, device, "it left what a person holds")
        hold = house.people.holds.get(device)
        if hold is not None:
            # Whether the room is empty is now asked of another one.
            house.due.put(HoldDue(device), next_look(house, hold))


def _let_alone(turn: Turn, device: DeviceId) -> None:
    stop_automation(turn, device)
    # No agent may wish anything for it, so each wish is refused and comes to its end.
    judge_again(turn, device, NOT_PLACED)


def _held_in(turn: Turn, device: DeviceId, place: Place) -> str:
    """Return what people hold of a place, as it covers a device there."""
    if place is None:
        return ""
    people, scope = turn.house.people, AreaScope(place)
    freeze, placed = people.freeze_on(scope, turn.now), people.override_on(scope, turn.now)
    if freeze is not None:
        return "frozen"
    return "set by a person" if placed is not None and device not in placed.without else ""
