"""A device as scripts are told it: each aspect with all that can be said of it, and each press."""

from collections.abc import Mapping
from typing import TypeAlias

from devices.family import Origin
from hub.view.colours import mode_of
from hub.view.plain_json import Json, Picture, moment_json, values_json
from rules.condition import Condition
from rules.house import House
from rules.words.device import Announcement, Capability, Device
from rules.words.values import Aspect

Origins: TypeAlias = Mapping[Aspect, Origin]


def whole_picture(house: House, device: Device, origins: Origins) -> Picture:
    """Return what scripts are told of a device beside what people see of it."""
    condition = house.conditions.get(device.id) or Condition()
    announcement = device.announcement
    pressed = condition.pressed
    last = {**condition.aside, **{a: v for a, v in condition.values.items() if v is not None}}
    return {
        "colour_mode": mode_of(device, last) if device.is_lamp else None,
        "product": {"maker": announcement.product.maker, "model": announcement.product.model},
        "family": announcement.family,
        "hardware": announcement.hardware,
        "aspects": aspects_picture(device, condition, origins),
        "presses": [
            {"press": press, "announcement": _origin(announcement, origins.get(Aspect(press)))}
            for press in sorted(announcement.presses)
        ],
        "pressed": pressed and {"press": pressed[0], "at": moment_json(house, pressed[1])},
    }


def aspects_picture(device: Device, condition: Condition, origins: Origins) -> list[Json]:
    """Return each aspect of a device: what it is, what it may be told, and where it comes from."""
    return [
        {
            **_value(aspect, condition),
            **_able(able),
            "people_only": aspect in device.settings,
            "announcement": _origin(device.announcement, origins.get(aspect)),
        }
        for aspect, able in device.announcement.capabilities.items()
    ]


def _value(aspect: Aspect, condition: Condition) -> Picture:
    """Return the value of an aspect, or the last that was heard before the device went away."""
    value = condition.values.get(aspect)
    stale = value is None and aspect in condition.aside
    if stale:
        value = condition.aside[aspect]
    shown = next(iter(values_json({aspect: value}).values()), None)
    return {"aspect": aspect, "value": shown, "stale": stale}


def _able(able: Capability) -> Picture:
    return {
        "kind": able.takes.value if able.writable else None,
        "unit": able.unit,
        "low": able.low,
        "high": able.high,
        "step": able.step,
        "options": list(able.options),
        "writable": able.writable,
        "category": able.category.value,
        "assumed": able.assumed,
        "lasts": able.lasts,
    }


def _origin(announcement: Announcement, origin: Origin | None) -> Picture:
    if origin is None:
        # Its family announces whole devices, and no components of them.
        origin = Origin(announcement.sort.value, announcement.hardware)
    return {
        "component": origin.component,
        "unique_id": origin.unique_id,
        "topics": {
            "announced": origin.announced or None,
            "state": [*origin.state],
            "command": [*origin.command],
            "availability": [*origin.availability],
        },
    }
