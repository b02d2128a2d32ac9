"""What may remain of a disk when the power goes.

Rule 1: what is sure remains. Of everything else each write remains, is lost, or is torn: for each
512 bytes of it what was there before, what was written, or rubbish.
Rule 2: of names that are not sure the later changes of a folder are lost first.
Rule 3: SQLite's shared memory is not on a disk: it is gone, or rubbish.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from proofs.lasting.disk import Disk, File, Folder, Tree, Write, apply, rename

SECTOR: Final = 512
SHARED: Final = "-shm"
SHARED_BYTES: Final = 32768
BITS: Final = 8
FATES: Final = 5
NEW: Final = (3, 4)
"""Of so many fates of a sector these are good; 0: it stays as it was, else it is spoilt."""
MOST_ROTTEN: Final = 2
"""Sectors of a file that have gone bad."""


def remains(disk: Disk, dice: Random) -> Tree:
    """Return what remains when the power goes now."""
    return dict(_remains(disk.root, "", _mood(dice), dice))


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
        rename(names, change)
    for name, node in names.items():
        at = f"{path}{name}"
        if isinstance(node, Folder):
            yield from _remains(node, f"{at}/", mood, dice)
        elif name.endswith(SHARED):
            if dice.randrange(2):
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
            apply(left, change)
        elif isinstance(change, Write) and dice.random() < mood.torn:
            _tear(left, change, dice)
    return bytes(left)


def _tear(content: bytearray, write: Write, dice: Random) -> None:
    """Write some sectors, leave others, and spoil some."""
    end = write.offset + len(write.data)
    begin = write.offset
    while begin < end:
        stop = min(end, begin - begin % SECTOR + SECTOR)
        fate = dice.randrange(FATES)
        if fate:
            new = write.data[begin - write.offset : stop - write.offset]
            apply(
                content, Write(begin, new if fate in NEW else _spoilt(content, begin, stop, dice))
            )
        begin = stop


def _spoilt(content: bytearray, begin: int, stop: int, dice: Random) -> bytes:
    if dice.randrange(2):
        return dice.randbytes(stop - begin)
    # The length grew and the bytes did not come: what was there before, or nothing.
    return bytes(content[begin:stop]).ljust(stop - begin, b"\0")


def rotten(tree: Tree, dice: Random) -> Tree:
    """Return an image of which some sectors that were surely written have gone bad."""
    spoilt = {name: bytearray(content) for name, content in tree.items()}
    for content in spoilt.values():
        for _ in range(dice.randint(0, MOST_ROTTEN) if content else 0):
            begin = dice.randrange(len(content)) // SECTOR * SECTOR
            length = min(SECTOR, len(content) - begin)
            if dice.randrange(2):
                content[begin : begin + length] = dice.randbytes(length)
            else:
                content[begin + dice.randrange(length)] ^= 1 << dice.randrange(BITS)
    return {name: bytes(content) for name, content in spoilt.items()}
