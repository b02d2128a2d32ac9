"""The one door to templates: what reads a value out of a message, and what writes a command.

Nearly all are a plain path, which is looked up here. The few others are run by
`devices.template`, which is loaded when the first of them is met.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from typing import Final, Protocol, TypeAlias

from pydantic_core import from_json

from rules.words.value import value

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indexes from the outside in."""

MISSING: Final = object()
"""What is found where nothing was said; not the same as a null."""

LONGEST: Final = 1000
_PLAIN: Final = re.compile(
    r"""\s*\{\{-?\s*
    (?P<root>value_json|value)
    (?P<steps>(?:\.[^\W\d]\w* | \[\s*(?:"[^"\\]*"|'[^'\\]*'|\d{1,4})\s*\])*)
    \s*(?:\|\s*is_defined\s*)?-?\}\}\s*""",
    re.VERBOSE,
)
_NAMED: Final = re.compile(r"\{\{\s*([^\W\d]\w*)\s*\}\}")
_SIGNS: Final = ("{{", "{%", "{#", "}}")
LONGEST_QUOTE: Final = 60
_STEP: Final = re.compile(r"""\.(\w+)|"([^"]*)"|'([^']*)'|(\d+)""")


LONGEST_SAID: Final = 16 * 1024
"""Letters of a message that a template works on; a path may look into longer ones."""


class RefusedTemplateError(ValueError):
    """A template may not be used; the sentence quotes it and says why."""


class Program(Protocol):
    """A template that is more than a path."""

    def value(self, given: Mapping[str, object]) -> object:
        """Return what it comes to; raises `ValueError` where it cannot be rendered."""

    def text(self, given: Mapping[str, object]) -> str:
        """Return what it prints; raises `ValueError` where it cannot be rendered."""


@value(frozen=True, slots=True)
class Template:
    """Where a value stands: in the payload as it is (`raw`), or at a path of its JSON.

    `written` is the whole template where it is more than a path; `program` runs it.
    """

    path: Path = ()
    raw: bool = False
    written: str = ""
    program: Program | None = field(default=None, compare=False, repr=False)

    def find(self, said: object, trouble: list[str] | None = None) -> object:
        """Return the value in what was said: its JSON, or where `raw` the text as it is.

        MISSING where nothing was said of it. A template's reason, if it is one to be told,
        goes into `trouble`.
        """
        if self.program is None:
            return find(self.path, said)
        if said is MISSING:
            return MISSING
        try:
            return self.program.value(_given(said, raw=self.raw))
        except ValueError as error:
            if trouble is not None and str(error):
                trouble.append(f"its template {quoted(self.written)}: {error}")
            return MISSING


@value(frozen=True, slots=True)
class Command:
    """What is sent: pieces of text with names between them, or a template that is more."""

    pieces: tuple[str, ...] = ()
    """In turn a text, the name of a value, a text, and so on; none: the value as it is."""
    written: str = ""
    program: Program | None = field(default=None, compare=False, repr=False)

    def say(self, given: Mapping[str, object]) -> str | None:
        """Return the payload for these values (`value`, `position`, `hue` ...), or None.

        Values are texts, numbers, truths, or None; one that is left out is undefined.
        """
        if self.program is None:
            if not self.pieces:
                return _printed(given.get("value", ""))
            turns = enumerate(self.pieces)
            said = (_printed(given.get(each, "")) if turn % 2 else each for turn, each in turns)
            return "".join(said).strip()
        try:
            return self.program.text(given)
        except ValueError:
            return None


RAW: Final = Template(raw=True)
AS_IT_IS: Final = Command()


def read_template(text: str | None) -> Template:
    """Read a value template, be it a plain path or more; none at all means the payload as it is.

    Raises:
        RefusedTemplateError: it may not be used.
    """
    found = plain_template(text or "")
    return found or _read(text or "")


def command_template(text: str | None) -> Command:
    """Read a command template; none at all means the value as it is.

    Raises:
        RefusedTemplateError: it may not be used.
    """
    return _command(text) if text else AS_IT_IS


@lru_cache(maxsize=1024)
def _read(text: str) -> Template:
    program, names = _program(text)
    return Template(raw="value" in names, written=text, program=program)


@lru_cache(maxsize=512)
def _command(text: str) -> Command:
    pieces = _NAMED.split(text)
    if len(text) <= LONGEST and not any(sign in "".join(pieces[::2]) for sign in _SIGNS):
        return Command(tuple(pieces))
    return Command(written=text, program=_program(text)[0])


def _program(text: str) -> tuple[Program, frozenset[str]]:
    from devices.template import program  # noqa: PLC0415 -- heavy: most houses need no Jinja

    try:
        made = program.program(text)
    except program.RefusedTemplateError as refusal:
        why = f"its template {quoted(text)} cannot be used: {refusal}"
        raise RefusedTemplateError(why) from None
    return made, made.names


def _given(said: object, *, raw: bool) -> dict[str, object]:
    """Return what names stand for in a value template."""
    if not raw:
        return {"value_json": said}
    text = str(said)
    if len(text) > LONGEST_SAID:
        return {}
    try:
        return {"value": text, "value_json": from_json(text)}
    except ValueError:
        return {"value": text}


def quoted(text: str) -> str:
    """Return a template as part of a sentence."""
    safe = "".join(letter if letter.isprintable() else " " for letter in text[:LONGEST_QUOTE])
    return f"`{safe}{'...' if len(text) > LONGEST_QUOTE else ''}`"


def _printed(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def plain_template(text: str) -> Template | None:
    """Read `{{ value_json.a["b"] }}` or `{{ value }}`; None where it is more than a plain path.

    No template at all means the payload as it is.
    """
    if not text:
        return RAW
    return _plain(text) if len(text) <= LONGEST else None


@lru_cache(maxsize=1024)
def _plain(text: str) -> Template | None:
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    steps = _STEP.findall(found["steps"])
    if found["root"] == "value":
        return None if steps else RAW
    path = tuple(
        int(index) if index else key or double or single for key, double, single, index in steps
    )
    return Template(path)


def path_of(text: str) -> Path:
    """Return where a template looks; the whole, where it is not a plain one."""
    found = plain_template(text)
    return found.path if found else ()


def find(path: Path, said: object) -> object:
    """Return what stands at a path, or MISSING."""
    for step in path:
        if type(said) is dict:
            said = said.get(step, MISSING)
        elif type(said) is list and type(step) is int and step < len(said):
            said = said[step]
        else:
            return MISSING
    return said


def rendered(value: object) -> str:
    """Return a value as Home Assistant renders it, to be compared: JSON true is `True`."""
    return value.strip() if isinstance(value, str) else str(value)
