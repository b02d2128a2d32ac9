"""The book of policies: each version that was ever signed, one file each, only ever added to."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

from hub.policy import keys
from hub.policy.apart import apart
from hub.policy.versions import Spoiled, Version, dump, load
from rules.explain import Signings
from rules.words.times import Moment
from rules.words.value import value

FOLDER: Final = "policy"
PENDING: Final = "half-signed.json"
NUMBERED: Final = re.compile(r"(?!0000)([0-9]{4}|[1-9][0-9]{4})\.json")
"""As we name them: what somebody else put there, such as `20301224.json`, is none of ours."""


@value(frozen=True, slots=True)
class Book:
    """What lies in the folder: the versions that count, oldest first, and doubts about others.

    `last` is the highest number that any file has. `pending` waits for a second signature.
    """

    state: Path
    versions: tuple[Version, ...] = ()
    last: int = 0
    doubts: tuple[str, ...] = ()
    pending: Version | None = None

    @classmethod
    def read(cls, state: Path) -> Self:
        """Read all versions of a state folder and check every signature."""
        files = _files(state)
        if not files and not (state / FOLDER / PENDING).exists():
            return cls(state)
        return apart(lambda: cls._read(state, files))

    @classmethod
    def _read(cls, state: Path, files: Mapping[int, Path]) -> Self:
        known = keys.trusted(state)
        versions, doubts = list[Version](), list[str]()
        before = 0
        for number, path in sorted(files.items()):
            if before + 1 < number:
                doubts.append(_gone(before + 1, number - 1))
            before = number
            try:
                versions.append(_checked(path, number, known))
            except Spoiled as why:
                doubts.append(f"version {number} of the policy does not count: {why}")
        return cls(
            state=state,
            versions=tuple(versions),
            last=max(files, default=0),
            doubts=tuple(doubts),
            pending=_pending(state, known),
        )

    @property
    def newest(self) -> Version | None:
        """Return the newest version that counts."""
        return self.versions[-1] if self.versions else None

    def version(self, number: int) -> Version | None:
        """Return a version that counts, by its number."""
        return next((known for known in self.versions if known.number == number), None)

    def signings(self) -> Signings:
        """Return who signed which policy, and when, oldest first."""
        found: dict[str, list[tuple[Moment, tuple[str, ...]]]] = {}
        for version in self.versions:
            found.setdefault(version.hash, []).append((version.at, version.signers))
        return found

    def add(self, version: Version) -> "Book":
        """Add a version, on the disk when this returns; return the book with it."""
        if version.number != self.last + 1 or not version.complete:
            raise ValueError(f"version {version.number} is not the next, or not signed by all")
        keys.write_whole(_path(self.state, version.number), dump(version))
        self._forget_pending()
        return Book(
            state=self.state,
            versions=(*self.versions, version),
            last=version.number,
            doubts=self.doubts,
        )

    def put_off(self, version: Version) -> "Book":
        """Keep a version that somebody else must sign too; it replaces the one before."""
        keys.write_whole(self.state / FOLDER / PENDING, dump(version))
        return Book(self.state, self.versions, self.last, self.doubts, version)

    def _forget_pending(self) -> None:
        (self.state / FOLDER / PENDING).unlink(missing_ok=True)


def any_version(state: Path) -> bool:
    """Say whether there is a file of any version, be it spoiled or not."""
    return bool(_files(state))


def _files(state: Path) -> dict[int, Path]:
    folder = state / FOLDER
    found = folder.iterdir() if folder.is_dir() else ()
    named = [(NUMBERED.fullmatch(path.name), path) for path in found]
    return {int(match[1]): path for match, path in named if match}


def _path(state: Path, number: int) -> Path:
    return state / FOLDER / f"{number:04}.json"


def _gone(first: int, last: int) -> str:
    """Return what is said of versions that have no file: once for all that are missing in a row."""
    if first == last:
        return f"version {first} of the policy does not count: its file is gone"
    return f"versions {first} to {last} of the policy do not count: their files are gone"


def _checked(path: Path, number: int, known: Mapping[str, bytes]) -> Version:
    try:
        version = load(path.read_bytes())
    except OSError as wrong:
        raise Spoiled(f"its file cannot be read: {wrong.strerror}") from None
    version.check(known)
    if version.number != number:
        raise Spoiled(f"its file holds version {version.number}")
    if not version.complete:
        raise Spoiled(f"{version.needs} people must sign it")
    return version


def _pending(state: Path, known: Mapping[str, bytes]) -> Version | None:
    """Return what waits for a second signature; what is spoiled waits for nothing any more."""
    path = state / FOLDER / PENDING
    try:
        version = load(path.read_bytes())
        version.check(known)
    except (OSError, Spoiled):
        return None
    return version
