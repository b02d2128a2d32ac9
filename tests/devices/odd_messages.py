"""Odd messages, drawn by chance: on topics that families hear, with what they half expect."""

import json

from hypothesis import strategies as st

from devices.message import Message

PARTS = ["5", "a1b2c3", "240AC4A1B2C3", "shellyplus1-240ac4a1b2c3", "$state", "switch:0", "light"]
WORDS = [
    *("mac", "id", "t", "ft", "tp", "rl", "sn", "src", "method", "params", "switch:0", "output"),
    *("homie", "nodes", "properties", "datatype", "settable", "state_topic", "command_topic"),
    *("device", "identifiers", "NotifyStatus", "ON", "true", "online", "4.0", "5.0", "{{ value }}"),
    *("240AC4A1B2C3", "%prefix%/%topic%/", "shellyplus1-240ac4a1b2c3", "boolean", "a/b", "#", "+"),
]
words = st.sampled_from(WORDS) | st.text(max_size=4)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | words
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=5),
    max_leaves=12,
)
payloads = (
    values.map(lambda value: json.dumps(value).encode())
    | words.map(str.encode)
    | st.binary(max_size=30)
)
parts = st.sampled_from(PARTS) | st.text(max_size=6)


@st.composite
def messages(draw: st.DrawFn, filters: tuple[str, ...]) -> Message:
    """Draw a message that comes on one of these filters, or on any topic at all."""
    name = draw(st.sampled_from(filters) | st.text(max_size=8)) if filters else draw(parts)
    topic = "/".join(draw(parts) if part in {"+", "#"} else part for part in name.split("/"))
    return Message(topic, draw(payloads), retain=draw(st.booleans()))
