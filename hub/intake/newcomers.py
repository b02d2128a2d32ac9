"""New devices: what a person means who says where one is, or takes that back."""

from typing import Final

from hub.intake.forms import BadInput, Form, shown, text_of, validated
from hub.intake.meant import Refused, Unknown, device_meant
from hub.view.new_shown import area_called
from rules.house import House
from rules.places.changing_ways import why_not_one
from rules.words.events import DeviceAdopted, DeviceForgotten, WayJoined, WaysParted
from rules.words.ids import DeviceId
from rules.words.value import value
from rules.words.wishes import Author

EXPECTED: Final = {
    "area": "the id or the name of an area",
    "device": "the id or the name of a device",
    "by": "a name of at most 64 characters",
}


@value(frozen=True, slots=True)
class Placed:
    """Where a person says that a device is."""

    area: str
    by: str = ""


class _PlacedForm(Form):
    area: str
    by: str = ""


class _JoinedForm(Form):
    device: str
    by: str = ""


def parse_placed(payload: bytes) -> Placed:
    """Return the area that a payload says, bare or as JSON, or raise `BadInput`."""
    if not payload.strip():
        raise BadInput("say the id or the name of an area")
    text = text_of(payload)
    if not text.startswith("{"):
        return Placed(text)
    form = validated(_PlacedForm, text, EXPECTED)
    return Placed(form.area, form.by)


def parse_joined(payload: bytes) -> tuple[str, str]:
    """Return which device a payload says, bare or as JSON, and who says so, or raise `BadInput`."""
    if not payload.strip():
        raise BadInput("say the id or the name of the device that it is")
    text = text_of(payload)
    if not text.startswith("{"):
        return text, ""
    form = validated(_JoinedForm, text, EXPECTED)
    return form.device, form.by


def adoption_meant(house: House, ref: str, area: str, by: Author) -> DeviceAdopted:
    """Return what a person means who puts a device into an area, or refuse it."""
    device, where = device_meant(house, ref), area_called(house, area)
    if where is None:
        known = ", ".join(house.policy.areas) or "none: write one into house.yaml first"
        raise Unknown(f"there is no area {shown(area)}; the areas are {known}")
    if house.directory.names_place(device.id):
        placed = house.area_of(device.id)
        raise Refused(
            f"the household file puts {shown(device.name)} into {placed}: change it in house.yaml"
        )
    return DeviceAdopted(device=device.id, area=where, by=by)


def joining_meant(house: House, ref: str, other: str, by: Author) -> WayJoined:
    """Return what a person means who says that a new device is another one, or refuse it."""
    new, device = device_meant(house, ref), device_meant(house, other)
    if why := why_not_one(house, new.id, device.id):
        raise Refused(why)
    return WayJoined(new=new.id, device=device.id, by=by)


def parting_meant(house: House, ref: str, by: Author) -> WaysParted:
    """Return what a person means who says that the ways of a device are several, or refuse it."""
    device = device_meant(house, ref)
    if not any(house.ways.of(device.id)):
        raise Refused(f"{shown(device.name)} is known by one way only")
    return WaysParted(device=device.id, by=by)


def forgetting_meant(house: House, ref: str, by: Author) -> DeviceForgotten:
    """Return what a person means who forgets a device, or refuse it."""
    device = house.find(ref) or DeviceId(ref)
    if device not in house.taken:
        raise Unknown(f"there is no device {shown(ref)}, and there was none")
    if device in house.devices and device not in house.placing.adoptions:
        raise Refused(f"nobody has placed {shown(house.devices[device].name)} by hand")
    return DeviceForgotten(device=device, by=by)
