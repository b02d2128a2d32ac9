"""Together: who tells a group tells all that is in it, so what people hold of one binds the other.

Rule 1: nothing automated goes to a group while anything that is in it, as announced, is held.
Rule 2: nor to what is in a group, or was seen to go along with another, while that other is frozen,
set or was tapped. What is held by its reports alone is not asked there: a group reports what any of
those that are in it does. Rule 3: nor to a group while a report of anything in it is being judged.
"""

from collections.abc import Collection, Iterator
from typing import Final

from rules.hands.clues import Judging
from rules.house import House
from rules.words.device import Device
from rules.words.ids import DeviceId
from rules.words.people import Freeze, Hold, PersonClaim
from rules.words.times import Moment
from rules.words.values import Aspect
from rules.words.wishes import Via

BY_REPORT: Final = frozenset({Via.WALL, Via.MAINS, Via.UNKNOWN})


def held_together(
    house: House, device: DeviceId, aspects: Collection[Aspect], now: Moment
) -> Freeze | PersonClaim | None:
    """Return what people hold of another device that is told together with this one."""
    for other in bound(house, device, now):
        freeze = house.freeze_over(other, now)
        if freeze is not None:
            return freeze
        held = house.held_by(other, now)
        if held is not None and (not isinstance(held, Hold) or not held.covers.isdisjoint(aspects)):
            return held
    return None


def bound(house: House, device: DeviceId, now: Moment) -> Iterator[DeviceId]:
    """Yield the others that people hold in a way that binds this one too."""
    people, known = house.people, house.devices.get(device)
    if known is None or not (people.holds or people.freezes or people.overrides or people.switches):
        return
    inside = known.announcement.moves
    if inside:
        yield from (one for one in _marked(house, inside) if _holds(house, one, now))
    for other in _along(house, known):
        held = house.held_by(other, now)
        if house.freeze_over(other, now) is not None or (
            held is not None and held.by.via not in BY_REPORT
        ):
            yield other


def judged(house: House, device: DeviceId) -> Judging | None:
    """Return what is being judged of a device, or of one that is in it."""
    condition = house.conditions.get(device)
    if condition is not None and condition.judging is not None:
        return condition.judging
    return next((house.conditions[one].judging for one in judged_inside(house, device)), None)


def judged_inside(house: House, device: DeviceId) -> Iterator[DeviceId]:
    """Yield what is in a group, as announced, and of which a report is being judged."""
    known = house.devices.get(device)
    if known is not None and known.announcement.moves:
        for one in _marked(house, known.announcement.moves):
            if house.conditions[one].judging is not None:
                yield one


def groups_of(house: House, device: DeviceId) -> Iterator[DeviceId]:
    """Yield the groups that a device is in, as announced."""
    groups, known = house.directory.groups, house.devices.get(device)
    if groups and known is not None and known.announcement.mark:
        mark = known.announcement.mark
        yield from (group for group, inside in groups.items() if mark in inside)


def _marked(house: House, marks: Collection[str]) -> Iterator[DeviceId]:
    return (one.id for one in house.devices.values() if one.announcement.mark in marks)


def _along(house: House, known: Device) -> Iterator[DeviceId]:
    clues = house.conditions[known.id].clues
    if clues is not None:
        yield from (other for other in clues.kin() if other in house.devices)
    yield from groups_of(house, known.id)


def _holds(house: House, device: DeviceId, now: Moment) -> bool:
    return house.freeze_over(device, now) is not None or house.held_by(device, now) is not None
