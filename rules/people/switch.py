"""What a switch's contact says: from what its line showed, to engaged, released, stuck and lost.

Rule 1: contact engages at once; the line counts as open only when it has stood open for a while,
so a bouncing or chattering contact never releases.
Rule 2: a latching switch is engaged while it is closed. Its position is the truth.
Rule 3: a momentary one is released by two deliberate presses, the second acting when it ends. The
press that engaged is none of them, nor is one whose beginning was not seen.
Rule 4: a press that lasts longer than a deliberate one is a stuck button: a fault, no release.
Rule 5: a line that is lost changes nothing; one that could not be read at all engages in doubt,
until it can be read.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeAlias

from rules.words.switches import Monotonic, SwitchKind
from rules.words.times import Seconds
from rules.words.value import value

SETTLE: Final = 0.03
"""Seconds for which a contact must stand open to count as open."""
SHORTEST: Final = 0.35
LONGEST: Final = 2.0
"""Seconds that a deliberate press lasts, at least and at most."""
WITHIN: Final = 5.0
"""Seconds from the beginning of the first deliberate press to the end of the second."""


class Happening(StrEnum):
    """What can come of a reading."""

    ENGAGED = "engaged"
    RELEASED = "released"
    STUCK = "stuck"
    FREED = "freed"
    """The button that was stuck is open again."""
    LOST = "lost"
    FOUND = "found"
    DOUBTED = "doubted"
    """The line was never read, so the switch counts as engaged."""


@value(frozen=True, slots=True, kw_only=True)
class Contact:
    """What a switch has shown so far.

    `engaged` is what the house has: of a momentary switch it is remembered there. `doubt`: it is
    engaged only because its line could not be read.
    """

    engaged: bool = False
    doubt: bool = False
    seen: bool = False
    """Whether its line was ever read since the hub started."""
    lost: bool = False
    stuck: bool = False
    pressed: Monotonic | None = None
    """When the press began that has not ended yet."""
    opened: Monotonic | None = None
    """Since when it stands open."""
    counts: bool = False
    """Whether the press may be one of the two that release."""
    first: Monotonic | None = None
    """When the first of two deliberate presses began."""


Read: TypeAlias = tuple[Contact, tuple[Happening, ...]]


def read(
    contact: Contact,
    kind: SwitchKind,
    closed: bool | None,  # noqa: FBT001 - it is the reading
    at: Monotonic,
    settle: Seconds = SETTLE,
) -> Read:
    """Take in what a line shows at a moment; None: it cannot be read.

    An edge has the moment at which it came, and may be told after a later look at the line.
    """
    if closed is None:
        return _unread(contact)
    happened = (Happening.FOUND,) if contact.lost else ()
    contact = replace(contact, seen=True, lost=False)
    contact, more = (
        _closed(contact, kind, at) if closed else _open(contact, kind, at, settle=settle)
    )
    return contact, happened + more


def press(contact: Contact, at: Monotonic, *, deliberate: bool) -> Read:
    """Take in a press of a device that reports presses alone; it knows itself how long it was."""
    found = (Happening.FOUND,) if contact.lost else ()
    contact = replace(contact, seen=True, lost=False)
    if not contact.engaged or contact.doubt:
        return _engage(contact), (*found, Happening.ENGAGED)
    since = None if contact.first is None else at - contact.first
    if deliberate and since is not None and 0 <= since < SHORTEST:
        # A message that was delivered twice is one press.
        return contact, found
    if since is not None and since < 0:
        # The clock was put back.
        contact = replace(contact, first=None)
    contact, happened = _asked(contact, at, at, deliberate=deliberate)
    return contact, found + happened


def _unread(contact: Contact) -> Read:
    if contact.lost:
        return contact, ()
    doubted = not contact.seen and not contact.engaged
    contact = replace(
        contact,
        engaged=contact.engaged or doubted,
        doubt=contact.doubt or doubted,
        lost=True,
        stuck=False,
        pressed=None,
        opened=None,
        first=None,
    )
    return contact, (Happening.DOUBTED, Happening.LOST) if doubted else (Happening.LOST,)


def _closed(contact: Contact, kind: SwitchKind, at: Monotonic) -> Read:
    was_open, fresh = contact.opened is not None, contact.pressed is None
    contact = replace(contact, opened=None)
    happened: tuple[Happening, ...] = ()
    if fresh:
        counts = was_open and contact.engaged and not contact.doubt
        contact = replace(contact, pressed=at, counts=counts)
    # Of a momentary switch the press engages, not the finger: it may be released while stuck.
    if (not contact.engaged or contact.doubt) and (fresh or kind is SwitchKind.LATCHING):
        contact, happened = _engage(contact), (Happening.ENGAGED,)
    if kind is SwitchKind.MOMENTARY and not contact.stuck and _too_long(contact, at):
        contact, happened = replace(contact, stuck=True, first=None), (*happened, Happening.STUCK)
    return contact, happened


def _open(contact: Contact, kind: SwitchKind, at: Monotonic, *, settle: Seconds) -> Read:
    opened = at if contact.opened is None else contact.opened
    contact = replace(contact, opened=opened)
    if at - opened < settle:
        return contact, ()
    began = contact.pressed
    contact = replace(contact, pressed=None)
    if contact.doubt or (contact.engaged and kind is SwitchKind.LATCHING):
        return _release(contact), (Happening.RELEASED,)
    if began is None or kind is SwitchKind.LATCHING:
        return contact, ()
    if contact.stuck:
        return replace(contact, stuck=False), (Happening.FREED,)
    if opened - began > LONGEST:
        # It was not looked at in between.
        return replace(contact, first=None), (Happening.STUCK, Happening.FREED)
    if not (contact.counts and contact.engaged):
        return contact, ()
    return _asked(contact, began, opened, deliberate=opened - began >= SHORTEST)


def _asked(contact: Contact, began: Monotonic, ended: Monotonic, *, deliberate: bool) -> Read:
    """Take in a whole press of a switch that is engaged: two deliberate ones release it."""
    if not deliberate:
        return replace(contact, first=None), ()
    if contact.first is not None and ended - contact.first <= WITHIN:
        return _release(contact), (Happening.RELEASED,)
    return replace(contact, first=began), ()


def _too_long(contact: Contact, at: Monotonic) -> bool:
    return contact.pressed is not None and at - contact.pressed > LONGEST


def _engage(contact: Contact) -> Contact:
    return replace(contact, engaged=True, doubt=False, first=None)


def _release(contact: Contact) -> Contact:
    return replace(contact, engaged=False, doubt=False, first=None)
