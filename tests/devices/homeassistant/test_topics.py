"""Which topics announce, and which ones an announcement may not make us use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.homeassistant.topics import objection, place_of


@pytest.mark.parametrize(
    ("topic", "told"),
    [
        ("homeassistant/light/0x01/light/config", ("light", "0x01", "light")),
        ("homeassistant/binary_sensor/porch-7/config", ("binary_sensor", "", "porch-7")),
    ],
)
def test_a_discovery_topic_says_component_node_and_object(
    topic: str, told: tuple[str, str, str]
) -> None:
    place = place_of(topic)

    assert place is not None
    assert (place.component, place.node, place.object) == told


@pytest.mark.parametrize(
    "topic",
    [
        "homeassistant/status",
        "homeassistant/light/config",
        "homeassistant/light//config",
        "homeassistant/light/a/b/c/config",
        "homeassistant/light/ü/config",
        "homeassistant/light/a/config\n",
        "home/light/a/config",
        "homeassistant/light/" + "a" * 2000 + "/config",
    ],
)
def test_no_other_topic_announces(topic: str) -> None:
    assert place_of(topic) is None


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
