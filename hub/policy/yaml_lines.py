"""Reads YAML so that every value knows its line and nothing is guessed.

Only what looks like a plain number, `true`, `false` or nothing is not text: `on`, `NO`, `22:30`
and `010` stay what the household wrote. Anchors, aliases, tags, second documents and keys that
stand twice are refused, because each of them has surprised somebody.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import yaml

from hub.policy.errors import Fault, Misread, Step, Steps, is_within

LARGEST: Final = 1_000_000
DEEPEST: Final = 16

WORDS: Final = {"": None, "~": None, "null": None, "true": True, "false": False}
INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
DECIMAL: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}")

PLAIN_WORDS: Final = (
    ("tab character", "a tab stands here; YAML wants spaces"),
    (
        "mapping values are not allowed",
        "a colon that does not fit: check the indentation, or put a text with a colon in quotes",
    ),
    ("cannot start any token", "a text that begins with this character needs quotes"),
    ("expected ',' or", "a bracket that was opened {context} is not closed, or a comma is missing"),
    ("unexpected end of stream", "a quote that was opened {context} is not closed"),
    ("find expected ':'", "a key without a colon"),
    ("expected '-'", "this does not fit into the list that began {context}: check the indentation"),
    (
        "expected key",
        "this does not fit into the group that began {context}: check indentation and quotes",
    ),
    (
        "expected <block end>",
        "this does not fit into the group that began {context}: check indentation and quotes",
    ),
    ("escape", "an unknown escape in double quotes; single quotes take a \\ as it is"),
    ("node content", "a bracket or sign where a value should be"),
    ("directive", "a line that begins with % is not used here"),
    ("incompatible YAML", "a line that begins with % is not used here"),
)


class Table(dict[str, "Node"]):
    """A group of keys; `lines` says on which line each of them stands."""

    __slots__ = ("lines",)

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.lines: dict[str, int] = {}


class Row(list["Node"]):
    """A list; `lines` says on which line each entry begins."""

    __slots__ = ("lines",)

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.lines: list[int] = []


Node: TypeAlias = str | int | float | bool | Table | Row | None

Parser: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser is ten times as quick; without it the file reads the same."""


class Refused(Misread):
    """What stands in a file and is not taken, though all of it could be read: `rest` is the file.

    `spoilt` are the groups of which no more can be said: what they hold is not what was meant.
    """

    def __init__(self, faults: list[Fault], rest: Node, spoilt: set[Steps]) -> None:
        """Carry the faults, and what else there is."""
        super().__init__(*faults)
        self.rest = rest
        self.spoilt = frozenset(spoilt)

    def with_those_of(self, faults: Iterable[Fault]) -> list[Fault]:
        """Return its faults, and of the others those that do not only follow from them."""
        others = (f for f in faults if not any(is_within(f.steps, steps) for steps in self.spoilt))
        return [*self.faults, *others]


def read_yaml(data: bytes) -> Node:
    """Return what a file holds; raise `Misread` with all that is wrong with its YAML.

    Where all of it could be read that is a `Refused`.
    """
    if len(data) > LARGEST:
        raise Misread(f"more than {LARGEST:,} bytes: too large for a file of this sort")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise Misread(Fault("not UTF-8 text: save it as UTF-8", line=line)) from None
    return _parse(text)


def _parse(text: str) -> Node:
    faults: list[Fault] = []
    builder = _Builder(yaml.parse(text, Loader=Parser), faults)
    try:
        root = builder.document()
    except _TooDeepError:
        raise Misread(*faults) from None
    except yaml.MarkedYAMLError as wrong:
        faults.append(_in_plain_words(wrong, text))
    except yaml.reader.ReaderError as wrong:
        line = text.count("\n", 0, wrong.position) + 1
        faults.append(Fault("a character that is not text stands here", line=line))
    else:
        if faults:
            raise Refused(faults, root, builder.spoilt)
        return root
    raise Misread(*faults)


def line_of(root: Node, fault: Fault) -> int:
    """Return the line that a fault is about; 0 where it is about the whole file."""
    if fault.line:
        return fault.line
    steps: Steps = (*fault.steps, fault.key) if fault.key else fault.steps
    line, node = 0, root
    for step in steps:
        found = _step(node, step)
        if found is None:
            break
        line, node = found
    return line


def _step(node: Node, step: Step) -> tuple[int, Node] | None:
    if isinstance(node, Table) and step in node and isinstance(step, str):
        return node.lines[step], node[step]
    if isinstance(node, Row) and isinstance(step, int) and 0 < step <= len(node):
        return node.lines[step - 1], node[step - 1]
    return None


