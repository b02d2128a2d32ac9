"""Which topics announce, and what they say."""

import pytest

from devices.homeassistant.topics import place_of


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
