"""Reads the `when` and `if` of a recipe, in which devices and their readings are the keys."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from devices.recipes import SUN_DOWN, SUN_UP, Condition, OnDays, Press, Trigger
from hub.policy import references, times, values
from hub.policy.cron import cron
from hub.policy.errors import Misread, all_of
from hub.policy.references import Known
from hub.policy.shown import shown
from hub.policy.weekdays import weekdays
from hub.policy.yaml_lines import Node, Row, Table, plain
from rules.words.readings import Above, Below, Equals, Reading, Test
from rules.words.times import Window
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Value

LIMIT: Final = re.compile(r"(below|above) +([^ ].*)", re.IGNORECASE)
HALVES: Final = {"up": SUN_UP, "down": SUN_DOWN}
PRESS: Final = "press"
TRUTHS: Final = {truth: Equals(truth) for truth in (True, False)}


def triggers(node: Node, known: Known) -> tuple[Trigger, ...]:
    """Read `when`: one thing that sets the rule off, or a list of such."""
    if not isinstance(node, Row):
        return (_trigger(node, known),)
    return tuple(all_of(enumerate(node, start=1), lambda _, entry: _trigger(entry, known)))


def _trigger(node: Node, known: Known) -> Trigger:
    if not isinstance(node, Table) or len(node) != 1:
        raise Misread(
            "not one thing such as { Hall motion: { occupancy: true } } or { time: 07:00 }"
        )
    ((key, inner),) = node.items()
    try:
        match key:
            case "time":
                return times.time_of_day(inner, known)
            case "sun":
                return times.sun_point(inner, known)
            case "cron":
                return cron(inner)
            case _:
                return _of_device(key, inner, known)
    except Misread as misread:
        raise Misread(*misread.under(key)) from None


def _of_device(key: str, node: Node, known: Known) -> Trigger:
    if isinstance(node, Table) and PRESS in node and len(node) == 1:
        return Press(references.device(key, known), _press(node[PRESS]))
    first, *more = _readings(key, node, known)
    if more:
        raise Misread("more than one reading: write a list, any of its entries sets the rule off")
    return first


def _press(node: Node) -> str:
    try:
        return values.name(node)
    except Misread as misread:
        raise Misread(*misread.under(PRESS)) from None


def conditions(node: Node, known: Known) -> tuple[Condition, ...]:
    """Read `if`: a group of which all must hold."""
    if not isinstance(node, Table) or not node:
        raise Misread(f"not a group such as {{ sun: down }}: {shown(node)}")
    found = all_of(node.items(), lambda key, inner: tuple(_conditions(key, inner, known)))
    return tuple(_together([*chain.from_iterable(found)]))


def _together(found: list[Condition]) -> Iterator[Condition]:
    """Yield them all; days are those on which the hours beside them began."""
    hours = next(
        (one for one in found if isinstance(one, Window) and one not in HALVES.values()), None
    )
    for one in found:
        yield replace(one, hours=hours) if isinstance(one, OnDays) else one


def _conditions(key: str, node: Node, known: Known) -> Iterator[Condition]:
    match key:
        case "sun":
            yield _half(node, known)
        case "between":
            yield times.window(node, known)
        case "days":
            yield OnDays(weekdays(node, known))
        case _:
            yield from _readings(key, node, known)


def readings(node: Node, known: Known) -> tuple[Reading, ...]:
    """Read a group of devices, each with what its readings must be."""
    if not isinstance(node, Table) or not node:
        such = "{ Ceiling: off } or { Hall motion: { occupancy: no } }"
        raise Misread(f"not a group such as {such}: {shown(node)}")
    found = all_of(node.items(), lambda key, inner: _readings(key, inner, known))
    return tuple(chain.from_iterable(found))


def _half(node: Node, known: Known) -> Window:
    if not isinstance(node, str) or node not in HALVES:
        raise Misread(f"not up or down: {shown(node)}")
    times.sun_point("sunset", known)  # refuses where the home's place is not known
    return HALVES[node]


def _readings(key: str, node: Node, known: Known) -> list[Reading]:
    """Read `on`, `off` or `{ reading: test, ... }` of one device."""
    ref = references.device(key, known)
    if not isinstance(node, Table):
        return [Reading(ref, POWER, TRUTHS[_power(node)])]
    if not node:
        raise Misread("no reading is named, such as { occupancy: true }")

    def reading(written: str, inner: Node) -> Reading:
        aspect = values.aspect(written)
        return Reading(ref, aspect, _test(aspect, inner))

    return all_of(node.items(), reading)


def _power(node: Node) -> bool:
    try:
        return values.switch(node)
    except Misread:
        such = "a reading such as { occupancy: no }"
        raise Misread(f"not on or off, nor {such}: {shown(node)}") from None


def _test(aspect: Aspect, node: Node) -> Test:
    limit = LIMIT.fullmatch(node) if isinstance(node, str) else None
    if limit is None:
        found = _value(aspect, node)
        return TRUTHS[found] if isinstance(found, bool) else Equals(found)
    number = plain(limit[2])
    bound = values.brightness(number) if aspect == BRIGHTNESS else values.number(number)
    return Below(bound) if limit[1].lower() == "below" else Above(bound)


def _value(aspect: Aspect, node: Node) -> Value:
    """Read a plain value; `on` and `off` are true and false, whatever the reading is called."""
    if aspect == BRIGHTNESS:
        return values.brightness(node)
    if aspect == COLOUR:
        return values.colour(node)
    if aspect == POWER or (isinstance(node, str) and node.lower() in values.SWITCH):
        return values.switch(node)
    if node is None or isinstance(node, Table | Row):
        raise Misread(f"not a value such as true, 21.5, or below 40: {shown(node)}")
    return node
