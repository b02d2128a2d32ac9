"""Which topics an announcement may not make us use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.topics import objection


@pytest.mark.parametrize(
    "topic", ["z2m/Küche/Lamp 1/set", "homeassistant/switch/a/set", "homerules/a"]
)
def test_an_ordinary_topic_may_be_used(topic: str) -> None:
    assert objection(topic, "homerule") == ""


@pytest.mark.parametrize(
    ("topic", "why"),
    [
        ("", "is missing"),
        ("a/+/b", "wildcards"),
        ("#", "wildcards"),
        ("a\x00b", "control characters"),
        ("$SYS/broker", "belongs to the broker"),
        ("homerule/device/lamp/set", "belongs to the hub itself"),
        ("homerule", "belongs to the hub itself"),
        ("homeassistant/light/a/config", "announced"),
        ("tasmota/discovery/0/config", "announced"),
        ("shellies/announce", "announced"),
        ("shellies/command", "announced"),
        ("x" * 1025, "longer than"),
    ],
)
def test_a_topic_that_may_not_be_used_is_objected_to_in_words(topic: str, why: str) -> None:
    assert why in objection(topic, "homerule")


@given(st.text(), st.sampled_from("+#\x00\n"), st.text())
def test_nothing_with_a_wildcard_or_a_control_character_gets_through(
    before: str, bad: str, after: str
) -> None:
    assert objection(before + bad + after, "homerule")
