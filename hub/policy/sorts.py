"""The types that a field of an agent or a guardrail may have, and how each is read.

A new kind needs nothing here as long as its fields have these types, lists or groups of them.
"""

from collections.abc import Callable
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from devices.recipes import Condition, Trigger
from hub.policy import recipes, references, times, values
from hub.policy.cron import cron
from hub.policy.errors import Misread, guess
from hub.policy.references import Known, Read
from hub.policy.shown import shown
from hub.policy.weekdays import weekdays
from hub.policy.yaml_lines import Node, Table
from rules.words.days import Weekday
from rules.words.ids import (
    AgentId,
    AreaId,
    ControlId,
    DeviceId,
    GuardrailId,
    PersonId,
    Ref,
    SceneId,
)
from rules.words.news import Cron
from rules.words.readings import Reading
from rules.words.times import DayPoint, Duration, SunPoint, TimeOfDay, Window
from rules.words.value import value
from rules.words.values import Aspect, Brightness, Kelvin, Values, Xy


@value(frozen=True, slots=True)
class Sort:
    """A sort of value: what people call it, and how it is read."""

    noun: str
    read: Read


def alone(read: Callable[[Node], object]) -> Read:
    """Return a reader that does not look at the rest of the file."""
    return lambda node, known: read(node)  # noqa: ARG005 -- the form of a reader


def zone(node: Node) -> ZoneInfo:
    """Read a time zone by its name: `Europe/Madrid`."""
    written = values.text(node)
    try:
        return ZoneInfo(written)
    except (ValueError, OSError, KeyError):
        # A folder of zones, a path out of the folder or an unknown name: each fails otherwise.
        hint = guess(written, available_timezones())
        raise Misread(f"not a time zone such as Europe/Madrid: {shown(node)}{hint}") from None


def degrees(most: int) -> Read:
    """Return how a place on earth is read, in degrees to either side."""

    def read(node: Node, known: Known) -> float | None:
        del known
        if node is None or abs(values.number(node)) <= most:
            return None if node is None else values.number(node)
        raise Misread(f"not degrees from -{most} to {most}: {shown(node)}")

    return read


def presence(node: Node, known: Known) -> tuple[Ref, Aspect]:
    """Read what says that a person is at home: a device, or a device and one of its readings."""
    if not isinstance(node, Table):
        return references.device(node, known), Aspect("presence")
    if set(node) != {"device", "reading"}:
        raise Misread("not a device's name, or { device: ..., reading: ... }")
    return references.device(node["device"], known), values.aspect(node["reading"])


DAY_POINT: Final = Sort("a time of day", times.day_point)

SORTS: Final[dict[object, Sort]] = {
    str: Sort("a text", alone(values.text)),
    bool: Sort("on or off", alone(values.switch)),
    int: Sort("a whole number", alone(values.whole)),
    float: Sort("a number", alone(values.number)),
    Brightness: Sort("a brightness", alone(values.brightness)),
    Kelvin: Sort("a white such as 2700 K", alone(values.kelvin)),
    Kelvin | Xy: Sort("a colour", alone(values.colour)),
    Values: Sort("a wish", alone(values.wish)),
    Aspect: Sort("a reading", alone(values.aspect)),
    TimeOfDay: Sort("a time of day", times.time_of_day),
    SunPoint: Sort("a time of the sun", times.sun_point),
    DayPoint: DAY_POINT,
    Window: Sort("a start and an end", times.window),
    Duration: Sort("a length of time", alone(times.duration)),
    Cron: Sort("a cron line", alone(cron)),
    ZoneInfo: Sort("a time zone", alone(zone)),
    Ref: Sort("a device", references.device),
    DeviceId: Sort("an id", alone(lambda node: references.identifier(values.text(node)))),
    AreaId: Sort("an area", references.one_of("areas", "area")),
    PersonId: Sort("a person", references.one_of("people", "person")),
    AgentId: Sort("an agent", references.one_of("agents", "agent")),
    SceneId: Sort("a scene", references.one_of("scenes", "scene")),
    ControlId: Sort("a control", references.one_of("controls", "control")),
    GuardrailId: Sort("a guardrail", references.one_of("guardrails", "guardrail")),
    tuple[Ref, Aspect]: Sort("a device and its reading", presence),
    tuple[Reading, ...]: Sort("readings", recipes.readings),
    date: Sort("a date", alone(times.day)),
    tuple[Weekday, ...]: Sort("days of the week", weekdays),
    tuple[Trigger, ...]: Sort("what sets it off", recipes.triggers),
    tuple[Condition, ...]: Sort("what must hold", recipes.conditions),
}
