"""What MQTT 5 lets us say beside a message: how long a command and a session may live."""

from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

COMMAND_EXPIRY = 5
SESSION_KEPT = 7 * 86_400
LARGEST_PACKET = 1_048_576
"""Bytes; a broker keeps what is larger to itself, so that nobody waits behind it."""


class Packed(Properties):
    """Properties that never change: paho packs them anew for each message, which costs more."""

    _bytes: bytes

    def __init__(self, properties: Properties) -> None:
        """Pack them once."""
        super().__init__(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho leaves it so
        packed = properties.pack()  # type: ignore[no-untyped-call]  # paho leaves it so
        object.__setattr__(self, "_bytes", packed)

    def pack(self) -> bytes:
        """Return the bytes."""
        return self._bytes


def expiring() -> Packed:
    """Return what makes a broker forget a command that it cannot deliver soon."""
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho leaves it so
    properties.MessageExpiryInterval = COMMAND_EXPIRY
    return Packed(properties)


def greeting(*, session: bool) -> Properties:
    """Return what a greeting says of how long its session is kept, and what is too large for us."""
    properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho leaves it so
    properties.SessionExpiryInterval = SESSION_KEPT if session else 0
    properties.MaximumPacketSize = LARGEST_PACKET
    return properties


def answering(correlation: bytes) -> Packed:
    """Return what shows whoever asked to what this is the answer."""
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho leaves it so
    properties.CorrelationData = correlation
    return Packed(properties)


def asks_for(properties: Properties | None) -> tuple[str, bytes]:
    """Return where the sender of a message wants its answer, and what to repeat in it."""
    reply_to = getattr(properties, "ResponseTopic", "")
    correlation = getattr(properties, "CorrelationData", b"")
    return (
        reply_to if isinstance(reply_to, str) else "",
        correlation if isinstance(correlation, bytes) else b"",
    )
