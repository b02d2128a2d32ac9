"""The same figures as sensors of Home Assistant: today's, told once a minute at most."""

from collections.abc import Iterable
from typing import Final

from hub.balance.figures import Figure
from hub.offers.offered import SENSOR, hub_shared
from hub.topics import Topics
from hub.view.plain_json import Picture

CLASSES: Final[dict[str, str]] = {"ms": "duration", "MB": "data_size"}
"""What Home Assistant calls what is measured in a unit."""


def announced_figures(
    figures: Iterable[Figure], topics: Topics, discovery: str
) -> dict[str, Picture]:
    """Return a sensor for each figure, by its topic."""
    return {_topic(figure, topics, discovery): _sensor(figure, topics) for figure in figures}


def figures_state(figures: Iterable[Figure]) -> Picture:
    """Return what the sensors show; what there is nothing to tell from yet is null."""
    return {figure.meaning.id: figure.value for figure in figures}


def _sensor(figure: Figure, topics: Topics) -> Picture:
    meaning = figure.meaning
    sensor: Picture = {
        "name": meaning.name,
        "unique_id": f"{topics.prefix}-balance-{_key(figure)}",
        "icon": meaning.icon,
        "state_topic": topics.offered_balance,
        # A sensor of Home Assistant takes `None` for what is not known.
        "value_template": f"{{{{ value_json.{meaning.id} }}}}",
        "state_class": "measurement",
        "entity_category": "diagnostic",
        **hub_shared(topics),
    }
    if meaning.unit:
        sensor["unit_of_measurement"] = meaning.unit
    if meaning.unit in CLASSES:
        sensor["device_class"] = CLASSES[meaning.unit]
    return sensor


def _topic(figure: Figure, topics: Topics, discovery: str) -> str:
    return topics.offer(discovery, SENSOR, f"balance-{_key(figure)}")


def _key(figure: Figure) -> str:
    return figure.meaning.id.replace("_", "-")
