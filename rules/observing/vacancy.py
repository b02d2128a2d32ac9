"""Vacancy: since when an area is known to be empty, so that what hands hold there may end.

Rule 1: an area is empty while its sensors say so. One that is out of reach, silent or gone says
nothing: without any other the area has no sensor, and holds last their longest time.
Rule 2: one that is back counts anew: nobody knows who was there meanwhile.
"""

from rules.due import HoldDue
from rules.turn import Turn
from rules.words.ids import AreaId, DeviceId
from rules.words.values import PRESENCE_ASPECTS


def note_presence(turn: Turn, area: AreaId | None) -> None:
    """Take in that a sensor of an area says something else now, or says nothing any more."""
    if area is None:
        return
    if turn.house.somebody_in(area) is not False:
        turn.house.empty_since.pop(area, None)
    elif area not in turn.house.empty_since:
        turn.house.empty_since[area] = turn.now
        holds_may_end(turn, area)


def note_sense(turn: Turn, device: DeviceId) -> None:
    """Take in that a device came within reach or went out of it, if it senses who is there."""
    values = turn.house.values(device)
    if any(values.get(aspect) is not None for aspect in PRESENCE_ASPECTS):
        note_presence(turn, turn.house.area_of(device))


def holds_may_end(turn: Turn, area: AreaId) -> None:
    """Look soon at the holds of an area that has just become empty."""
    for device in turn.house.devices_in(area):
        hold = turn.house.people.holds.get(device)
        if hold is not None and hold.empty_for is not None:
            moment = max(turn.now + hold.empty_for, hold.since + hold.at_least)
            turn.house.due.put(HoldDue(device), min(moment, hold.until))
