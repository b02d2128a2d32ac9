"""What a template may make of lists: pick, sort, put together."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from devices.template.arithmetic import compared, reckoned
from devices.template.filters import FILTERS, Function
from devices.template.meter import Meter, TemplateTroubleError
from devices.template.questions import asked
from devices.template.values import UNDEFINED, Namespace, items_in, said, text_of


def looked_up(value: object, key: object) -> object:
    """Return what stands at a key or an index; UNDEFINED where nothing does."""
    said(value)
    if isinstance(value, dict):
        # Only simple keys: the others take as long as they like to be looked for.
        return value.get(key, UNDEFINED) if _simple(key) else UNDEFINED
    if isinstance(value, list | tuple | str) and type(key) is int:
        return value[key] if -len(value) <= key < len(value) else UNDEFINED
    return UNDEFINED


def _simple(key: object) -> bool:
    return key is None or isinstance(key, str | int | float)


def _at(value: object, attribute: object) -> object:
    """Return what stands at `a.b` or at an index, as `map` and `selectattr` look it up."""
    if type(attribute) is int:
        return looked_up(value, attribute)
    for step in text_of(attribute).split(".")[:8]:
        value = looked_up(value, int(step) if step.isdecimal() else step)
    return value


def _picked(
    meter: Meter, value: object, rest: Sequence[object], *, by: bool, wanted: bool
) -> list[object]:
    items, attribute, question = items_in(value), None, list(rest)
    if by:
        if not question:
            raise TemplateTroubleError("it picks by nothing")
        attribute = question.pop(0)
    found: list[object] = []
    for item in items:
        meter.spend(2)
        about = _at(item, attribute) if by else item
        yes = asked(meter, question[0], about, question[1:]) if question else bool(about)
        if yes is wanted:
            found.append(item)
    return found


def _map(
    meter: Meter, value: object, name: object = None, *rest: object, attribute: object = None
) -> list[object]:
    items = items_in(value)
    meter.spend(2 * len(items))
    if name is None:
        return [_at(item, attribute) for item in items]
    function = FILTERS.get(text_of(name))
    if function is None:
        raise TemplateTroubleError("it goes over a list with a filter that is not known")
    found = []
    for item in items:
        meter.weigh(item)
        found.append(function(meter, item, *rest))
    return found


def _join(meter: Meter, value: object, between: object = "", attribute: object = None) -> object:
    items = items_in(value)
    meter.spend(len(items))
    if attribute is not None:
        items = [_at(item, attribute) for item in items]
    return text_of(between).join(map(text_of, items))


def _end(value: object, at: int) -> object:
    items = items_in(value) if value is not UNDEFINED else []
    return items[at] if items else UNDEFINED


def _count(_meter: Meter, value: object) -> object:
    return len(items_in(value)) if value is not UNDEFINED else 0


def _sum(meter: Meter, value: object, attribute: object = None, start: object = 0) -> object:
    total = start
    for item in items_in(value):
        meter.spend(1)
        total = reckoned(meter, "+", total, item if attribute is None else _at(item, attribute))
    return total


def _sorted(meter: Meter, value: object, reverse: object = False) -> object:  # noqa: FBT002  # Jinja's own order
    items = items_in(value)
    meter.spend(8 * len(items))
    if all(isinstance(item, int | float) for item in items):
        return sorted(items, key=_number, reverse=bool(reverse))
    if all(isinstance(item, str) for item in items):
        return sorted(items, key=lambda item: text_of(item).lower(), reverse=bool(reverse))
    raise TemplateTroubleError("it sorts what has no order")


def _number(item: object) -> float:
    return item if isinstance(item, int | float) else 0.0


def _extreme(meter: Meter, value: object, rest: Sequence[object], sign: str) -> object:
    items = [value, *rest] if rest else items_in(value)
    if not items:
        return UNDEFINED
    best = items[0]
    for item in items[1:]:
        if compared(meter, sign, item, best):
            best = item
    return best


def _unique(meter: Meter, value: object) -> object:
    found: list[object] = []
    for item in items_in(value):
        if not any(compared(meter, "eq", item, other) for other in found):
            found.append(item)
    return found


def _method(name: str, *kinds: type) -> Function:
    """Return a method of texts or dicts as a function that looks first at what it is given."""

    def call(_meter: Meter, value: object, *given: object) -> object:
        if not isinstance(said(value), kinds):
            raise TemplateTroubleError(f"it asks for `{name}` where there is none")
        if not all(_simple(each) or isinstance(each, dict | list) for each in given):
            raise TemplateTroubleError(f"it gives `{name}` what it cannot take")
        try:
            made: object = getattr(value, name)(*given)
        except (TypeError, ValueError):
            raise TemplateTroubleError(f"it gives `{name}` what it cannot take") from None
        return made if isinstance(made, str | bool | int | list) else _all(made)

    return call


def _all(made: object) -> object:
    return list(made) if isinstance(made, Iterable) else made


def _get(_meter: Meter, value: object, key: object, default: object = None) -> object:
    if not isinstance(said(value), dict):
        raise TemplateTroubleError("it asks for `get` where there is none")
    found = looked_up(value, key)
    return default if found is UNDEFINED else found


def _namespace(_meter: Meter, **given: object) -> object:
    return Namespace(given)


def _dict(_meter: Meter, **given: object) -> object:
    return given


def _from_keys(meter: Meter, value: object) -> object:
    """Make a dict of pairs, as Home Assistant's templates write `dict.from_keys`."""
    made: dict[object, object] = {}
    for pair in items_in(value):
        meter.spend(1)
        both = items_in(pair)
        if len(both) != 2 or not isinstance(both[0], str):  # noqa: PLR2004  # a pair
            raise TemplateTroubleError("it makes a dict of what are no pairs")
        made[both[0]] = both[1]
    return made