def plain(text: str) -> Node:
    """Return the value of a scalar that stands without quotes."""
    if text in WORDS:
        return WORDS[text]
    if text[0] in "-0123456789":
        if INTEGER.fullmatch(text):
            return int(text)
        if DECIMAL.fullmatch(text):
            return float(text)
    return text


class _TooDeepError(Exception):
    """Groups inside groups without end; the fault is already noted."""


class _Builder:
    """Builds the tree from the parser's events, and notes what it must refuse on the way."""

    def __init__(self, events: Iterator[yaml.Event], faults: list[Fault]) -> None:
        self._events = events
        self._faults = faults
        self.spoilt: set[Steps] = set()

    def document(self) -> Node:
        """Return the only document."""
        root: Node = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, (), "a second document begins here (`---`); one is enough")
                    break
                root = self._node(next(self._events), ())
        return root

    def _node(self, event: yaml.Event, steps: Steps) -> Node:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, steps, f"`*{event.anchor}` repeats another value: write it out")
            return None
        if isinstance(event, yaml.NodeEvent):
            self._refuse_decoration(event, steps)
        if isinstance(event, yaml.ScalarEvent):
            return plain(event.value) if event.implicit[0] else str(event.value)
        if len(steps) >= DEEPEST:
            self._refuse(event, steps, "too many groups inside each other")
            raise _TooDeepError
        if isinstance(event, yaml.MappingStartEvent):
            return self._table(steps)
        return self._row(steps)

    def _table(self, steps: Steps) -> Table:
        table = Table()
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, steps)
            value = self._node(next(self._events), (*steps, key))
            if key in table:
                self._refuse_again(event, (*steps, key), table, value)
            elif key:
                table.lines[key] = _line(event)
                table[key] = value
        return table

    def _row(self, steps: Steps) -> Row:
        row = Row()
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            row.lines.append(_line(event))
            row.append(self._node(event, (*steps, len(row) + 1)))
        return row

    def _key(self, event: yaml.Event, steps: Steps) -> str:
        """Return a key, empty where it is none; every key is text, whatever it looks like."""
        if isinstance(event, yaml.ScalarEvent) and event.value:
            self._refuse_decoration(event, steps)
            return str(event.value)
        self._refuse(event, steps, "a key must be plain text")
        self._node(event, (*steps, "?"))
        return ""

    def _refuse_again(self, event: yaml.Event, steps: Steps, table: Table, value: Node) -> None:
        """Refuse a key that stands twice; of two groups all is kept, since others may name it."""
        key = str(steps[-1])
        first, twice = table[key], f"set twice (first on line {table.lines[key]})"
        if isinstance(first, Table) and isinstance(value, Table):
            for inner in value.keys() - first.keys():
                first[inner], first.lines[inner] = value[inner], value.lines[inner]
            self._faults.append(Fault(twice, steps, line=_line(event)))
        else:
            self._refuse(event, steps, twice)

    def _refuse_decoration(self, event: yaml.NodeEvent, steps: Steps) -> None:
        tag = getattr(event, "tag", None)
        if event.anchor is not None:
            self._refuse(event, steps, f"`&{event.anchor}` is not used here: leave it out")
        if tag is not None:
            self._refuse(event, steps, f"`{tag}` is not used here: put a text with ! in quotes")

    def _refuse(self, event: yaml.Event, steps: Steps, why: str) -> None:
        """Note what is not taken: what the group around it says is then not what was meant."""
        self._faults.append(Fault(why, steps, line=_line(event)))
        self.spoilt.add(steps[:-1])


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _in_plain_words(wrong: yaml.MarkedYAMLError, text: str) -> Fault:
    problem = wrong.problem or "it cannot be read"
    line = wrong.problem_mark.line + 1 if wrong.problem_mark else 0
    if wrong.problem_mark and _is_tab(text, wrong.problem_mark.line, wrong.problem_mark.column):
        problem = "tab character"  # the C parser does not say which character it could not use
    began = wrong.context_mark.line + 1 if wrong.context_mark else line
    for sign, words in PLAIN_WORDS:
        if sign in problem:
            return Fault(words.format(context=f"on line {began}"), line=line)
    return Fault(f"not readable as YAML: {problem}", line=line)


def _is_tab(text: str, line: int, column: int) -> bool:
    lines = text.split("\n")
    return line < len(lines) and lines[line][column : column + 1] == "\t"
