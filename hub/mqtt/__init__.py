"""MQTT connections, driven by paho inside the event loop; the only folder that knows paho."""

from hub.mqtt.link import Link
from hub.mqtt.options import Address, Asked, LinkOptions
from hub.mqtt.taken import Taken

__all__ = ["Address", "Asked", "Link", "LinkOptions", "Taken"]
