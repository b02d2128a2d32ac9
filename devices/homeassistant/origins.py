"""Says of each aspect which announcement it came from, and on which topics it is told and heard."""

from collections.abc import Iterable
from typing import Final

from devices.family import Origin
from devices.homeassistant.facets import Facet, Many
from devices.homeassistant.occurrences import Occurrences
from devices.homeassistant.part import Light, Part, Reading, Switch
from devices.homeassistant.triggers import Trigger
from rules.words.values import Aspect

ALONE: Final = "/config/"
"""What parts a component of a bundle from the topic of the bundle."""


def origin_of(part: Part, aspect: Aspect, command: str) -> Origin:
    """Return where an aspect or a press comes from; `command`: the topic on which it is told."""
    signs = part.rule.signs if part.rule else ()
    before, bundled, _ = part.place.topic.partition(ALONE)
    return Origin(
        component=part.place.component,
        unique_id=part.unique_id,
        announced=f"{before}/config" if bundled else part.place.topic,
        state=tuple(dict.fromkeys(_heard(part, aspect))),
        command=(command,) if command else (),
        availability=tuple(dict.fromkeys(sign.topic for sign in signs)),
    )


def _heard(part: Part, aspect: Aspect) -> Iterable[str]:
    match part.body:
        case Light(ear=ear) | Switch(ear=ear) | Reading(ear=ear):
            return (ear.topic,) if ear else ()
        case Trigger(topic=topic):
            return (topic,)
        case Occurrences(triggers=triggers):
            return (told.topic for told in triggers)
        case Many(facets=facets):
            meant = [facet for facet in facets if _is(facet, aspect)] or facets[:1]
            return (facet.hearing.topic for facet in meant if facet.hearing)


def _is(facet: Facet, aspect: Aspect) -> bool:
    return aspect == facet.able.aspect or aspect.endswith(f"_{facet.able.aspect}")
