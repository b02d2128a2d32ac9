"""Who is meant: device names, which area a device is in, which agents and rules it concerns.

All look-ups go by an index, so that what an event costs does not grow with the house.
"""

from collections.abc import Iterator, Mapping
from copy import copy

from rules.agent import Agent
from rules.guardrail import Guardrail
from rules.places.concern import Concern
from rules.places.placing import Placing, named_by
from rules.policy import Policy
from rules.words.device import Device
from rules.words.facts import IsDevice
from rules.words.ids import AgentId, AreaId, DeviceId, GuardrailId, HardwareId, Ref, slug
from rules.words.news import Reach
from rules.words.values import Aspect


class Directory:
    """The index of the house under one policy."""

    __slots__ = (
        "_agents",
        "_area_refs",
        "_areas",
        "_by_hardware",
        "_by_ref",
        "_described",
        "_far_sighted",
        "_in_area",
        "_listeners",
        "_named",
        "_new",
        "_placing",
        "_rules",
        "_rules_over",
        "_watched",
        "_watchers",
        "_wishers",
        "_wishers_of",
        "groups",
    )

    def __init__(
        self, policy: Policy, devices: Mapping[DeviceId, Device], placing: Placing | None = None
    ) -> None:
        """Index a policy and the devices that are known; `placing`: what people said of them."""
        agents = policy.agents.values()
        self._agents = Concern((agent, agent.listens()) for agent in agents)
        self._wishers = Concern((agent, agent.reaches()) for agent in agents)
        guardrails = sorted(policy.guardrails.values(), key=lambda rule: rule.id)
        self._rules = Concern((rule, rule.reach()) for rule in guardrails)
        self._watched: dict[str, dict[tuple[Aspect, GuardrailId], Guardrail]] = {}
        """By the names of what they watch: the guardrails, each under the reading it is about."""
        for rule in guardrails:
            for ref, aspect in rule.watches(policy):
                self._watched.setdefault(slug(ref), {})[(aspect, rule.id)] = rule
        self._area_refs = {
            slug(ref): area.id for area in policy.areas.values() for ref in area.devices
        }
        self._areas = frozenset(policy.areas)
        self._placing = placing or Placing()
        self._named = named_by(policy)
        self._forget_devices()
        for device in devices.values():
            self.admit(device)

    def _forget_devices(self) -> None:
        self._by_hardware: dict[HardwareId, DeviceId] = {}
        self._by_ref: dict[str, DeviceId] = {}
        self._new: dict[DeviceId, None] = {}
        self._in_area: dict[AreaId, dict[DeviceId, None]] = {}
        self._listeners: dict[DeviceId, tuple[Agent, ...]] = {}
        self._rules_over: dict[DeviceId, tuple[Guardrail, ...]] = {}
        self._far_sighted: dict[DeviceId, tuple[Guardrail, ...]] = {}
        self._described: dict[DeviceId, IsDevice] = {}
        self._watchers: dict[DeviceId, tuple[tuple[Aspect, Guardrail], ...]] = {}
        self._wishers_of: dict[DeviceId, dict[AgentId, Agent]] = {}
        self.groups: dict[DeviceId, frozenset[str]] = {}
        """The groups, and the marks of what is in each."""

    def emptied(self) -> "Directory":
        """Return the index of the same policy for a house without devices."""
        other = copy(self)
        other._forget_devices()  # noqa: SLF001 -- it is one of us
        return other

    def admit(self, device: Device) -> None:
        """Take in a device, or its new name or place."""
        self.dismiss(device.id)
        told = device.announcement
        self._by_ref[device.id] = device.id
        names = tuple(dict.fromkeys((str(device.id), slug(told.name), slug(told.hardware))))
        # First come, first served: a later device of the same name is reached by its id.
        own = tuple(
            name
            for name in names
            if self._placing.may_bear(told.hardware, name)
            and self._by_ref.setdefault(name, device.id) == device.id
        )
        area = self._place(device, own)
        new = area is None and self._named.isdisjoint(own)
        self.admit_as(device, own, area, new=new)

    def admit_as(
        self, device: Device, names: tuple[str, ...], area: AreaId | None, *, new: bool = False
    ) -> None:
        """Take in a device of which names and place are settled; no agent hears of a new one."""
        hardware = device.announcement.hardware
        self._by_hardware[hardware] = device.id
        if device.announcement.moves:
            self.groups[device.id] = device.announcement.moves
        self._by_ref.update(dict.fromkeys(names, device.id))
        self._described[device.id] = IsDevice(
            known=device.id,
            hardware=hardware,
            name=device.name,
            sort=device.announcement.sort,
            area=area,
            reached=names,
            writable=device.writable,
            settings=device.settings,
            new=new,
        )
        if new:
            self._new[device.id] = None
        if area is not None:
            self._in_area.setdefault(area, {})[device.id] = None
        self._listeners[device.id] = () if new else self._agents.over(names, area)
        watched = {key: rule for name in names for key, rule in self._watched.get(name, {}).items()}
        if watched:
            self._watchers[device.id] = tuple((key[0], rule) for key, rule in watched.items())

    def dismiss(self, device: DeviceId) -> None:
        """Forget a device."""
        known = self._described.pop(device, None)
        if known is None:
            return
        for name in known.reached:
            self._by_ref.pop(name, None)
        self._by_ref.pop(device, None)
        self._by_hardware.pop(known.hardware, None)
        self.groups.pop(device, None)
        if known.area is not None:
            self._in_area[known.area].pop(device, None)
        self._new.pop(device, None)
        self._listeners.pop(device, None)
        self._rules_over.pop(device, None)
        self._far_sighted.pop(device, None)
        self._watchers.pop(device, None)
        self._wishers_of.pop(device, None)

    def find(self, ref: Ref | str) -> DeviceId | None:
        """Return the device that a name, an id or a hardware id means, if it is known."""
        return self._by_ref.get(ref) or self._by_ref.get(slug(ref))

    def device_of(self, hardware: HardwareId) -> DeviceId | None:
        """Return the device of a hardware, if it was announced."""
        return self._by_hardware.get(hardware)

    def area_of(self, device: DeviceId) -> AreaId | None:
        """Return the area a device is in."""
        known = self._described.get(device)
        return None if known is None else known.area

    def away(self) -> dict[DeviceId, AreaId]:
        """Return the areas of the devices that were there once, and will be again perhaps."""
        put = ((one, self._placing.area_of(one, self._areas)) for one in self._placing.adoptions)
        named = ((one, self._area_refs.get(name)) for one, name in self._placing.bearing())
        return {
            device: area
            for device, area in (*put, *named)
            if area is not None and device not in self._described
        }

    def is_new(self, device: DeviceId) -> bool:
        """Say whether a device waits: neither a person nor the household file has placed it."""
        return device in self._new

    def new_devices(self) -> tuple[DeviceId, ...]:
        """Return the devices that wait, in the order they were announced."""
        return tuple(self._new)

    def is_named(self, name: str) -> bool:
        """Say whether the household file means a device by this name, in its short form."""
        return name in self._named

    def own_names(self, device: DeviceId) -> tuple[str, ...]:
        """Return those names of a device by which the household file means it."""
        return tuple(name for name in self._reached(device) if name in self._named)

    def names_place(self, device: DeviceId) -> bool:
        """Say whether the household file itself says which area a device is in."""
        return any(name in self._area_refs for name in self._reached(device))

    def devices_in(self, area: AreaId) -> tuple[DeviceId, ...]:
        """Return the devices of an area, in the order they were announced."""
        return tuple(self._in_area.get(area, ()))

    def listeners(self, device: DeviceId) -> tuple[Agent, ...]:
        """Return the agents that want to hear of a device, in the order of their ids."""
        return self._listeners.get(device, ())

    def rules_over(self, device: DeviceId) -> tuple[Guardrail, ...]:
        """Return the guardrails that bind a device, whatever the hour."""
        rules = self._rules_over.get(device)
        if rules is None:
            rules = self._rules.over(self._reached(device), self.area_of(device))
            self._rules_over[device] = rules
        return rules

    def far_sighted(self, device: DeviceId) -> tuple[Guardrail, ...]:
        """Return those of the rules over a device that look at more than the device."""
        far = self._far_sighted.get(device)
        if far is None:
            far = tuple(rule for rule in self.rules_over(device) if rule.is_far_sighted)
            self._far_sighted[device] = far
        return far

    def described(self, device: DeviceId) -> IsDevice:
        """Return what is written down of a device that is known."""
        return self._described[device]

    def watchers(self, device: DeviceId) -> tuple[tuple[Aspect, Guardrail], ...]:
        """Return the guardrails whose answers depend on a reading of a device, and on which."""
        return self._watchers.get(device, ())

    def wishers(self, device: DeviceId) -> Mapping[AgentId, Agent]:
        """Return the agents that may wish anything for a device."""
        wishers = self._wishers_of.get(device)
        if wishers is None:
            names, area = self._reached(device), self.area_of(device)
            agents = () if device in self._new else self._wishers.over(names, area)
            wishers = {agent.id: agent for agent in agents}
            self._wishers_of[device] = wishers
        return wishers

    def covers(self, reach: Reach, device: DeviceId) -> bool:
        """Say whether a reach means a device."""
        if reach.house or self.area_of(device) in reach.areas:
            return True
        return any(self.find(ref) == device for ref in reach.refs)

    def covered_by(self, reach: Reach) -> Iterator[DeviceId]:
        """Yield the known devices that a reach means, each once, named ones first."""
        if reach.house:
            yield from self._described
            return
        named = (self.find(ref) for ref in sorted(reach.refs))
        within = (device for area in sorted(reach.areas) for device in self.devices_in(area))
        yield from dict.fromkeys(d for d in (*named, *within) if d is not None)

    def _reached(self, device: DeviceId) -> tuple[str, ...]:
        """Return the names by which a device can be meant."""
        known = self._described.get(device)
        return () if known is None else known.reached

    def _place(self, device: Device, names: tuple[str, ...]) -> AreaId | None:
        for name in names:
            if name in self._area_refs:
                return self._area_refs[name]
        return self._placing.area_of(device.id, self._areas)
