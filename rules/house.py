"""The house: all that is known at this moment; only `step` changes it, everybody may read it."""

from collections import deque
from datetime import datetime

from rules.claims.claims import Claim
from rules.condition import Condition
from rules.due import DueList
from rules.guardrail import Guardrail
from rules.hands.clues import Mains
from rules.people.standing import People
from rules.people.switch import Contact
from rules.places.directory import Directory
from rules.places.placing import Placing
from rules.places.spares import Ways
from rules.policy import Policy
from rules.prompts.prompted import Prompts
from rules.words.alarms import Alarm, AlarmKind
from rules.words.device import Device
from rules.words.ids import AgentId, AreaId, DeviceId, GuardrailId, HardwareId, Ref, SwitchId
from rules.words.people import Freeze, PersonClaim
from rules.words.switches import Line
from rules.words.times import Moment, Sky, Window, civil
from rules.words.values import POWER, PRESENCE_ASPECTS, Aspect, Value, Values

ORDERS_REMEMBERED = 32


class House:
    """Devices and their condition, areas, people's holds and claims, under one policy."""

    __slots__ = (
        "alarms",
        "clock_put",
        "conditions",
        "contacts",
        "devices",
        "directory",
        "due",
        "empty_since",
        "ids",
        "lately",
        "link_up",
        "linked_at",
        "mains",
        "next_decision",
        "people",
        "placing",
        "policy",
        "prompts",
        "sky",
        "taken",
        "tallies",
        "ways",
    )

    def __init__(self, policy: Policy | None = None, index: Directory | None = None) -> None:
        """Start with an empty house under a policy; `index`: the policy's, if there is one."""
        self.policy = policy or Policy()
        self.devices: dict[DeviceId, Device] = {}
        self.conditions: dict[DeviceId, Condition] = {}
        self.ids: dict[HardwareId, DeviceId] = {}
        self.placing = Placing(self.ids)
        self.ways = Ways()
        self.directory = index or Directory(self.policy, self.devices, self.placing)
        self.people = People()
        self.prompts = Prompts()
        self.contacts: dict[tuple[SwitchId, Line], Contact] = {}
        """What the lines of physical switches have shown since the start."""
        self.due = DueList()
        self.taken: set[DeviceId] = set()
        self.empty_since: dict[AreaId, Moment] = {}
        self.sky: Sky | None = None
        self.link_up = True
        self.mains = Mains()
        self.alarms: dict[tuple[DeviceId, AlarmKind], Alarm] = {}
        """What stands that nobody should miss, in the order it began."""
        self.lately: deque[DeviceId] = deque(maxlen=ORDERS_REMEMBERED)
        """The devices that were told something last, each as often as it was."""
        self.linked_at: Moment = 0.0
        """When the way to the devices last came up."""
        self.clock_put: Moment | None = None
        """When the wall clock last jumped so far that its times may be doubted."""
        self.tallies: dict[GuardrailId, tuple[Guardrail, deque[tuple[Moment, DeviceId]]]] = {}
        """For each rule that asks: when automation last changed what it binds."""
        self.next_decision = 1

    def bind(self, hardware: HardwareId, device: DeviceId) -> None:
        """Give a hardware its device id, for good."""
        self.ids[hardware] = device
        self.taken.add(device)

    def find(self, ref: Ref | str) -> DeviceId | None:
        """Return the device that a name, an id or a hardware id means, if it is known."""
        return self.directory.find(ref)

    def value(self, device: DeviceId, aspect: Aspect) -> Value:
        """Return what a device last said of an aspect; None where it is not known."""
        condition = self.conditions.get(device)
        return condition.values.get(aspect) if condition else None

    def values(self, device: DeviceId) -> Values:
        """Return all that a device last said."""
        condition = self.conditions.get(device)
        return condition.values if condition else {}

    def since(self, device: DeviceId, aspect: Aspect) -> Moment | None:
        """Return when an aspect last changed."""
        condition = self.conditions.get(device)
        return condition.since.get(aspect) if condition else None

    def is_on(self, device: DeviceId) -> bool | None:
        """Say whether a device is on; None while that is not known."""
        power = self.value(device, POWER)
        return power if isinstance(power, bool) else None

    def is_available(self, device: DeviceId) -> bool:
        """Say whether a device is within reach, as far as anybody said."""
        condition = self.conditions.get(device)
        return condition is not None and condition.available

    def area_of(self, device: DeviceId) -> AreaId | None:
        """Return the area a device is in."""
        return self.directory.area_of(device)

    def devices_in(self, area: AreaId) -> tuple[DeviceId, ...]:
        """Return the devices of an area, in the order they were announced."""
        return self.directory.devices_in(area)

    def lamps_in(self, area: AreaId) -> tuple[DeviceId, ...]:
        """Return the lamps of an area."""
        return tuple(device for device in self.devices_in(area) if self.devices[device].is_lamp)

    def claim_of(self, agent: AgentId, device: DeviceId) -> Claim | None:
        """Return an agent's live claim on a device."""
        condition = self.conditions.get(device)
        claims = condition.claims if condition else ()
        return next((claim for claim in claims if claim.agent == agent), None)

    def freeze_over(self, device: DeviceId, now: Moment) -> Freeze | None:
        """Return the freeze that covers a device, the widest first."""
        return self.people.freeze_over(device, self.directory.area_of(device), now)

    def held_by(self, device: DeviceId, now: Moment) -> PersonClaim | None:
        """Return what a person holds a device with: the newest of hold and overrides."""
        return self.people.claim_on(device, self.directory.area_of(device), now)

    def somebody_in(self, area: AreaId) -> bool | None:
        """Say whether a presence reading of an area is active; None without such a sensor.

        One that is out of reach, or fell silent, is none: nobody would hear of who comes in.
        """
        known = False
        for device in self.directory.devices_in(area):
            condition = self.conditions[device]
            for aspect in PRESENCE_ASPECTS:
                value = condition.values.get(aspect)
                if value is True:
                    return True
                known = known or (
                    value is not None and condition.available and not condition.silent
                )
        return False if known else None

    def local(self, now: Moment) -> datetime:
        """Return a moment as the wall clock at home shows it."""
        return civil(now, self.policy.home.zone)

    def week_minute(self, now: Moment) -> tuple[int, int]:
        """Return the civil minute of the day at home, and the number of the day: 0 is Monday."""
        local = self.local(now)
        return local.hour * 60 + local.minute, local.weekday()

    def within(self, window: Window, now: Moment) -> bool | None:
        """Say whether a moment lies in a window of the day; None while the sun is unknown."""
        local = self.local(now)
        return window.contains(local.hour * 60 + local.minute, self.sky)
