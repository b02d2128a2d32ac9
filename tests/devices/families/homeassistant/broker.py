"""Says to the family what a broker would say to it, and keeps what comes of it."""

import json
from typing import TypeAlias

from devices.families.homeassistant import HomeAssistant
from devices.family import Heard
from devices.message import Message, Outgoing
from rules.words.device import Announcement
from rules.words.events import DeviceAnnounced, DeviceRetired, Event, Reported
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Aspect, Value, Values

Body: TypeAlias = dict[str, object]


class Broker:
    """A family and all that it knows; `heard` is its last answer, `subscribed` what it wants."""

    def __init__(self) -> None:
        self.family = HomeAssistant()
        self.devices: dict[str, Announcement] = {}
        self.subscribed: set[str] = set()
        self.heard = Heard()

    @property
    def events(self) -> list[Event]:
        return list(self.heard.events)

    @property
    def unreadable(self) -> str:
        return self.heard.unreadable

    def announces(self, place: str, body: Body | str | bytes, *, retain: bool = True) -> None:
        self.says(f"homeassistant/{place}/config", body, retain=retain)

    def withdraws(self, place: str) -> None:
        self.says(f"homeassistant/{place}/config", b"", retain=True)

    def says(self, topic: str, payload: Body | str | bytes, *, retain: bool = False) -> None:
        if isinstance(payload, dict):
            payload = json.dumps(payload)
        raw = payload if isinstance(payload, bytes) else payload.encode()
        self.heard = self.family.heard(Message(topic, raw, retain=retain))
        for event in self.heard.events:
            if isinstance(event, DeviceAnnounced):
                self.devices[event.announcement.hardware] = event.announcement
            elif isinstance(event, DeviceRetired):
                del self.devices[event.hardware]
        self.subscribed |= set(self.heard.subscribe)
        self.subscribed -= set(self.heard.unsubscribe)

    def told(self, hardware: str) -> Values:
        """Return what the last message said of a device."""
        found: dict[Aspect, Value] = {}
        for event in self.heard.events:
            if isinstance(event, Reported) and event.hardware == hardware:
                found |= event.values
        return found

    def sends(
        self, hardware: str, values: dict[str, Value], transition: Seconds | None = None
    ) -> tuple[Outgoing, ...]:
        """Return what the family sends to make a device so."""
        wished = {Aspect(aspect): value for aspect, value in values.items()}
        return self.family.encode(HardwareId(hardware), wished, transition)

    def sends_json(
        self, hardware: str, values: dict[str, Value], transition: Seconds | None = None
    ) -> object:
        """Return the one JSON message that the family sends to make a device so."""
        (message,) = self.sends(hardware, values, transition)
        assert isinstance(message, Message)
        assert not message.retain
        return json.loads(message.payload)


def device(name: str = "Hall lamp", ids: str = "z2m_0x01", **more: object) -> Body:
    """Return a device block."""
    return {"identifiers": [ids], "name": name, "manufacturer": "Lumen", "model": "L1", **more}


def light(**more: object) -> Body:
    """Return the announcement of a lamp that dims, in 0-254 as zigbee2mqtt has it."""
    return {
        "name": None,
        "schema": "json",
        "brightness": True,
        "brightness_scale": 254,
        "supported_color_modes": ["brightness"],
        "state_topic": "z2m/Hall lamp",
        "command_topic": "z2m/Hall lamp/set",
        "device": device(),
        **more,
    }


def switch(**more: object) -> Body:
    """Return the announcement of a plug."""
    return {
        "name": None,
        "state_topic": "z2m/Plug",
        "command_topic": "z2m/Plug/set",
        "value_template": "{{ value_json.state }}",
        "device": device("Plug", "z2m_0x02"),
        **more,
    }


def motion(**more: object) -> Body:
    """Return the announcement of a motion reading."""
    return {
        "device_class": "motion",
        "payload_on": True,
        "payload_off": False,
        "state_topic": "z2m/Pir",
        "value_template": '{{ value_json["motion"] }}',
        "device": device("Pir", "z2m_0x03"),
        **more,
    }


def number(key: str, unit: str, **more: object) -> Body:
    """Return the announcement of a measured number."""
    return {
        "device_class": key,
        "unit_of_measurement": unit,
        "state_topic": "z2m/Pir",
        "value_template": f'{{{{ value_json["{key}"] }}}}',
        "device": device("Pir", "z2m_0x03"),
        **more,
    }


def press(payload: str, **more: object) -> Body:
    """Return the announcement of one press of a remote."""
    return {
        "automation_type": "trigger",
        "topic": "z2m/Remote/action",
        "payload": payload,
        "type": "action",
        "subtype": payload,
        "device": device("Remote", "z2m_0x04"),
        **more,
    }
