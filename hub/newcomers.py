"""New devices: what a person means who says where one is, or takes that back."""

from typing import Final

from hub.meant import Refused, Unknown, device_meant
from hub.new_shown import area_called
from hub.wishes import BadInput, Form, shown, text_of, validated
from rules.house import House
from rules.words.events import DeviceAdopted, DeviceForgotten
from rules.words.ids import DeviceId
from rules.words.value import value
from rules.words.wishes import Author

EXPECTED: Final = {
    "area": "the id or the name of an area",
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


def parse_placed(payload: bytes) -> Placed:
    """Return the area that a payload says, bare or as JSON, or raise `BadInput`."""
    if not payload.strip():
        raise BadInput("say the id or the name of an area")
    text = text_of(payload)
    if not text.startswith("{"):
        return Placed(text)
    form = validated(_PlacedForm, text, EXPECTED)
    return Placed(form.area, form.by)


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


def forgetting_meant(house: House, ref: str, by: Author) -> DeviceForgotten:
    """Return what a person means who forgets a device, or refuse it."""
    device = house.find(ref) or DeviceId(ref)
    if device not in house.taken:
        raise Unknown(f"there is no device {shown(ref)}, and there was none")
    if device in house.devices and device not in house.placing.adoptions:
        raise Refused(f"nobody has placed {shown(house.devices[device].name)} by hand")
    return DeviceForgotten(device=device, by=by)
