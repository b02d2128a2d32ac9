"""Where devices belong: what people said of new ones, and which hardware bears which name.

Rule 1: a device that neither the household file names nor a person placed is *new*: it waits, and
nothing automated reaches it. Rule 2: what a device says of itself places it nowhere. Rule 3: the
hardware that first bore a name of the household file keeps it, also while it is away.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from rules.policy import Policy, SetDevice, StepBrightness, Toggle
from rules.words.device import Announcement
from rules.words.ids import AreaId, DeviceId, HardwareId, slug
from rules.words.people import Adoption
from rules.words.switches import OfDevice


class Placing:
    """What people said of devices that the household file does not place, and who bears a name."""

    __slots__ = ("_ids", "adoptions", "bearers")

    def __init__(self, ids: Mapping[HardwareId, DeviceId] = MappingProxyType({})) -> None:
        """Start with nobody having said anything; `ids`: of which device each hardware is."""
        self._ids = ids
        self.adoptions: dict[DeviceId, Adoption] = {}
        self.bearers: dict[str, HardwareId] = {}

    def may_bear(self, hardware: HardwareId, name: str) -> bool:
        """Say whether a hardware may be meant by a name: no other one bore it first."""
        bearer = self.bearers.get(name, hardware)
        return bearer == hardware or self._is_one(bearer, hardware)

    def borne(self, told: Announcement) -> HardwareId | None:
        """Return the hardware that bears the name by which another one announces itself."""
        bearer = self.bearers.get(slug(told.name))
        if bearer is None or bearer == told.hardware or self._is_one(bearer, told.hardware):
            return None
        return bearer

    def area_of(self, device: DeviceId, areas: Collection[AreaId]) -> AreaId | None:
        """Return the area into which a person put a device, if there still is such an area."""
        adoption = self.adoptions.get(device)
        return adoption.area if adoption is not None and adoption.area in areas else None

    def bearing(self) -> Iterator[tuple[DeviceId, str]]:
        """Yield the devices that bear names of the household file, there or away, and each name."""
        for name, hardware in self.bearers.items():
            device = self._ids.get(hardware)
            if device is not None:
                yield device, name

    def _is_one(self, bearer: HardwareId, hardware: HardwareId) -> bool:
        """Say whether two hardwares are two ways to one device."""
        device = self._ids.get(bearer)
        return device is not None and device == self._ids.get(hardware)


def named_by(policy: Policy) -> frozenset[str]:
    """Return the short form of all by which a household file names its devices."""
    return frozenset(slug(ref) for ref in _refs(policy))


def _refs(policy: Policy) -> Iterator[str]:
    for area in policy.areas.values():
        yield from area.devices
    yield from policy.ids
    yield from policy.ids.values()
    for person in policy.people.values():
        if person.presence is not None:
            yield person.presence[0]
    yield from _of_controls(policy)
    for scene in policy.scenes.values():
        yield from scene.values
    for agent in policy.agents.values():
        yield from agent.listens().refs
        yield from agent.reaches().refs
    for rule in policy.guardrails.values():
        yield from rule.reach().refs
        yield from (ref for ref, _ in rule.watches(policy))


def _of_controls(policy: Policy) -> Iterator[str]:
    for control in policy.controls.values():
        yield control.device
        for gesture in control.gestures.values():
            if isinstance(gesture, Toggle | SetDevice | StepBrightness):
                yield gesture.device
    for switch in policy.switches.values():
        if isinstance(switch.line, OfDevice):
            yield switch.line.device
