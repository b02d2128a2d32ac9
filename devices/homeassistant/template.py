"""Value templates that are a plain path into the payload; every other template is refused."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indexes from the outside in."""

MISSING: Final = object()
"""What is found where nothing was said; not the same as a null."""

LONGEST: Final = 1000
_PLAIN: Final = re.compile(
    r"""\s*\{\{-?\s*
    (?P<root>value_json|value)
    (?P<steps>(?:\.[^\W\d]\w* | \[\s*(?:"[^"\\]*"|'[^'\\]*'|\d{1,4})\s*\])*)
    \s*-?\}\}\s*""",
    re.VERBOSE,
)
_STEP: Final = re.compile(r"""\.(\w+)|"([^"]*)"|'([^']*)'|(\d+)""")


@dataclass(frozen=True, slots=True)
class Template:
    """Where a value stands: in the payload as it is (`raw`), or at a path of its JSON."""

    path: Path = ()
    raw: bool = False


RAW: Final = Template(raw=True)


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
