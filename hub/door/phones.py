"""The phones that belong to people, in a file of the state folder that its owner alone reads."""

import asyncio
import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import field, replace
from pathlib import Path
from typing import Final

from hub.door.counters import AHEAD, Counter
from hub.door.handshake import same
from hub.policy.keys import write_whole
from rules.policy import Role
from rules.words.ids import AreaId, PersonId
from rules.words.times import Moment
from rules.words.value import value

FILE: Final = "phones.json"
MOST: Final = 64
MOST_GONE: Final = 64
MARK: Final = "phone"
"""How a phone's cookie begins."""


@value(frozen=True, slots=True, kw_only=True)
class Phone:
    """One phone. `person` is of the household file, or None: then `name` is all that is known.

    `role`: as what it was let in; `rooms`: those of a child, or that a guest may use; `seal`: the
    hash of its cookie. `public`: of the key that it signs with, where it came over https; `key` is
    then nothing. `vouched`: who let it in could tell that nobody stood between.
    """

    id: str
    key: bytes = field(repr=False)
    name: str
    role: Role
    person: PersonId | None = None
    rooms: tuple[AreaId, ...] = ()
    until: Moment | None = None
    since: Moment = 0.0
    label: str = ""
    seal: str = field(default="", repr=False)
    public: bytes = b""
    vouched: bool = False


@value(frozen=True, slots=True)
class Gone:
    """A phone that belongs here no more: whoever still has its cookie is told why."""

    id: str
    seal: str = field(repr=False)
    why: str


class Unwritten(Exception):  # noqa: N818 -- it is a sentence for people
    """What a phone needs could not be stored; the text says so."""


class Phones:
    """All phones of one hub; what changes is on the disk before it counts."""

    def __init__(self, state: Path) -> None:
        """Read what is known; a file that cannot be read lets nobody in, and `trouble` says so."""
        self._path = state / FILE
        self._phones: dict[str, Phone] = {}
        self._counters: dict[str, Counter] = {}
        self._gone: tuple[Gone, ...] = ()
        self._one_at_a_time = asyncio.Lock()
        self.trouble = ""
        with suppress(FileNotFoundError):
            try:
                self._read(json.loads(self._path.read_bytes()))
            except FileNotFoundError:
                raise  # nobody is paired yet, and nothing is wrong
            except (OSError, ValueError, TypeError, KeyError, AttributeError):
                self._phones.clear()
                self.trouble = (
                    f"{self._path} cannot be read, so no phone is let in: put a copy of it back, "
                    "or pair the phones anew with `homerule pair`"
                )

    def __iter__(self) -> Iterator[Phone]:
        """Yield the phones in the order in which they joined."""
        return iter([*self._phones.values()])

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._phones)

    def get(self, phone: str) -> Phone | None:
        """Return a phone, if it belongs here."""
        return self._phones.get(phone)

    def of_cookie(self, cookie: str) -> Phone | None:
        """Return whose cookie this is."""
        phone = self._phones.get(_named(cookie))
        return phone if phone and phone.seal and same(phone.seal, _seal(cookie)) else None

    def farewell(self, cookie: str) -> str:
        """Return why the phone with this cookie belongs here no more; empty if it never did."""
        seal = _seal(cookie)
        return next((gone.why for gone in self._gone if same(gone.seal, seal)), "")

    async def count(self, phone: str, counter: int) -> bool:
        """Say whether the number of a request is good; it is used up, and stays so for good."""
        known = self._counters.get(phone)
        if known is None or not known.take(counter):
            return False
        if known.over:
            async with self._one_at_a_time:
                await self._allow_for_more(phone, known)
        return phone in self._phones

    async def _allow_for_more(self, phone: str, counter: Counter) -> None:
        if counter.over and phone in self._phones:
            ceiling = counter.newest + AHEAD
            await self._write(self._phones, self._gone, {phone: ceiling})
            counter.ceiling = ceiling

    def newest(self, phone: str) -> int:
        """Return the number that the next request of a phone must be above."""
        return self._counters[phone].newest

    async def add(self, phone: Phone, counter: Counter) -> None:
        """Let a phone in; what it has sent while it waited is used up, and stays so."""
        async with self._one_at_a_time:
            if len(self._phones) >= MOST:
                raise Unwritten(f"{MOST} phones belong here already: forget one first")
            joined = {**self._phones, phone.id: phone}
            ceiling = counter.newest + AHEAD
            await self._write(joined, self._gone, {phone.id: ceiling})
            counter.ceiling = ceiling
            self._phones[phone.id] = phone
            self._counters[phone.id] = counter

    async def give_cookie(self, phone: str) -> str:
        """Return a new cookie for a phone; the one it had before is worth nothing from now on."""
        cookie = f"{MARK}.{phone}.{secrets.token_urlsafe(24)}"
        async with self._one_at_a_time:
            known = self._phones.get(phone)
            if known is None:
                raise Unwritten("this phone is not paired any more")
            sealed = replace(known, seal=_seal(cookie))
            await self._write({**self._phones, phone: sealed}, self._gone)
            if phone not in self._phones:
                raise Unwritten("this phone was forgotten just now")
            self._phones[phone] = sealed
        return cookie

    async def remove(self, phone: str, why: str) -> Phone | None:
        """Take a phone away: from this call on it is a stranger, whatever becomes of the disk."""
        gone = self._phones.pop(phone, None)
        if gone is None:
            return None
        self._counters.pop(phone, None)
        self._gone = (*self._gone, Gone(phone, gone.seal, why))[-MOST_GONE:]
        async with self._one_at_a_time:
            await self._write(self._phones, self._gone)
        return gone

    async def exchange(self, old: str, fresh: Phone, why: str) -> None:
        """Let a phone in for another, which belongs here no more; both at once, or none."""
        async with self._one_at_a_time:
            gone = self._phones.get(old)
            if gone is None:
                raise Unwritten("the old phone was forgotten just now")
            known = {**{p: one for p, one in self._phones.items() if p != old}, fresh.id: fresh}
            farewells = (*self._gone, Gone(old, gone.seal, why))[-MOST_GONE:]
            counter = Counter()
            await self._write(known, farewells, {fresh.id: AHEAD})
            if old not in self._phones:
                raise Unwritten("the old phone was forgotten just now")
            del self._phones[old]
            self._counters.pop(old, None)
            self._phones[fresh.id], self._gone = fresh, farewells
            counter.ceiling = AHEAD
            self._counters[fresh.id] = counter

    async def _write(
        self,
        phones: dict[str, Phone],
        gone: tuple[Gone, ...],
        ceilings: dict[str, int] | None = None,
    ) -> None:
        kept = {name: counter.ceiling for name, counter in self._counters.items()}
        kept.update(ceilings or {})
        written = {
            "phones": [_written(phone, kept.get(phone.id, 0)) for phone in phones.values()],
            "gone": [{"id": g.id, "seal": g.seal, "why": g.why} for g in gone],
        }
        content = json.dumps(written, indent=1).encode()
        try:
            await asyncio.to_thread(write_whole, self._path, content)
        except OSError as error:
            raise Unwritten(f"{self._path} cannot be written: {error.strerror}") from error

    def _read(self, written: dict[str, list[dict[str, object]]]) -> None:
        for one in written["phones"]:
            phone, ceiling = _phone(one)
            self._phones[phone.id] = phone
            self._counters[phone.id] = Counter(ceiling)
        self._gone = tuple(
            Gone(str(one["id"]), str(one["seal"]), str(one["why"])) for one in written["gone"]
        )


