"""The door itself: which phones belong here, who is on the way in, and who is sent away."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

from hub.door.askers import Asker, asker_of
from hub.door.hand_over import HandOvers, Taken
from hub.door.handshake import asked, is_signed
from hub.door.limits import Bucket
from hub.door.pairing import Joining, JoinState, Pairing, may_let_in
from hub.door.phones import Phone, Phones
from hub.intake.meant import Refused, Unknown
from rules.explain.phrases import moment_text
from rules.people.roles import enough, weaker
from rules.policy import Policy, Role
from rules.words.ids import AreaId, PersonId, slug
from rules.words.times import DAY, Moment
from rules.words.value import value

TRIES: Final = 5
TRY_AGAIN: Final = 120.0
"""Wrong tries that one address has, and the seconds after which it gets one of them back."""
WRITES: Final = 60
WRITE_AGAIN: Final = 0.05
"""The same for writes: twenty a second, and a few more at once."""
LONGEST_NAME: Final = 40
AT_THE_CONSOLE: Final = "sign at the console of the hub, with the command that is shown"
LONGEST_STAY: Final = 366 * DAY


class HouseBehind(Protocol):
    """What the door knows of the house."""

    @property
    def policy(self) -> Policy:
        """Return the policy in force."""

    @property
    def moment(self) -> Moment:
        """Return what time it is."""

    @property
    def write_down(self) -> Callable[[str], Awaitable[None]]:
        """Return what writes a sentence into the journal, and returns once it is on the disk."""


class NotSigned(Exception):  # noqa: N818 -- it is a sentence for people
    """A request does not come from the phone that it names; `counter`: how far that has counted."""

    def __init__(self, text: str, counter: int | None = None) -> None:
        """Say why; a phone that has counted too low is told from where to go on."""
        super().__init__(text)
        self.counter = counter


@value(frozen=True, slots=True, kw_only=True)
class Grant:
    """As whom a phone is let in: a person of the household file, or somebody by name."""

    person: str = ""
    name: str = ""
    role: Role | None = None
    rooms: tuple[str, ...] = ()
    until: Moment | None = None


class Door:
    """Knows who may come in, for one hub."""

    def __init__(self, state: Path, house: HouseBehind, monotonic: Callable[[], float]) -> None:
        """Open the book of phones; `monotonic` is a clock that nobody can set."""
        self._house = house
        self.phones = Phones(state)
        self.pairing = Pairing(monotonic)
        self.hand_overs = HandOvers(monotonic)
        self.tries = Bucket(TRIES, TRY_AGAIN, monotonic)
        self.writes = Bucket(WRITES, WRITE_AGAIN, monotonic)
        self._watching: dict[str, list[Callable[[], None]]] = {}

    # who asks

    def asker(self, cookie: str) -> Asker | str:
        """Return who comes with a cookie, or why it is nobody; an empty text: nobody ever was."""
        phone = self.phones.of_cookie(cookie)
        if phone is None:
            return self.phones.farewell(cookie) or self.phones.trouble
        return asker_of(phone, self._house.policy, self._house.moment)

    def still(self, asker: Asker) -> Asker | None:
        """Return who that is now; None where it is nobody any more."""
        if not asker.phone:
            return asker
        phone = self.phones.get(asker.phone)
        known = asker_of(phone, self._house.policy, self._house.moment) if phone else ""
        return known if isinstance(known, Asker) else None

    async def check(self, phone: str, header: str, method: str, path: str, body: bytes) -> None:
        """Raise `NotSigned` unless this phone signed this request, and it is heard for once."""
        if not header:
            raise NotSigned("this request is not signed: the cookie alone changes nothing")
        name, counter, mac = _parts(header)
        known, joining = self.phones.get(phone), self.pairing.get(phone)
        who = known or joining
        if who is None or name != phone:
            raise NotSigned("this request is signed by another phone than the one that sent it")
        # The number as it is written is part of what is signed; an old one is told so below.
        if not is_signed(asked(counter, method, path, body), mac, who.key, who.public):
            raise NotSigned("the signature is wrong: this is not what the phone has signed")
        number = int(counter)
        if known is not None:
            if not await self.phones.count(phone, number):
                raise NotSigned(
                    "this request was heard already, or is too old: it is not done again",
                    self.phones.newest(phone) if self.phones.get(phone) else None,
                )
        elif joining is None or not joining.counter.take(number):
            raise NotSigned("this request was heard already: it is not done again")

    # coming and going

    async def let_in(
        self, phone: str, grant: Grant, by: Asker, *, at_console: bool = False
    ) -> Phone:
        """Let a phone in that waits; raises `Refused` where that cannot be.

        Rule: a key of its own is vouched for by the console itself, or by a phone that is vouched
        for; over plain http somebody may have stood between.
        """
        joining, letting = self.pairing.meant(phone), self.phones.get(by.phone)
        vouched = at_console or (letting is not None and letting.vouched)
        granted = self._granted(joining, grant, by)
        joined = replace(granted, vouched=vouched and bool(joining.public))
        joining.state = JoinState.IN
        try:
            # The book of what happened knows of a phone before the door does.
            await self._house.write_down(self._welcome(joined, by))
            await self.phones.add(joined, joining.counter)
        except BaseException:
            joining.state = JoinState.WAITING
            raise
        return joined

    async def turn_away(self, phone: str, by: Asker) -> None:
        """Send a phone away that waits."""
        joining = self.pairing.meant(phone)
        joining.state = JoinState.DECLINED
        await self._house.write_down(f"A new phone was turned away by {by.name}.")

    async def forget(self, phone: str, by: Asker) -> Phone:
        """Take a phone away, and end all that it watches; adults may, and each its own."""
        known = self.phones.get(phone)
        if known is None:
            raise Unknown("there is no such phone: `homerule pair --list` names them")
        if not by.is_adult and by.phone != phone:
            raise Refused("another's phone is forgotten by an adult")
        who = "its own hand" if by.phone == phone else by.name
        at = moment_text(self._house.moment, self._house.moment, self._house.policy.home.zone)
        why = f"this phone was forgotten by {who} at {at}: ask an adult to pair it anew"
        self.pairing.drop(phone)
        self.hand_overs.drop(phone)
        try:
            await self.phones.remove(phone, why)
        finally:
            self._cut(phone)
        await self._house.write_down(f"A phone of {known.name} was forgotten by {who}.")
        return known

    async def take_over(self, taken: Taken) -> Phone:
        """Give a phone the place of the one whose digits it knew, which belongs here no more."""
        old = self.phones.get(taken.old)
        if old is None:
            raise Refused("the old phone was forgotten just now: ask an adult to pair this one")
        now, zone = self._house.moment, self._house.policy.home.zone
        fresh = replace(
            old,
            id=taken.phone,
            key=taken.key,
            public=taken.public,
            vouched=old.vouched and bool(taken.public),
            since=now,
            seal="",
        )
        why = f"this phone was handed over to another at {moment_text(now, now, zone)}"
        await self._house.write_down(f"A phone of {old.name} was handed over to another.")
        try:
            await self.phones.exchange(old.id, fresh, why)
        finally:
            if self.phones.get(old.id) is None:
                self._cut(old.id)
        return fresh

    def _cut(self, phone: str) -> None:
        for cut in self._watching.pop(phone, ()):
            cut()

    @contextmanager
    def watching(self, phone: str, cut: Callable[[], None]) -> Iterator[None]:
        """Watch with a phone; `cut` ends that as soon as the phone is forgotten."""
        watched = self._watching.setdefault(phone, [])
        watched.append(cut)
        try:
            yield
        finally:
            watched.remove(cut)
            if not watched and self._watching.get(phone) is watched:
                del self._watching[phone]

    def watched_by(self, phone: str) -> int:
        """Return how many streams a phone has open."""
        return len(self._watching.get(phone, ()))

    # as whom

    def _granted(self, joining: Joining, grant: Grant, by: Asker) -> Phone:
        policy = self._house.policy
        name, person, role, most = self._who(grant, policy)
        if not may_let_in(by, most):
            raise Refused(f"{name} is let in by somebody who may as much: {most}, or the console")
        if role is Role.GUEST:
            self._check_guest(grant)
        unknown = [room for room in grant.rooms if room not in policy.areas]
        if unknown:
            raise Refused(f"there is no room `{unknown[0][:LONGEST_NAME]}` in the household file")
        return Phone(
            id=joining.phone,
            key=joining.key,
            name=name,
            person=person,
            role=role,
            rooms=() if enough(role, Role.ADULT) else tuple(map(AreaId, grant.rooms)),
            until=grant.until,
            since=self._house.moment,
            label=joining.label,
            public=joining.public,
        )

    def signer(self, asker: Asker) -> Phone:
        """Return the phone of a person who may sign policies with it; raises `Refused`."""
        phone = self.phones.get(asker.phone)
        if phone is None or not phone.public:
            raise Refused(f"this phone has no House key: {AT_THE_CONSOLE}")
        if not phone.vouched:
            raise Refused(
                "this phone was let in by one without a House key, so it does not sign: pair it "
                f"anew at the hub with `homerule pair --house-key`, or {AT_THE_CONSOLE}"
            )
        if phone.person is None or asker.narrowed:
            raise Refused(
                f"this phone was let in as {asker.role}, and signs no policy: {AT_THE_CONSOLE}"
            )
        return phone

    def _who(self, grant: Grant, policy: Policy) -> tuple[str, PersonId | None, Role, Role]:
        """Return the name, the person, the role of the phone, and the most it speaks for."""
        if bool(grant.person) == bool(grant.name):
            raise Refused("say whose phone it is: a `person` of the household file, or a `name`")
        if grant.person:
            known = policy.people.get(PersonId(grant.person))
            if known is None:
                raise Refused("there is nobody of this id in the household file")
            return known.name, known.id, weaker(known.role, grant.role) or known.role, known.role
        name = " ".join(grant.name.split())
        if not (name.isprintable() and 0 < len(name) <= LONGEST_NAME):
            raise Refused(f"a name has at most {LONGEST_NAME} letters that can be printed")
        people = ((person.id, slug(person.name)) for person in policy.people.values())
        taken = {name for pair in people for name in pair} | set(map(str, policy.agents))
        if slug(name) in taken:
            raise Refused("there is somebody of this name already: say `person`, or another name")
        if grant.role is None or grant.role is Role.OWNER:
            raise Refused("say the role: adult, child or guest; an owner is in the household file")
        return name, None, grant.role, grant.role

    def _check_guest(self, grant: Grant) -> None:
        now = self._house.moment
        if grant.until is None or not now < grant.until <= now + LONGEST_STAY:
            raise Refused("a guest is let in `until` a date, at most a year ahead")
        if not grant.rooms:
            raise Refused("a guest is let into some rooms: say which")

    def _welcome(self, phone: Phone, by: Asker) -> str:
        policy = self._house.policy
        rooms = ", ".join(policy.areas[room].name for room in phone.rooms)
        now, zone = self._house.moment, policy.home.zone
        until = f" until {moment_text(phone.until, now, zone)}" if phone.until is not None else ""
        where = f" ({rooms})" if rooms else ""
        return f"A phone of {phone.name} joined as {phone.role}{where}{until}, let in by {by.name}."


def _parts(header: str) -> tuple[str, str, str]:
    parts = header.split(" ")
    if len(parts) != 3 or not (parts[1].isascii() and parts[1].isdigit() and len(parts[1]) <= 16):  # noqa: PLR2004 -- of the header
        raise NotSigned("the signature cannot be read: it is `phone counter mac`")
    return parts[0], parts[1], parts[2]
