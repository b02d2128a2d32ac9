"""The household of every run: three lamps, two rooms with motion, a button, and its policies."""

from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from devices.agents.motion_light import MotionLight
from devices.message import Message
from devices.simulated.button import Button
from devices.simulated.device import SimulatedDevice
from devices.simulated.discovery import Entity, binary, light, switch
from devices.simulated.house import SimulatedHouse
from devices.simulated.lamp import Lamp, LampModel
from devices.simulated.motion import Motion
from rules.guardrails.ceilings import BrightnessCeiling
from rules.policy import AllOff, Area, Control, Home, Policy
from rules.words.ids import AgentId, AreaId, ControlId, DeviceId, GuardrailId, Ref
from rules.words.times import Duration
from rules.words.values import Brightness

HALL, KITCHEN, GALLEY = AreaId("hall"), AreaId("kitchen"), AreaId("galley")
LAMPS: Final = {
    DeviceId("hall-lamp"): "Hall lamp",
    DeviceId("hall-shelf"): "Hall shelf",
    DeviceId("kitchen-lamp"): "Kitchen lamp",
}
SENSORS: Final = {HALL: "Hall motion", KITCHEN: "Kitchen motion"}
BUTTON: Final = "Way out"
_IN_KITCHEN: Final = ("Kitchen lamp", SENSORS[KITCHEN])
FADING: Final = LampModel(fade=1.0, reports_every=0.3)
EAGER: Final = LampModel(eager=True, echo=0.15)


class _Lamp(Lamp):
    """A lamp that announces its light alone: a run starts many hubs."""

    def entities(self) -> tuple[Entity, ...]:
        return (light(self.product.modes, None),)


class _Undimmed(_Lamp):
    """The same lamp, announced as a light that does not dim."""

    def entities(self) -> tuple[Entity, ...]:
        body = {"name": None, "schema": "json", "supported_color_modes": ("onoff",)}
        return (Entity("light", "light", body, main=True),)


class _Relay(_Lamp):
    """The same lamp, announced as a plain switch."""

    def entities(self) -> tuple[Entity, ...]:
        return (switch(),)


class _Button(Button):
    """A button by the door: off goes what is in one room, or in all of them."""

    actions = ("single", "double")

    def announcements(self) -> tuple[Message, ...]:
        # Its presses alone; a run starts many hubs.
        return super().announcements()[-1 - len(self.actions) : -1]


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


def button() -> Button:
    """Return the button, which few runs announce."""
    return _Button(BUTTON)


@cache
def announced(name: str, form: str) -> tuple[Message, ...]:
    """Return what is published when a thing is announced in another form; `gone`: in none."""
    forms = _forms(name)
    new = forms.get(form)
    topics = dict.fromkeys(message.topic for message in forms.values())
    gone = (topic for topic in topics if new is None or topic != new.topic)
    emptied = (Message(topic, b"", retain=True, qos=1) for topic in gone)
    return (*emptied, *(() if new is None else (new,)))


def _forms(name: str) -> dict[str, Message]:
    if name not in LAMPS.values():
        return {"usual": _Motion(name).announcements()[0]}
    kinds = {"usual": _Lamp, "undimmed": _Undimmed, "relay": _Relay}
    return {form: kind(name).announcements()[0] for form, kind in kinds.items()}


@cache
def policies() -> tuple[Policy, ...]:
    """Return the policy of the start and others.

    The second is dimmer, and the shelf is in the kitchen; in the third the kitchen is called
    otherwise, and in the fourth there is no hall.
    """
    hall, kitchen = SENSORS[HALL], SENSORS[KITCHEN]
    return (
        _policy("one", {HALL: ("Hall lamp", "Hall shelf", hall), KITCHEN: _IN_KITCHEN}, 204),
        _policy("two", {HALL: ("Hall lamp", hall), KITCHEN: (*_IN_KITCHEN, "Hall shelf")}, 128),
        _policy("three", {HALL: ("Hall lamp", "Hall shelf", hall), GALLEY: _IN_KITCHEN}, 204),
        _policy("four", {KITCHEN: (*LAMPS.values(), hall, kitchen)}, 128),
    )


def area_of(policy: Policy, name: str) -> AreaId:
    """Return the area that a policy puts a thing in."""
    return next(area.id for area in policy.areas.values() if name in area.devices)


def _policy(name: str, inside: dict[AreaId, tuple[str, ...]], brightness: int) -> Policy:
    areas = {
        area: Area(id=area, name=area.title(), devices=tuple(map(Ref, things)))
        for area, things in inside.items()
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
    first, last = next(iter(areas)), next(reversed(areas))
    ceiling = BrightnessCeiling(id=GuardrailId("calm"), areas=(last,), at_most=Brightness(100))
    off = Control(
        id=ControlId("way-out"),
        device=Ref(BUTTON),
        gestures={"single": AllOff(first), "double": AllOff(None)},
    )
    return Policy(
        home=Home(zone=ZoneInfo("UTC")),
        areas=areas,
        agents=agents,
        controls={off.id: off},
        guardrails={ceiling.id: ceiling},
        hash=name,
    )
