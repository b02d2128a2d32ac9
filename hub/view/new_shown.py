"""New devices as they are shown: what each says of itself, and why it waits."""

from typing import TYPE_CHECKING, Final

from rules.house import House
from rules.words.device import Device
from rules.words.ids import AreaId, slug

if TYPE_CHECKING:
    from hub.view.plain_json import Picture

LONGEST: Final = 80


def new_shown(house: House, device: Device) -> "Picture":
    """Return what is shown of a device that waits; nothing of one that is placed.

    `says`: the room that it says it is in; `suggests`: that room, where the house has one. `twin`:
    the device that it seems to be by another way.
    """
    if not house.directory.is_new(device.id):
        return {}
    says = device.announcement.suggested_area
    bearer = house.placing.borne(device.announcement)
    twin = house.ways.twin(house, device.announcement)
    why = f"another device, {bearer[:LONGEST]}, bears this name" if bearer else ""
    if twin is not None:
        why = f"it seems to be {twin.name[:LONGEST]} by another way"
    return {
        "new": {
            "says": says[:LONGEST],
            "suggests": area_called(house, says),
            "why": why,
            "twin": None if twin is None else twin.id,
        }
    }


def area_called(house: House, name: str) -> AreaId | None:
    """Return the area that an id or a name means, if there is one."""
    areas = house.policy.areas.values()
    exact = [area.id for area in areas if area.id == name]
    exact += [area.id for area in areas if area.name == name]
    if exact or not name:
        return next(iter(exact), None)
    return next((area.id for area in areas if slug(area.name) == slug(name)), None)
