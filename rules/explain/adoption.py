"""Who put which device where, what is one device, and who took that back, as clauses."""

from rules.explain.names import Names
from rules.explain.people import author_text
from rules.explain.phrases import clock, listed
from rules.words.records import Adopted, Forgotten, Joined
from rules.words.times import Moment
from rules.words.wishes import Author


def adopted_clause(body: Adopted, at: Moment, names: Names) -> str:
    """Return that a person put a device into an area, and where it was before."""
    it, where = names.device(body.device), names.area(body.area)
    left = ""
    if body.before is not None and body.before != body.area:
        left = f", out of {names.area(body.before)}"
    done = f"{it} was put into {where}{left} {_when(body.by, at, names)}"
    return f"{done}: agents may act on it now"


def forgotten_clause(body: Forgotten, at: Moment, names: Names) -> str:
    """Return that a person took back where a device is, or gave up one that is gone."""
    it, done = names.device(body.device), _when(body.by, at, names)
    if body.names:
        freed = f"another device may bear the name {listed(body.names)} now"
        return f"{it}, which is gone, was given up {done}: {freed}"
    return f"{it} was made new again {done}: nothing automated acts on it any more"


def joined_clause(body: Joined, at: Moment, names: Names) -> str:
    """Return that a person said of some hardware that it is another way to a device, or is not."""
    it, done = names.device(body.device), _when(body.by, at, names)
    if body.parted:
        return f"{body.hardware} was parted from {it} {done}: it is a device of its own again"
    return f"{body.hardware} was joined to {it} {done}: both are one device now"


def _when(by: Author, at: Moment, names: Names) -> str:
    return f"at {clock(at, names.zone)} by {author_text(by, names)}"