def _zip(meter: Meter, *given: object) -> object:
    lists = [items_in(each) for each in given]
    meter.spend(sum(map(len, lists)))
    return list(zip(*lists, strict=False))


def _pairs(_meter: Meter, value: object) -> object:
    if value is UNDEFINED:
        return []
    if not isinstance(value, dict):
        raise TemplateTroubleError("it asks for the items of what is no dict")
    return list(value.items())


LISTS: Final[Mapping[str, Function]] = {
    "select": lambda meter, value, *rest: _picked(meter, value, rest, by=False, wanted=True),
    "reject": lambda meter, value, *rest: _picked(meter, value, rest, by=False, wanted=False),
    "selectattr": lambda meter, value, *rest: _picked(meter, value, rest, by=True, wanted=True),
    "rejectattr": lambda meter, value, *rest: _picked(meter, value, rest, by=True, wanted=False),
    "map": _map,
    "join": _join,
    "list": lambda _meter, value: items_in(value) if value is not UNDEFINED else [],
    "first": lambda _meter, value: _end(value, 0),
    "last": lambda _meter, value: _end(value, -1),
    "length": _count,
    "count": _count,
    "sum": _sum,
    "sort": _sorted,
    "unique": _unique,
    "reverse": lambda _meter, value: (
        value[::-1] if isinstance(value, str) else items_in(value)[::-1]
    ),
    "min": lambda meter, value: _extreme(meter, value, (), "lt"),
    "max": lambda meter, value: _extreme(meter, value, (), "gt"),
    "items": _pairs,
    "dictsort": lambda _meter, value: sorted(items_in(_pairs(_meter, value)), key=text_of),
}
"""Filters that go through lists."""

METHODS: Final[Mapping[str, Function]] = {
    "get": _get,
    "items": _pairs,
    "keys": _method("keys", dict),
    "values": _method("values", dict),
    "replace": FILTERS["replace"],
    **{
        name: _method(name, str)
        for name in (
            "split",
            "rsplit",
            "strip",
            "lstrip",
            "rstrip",
            "lower",
            "upper",
            "title",
            "capitalize",
            "startswith",
            "endswith",
            "find",
            "count",
            "isdigit",
            "isnumeric",
        )
    },
}
"""What may be called of a value: `value_json['update'].get('progress')`."""

GLOBALS: Final[Mapping[str, Function]] = {
    "namespace": _namespace,
    "dict": _dict,
    "dict.from_keys": _from_keys,
    "zip": _zip,
    "min": lambda meter, value, *rest: _extreme(meter, value, rest, "lt"),
    "max": lambda meter, value, *rest: _extreme(meter, value, rest, "gt"),
    **{name: FILTERS[name] for name in ("float", "int", "bool", "iif", "is_number", "log", "sqrt")},
}
"""What may be called by its own name."""
