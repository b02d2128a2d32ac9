"""How zigbee2mqtt announces a device to Home Assistant: one retained message per entity."""

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2s
from typing import Final

from devices.message import Message
from rules.words.value import value

BASE = "zigbee2mqtt"
BRIDGE_STATE = f"{BASE}/bridge/state"
BIRTH_TOPIC = "homeassistant/status"
BRIGHTNESS_SCALE = 254
COORDINATOR = "zigbee2mqtt_bridge_0x00124b0000000001"
IDENTIFY_EFFECTS = ("blink", "breathe", "okay", "channel_change", "finish_effect", "stop_effect")
STATE_TEMPLATE = "{{ value_json.state }}"


@value(frozen=True, slots=True, kw_only=True)
class Card:
    """Who a device says it is."""

    name: str
    address: str
    maker: str
    model: str
    model_id: str


@value(frozen=True, slots=True)
class Entity:
    """One entity of a device: its component, its id within the device, what it says of itself.

    `main` entities bear the device's name alone; the others append their id to it.
    """

    component: str
    id: str
    body: Mapping[str, object]
    main: bool = False


_in_order: Final = json.JSONEncoder(separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def encoded(value: object) -> bytes:
    """Return a payload as zigbee2mqtt writes it: compact, with its keys in order."""
    return _in_order.encode(value).encode()


def address_of(name: str) -> str:
    """Return an address that stays the same for a name, so that ids survive a restart."""
    return f"0x00158d{blake2s(name.encode(), digest_size=5).hexdigest()}"


def availability_topic(name: str) -> str:
    """Return the topic on which a device's presence on the network is told."""
    return f"{BASE}/{name}/availability"


def online(topic: str, *, is_online: bool) -> Message:
    """Return the retained message that says whether a device, or the bridge, is there."""
    state = "online" if is_online else "offline"
    return Message(topic, encoded({"state": state}), retain=True, qos=1)


def light(modes: tuple[str, ...], mireds: tuple[int, int] | None) -> Entity:
    """Return the light of a lamp: `brightness`, `color_temp`, `xy` or several."""
    body: dict[str, object] = {
        "brightness": True,
        "brightness_scale": BRIGHTNESS_SCALE,
        "effect": True,
        "effect_list": IDENTIFY_EFFECTS,
        "name": None,
        "schema": "json",
        "supported_color_modes": modes,
    }
    if mireds:
        body |= {"min_mireds": mireds[0], "max_mireds": mireds[1]}
    return Entity("light", "light", body, main=True)


def switch() -> Entity:
    """Return the relay of a plug."""
    body = {
        "name": None,
        "payload_off": "OFF",
        "payload_on": "ON",
        "value_template": '{{ value_json["state"] }}',
    }
    return Entity("switch", "switch", body, main=True)


def binary(key: str, device_class: str, *, on: bool = True) -> Entity:
    """Return a reading that is yes or no; `on` is the JSON boolean that means yes."""
    body = {"device_class": device_class, "payload_off": not on, "payload_on": on}
    return Entity("binary_sensor", key, body | _value(key))


def numeric(key: str, unit: str, *, is_diagnostic: bool = False) -> Entity:
    """Return a measured number; its key is the device class as well."""
    body: dict[str, object] = {
        "device_class": key,
        "enabled_by_default": True,
        "state_class": "measurement",
        "unit_of_measurement": unit,
    }
    if is_diagnostic:
        body["entity_category"] = "diagnostic"
    return Entity("sensor", key, body | _value(key))


def link_quality() -> Entity:
    """Return the radio's own reading, which every device has and nobody is shown by default."""
    body = {
        "enabled_by_default": False,
        "entity_category": "diagnostic",
        "icon": "mdi:signal",
        "name": "Linkquality",
        "state_class": "measurement",
        "unit_of_measurement": "lqi",
    }
    return Entity("sensor", "linkquality", body | _value("linkquality"))


def configs(card: Card, entities: Iterable[Entity], actions: Iterable[str]) -> tuple[Message, ...]:
    """Return the discovery messages of a device: its entities, then its triggers."""
    said = [_config(card, entity) for entity in entities]
    said += [_trigger(card, action) for action in actions]
    return tuple(said)


def _value(key: str) -> dict[str, object]:
    return {"value_template": f'{{{{ value_json["{key}"] }}}}'}


def _config(card: Card, entity: Entity) -> Message:
    slug = card.name.lower().replace(" ", "_")
    object_id = slug if entity.main else f"{slug}_{entity.id}"
    topic = f"{BASE}/{card.name}"
    payload: dict[str, object] = {
        **entity.body,
        "availability": [
            {"topic": BRIDGE_STATE, "value_template": STATE_TEMPLATE},
            {"topic": availability_topic(card.name), "value_template": STATE_TEMPLATE},
        ],
        "availability_mode": "all",
        "default_entity_id": f"{entity.component}.{object_id}",
        "device": _device(card),
        "object_id": object_id,
        "origin": _origin(),
        "state_topic": topic,
        "unique_id": f"{card.address}_{entity.id}_{BASE}",
    }
    if entity.main:
        payload["command_topic"] = f"{topic}/set"
    return _retained(f"{entity.component}/{card.address}/{entity.id}", payload)


def _trigger(card: Card, action: str) -> Message:
    payload = {
        "automation_type": "trigger",
        "device": _device(card),
        "origin": _origin(),
        "payload": action,
        "subtype": action,
        "topic": f"{BASE}/{card.name}/action",
        "type": "action",
    }
    return _retained(f"device_automation/{card.address}/action_{action}", payload)


def _retained(place: str, payload: Mapping[str, object]) -> Message:
    return Message(f"homeassistant/{place}/config", encoded(payload), retain=True, qos=1)


def _device(card: Card) -> dict[str, object]:
    return {
        "hw_version": 1,
        "identifiers": [f"{BASE}_{card.address}"],
        "manufacturer": card.maker,
        "model": card.model,
        "model_id": card.model_id,
        "name": card.name,
        "sw_version": "1.0.1",
        "via_device": COORDINATOR,
    }


def _origin() -> dict[str, object]:
    return {"name": "Zigbee2MQTT", "sw": "2.14.1", "url": "https://www.zigbee2mqtt.io"}
