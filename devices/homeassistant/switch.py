"""Switches over MQTT: two payloads to send, two texts to read."""

from devices.homeassistant.config import SwitchConfig
from devices.homeassistant.readings import Read, truth_read
from devices.message import Message
from rules.words.times import Seconds
from rules.words.value import value
from rules.words.values import Aspect, Values


@value(frozen=True, slots=True)
class SwitchCommand:
    """How to tell a switch, or a setting that is on or off."""

    topic: str
    qos: int
    on: bytes
    off: bytes
    retain: bool = False

    def say(self, aspect: Aspect, values: Values, transition: Seconds | None) -> Message | None:
        """Return the message that sets it; a switch knows no transition."""
        del transition
        wanted = values.get(aspect)
        if not isinstance(wanted, bool):
            return None
        return Message(self.topic, self.on if wanted else self.off, self.retain, self.qos)

    def understood(self, payload: bytes, aspect: Aspect) -> Values:
        """Return what somebody else told it; nothing where that cannot be read."""
        if payload not in (self.on, self.off):
            return {}
        return {aspect: payload == self.on}


def switch_command(config: SwitchConfig, topic: str) -> SwitchCommand:
    """Return how to tell an announced switch."""
    on, off = (str(payload).encode() for payload in (config.payload_on, config.payload_off))
    return SwitchCommand(topic, config.qos, on, off, config.retain)


def switch_read(config: SwitchConfig, template: str) -> Read:
    """Return what reads an announced switch."""
    on = config.payload_on if config.state_on is None else config.state_on
    off = config.payload_off if config.state_off is None else config.state_off
    return truth_read(template, str(on), str(off))
