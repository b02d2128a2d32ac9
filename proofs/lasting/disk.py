"""A disk as a recorded life has left it: what is on it for sure, and what was done to it since.

Rule 1: what was written before an fsync of the same file began, and that fsync ended, is sure.
Rule 2: a name appears, goes or changes for sure when its folder was synced.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

from proofs.lasting.trace import Happening, Kind

Tree: TypeAlias = dict[str, bytes]
"""Files by their paths below the watched folder. A folder that is empty is not there."""


class NotPlayed(Exception):  # noqa: N818 -- it says what is the case
    """Something happened that this disk does not know how to do."""


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes that were written at an offset."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file was cut off, or made longer, to this length."""

    length: int


@dataclass(slots=True, eq=False)
class File:
    """What of a file is on the disk for sure, and what was done to it since."""

    sure: bytearray = field(default_factory=bytearray)
    since: list[Write | Cut] = field(default_factory=list)
    syncing: dict[int, int] = field(default_factory=dict)
    """For each thread that syncs it, how much of `since` that covers."""

    def synced(self, thread: int) -> None:
        """Make sure of what was done before this thread began to sync."""
        covered = self.syncing.pop(thread)
        for change in self.since[:covered]:
            apply(self.sure, change)
        del self.since[:covered]
        for other, count in self.syncing.items():
            self.syncing[other] = max(0, count - covered)


@dataclass(slots=True, eq=False)
class Folder:
    """Which names a folder has for sure, and how they were changed since."""

    sure: dict[str, "Node"] = field(default_factory=dict)
    since: list[dict[str, "Node | None"]] = field(default_factory=list)
    now: dict[str, "Node"] = field(default_factory=dict)
    syncing: dict[int, int] = field(default_factory=dict)

    def change(self, names: dict[str, "Node | None"]) -> None:
        """Change names together."""
        self.since.append(names)
        rename(self.now, names)

    def synced(self, thread: int) -> None:
        """Make sure of what was changed before this thread began to sync."""
        covered = self.syncing.pop(thread)
        for names in self.since[:covered]:
            rename(self.sure, names)
        del self.since[:covered]
        for other, count in self.syncing.items():
            self.syncing[other] = max(0, count - covered)


Node: TypeAlias = File | Folder


class Disk:
    """Plays a recorded life again, and can be cut off at any moment of it."""

    def __init__(self, below: str, *, lies: float = 0, dice: Random | None = None) -> None:
        """Begin with the watched folder, which is empty and there for sure.

        `lies`: the chance that an fsync does nothing and says that all is well.
        """
        self._below = below
        self._lies = lies
        self._dice = dice or Random(0)
        self.root = Folder()
        self._open: dict[int, Node] = {}

    def happens(self, one: Happening) -> None:
        """Take in what happened next."""
        match one.kind:
            case Kind.STARTED:
                # Whoever was there before is dead: the kernel has closed its files.
                self._open.clear()
                _forget_syncs(self.root)
            case Kind.WROTE:
                self._file(one).since.append(Write(one.offset, one.data))
            case Kind.TRUNCATED:
                self._file(one).since.append(Cut(one.offset))
            case Kind.SYNCING:
                node = self._open[one.file]
                node.syncing[one.thread] = len(node.since)
            case Kind.SYNCED:
                if self._dice.random() >= self._lies:
                    self._open[one.file].synced(one.thread)
            case Kind.CLOSED:
                self._open.pop(one.file, None)
            case _:
                self._is_named(one)

    def _is_named(self, one: Happening) -> None:
        match one.kind:
            case Kind.OPENED:
                self._opened(one)
            case Kind.REMOVED:
                folder, name = self._place(one.name)
                folder.change({name: None})
            case Kind.RENAMED:
                self._renamed(one.name, os.fsdecode(one.data))
            case Kind.MADE_FOLDER:
                folder, name = self._place(one.name)
                folder.change({name: Folder()})
            case _:
                pass

    def whole(self) -> Tree:
        """Return what there is when nothing is lost."""
        return dict(_whole(self.root, ""))

    def _opened(self, one: Happening) -> None:
        folder, name = self._place(one.name)
        node: Node | None = folder.now.get(name) if name else self.root
        if node is None:
            node = File()
            folder.change({name: node})
        elif one.offset & os.O_TRUNC and isinstance(node, File):
            node.since.append(Cut(0))
        self._open[one.file] = node

    def _renamed(self, source: str, target: str) -> None:
        folder, name = self._place(source)
        other, new = self._place(target)
        if folder is not other:
            raise NotPlayed(f"`{source}` moves to another folder")
        folder.change({name: None, new: folder.now[name]})

    def _file(self, one: Happening) -> File:
        node = self._open[one.file]
        if isinstance(node, Folder):
            raise NotPlayed("a folder is written to")
        return node

    def _place(self, path: str) -> tuple[Folder, str]:
        """Return the folder of a path as it now is, and the name in it."""
        *folders, name = path.removeprefix(self._below).strip("/").split("/")
        folder = self.root
        for part in folders:
            found = folder.now[part]
            if isinstance(found, File):
                raise NotPlayed(f"`{part}` is no folder")
            folder = found
        return folder, name


def apply(content: bytearray, change: Write | Cut) -> None:
    """Do to some bytes what was done to a file."""
    match change:
        case Write(offset, data):
            _reach(content, offset)
            content[offset : offset + len(data)] = data
        case Cut(length):
            _reach(content, length)
            del content[length:]


def _reach(content: bytearray, length: int) -> None:
    if len(content) < length:
        content.extend(bytes(length - len(content)))


def rename(names: dict[str, Node], change: dict[str, Node | None]) -> None:
    """Do to some names what was done to a folder; None: the name is gone."""
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _whole(folder: Folder, path: str) -> Iterator[tuple[str, bytes]]:
    for name, node in folder.now.items():
        if isinstance(node, Folder):
            yield from _whole(node, f"{path}{name}/")
        else:
            content = bytearray(node.sure)
            for change in node.since:
                apply(content, change)
            yield f"{path}{name}", bytes(content)


def _forget_syncs(folder: Folder) -> None:
    folder.syncing.clear()
    for node in folder.now.values():
        if isinstance(node, Folder):
            _forget_syncs(node)
        else:
            node.syncing.clear()
