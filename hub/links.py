"""The hub's three connections to the broker: a flood on one is nobody else's.

The session of the people's connection is to be found again; the others have none.
"""

from devices.message import Message
from hub.mqtt import LinkOptions
from hub.topics import Topics


def for_people(topics: Topics, instance: str) -> LinkOptions:
    """Return how people are heard, and all that goes out to devices leaves."""
    return LinkOptions(
        name="people",
        client_id=_client(topics, instance, "people"),
        session=True,
        beat=topics.beat(instance),
        will=Message(topics.status, b"offline", retain=True, qos=1),
    )


def for_devices(topics: Topics, instance: str, run: str) -> LinkOptions:
    """Return how devices are heard."""
    client = _client(topics, instance, f"devices-{run[:8]}")
    return LinkOptions(name="devices", client_id=client, plain=True)


def for_agents(topics: Topics, instance: str, run: str) -> LinkOptions:
    """Return how agents from outside are heard."""
    client = _client(topics, instance, f"agents-{run[:8]}")
    return LinkOptions(name="agents", client_id=client, asked=True)


def _client(topics: Topics, instance: str, name: str) -> str:
    return f"{topics.prefix}-{instance}-{name}"
