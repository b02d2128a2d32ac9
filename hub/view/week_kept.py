"""The week of readings in a small file of the state folder: a restart goes on with its lines."""

import logging
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from msgspec import DecodeError
from msgspec.json import decode, encode

from hub.view.week import SLOTS, Reading, Week
from rules.words.ids import DeviceId
from rules.words.values import Aspect

FILE: Final = "week.json"
FORM: Final = 1

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One reading: `means` are `SLOTS` floats of four bytes, `last` is the half hour they go to."""

    device: str
    aspect: str
    last: int
    count: int
    means: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the file says."""

    form: int
    lines: tuple[Line, ...]


def read_week(state: Path) -> Week:
    """Return the week that was kept; an empty one where there is none that can be read."""
    try:
        kept = decode((state / FILE).read_bytes(), type=Kept)
    except FileNotFoundError:
        return Week()
    except (OSError, DecodeError) as error:
        log.warning("the week of readings begins anew, as its file cannot be read: %s", error)
        return Week()
    lines = kept.lines if kept.form == FORM else ()
    return Week(
        {
            (DeviceId(line.device), Aspect(line.aspect)): Reading.of(
                array("f", line.means), line.last, line.count
            )
            for line in lines
            if len(line.means) == SLOTS * array("f").itemsize
        }
    )


def write_week(state: Path, week: Week) -> None:
    """Keep it. Without fsync: a file that a power cut spoils costs a drawn line, and no more."""
    lines = tuple(
        Line(
            device=device,
            aspect=aspect,
            last=reading.last,
            count=reading.count,
            means=reading.means.tobytes(),
        )
        for (device, aspect), reading in week.readings()
    )
    fresh = state / f"{FILE}.new"
    try:
        fresh.touch(mode=0o600)
        fresh.write_bytes(encode(Kept(form=FORM, lines=lines)))
        fresh.replace(state / FILE)
    except OSError as error:
        log.warning("the week of readings could not be kept: %s", error)
