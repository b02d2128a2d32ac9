"""Event components: one topic on which a button, a bell or a remote says which thing happened."""

from collections.abc import Mapping
from typing import Final

from pydantic_core import from_json

from devices.homeassistant.config import EventConfig, quote
from devices.homeassistant.template import MISSING, Template, find, read_template
from devices.homeassistant.triggers import Trigger, named_press
from rules.words.value import value

MOST_TYPES: Final = 256


@value(frozen=True, slots=True)
class Occurrences:
    """All that one event component can say, each as a press."""

    triggers: tuple[Trigger, ...]


@value(frozen=True, slots=True)
class _EventType:
    """Finds the type of an event in the JSON object that a message holds or a template prints.

    Rule: an event that says only beside its type at which of several buttons it happened is no
    press by its type: `hold` would be the hold of each. Its device trigger says it by one name.
    """

    inner: Template
    types: tuple[str, ...]

    def value(self, given: Mapping[str, object]) -> object:
        """Return the type of the event."""
        inner = self.inner
        if inner.program is not None:
            said = inner.program.value(given)
        elif inner.raw:
            said = given.get("value_json", MISSING)
        else:
            said = find(inner.path, given.get("value_json", MISSING))
        if isinstance(said, str):
            said = from_json(said)
        found = said.get("event_type") if isinstance(said, dict) else None
        if not isinstance(found, str) or not isinstance(said, dict) or self._at_one_of_many(said):
            raise ValueError
        return found

    def _at_one_of_many(self, said: Mapping[str, object]) -> bool:
        """Say whether a text beside the type names one of those that other types begin with."""
        beside = (value for key, value in said.items() if key != "event_type")
        places = [f"{value}_" for value in beside if isinstance(value, str) and value]
        return any(kind.startswith(place) for place in places for kind in self.types)

    def text(self, given: Mapping[str, object]) -> str:
        """Return the type of the event."""
        return str(self.value(given))


def occurrences(config: EventConfig, topic: str, complaints: list[str]) -> Occurrences:
    """Return what an announced event component can say."""
    inner = read_template(config.value_template)
    types = tuple((config.event_types or ())[:MOST_TYPES])
    written = f"event_type of {config.value_template or ''}"
    template = Template(raw=inner.raw, written=written, program=_EventType(inner, types))
    found: dict[str, Trigger] = {}
    for kind in types:
        if named_press(kind):
            found[kind] = Trigger(topic, template, kind, (kind,))
        else:
            complaints.append(f"its event {quote(kind)} cannot be a name")
    return Occurrences(tuple(found.values()))
