"""Says to a family what a broker would say to it, and keeps what comes of it."""

import json
from typing import Any, TypeAlias

from devices.family import Family, Heard
from devices.message import Message
from rules.words.device import Announcement
from rules.words.events import (
    AvailabilityChanged,
    CommandedByOther,
    DeviceAnnounced,
    DeviceRetired,
    Event,
    Pressed,
    Reported,
)
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Aspect, Value, Values

Said: TypeAlias = dict[str, Any] | str | bytes


class Talk:
    """A family and all that it knows; `heard` is its last answer, `subscribed` what it wants."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.devices: dict[str, Announcement] = {}
        self.here: dict[str, bool] = {}
        self.subscribed: set[str] = set(family.topics)
        self.heard = Heard()

    def says(self, topic: str, payload: Said, *, retain: bool = False) -> None:
        """Let the broker bring a message."""
        if isinstance(payload, dict):
            payload = json.dumps(payload)
        raw = payload if isinstance(payload, bytes) else payload.encode()
        self.heard = self.family.heard(Message(topic, raw, retain=retain))
        for event in self.heard.events:
            match event:
                case DeviceAnnounced(announcement):
                    self.devices[announcement.hardware] = announcement
                case DeviceRetired(hardware):
                    del self.devices[hardware]
                case AvailabilityChanged(hardware, available):
                    self.here[hardware] = available
                case _:
                    pass
        self.subscribed |= set(self.heard.subscribe)
        self.subscribed -= set(self.heard.unsubscribe)

    @property
    def events(self) -> list[Event]:
        return list(self.heard.events)

    @property
    def unreadable(self) -> str:
        return self.heard.unreadable

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Return what the family asked after the last message."""
        assert not any(question.retain for question in self.heard.questions)
        return [(question.topic, question.payload.decode()) for question in self.heard.questions]

    @property
    def pressed(self) -> list[str]:
        """Return what was pressed, by the last message."""
        return [event.press for event in self.heard.events if isinstance(event, Pressed)]

    def told(self, hardware: str) -> Values:
        """Return what the last message said of a device."""
        found: dict[Aspect, Value] = {}
        for report in self.reports(hardware):
            found |= report.values
        return found

    def reports(self, hardware: str) -> list[Reported]:
        """Return the reports of a device that the last message made."""
        events = self.heard.events
        return [e for e in events if isinstance(e, Reported) and e.hardware == hardware]

    def sends(
        self, hardware: str, transition: Seconds | None = None, /, **values: Value
    ) -> list[tuple[str, str]]:
        """Return what the family sends to make a device so."""
        wished = {Aspect(aspect): value for aspect, value in values.items()}
        said = self.family.encode(HardwareId(hardware), wished, transition)
        found = []
        for message in said:
            assert isinstance(message, Message)
            assert not message.retain
            found.append((message.topic, message.payload.decode()))
        return found

    def overhears(self, topic: str, payload: str) -> dict[str, Values]:
        """Return what the family makes of what somebody else told a device."""
        assert topic in self.family.command_topics()
        events = self.family.overheard(Message(topic, payload.encode()))
        assert all(isinstance(event, CommandedByOther) for event in events)
        return {e.hardware: e.values for e in events if isinstance(e, CommandedByOther)}

    def able(self, hardware: str) -> dict[str, bool]:
        """Return the aspects of a device, and whether each can be written."""
        able = self.devices[hardware].capabilities
        return {str(aspect): capability.writable for aspect, capability in able.items()}
