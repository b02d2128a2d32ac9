"""Turns the statements of a template's tree into functions: print, set, if, and a bounded for."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Final, TypeAlias

from jinja2 import nodes

from devices.template.expressions import RefusedTemplateError, Run, Step, step
from devices.template.meter import LONGEST_TEXT, TemplateTroubleError, bounded
from devices.template.values import UNDEFINED, Namespace, items_in, text_of
from rules.words.value import value

MOST_LOOPS_DEEP: Final = 2
DEEPEST: Final = 8


class Flow(Enum):
    """How a statement goes on."""

    NEXT = "on"
    CONTINUE = "the next turn"
    BREAK = "out of the loop"


@value(frozen=True, slots=True)
class Page:
    """What was printed so far."""

    pieces: list[str]
    letters: list[int]

    def print(self, text: str) -> None:
        """Add a text, unless it grows too long."""
        self.letters[0] += len(text)
        if self.letters[0] > LONGEST_TEXT:
            raise TemplateTroubleError(f"it prints more than {LONGEST_TEXT} letters")
        self.pieces.append(text)


Deed: TypeAlias = Callable[[Run, Page], Flow]
Keep: TypeAlias = Callable[[Run, object], None]


def deeds(body: Sequence[nodes.Node], loops: int = 0, depth: int = DEEPEST) -> Deed:
    """Return what does statements one after another.

    Raises:
        RefusedTemplateError: one of them may not be used.
    """
    if not depth:
        raise RefusedTemplateError("it is nested too deep")
    row = [_deed(node, loops, depth - 1) for node in body]

    def do(run: Run, page: Page) -> Flow:
        for deed in row:
            run.meter.spend(1)
            flow = deed(run, page)
            if flow is not Flow.NEXT:
                return flow
        return Flow.NEXT

    return do


def _deed(node: nodes.Node, loops: int, depth: int) -> Deed:
    match node:
        case nodes.Output():
            return _output(node)
        case nodes.If():
            return _if(node, loops, depth)
        case nodes.For():
            return _for(node, loops + 1, depth)
        case nodes.Assign():
            return _assign(node)
        case nodes.Continue():
            return lambda _run, _page: Flow.CONTINUE
        case nodes.Break():
            return lambda _run, _page: Flow.BREAK
        case _:
            raise RefusedTemplateError(f"it uses `{type(node).__name__.lower()}`")


def _output(node: nodes.Output) -> Deed:
    pieces = [step(each) for each in node.nodes]

    def output(run: Run, page: Page) -> Flow:
        for piece in pieces:
            value = piece(run)
            run.meter.spend(1)
            run.meter.weigh(value)
            page.print(text_of(value))
        return Flow.NEXT

    return output


def _if(node: nodes.If, loops: int, depth: int) -> Deed:
    branches = [(step(each.test), deeds(each.body, loops, depth)) for each in (node, *node.elif_)]
    other = deeds(node.else_, loops, depth)

    def choose(run: Run, page: Page) -> Flow:
        for test, body in branches:
            run.meter.spend(1)
            if test(run):
                return body(run, page)
        return other(run, page)

    return choose


def _assign(node: nodes.Assign) -> Deed:
    keep, value = _target(node.target), step(node.node)

    def assign(run: Run, _page: Page) -> Flow:
        keep(run, value(run))
        return Flow.NEXT

    return assign


def _target(node: nodes.Node) -> Keep:
    match node:
        case nodes.Name(name=name):
            return lambda run, value: run.scope.__setitem__(name, value)
        case nodes.NSRef(name=name, attr=attr):
            return lambda run, value: _change(run.scope.get(name), attr, value)
        case nodes.Tuple(items=items) if all(isinstance(each, nodes.Name) for each in items):
            return _unpack([_target(each) for each in items])
        case _:
            raise RefusedTemplateError("it puts a value where none can be put")


def _change(namespace: object, attr: str, value: object) -> None:
    if not isinstance(namespace, Namespace):
        raise TemplateTroubleError("it changes what is no namespace")
    namespace[attr] = value
    bounded(namespace)


def _unpack(targets: Sequence[Keep]) -> Keep:
    def unpack(run: Run, value: object) -> None:
        values = items_in(value)
        if len(values) != len(targets):
            raise TemplateTroubleError("it takes apart what has another number of parts")
        for keep, each in zip(targets, values, strict=True):
            keep(run, each)

    return unpack


def _for(node: nodes.For, loops: int, depth: int) -> Deed:
    if loops > MOST_LOOPS_DEEP:
        raise RefusedTemplateError(f"its loops are more than {MOST_LOOPS_DEEP} deep")
    if node.recursive:
        raise RefusedTemplateError("its loop calls itself")
    source, keep, body = step(node.iter), _target(node.target), deeds(node.body, loops, depth)
    test: Step | None = None if node.test is None else step(node.test)
    other = deeds(node.else_, loops, depth)

    def go_round(run: Run, page: Page) -> Flow:
        found = source(run)
        items = items_in(found) if found is not UNDEFINED else []
        if test is not None:
            items = [item for item in items if _wanted(run, keep, item, test)]
        for index, item in enumerate(items):
            run.meter.turn()
            inner = _turn(run, index, len(items))
            keep(inner, item)
            if body(inner, page) is Flow.BREAK:
                break
        return Flow.NEXT if items else other(run, page)

    return go_round


def _wanted(run: Run, keep: Keep, item: object, test: Step) -> bool:
    run.meter.turn()
    inner = Run(dict(run.scope), run.meter)
    keep(inner, item)
    return bool(test(inner))


def _turn(run: Run, index: int, length: int) -> Run:
    """Return the scope of one turn: what is set in it is not seen outside."""
    run.meter.spend(2 + len(run.scope) // 4)
    about = {
        "index": index + 1,
        "index0": index,
        "first": index == 0,
        "last": index == length - 1,
        "length": length,
    }
    return Run({**run.scope, "loop": about}, run.meter)


def text_printed(page: Page) -> str:
    """Return all that was printed, as Home Assistant does, without blanks around it."""
    return "".join(page.pieces).strip()
