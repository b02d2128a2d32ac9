"""What a person means by a name: a device, a scope or a scene of this house, or a clear no."""

import math

from hub.intake.forms import shown
from hub.intake.nearest import nearest
from hub.view.new_shown import area_called
from rules.house import House
from rules.words.device import Capability, Device, Kind
from rules.words.ids import SceneId, slug
from rules.words.people import AreaScope, DeviceScope, HouseScope, Scope
from rules.words.values import (
    BRIGHTNESS,
    COLOUR,
    INSTALL,
    INSTALLED_VERSION,
    LAMP_ASPECTS,
    LATEST_VERSION,
    Aspect,
    Value,
    Values,
    as_number,
)


class Refused(Exception):  # noqa: N818 -- it is an answer, not a failure
    """What a person asked for cannot be done; the text says why, and what to do."""


class Unknown(Refused):
    """A person named something that this house does not have."""


class TooOften(Refused):
    """An agent proposes more often than the household lets it."""


def device_meant(house: House, ref: str) -> Device:
    """Return the device that a name, an id or a hardware id means."""
    device = house.find(ref)
    if device is None or device not in house.devices:
        near = nearest(ref, house.devices)
        raise Unknown(f"there is no device {shown(ref)}: `homerule devices` lists them{near}")
    return house.devices[device]


def scope_meant(house: House, text: str) -> Scope:
    """Return the scope that is meant: `house`, `area/hall`, `device/hall-lamp`, or a bare name."""
    if text.lower() == "house":
        return HouseScope()
    sort, _, name = text.rpartition("/")
    area = area_called(house, name) if sort in {"", "area"} else None
    device = house.find(name) if sort in {"", "device"} else None
    if area is not None and device is not None:
        raise Refused(f"{shown(name)} is an area and a device: put `area/` or `device/` before it")
    if area is not None:
        return AreaScope(area)
    if device is not None:
        return DeviceScope(device)
    for held in house.people.scopes():
        # What is held can be given back, also where its area or its device is gone meanwhile.
        if text == str(held) or text == str(held).partition("/")[2]:
            return held
    near = nearest(name, [*house.policy.areas, *house.devices])
    raise Unknown(
        f"there is no area or device {shown(text)}: say `house`, `area/<id>` or `device/<id>`{near}"
    )


def scene_meant(house: House, ref: str) -> SceneId:
    """Return the scene that an id or a name means."""
    for scene in house.policy.scenes.values():
        if ref == scene.id or slug(ref) == slug(scene.name):
            return scene.id
    raise Unknown(f"there is no scene {shown(ref)}{nearest(ref, house.policy.scenes)}")


def check_values(device: Device, values: Values, known: Values) -> None:
    """Refuse what a device cannot do, or what would do nothing as far as is `known` of it."""
    if wrong := unable(device, values) or nothing_to_install(values, known):
        raise Refused(wrong)


def unable(device: Device, values: Values) -> str:
    """Say which part of a wish a device cannot be told; empty: it can be told all of it."""
    if wrong := misfit(device, values):
        return wrong
    for aspect in (BRIGHTNESS, COLOUR):
        if aspect in values and not device.can_write(aspect):
            return f"{shown(device.name)} has no {aspect}: it takes {_takes(device)}"
    return ""


def not_settable(house: House, scope: Scope, values: Values) -> str:
    """Say what the device of a scope cannot be set to; of many each is set as far as it can be."""
    device = house.devices.get(scope.device) if isinstance(scope, DeviceScope) else None
    return "" if device is None else unable(device, values)


def nothing_to_install(values: Values, known: Values) -> str:
    """Say why an update cannot be installed: it is installed already; empty: it is not known so."""
    for aspect in values:
        before, found, _ = aspect.rpartition(INSTALL)
        has = known.get(Aspect(f"{before}{INSTALLED_VERSION}"))
        if found and has is not None and has == known.get(Aspect(f"{before}{LATEST_VERSION}")):
            return f"there is nothing newer to install: {shown(has)} is the latest"
    return ""


def misfit(device: Device, values: Values) -> str:
    """Say why nothing of a wish, or not this value, can be told to a device; empty: it fits."""
    if not any(device.can_write(aspect) for aspect in values):
        return f"{shown(device.name)} cannot be told that: it takes {_takes(device)}"
    for aspect, value in values.items():
        able = device.announcement.capabilities.get(aspect)
        if aspect in LAMP_ASPECTS or able is None or not able.writable:
            continue
        if not (expected := _expected(able, value)):
            continue
        return f"`{aspect}` of {shown(device.name)} must be {expected}, not {shown(value)}"
    return ""


def _expected(able: Capability, value: Value) -> str:
    """Return what a capability takes where a value is something else; empty where it fits."""
    match able.takes:
        case Kind.NUMBER:
            number = as_number(value)
            low = -math.inf if able.low is None else able.low
            high = math.inf if able.high is None else able.high
            inside = number is not None and low <= number <= high
            return "" if inside else f"a number from {low:g} to {high:g}"
        case Kind.CHOICE | Kind.ACT:
            return "" if value in able.options else f"one of {', '.join(able.options[:20])}"
        case Kind.TRUTH:
            return "" if isinstance(value, bool) else "`true` or `false`"
        case Kind.TEXT:
            return "" if isinstance(value, str) else "a text"
        case Kind.COLOUR:
            return ""


def _takes(device: Device) -> str:
    capabilities = device.announcement.capabilities.items()
    return ", ".join(aspect for aspect, known in capabilities if known.writable) or "no orders"
