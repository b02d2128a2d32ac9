"""Who asks: what the door knows of whoever sent a request, and which rooms are theirs."""

from typing import Final

from hub.door.phones import Phone
from rules.explain.phrases import moment_text
from rules.people.roles import enough, weaker
from rules.policy import AreaKind, Policy, Role
from rules.words.ids import AreaId, PersonId
from rules.words.times import Moment
from rules.words.value import value
from rules.words.wishes import Author, Via

NOT_SHARED: Final = frozenset({AreaKind.BEDROOM})
"""Rooms that are somebody's own; a child sees all others, and its own."""


@value(frozen=True, slots=True, kw_only=True)
class Asker:
    """One who asks. `rooms` None: all of the house; `own`: the rooms that a child may hold.

    `person` is vouched for; `phone` is empty at the console, for scripts and on this machine.
    """

    via: Via
    role: Role
    name: str = ""
    person: PersonId | None = None
    phone: str = ""
    rooms: frozenset[AreaId] | None = None
    own: frozenset[AreaId] = frozenset()
    narrowed: str = ""

    def author(self, says: str = "") -> Author:
        """Return who acts; what a phone says of itself counts for nothing."""
        if self.phone:
            return Author(via=self.via, person=self.person, role=self.narrowed)
        return Author(via=self.via, says=says)

    @property
    def is_adult(self) -> bool:
        """Say whether it is an adult, an owner or the console."""
        return enough(self.role, Role.ADULT)

    def sees(self, area: str | None) -> bool:
        """Say whether a room is to be seen by whoever asks; what is in none, adults alone see."""
        return self.rooms is None or (area is not None and area in self.rooms)


CONSOLE: Final = Asker(via=Via.CONSOLE, role=Role.OWNER, name="the console")
SOMEBODY_HERE: Final = Asker(via=Via.PAGE, role=Role.ADULT, name="somebody on the page")
"""Whoever uses the machine of the hub itself."""


def asker_of(phone: Phone, policy: Policy, now: Moment) -> Asker | str:
    """Return who asks with a phone as things stand now, or why it is nobody any more.

    Rule 1: the household file says how much a person may; a phone may get less than that.
    Rule 2: who is not in the file any more, is nobody. Rule 3: a guest is one until a moment.
    """
    if phone.until is not None and now >= phone.until:
        at = moment_text(phone.until, now, policy.home.zone)
        return f"this phone was let in until {at}: ask an adult to pair it anew"
    role: Role | None = phone.role
    if phone.person is not None:
        known = policy.people.get(phone.person)
        if known is None:
            return f"{phone.name} is not in the household file any more, so this phone is nobody's"
        role = weaker(known.role, phone.role)
    assert role is not None  # noqa: S101 -- for the type checker
    rooms = _rooms(phone, role, policy)
    person = policy.people.get(phone.person) if phone.person is not None else None
    return Asker(
        via=Via.PAGE,
        role=role,
        name=person.name if person else phone.name,
        person=phone.person or PersonId(phone.name),
        phone=phone.id,
        rooms=rooms,
        own=frozenset(phone.rooms) if role is Role.CHILD else frozenset(),
        narrowed="" if person and person.role is role else role.value,
    )


def _rooms(phone: Phone, role: Role, policy: Policy) -> frozenset[AreaId] | None:
    if enough(role, Role.ADULT):
        return None
    shared = (area.id for area in policy.areas.values() if area.kind not in NOT_SHARED)
    own = frozenset(phone.rooms) & frozenset(policy.areas)
    return own | frozenset(shared) if role is Role.CHILD else own
