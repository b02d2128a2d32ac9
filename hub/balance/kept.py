"""The counts of days in a small file of the state folder, written anew as a whole."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from msgspec import DecodeError
from msgspec.json import decode, encode

from rules.balance.day import Day

FILE: Final = "balance.json"
FORM: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Days, and the number of the journal's last entry that they count."""

    form: int = FORM
    upto: int = 0
    days: dict[date, Day] = field(default_factory=dict)


def read_kept(state: Path) -> Kept:
    """Return what was kept; nothing where it cannot be read, for it can be counted anew."""
    try:
        kept = decode((state / FILE).read_bytes(), type=Kept)
    except (OSError, DecodeError):
        return Kept()
    return kept if kept.form == FORM else Kept()


def write_kept(state: Path, kept: Kept) -> None:
    """Keep it. Without fsync: a file that a power cut spoils is counted anew."""
    fresh = state / f"{FILE}.new"
    fresh.touch(mode=0o600)
    fresh.write_bytes(encode(kept))
    fresh.replace(state / FILE)
