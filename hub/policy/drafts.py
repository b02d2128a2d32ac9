"""Drafts that were made on the page: whole policies that nobody has signed, each with a short code.

A draft counts for nothing. It is kept so that whoever signs at the console signs exactly what was
shown; it is of use only while the policy that it changes is still the one in force.
"""

import json
import re
import secrets
from pathlib import Path
from typing import Final

from hub.policy.canonical import as_written, fingerprint, tree
from hub.policy.yaml_lines import Table
from rules.words.times import DAY, Moment
from rules.words.value import value

FOLDER: Final = "drafts"
LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE: Final = re.compile(f"[{LETTERS}]{{4}}")
MOST: Final = 8
KEPT_FOR: Final = 7 * DAY


@value(frozen=True, slots=True, kw_only=True)
class Draft:
    """A policy that somebody wants: its text, the hash of the one it changes, who and when."""

    code: str
    base: str
    text: str
    by: str
    at: Moment

    @property
    def root(self) -> Table:
        """Return what it says, as the reader of a file gives it."""
        return tree(self.text)

    @property
    def hash(self) -> str:
        """Return the hash by which its policy would be known."""
        return fingerprint(self.root)


class Drafts:
    """The drafts of a state folder, one small file each."""

    def __init__(self, state: Path) -> None:
        """Look into a folder, which need not be there."""
        self._folder = state / FOLDER

    def all(self) -> list[Draft]:
        """Return them, the newest first."""
        paths = self._folder.glob("*.json") if self._folder.is_dir() else ()
        found = [draft for path in paths if (draft := _read(path)) is not None]
        return sorted(found, key=lambda draft: -draft.at)

    def get(self, code: str) -> Draft | None:
        """Return a draft by its code."""
        known = code.strip().upper()
        return _read(self._path(known)) if CODE.fullmatch(known) else None

    def keep(self, root: Table, *, base: str, by: str, at: Moment) -> Draft:
        """Keep a policy as a draft; too many, and those of long ago, give way. Blocks."""
        code = "".join(secrets.choice(LETTERS) for _ in range(4))
        draft = Draft(code=code, base=base, text=as_written(root), by=by, at=at)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        path = self._path(code)
        path.touch(mode=0o600)
        said = {"base": base, "text": draft.text, "by": by, "at": at}
        path.write_text(json.dumps(said))
        for number, known in enumerate(self.all()):
            if number >= MOST or known.at < at - KEPT_FOR:
                self.forget(known.code)
        return draft

    def forget(self, code: str) -> None:
        """Forget a draft."""
        if CODE.fullmatch(code):
            self._path(code).unlink(missing_ok=True)

    def _path(self, code: str) -> Path:
        return self._folder / f"{code}.json"


def _read(path: Path) -> Draft | None:
    """Return a draft; None where there is none that can be read."""
    try:
        said = json.loads(path.read_bytes())
        draft = Draft(
            code=path.stem,
            base=str(said["base"]),
            text=str(said["text"]),
            by=str(said["by"]),
            at=float(said["at"]),
        )
        tree(draft.text)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return draft
