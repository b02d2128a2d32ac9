"""Plays what real products announce, say and are told, against what Home Assistant makes of it."""

from functools import cache

import pytest

from devices.colour import kelvin_of_mired, mired_of_kelvin
from devices.message import Message
from hub.intake.meant import nothing_to_install
from hub.view.colours import mode_of
from rules.words.device import Device
from rules.words.events import AvailabilityChanged, Event, Pressed, Reported
from rules.words.ids import DeviceId
from rules.words.values import Aspect, Hs, Kelvin, Rgb, Value, Xy
from tests.devices.families.homeassistant.broker import Broker
from tests.devices.homeassistant.cases import (
    ACTS,
    ASPECTS,
    OF_CLIMATE,
    Entity,
    Fields,
    Said,
    entities,
    read,
)


class Played:
    """One entity while its steps are played, and what the house then knows of it."""

    def __init__(self, entity: Entity) -> None:
        self.broker = Broker()
        self.component = entity["component"]
        self.known: dict[str, Value] = {}
        self.available = True
        self.presses: list[str] = []
        self.hear(entity["discovery"])

    def hear(self, messages: list[Said]) -> None:
        for message in messages:
            self.broker.says(message["topic"], message["payload"], retain=message["retain"])
            for event in self.broker.events:
                self._take(event)

    def _take(self, event: Event) -> None:
        if isinstance(event, Reported):
            self.known |= {str(aspect): value for aspect, value in event.values.items()}
        elif isinstance(event, AvailabilityChanged):
            self.available = event.available
        elif isinstance(event, Pressed):
            self.presses.append(event.press)

    def _aspect(self, key: str) -> str:
        """Return what the house calls a field; a reading or a setting has a name of its own."""
        (device,) = self.broker.devices.values()
        if key in {"value", "option"} or (key == "on" and "power" not in device.capabilities):
            return next(iter(device.capabilities))
        if self.component == "climate" and key in OF_CLIMATE:
            return OF_CLIMATE[key]
        return ASPECTS.get(key, key)

    def shown(self, key: str) -> object:
        """Return what the house knows, as Home Assistant writes it."""
        if key == "available":
            return self.available
        if key == "fired":
            return len(self.presses)
        if key == "event_type":
            return self.presses[-1]
        if key == "attributes":
            return {}
        if self.component == "lock":
            locked = self.known.get("locked")
            return None if locked is None else "locked" if locked else "unlocked"
        if key == "unit":
            (device,) = self.broker.devices.values()
            return next(iter(device.capabilities.values())).unit
        if self.component == "light" and key in {"mode", "mireds", "xy", "hs"}:
            return self._colour(key)
        (device,) = self.broker.devices.values()
        able = device.capabilities.get(Aspect(self._aspect(key)))
        value = self.known.get(self._aspect(key), able.start if able else None)
        return str(value) if key == "value" and value is not None else value

    def _colour(self, key: str) -> object:
        match self.known.get("colour"):
            case Kelvin() as white:
                return {"mode": "color_temp", "mireds": mired_of_kelvin(white)}.get(key)
            case Xy(x, y):
                return {"mode": "xy", "xy": [x, y]}.get(key)
            case Hs(hue, saturation):
                return {"mode": "hs", "hs": [hue, saturation]}.get(key)
            case _:
                (device,) = self.broker.devices.values()
                shown = {Aspect(aspect): value for aspect, value in self.known.items()}
                return mode_of(Device.of(DeviceId("it"), device), shown) if key == "mode" else None

    def tells(self, command: Fields) -> list[tuple[str, object, int, bool]]:
        """Tell the device, and return what is sent; what is only assumed counts as told."""
        (device,) = self.broker.devices.values()
        values = self._wished(command)
        if nothing_to_install(
            {Aspect(name): value for name, value in values.items()},
            {Aspect(name): value for name, value in self.known.items()},
        ):
            return []
        seconds = command.get("transition")
        transition = float(seconds) if isinstance(seconds, int | float) else None
        sent = self.broker.sends(device.hardware, values, transition)
        able = {str(aspect): each for aspect, each in device.capabilities.items()}
        assumed = {name for name, each in able.items() if each.assumed}
        self.known |= {name: value for name, value in values.items() if name in assumed}
        return [
            (each.topic, read(each.payload.decode()), each.qos, each.retain)
            for each in sent
            if isinstance(each, Message)
        ]

    def _wished(self, command: Fields) -> dict[str, Value]:
        (device,) = self.broker.devices.values()
        name = str(command["action"])
        own = next(iter(device.capabilities), "")
        if name == "press":
            return {own: "press"}
        power = "power" if "power" in device.capabilities else own
        if name == "toggle":
            return {power: not self.known.get(power)}
        wished = dict(ACTS.get(name, {}))
        if "power" in wished:
            wished = {power: wished["power"]}
        for key, value in command.items():
            if key not in {"action", "transition"}:
                wished |= self._one(key, value)
        return wished

    def _one(self, key: str, value: object) -> dict[str, Value]:
        match key, value:
            case "mireds", int() | float():
                return {"colour": kelvin_of_mired(value)}
            case "kelvin", int():
                return {"colour": Kelvin(value)}
            case "rgb", [int() as red, int() as green, int() as blue]:
                return {"colour": Rgb(red, green, blue)}
            case "hs", [int() | float() as hue, int() | float() as saturation]:
                return {"colour": Hs(hue, saturation)}
            case "xy", [int() | float() as x, int() | float() as y]:
                return {"colour": Xy(x, y)}
            case _, bool() | int() | float() | str():
                return {self._aspect(key): value}
            case _:
                return {}


def _same(key: str, shown: object, expected: object) -> bool:
    if key == "value" and expected == "None":
        # Home Assistant shows a null of a text as this word; in the house it is not known.
        return shown is None
    return shown == expected


def _right(entity: Entity) -> bool:
    played = Played(entity)
    if len(played.broker.devices) != 1:
        return False
    for case in entity["cases"]:
        played.hear(case.get("incoming", []))
        command = case.get("command")
        if command is not None:
            sent = [
                (each["topic"], read(each["payload"]), each["qos"], each["retain"])
                for each in case.get("expected_publish", [])
            ]
            if played.tells(command) != sent:
                return False
        expected = case.get("expected_state", {})
        if not all(_same(key, played.shown(key), value) for key, value in expected.items()):
            return False
    return True


@cache
def by_component() -> dict[str, tuple[Entity, ...]]:
    """Return all entities, by component."""
    found: dict[str, tuple[Entity, ...]] = {}
    for entity in entities():
        name = entity["component"]
        found[name] = (*found.get(name, ()), entity)
    return found


@pytest.mark.parametrize("component", sorted(by_component()))
def test_every_real_product_is_wholly_understood(component: str) -> None:
    wrong = {entity["id"] for entity in by_component()[component] if not _right(entity)}

    assert not wrong
