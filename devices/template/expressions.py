"""Turns the expressions of a template's tree into functions; what is not on the list is refused.

Rule 1: a name's value is looked up, and an attribute is a key: nothing of Python's own is seen.
Rule 2: only what stands by name in `lists.py`, `filters.py` and `questions.py` is called.
Rule 3: every step is counted, and every value that a step makes is bounded.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from inspect import Signature, signature
from typing import Final, TypeAlias

from jinja2 import nodes

from devices.template.arithmetic import compared, reckoned
from devices.template.filters import FILTERS, Function, formatted
from devices.template.lists import GLOBALS, LISTS, METHODS, looked_up
from devices.template.meter import Meter, TemplateTroubleError, bounded
from devices.template.questions import QUESTIONS
from devices.template.values import UNDEFINED, said, text_of, whole_in
from rules.words.value import value

Scope: TypeAlias = dict[str, object]


@value(frozen=True, slots=True)
class Run:
    """One rendering: what names stand for just here, and what is left to spend."""

    scope: Scope
    meter: Meter


Step: TypeAlias = Callable[[Run], object]

ALL_FILTERS: Final[Mapping[str, Function]] = {**FILTERS, **LISTS}
DEEPEST: Final = 24


class RefusedTemplateError(ValueError):
    """A template may not be used; the sentence says why."""


def step(node: nodes.Node, depth: int = DEEPEST) -> Step:
    """Return what works out an expression.

    Raises:
        RefusedTemplateError: it is not one that may be used.
    """
    if not depth:
        raise RefusedTemplateError("it is nested too deep")
    within = depth - 1
    match node:
        case nodes.Const(value=value):
            return _constant(value)
        case nodes.TemplateData(data=data):
            return lambda _run: data
        case nodes.Name(name=name):
            return lambda run: run.scope.get(name, UNDEFINED)
        case nodes.Getattr() | nodes.Getitem():
            return _look_up(node, within)
        case nodes.Filter() | nodes.Test() | nodes.Call():
            return _called(node, within)
        case nodes.List() | nodes.Tuple() | nodes.Dict() | nodes.Concat():
            return _made(node, within)
        case _:
            return _logic(node, within)


def _constant(value: object) -> Step:
    bounded(value)
    return lambda _run: value


def _logic(node: nodes.Node, depth: int) -> Step:
    match node:
        case nodes.And(left=left, right=right):
            one, other = step(left, depth), step(right, depth)
            return lambda run: one(run) and other(run)
        case nodes.Or(left=left, right=right):
            one, other = step(left, depth), step(right, depth)
            return lambda run: one(run) or other(run)
        case nodes.Not(node=inner):
            denied = step(inner, depth)
            return lambda run: not denied(run)
        case nodes.CondExpr():
            return _choice(node, depth)
        case nodes.Compare():
            return _comparison(node, depth)
        case nodes.BinExpr():
            return _sum(node, depth)
        case nodes.UnaryExpr(operator=sign, node=inner):
            one = step(inner, depth)
            zero = "-" if sign == "-" else "+"
            return lambda run: reckoned(run.meter, zero, 0, one(run))
        case _:
            raise RefusedTemplateError(f"it uses `{type(node).__name__.lower()}`")


def _choice(node: nodes.CondExpr, depth: int) -> Step:
    test, then = step(node.test, depth), step(node.expr1, depth)
    other: Step = step(node.expr2, depth) if node.expr2 is not None else lambda _run: UNDEFINED
    return lambda run: then(run) if test(run) else other(run)


def _comparison(node: nodes.Compare, depth: int) -> Step:
    first = step(node.expr, depth)
    rest = [(operand.op, step(operand.expr, depth)) for operand in node.ops]

    def compare(run: Run) -> object:
        left = first(run)
        for sign, each in rest:
            run.meter.spend(1)
            right = each(run)
            if not compared(run.meter, sign, left, right):
                return False
            left = right
        return True

    return compare


def _sum(node: nodes.BinExpr, depth: int) -> Step:
    sign, left, right = node.operator, step(node.left, depth), step(node.right, depth)
    texts = [each for each in (node.left, node.right) if _is_text(each)]
    if texts and sign == "*":
        raise RefusedTemplateError("it repeats a text")

    def reckon(run: Run) -> object:
        run.meter.spend(1)
        one, other = left(run), right(run)
        if sign == "%" and isinstance(one, str):
            run.meter.weigh(other)
            return bounded(formatted(run.meter, one, _given(other)))
        return reckoned(run.meter, sign, one, other)

    return reckon


def _given(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _is_text(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def _look_up(node: nodes.Getattr | nodes.Getitem, depth: int) -> Step:
    where = step(node.node, depth)
    if isinstance(node, nodes.Getattr):
        key = node.attr
        return lambda run: looked_up(where(run), key)
    if isinstance(node.arg, nodes.Slice):
        return _slice(where, node.arg, depth)
    at = step(node.arg, depth)
    return lambda run: looked_up(where(run), at(run))


def _slice(where: Step, node: nodes.Slice, depth: int) -> Step:
    start, stop, jump = (
        None if each is None else step(each, depth) for each in (node.start, node.stop, node.step)
    )

    def cut(run: Run) -> object:
        value = said(where(run))
        run.meter.weigh(value)
        ends = [each and whole_in(each(run), 10_000) for each in (start, stop, jump)]
        if not isinstance(value, str | list | tuple) or ends[2] == 0:
            raise TemplateTroubleError("it cuts a piece of what has none")
        return value[slice(*ends)]

    return cut


def _made(node: nodes.List | nodes.Tuple | nodes.Dict | nodes.Concat, depth: int) -> Step:
    if isinstance(node, nodes.Dict):
        return _dict(node, depth)
    if isinstance(node, nodes.Concat):
        pieces = [step(piece, depth) for piece in node.nodes]
        return lambda run: _put_together(run, pieces)
    items = [step(item, depth) for item in node.items]
    if isinstance(node, nodes.Tuple):
        return lambda run: tuple(item(run) for item in items)
    return lambda run: [item(run) for item in items]


def _dict(node: nodes.Dict, depth: int) -> Step:
    pairs: list[tuple[object, Step]] = []
    for pair in node.items:
        if not isinstance(pair.key, nodes.Const):
            raise RefusedTemplateError("it makes a dict with keys that are worked out")
        pairs.append((pair.key.value, step(pair.value, depth)))
    return lambda run: {key: value(run) for key, value in pairs}


def _put_together(run: Run, pieces: Sequence[Step]) -> object:
    text = ""
    for piece in pieces:
        value = piece(run)
        run.meter.weigh(value)
        text += text_of(value)
        bounded(text)
    return text


def _called(node: nodes.Filter | nodes.Test | nodes.Call, depth: int) -> Step:
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        raise RefusedTemplateError("it calls something with `*`")
    given = [step(each, depth) for each in node.args]
    named = [
        (pair.key, step(pair.value, depth))
        for pair in node.kwargs
        if isinstance(pair, nodes.Keyword)
    ]
    if isinstance(node, nodes.Test):
        return _question(node, step(node.node, depth), given)
    if isinstance(node, nodes.Filter):
        if node.node is None:
            raise RefusedTemplateError("it has a block that is filtered")
        function = _known(ALL_FILTERS, node.name, "filter")
        return _call(function, [step(node.node, depth), *given], named, node.name)
    name = node.node
    if isinstance(name, nodes.Name):
        return _call(_known(GLOBALS, name.name, "function"), given, named, name.name)
    if not isinstance(name, nodes.Getattr):
        raise RefusedTemplateError("it calls what it worked out")
    if isinstance(name.node, nodes.Name) and f"{name.node.name}.{name.attr}" in GLOBALS:
        whole = f"{name.node.name}.{name.attr}"
        return _call(GLOBALS[whole], given, named, whole)
    method = _known(METHODS, name.attr, "function")
    return _call(method, [step(name.node, depth), *given], named, name.attr)


def _known(table: Mapping[str, Function], name: str, what: str) -> Function:
    function = table.get(name)
    if function is None:
        raise RefusedTemplateError(f"its {what} `{name[:40]}` is not one of those that may be used")
    return function


def _question(node: nodes.Test, about: Step, given: Sequence[Step]) -> Step:
    known = QUESTIONS.get(node.name)
    if known is None or node.kwargs or len(given) != known[0]:
        raise RefusedTemplateError(f"its test `{node.name[:40]}` is not one that may be used")
    question = known[1]

    def ask(run: Run) -> object:
        run.meter.spend(1)
        return question(run.meter, about(run), [each(run) for each in given])

    return ask


def _call(
    function: Function, given: Sequence[Step], named: Sequence[tuple[str, Step]], name: str
) -> Step:
    if not _fits(_signature(function), len(given), [key for key, _ in named]):
        raise RefusedTemplateError(f"it gives `{name}` what it does not take")

    def call(run: Run) -> object:
        values = [each(run) for each in given]
        words = {key: each(run) for key, each in named}
        run.meter.spend(2)
        for each in (*values, *words.values()):
            run.meter.weigh(each)
        return bounded(function(run.meter, *values, **words))

    return call


@cache
def _signature(function: Function) -> Signature:
    return signature(function)


def _fits(wanted: Signature, count: int, names: Sequence[str]) -> bool:
    try:
        wanted.bind(None, *[None] * count, **dict.fromkeys(names))
    except TypeError:
        return False
    return True
