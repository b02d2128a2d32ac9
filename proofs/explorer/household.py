"""The household of every run: three lamps, two rooms with motion, and two policies for them."""

from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from devices.agents.motion_light import MotionLight
from devices.message import Message
from devices.simulated.device import SimulatedDevice
from devices.simulated.discovery import Entity, binary, light
from devices.simulated.house import SimulatedHouse
from devices.simulated.lamp import Lamp, LampModel
from devices.simulated.motion import Motion
from rules.guardrails.ceilings import BrightnessCeiling
from rules.policy import Area, Home, Policy
from rules.words.ids import AgentId, AreaId, DeviceId, GuardrailId, Ref
from rules.words.times import Duration
from rules.words.values import Brightness

HALL, KITCHEN = AreaId("hall"), AreaId("kitchen")
LAMPS: Final = {
    DeviceId("hall-lamp"): "Hall lamp",
    DeviceId("hall-shelf"): "Hall shelf",
    DeviceId("kitchen-lamp"): "Kitchen lamp",
}
SENSORS: Final = {HALL: "Hall motion", KITCHEN: "Kitchen motion"}
FADING: Final = LampModel(fade=1.0, reports_every=0.3)
EAGER: Final = LampModel(eager=True, echo=0.15)


class _Lamp(Lamp):
    """A lamp that announces its light alone: a run starts many hubs."""

    def entities(self) -> tuple[Entity, ...]:
        return (light(self.product.modes, None),)


class _Motion(Motion):
    """A sensor that announces its motion alone."""

    def entities(self) -> tuple[Entity, ...]:
        return (binary("occupancy", "occupancy"),)


def devices() -> tuple[SimulatedDevice, ...]:
    """Return the things of the house: a plain lamp, one that fades, one that promises."""
    return (
        _Lamp("Hall lamp", retains=True),
        _Lamp("Hall shelf", FADING, retains=True),
        _Lamp("Kitchen lamp", EAGER, retains=False),
        *(_Motion(name, clears_after=15.0, retains=True) for name in SENSORS.values()),
    )


@cache
def announcements() -> tuple[Message, ...]:
    """Return what the things say of themselves; it is the same in each run."""
    return SimulatedHouse(devices()).announcements()


@cache
def policies() -> tuple[Policy, Policy]:
    """Return the policy of the start and another: dimmer, and the shelf is in the kitchen."""
    return (
        _policy("one", {HALL: ("Hall lamp", "Hall shelf"), KITCHEN: ("Kitchen lamp",)}, 204),
        _policy("two", {HALL: ("Hall lamp",), KITCHEN: ("Kitchen lamp", "Hall shelf")}, 128),
    )


def area_of(policy: Policy, device: DeviceId) -> AreaId:
    """Return the area that a policy puts a lamp in."""
    name = Ref(LAMPS[device])
    return next(area.id for area in policy.areas.values() if name in area.devices)


def _policy(name: str, lamps: dict[AreaId, tuple[str, ...]], brightness: int) -> Policy:
    areas = {
        area: Area(
            id=area,
            name=area.title(),
            devices=(*(Ref(lamp) for lamp in inside), Ref(SENSORS[area])),
        )
        for area, inside in lamps.items()
    }
    agents = {
        AgentId(f"{area}-motion"): MotionLight(
            id=AgentId(f"{area}-motion"),
            area=area,
            brightness=Brightness(brightness),
            off_after=Duration(10.0),
        )
        for area in areas
    }
    ceiling = BrightnessCeiling(id=GuardrailId("calm"), areas=(KITCHEN,), at_most=Brightness(100))
    home = Home(zone=ZoneInfo("UTC"))
    return Policy(
        home=home, areas=areas, agents=agents, guardrails={ceiling.id: ceiling}, hash=name
    )
