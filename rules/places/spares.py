"""Ways: one product that is heard by two families is one device, which is told by one of them.

Rule 1: two devices seem the same where their products share the address of a network hardware, the
maker counts them as the same part, both can be told something or neither can, and they come by
different families. Rule 2: they count as the same where nobody could pretend it: both are announced
on the broker, or the one on the broker says itself that it is at the address at which the other was
found; what the household file names itself stays a device of its own. All others only seem so.
Rule 3: one way is in use; what a spare one says is remembered and moves nothing. The broker's goes
first. Rule 4: where the way in use is lost, a spare takes over quietly: nothing is held, nothing is
raised, and what was under way is not said again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rules.words.device import Announcement, Device
from rules.words.ids import DeviceId, HardwareId, slug
from rules.words.values import Aspect, Value, Values

if TYPE_CHECKING:
    from rules.house import House


@dataclass(slots=True)
class Spare:
    """A way that is not in use: what it said last."""

    device: DeviceId
    announcement: Announcement
    available: bool = True
    values: dict[Aspect, Value] = field(default_factory=dict)


class Ways:
    """The spare ways of the house's devices, and by which hardware addresses they are known."""

    __slots__ = ("_by_mac", "names", "spares")

    def __init__(self) -> None:
        """Know none."""
        self.spares: dict[HardwareId, Spare] = {}
        self.names: dict[HardwareId, str] = {}
        """What devices are called that are in use by a way that calls them otherwise."""
        self._by_mac: dict[str, dict[DeviceId, None]] = {}

    def meets(self, device: Device) -> None:
        """Remember by which addresses a device is known."""
        for mac in device.announcement.product.macs:
            self._by_mac.setdefault(mac, {})[device.id] = None

    def twin(self, house: "House", told: Announcement) -> Device | None:
        """Return the one device that another announcement seems to be of; see rule 1."""
        if not told.product.macs:
            return None
        found = {one for mac in told.product.macs for one in self._by_mac.get(mac, ())}
        known = [house.devices[one] for one in found if one in house.devices]
        same = [one for one in known if seems_same(one.announcement, told)]
        return same[0] if len(same) == 1 else None

    def of(self, device: DeviceId) -> Iterator[HardwareId]:
        """Yield the spare ways of a device."""
        return (hardware for hardware, spare in self.spares.items() if spare.device == device)

    def called(self, told: Announcement) -> Announcement:
        """Return an announcement under the name that its device has."""
        name = self.names.get(told.hardware)
        return told if name is None else replace(told, name=name)

    def hears(self, hardware: HardwareId, values: Values) -> None:
        """Remember what a spare way says, if it is one."""
        spare = self.spares.get(hardware)
        if spare is not None:
            spare.values.update(values)

    def usable(self, house: "House", device: DeviceId) -> HardwareId | None:
        """Return the spare way that may take over from the one in use."""
        known = house.devices[device].announcement
        able = [h for h in self.of(device) if self._may_serve(known, self.spares[h])]
        return min(able, key=lambda h: self.spares[h].announcement.hinted, default=None)

    def goes_before(self, house: "House", hardware: HardwareId) -> bool:
        """Say whether a spare way is to be used rather than the one that is."""
        spare = self.spares[hardware]
        known = house.devices[spare.device].announcement
        if not spare.available or not self._may_serve(known, spare):
            return False
        return known.hinted > spare.announcement.hinted or not house.is_available(spare.device)

    @staticmethod
    def _may_serve(known: Announcement, spare: Spare) -> bool:
        """Say whether a spare way is there, and is where the one in use last said it is."""
        told = spare.announcement
        moved = told.hinted and known.at and told.at != known.at
        return spare.available and not moved


def seems_same(one: Announcement, other: Announcement) -> bool:
    """Say whether two announcements seem to be of one device; see rule 1."""
    return (
        one.hardware != other.hardware
        and one.family != other.family
        and one.part == other.part
        and _drives(one) == _drives(other)
        and not one.product.macs.isdisjoint(other.product.macs)
    )


def is_proven(one: Announcement, other: Announcement) -> bool:
    """Say whether nobody could pretend that two announcements are of one device; see rule 2."""
    if one.hinted and other.hinted:
        return False
    if one.hinted or other.hinted:
        return one.at != "" and one.at == other.at
    return True


def stands_alone(house: "House", told: Announcement) -> bool:
    """Say whether the household file names this very way, so that it is a device of its own."""
    names = (slug(told.name), slug(told.hardware))
    return any(house.directory.is_named(name) and house.find(name) is None for name in names)


def _drives(told: Announcement) -> bool:
    return any(able.writable for able in told.capabilities.values())
