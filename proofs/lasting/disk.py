"""A disk as a recorded life left it, and what may remain of it when the power goes.

Rule 1: what was written before an fsync of the same file began, and that fsync ended, remains.
Rule 2: of everything else each write remains, is lost, or is torn: for each 512 bytes of it what
was there before, what was written, or rubbish.
Rule 3: a name appears, goes or changes for sure when its folder was synced; of what was not, the
later changes of a folder are lost first.
Rule 4: SQLite's shared memory is not on a disk: it is gone, or rubbish.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Final, TypeAlias

from proofs.lasting.trace import Happening, Kind

SECTOR: Final = 512
SHARED: Final = "-shm"
SHARED_BYTES: Final = 32768

Tree: TypeAlias = dict[str, bytes]
"""Files by their paths below the watched folder. A folder that is empty is not there."""


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
            _apply(self.sure, change)
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
        _rename(self.now, names)

    def synced(self, thread: int) -> None:
        """Make sure of what was changed before this thread began to sync."""
        covered = self.syncing.pop(thread)
        for names in self.since[:covered]:
            _rename(self.sure, names)
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
        self._root = Folder()
        self._open: dict[int, Node] = {}

    def happens(self, one: Happening) -> None:
        """Take in what happened next."""
        match one.kind:
            case Kind.STARTED:
                # Whoever was there before is dead: the kernel has closed its files.
                self._open.clear()
                _forget_syncs(self._root)
            case Kind.OPENED:
                self._opened(one)
            case Kind.CLOSED:
                self._open.pop(one.file, None)
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
            case Kind.REMOVED:
                folder, name = self._place(one.name)
                folder.change({name: None})
            case Kind.RENAMED:
                self._renamed(one.name, os.fsdecode(one.data))
            case Kind.MADE_FOLDER:
                folder, name = self._place(one.name)
                folder.change({name: Folder()})
            case Kind.RECEIVED | Kind.SENT:
                pass

    def whole(self) -> Tree:
        """Return what there is when nothing is lost."""
        return dict(_whole(self._root, ""))

    def remains(self, dice: Random) -> Tree:
        """Return what remains when the power goes now."""
        return dict(_remains(self._root, "", _mood(dice), dice))

    def _opened(self, one: Happening) -> None:
        folder, name = self._place(one.name)
        node: Node | None = folder.now.get(name) if name else self._root
        if node is None:
            node = File()
            folder.change({name: node})
        elif one.offset & os.O_TRUNC and isinstance(node, File):
            node.since.append(Cut(0))
        self._open[one.file] = node

    def _renamed(self, source: str, target: str) -> None:
        folder, name = self._place(source)
        other, new = self._place(target)
        assert folder is other, "names move within one folder"
        folder.change({name: None, new: folder.now[name]})

    def _file(self, one: Happening) -> File:
        node = self._open[one.file]
        assert isinstance(node, File), "a folder cannot be written to"
        return node

    def _place(self, path: str) -> tuple[Folder, str]:
        """Return the folder of a path as it now is, and the name in it."""
        *folders, name = path.removeprefix(self._below).strip("/").split("/")
        folder = self._root
        for part in folders:
            found = folder.now[part]
            assert isinstance(found, Folder), f"{part} is no folder"
            folder = found
        return folder, name


@dataclass(frozen=True, slots=True)
class _Mood:
    """How a power cut treats what is not sure: the chances of each change to remain, to be torn."""

    remains: float
    torn: float
    names: float
    last_is_torn: bool = False


def _mood(dice: Random) -> _Mood:
    match dice.randrange(6):
        case 0:
            return _Mood(remains=1, torn=0, names=dice.choice((0, 1)))
        case 1:
            return _Mood(remains=0, torn=0, names=dice.choice((0, 1)))
        case 2:
            return _Mood(remains=1, torn=0, names=1, last_is_torn=True)
        case 3:
            return _Mood(remains=0.9, torn=0.05, names=0.5)
        case 4:
            return _Mood(remains=0.2, torn=0.2, names=0.5)
        case _:
            return _Mood(remains=dice.random(), torn=dice.random(), names=dice.random())


def _remains(folder: Folder, path: str, mood: _Mood, dice: Random) -> Iterator[tuple[str, bytes]]:
    names = dict(folder.sure)
    for change in folder.since:
        if dice.random() >= mood.names:
            break
        _rename(names, change)
    for name, node in names.items():
        at = f"{path}{name}"
        if isinstance(node, Folder):
            yield from _remains(node, f"{at}/", mood, dice)
        elif name.endswith(SHARED):
            if dice.random() < 0.5:
                yield at, dice.randbytes(SHARED_BYTES)
        else:
            yield at, _left(node, mood, dice)


def _left(file: File, mood: _Mood, dice: Random) -> bytes:
    left = bytearray(file.sure)
    last = len(file.since) - 1
    for number, change in enumerate(file.since):
        if mood.last_is_torn and number == last and isinstance(change, Write):
            _tear(left, change, dice)
        elif dice.random() < mood.remains:
            _apply(left, change)
        elif isinstance(change, Write) and dice.random() < mood.torn:
            _tear(left, change, dice)
    return bytes(left)


def _apply(content: bytearray, change: Write | Cut) -> None:
    match change:
        case Write(offset, data):
            _reach(content, offset)
            content[offset : offset + len(data)] = data
        case Cut(length):
            _reach(content, length)
            del content[length:]


def _tear(content: bytearray, write: Write, dice: Random) -> None:
    """Write some sectors, leave others, and spoil some."""
    end = write.offset + len(write.data)
    begin = write.offset
    while begin < end:
        stop = min(end, begin - begin % SECTOR + SECTOR)
        fate = dice.randrange(5)
        if fate:
            new = write.data[begin - write.offset : stop - write.offset]
            _apply(content, Write(begin, new if fate > 2 else _spoilt(content, begin, stop, dice)))
        begin = stop


def _spoilt(content: bytearray, begin: int, stop: int, dice: Random) -> bytes:
    if dice.random() < 0.5:
        return dice.randbytes(stop - begin)
    # The length grew and the bytes did not come: what was there before, or nothing.
    return bytes(content[begin:stop]).ljust(stop - begin, b"\0")


def rotten(tree: Tree, dice: Random) -> Tree:
    """Return an image of which some sectors that were surely written have gone bad."""
    spoilt = {name: bytearray(content) for name, content in tree.items()}
    for content in spoilt.values():
        for _ in range(dice.randrange(3) if content else 0):
            begin = dice.randrange(len(content)) // SECTOR * SECTOR
            length = min(SECTOR, len(content) - begin)
            if dice.random() < 0.5:
                content[begin : begin + length] = dice.randbytes(length)
            else:
                content[begin + dice.randrange(length)] ^= 1 << dice.randrange(8)
    return {name: bytes(content) for name, content in spoilt.items()}


def _reach(content: bytearray, length: int) -> None:
    if len(content) < length:
        content.extend(bytes(length - len(content)))


def _rename(names: dict[str, Node], change: dict[str, Node | None]) -> None:
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
                _apply(content, change)
            yield f"{path}{name}", bytes(content)


def _forget_syncs(folder: Folder) -> None:
    folder.syncing.clear()
    for node in folder.now.values():
        if isinstance(node, Folder):
            _forget_syncs(node)
        else:
            node.syncing.clear()