def _written(phone: Phone, ceiling: int) -> dict[str, object]:
    return {
        "id": phone.id,
        "key": phone.key.hex(),
        "name": phone.name,
        "role": phone.role.value,
        "person": phone.person,
        "rooms": phone.rooms,
        "until": phone.until,
        "since": phone.since,
        "label": phone.label,
        "seal": phone.seal,
        "ceiling": ceiling,
        "public": phone.public.hex(),
        "vouched": phone.vouched,
    }


def _phone(said: dict[str, object]) -> tuple[Phone, int]:
    key, person, until, rooms = said["key"], said["person"], said["until"], said["rooms"]
    ceiling, since = said["ceiling"], said["since"]
    if not (isinstance(key, str) and isinstance(rooms, list) and isinstance(ceiling, int)):
        raise TypeError
    if not (until is None or isinstance(until, int | float)) or not isinstance(since, int | float):
        raise TypeError
    phone = Phone(
        id=str(said["id"]),
        key=bytes.fromhex(key),
        name=str(said["name"]),
        role=Role(str(said["role"])),
        person=None if person is None else PersonId(str(person)),
        rooms=tuple(AreaId(str(room)) for room in rooms),
        until=until,
        since=since,
        label=str(said["label"]),
        seal=str(said["seal"]),
        public=bytes.fromhex(str(said.get("public", ""))),
        vouched=said.get("vouched") is True,
    )
    return phone, ceiling


def _named(cookie: str) -> str:
    mark, _, rest = cookie.partition(".")
    return rest.partition(".")[0] if mark == MARK else ""


def _seal(cookie: str) -> str:
    # Of 192 random bits, so that no slow hash is needed.
    return hashlib.sha256(cookie.encode(errors="surrogateescape")).hexdigest()
