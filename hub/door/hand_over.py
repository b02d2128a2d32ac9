"""Hand-over: a phone's place goes to another, or to the app on its home screen, by six digits.

The old phone shows the digits; the new one says that it knows them, and never sends them. Six
digits could be tried out by whoever heard the talk, so both first make a secret out of two numbers
(Diffie and Hellman): who only listens learns nothing.

Rule 1: digits are good for two minutes, for one phone, and for five wrong tries by anybody.
Rule 2: the new phone gets what the old one had and no more; the old one is forgotten with it.
`hand-over.js` works out the same.
"""

import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from hub.door.handshake import new_number, same
from hub.intake.meant import Refused, Unknown
from rules.words.value import value

LASTS: Final = 120.0
WRONG_TRIES: Final = 5
MOST_BEGUN: Final = 16
DIGITS: Final = 6
BASE: Final = 2
EXPONENT_BITS: Final = 256
NUMBER_DIGITS: Final = 512
"""Hexadecimal digits of the numbers that are sent."""
PRIME_FILE: Final = Path(__file__).parent.parent / "web" / "static" / "two-numbers.js"
TOO_LATE: Final = "this took too long: ask your old phone for new digits"
WRONG: Final = "these are not the digits that your old phone shows, or they have run out"


@dataclass(slots=True)
class _Shown:
    digits: str = field(repr=False)
    until: float
    tries: int = WRONG_TRIES


@value(frozen=True, slots=True, kw_only=True)
class Begun:
    """A phone that wants to take over: its name here, and the two numbers that were sent."""

    phone: str
    ours: str
    theirs: str
    key: bytes = field(repr=False)
    until: float

    def proof(self, digits: str, what: str, public: str) -> bytes:
        """Return what only those say who know the digits; `what` for."""
        said = ("homerule hand-over", self.phone, self.ours, self.theirs, digits, public, what)
        return hmac.digest(self.key, "\n".join(said).encode(), sha256)


@value(frozen=True, slots=True, kw_only=True)
class Taken:
    """A phone that knew the digits: whose place it takes, its key, and what the hub answers."""

    old: str
    phone: str
    key: bytes = field(repr=False)
    public: bytes
    answer: str


class HandOvers:
    """All digits that are shown just now, and who is about to say them; in memory alone."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Begin with none; `monotonic` is a clock that nobody can set."""
        self._monotonic = monotonic
        self._shown: dict[str, _Shown] = {}
        self._begun: dict[str, Begun] = {}

    def show(self, phone: str) -> str:
        """Return digits for a phone to show; those before are good no more."""
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        self._shown[phone] = _Shown(digits, self._monotonic() + LASTS)
        return digits

    def drop(self, phone: str) -> None:
        """Take a phone's digits back."""
        self._shown.pop(phone, None)

    def begin(self, theirs: str) -> Begun:
        """Hear the number of a phone that wants to take over, and answer with one."""
        self._tidy()
        number = int(theirs, 16)
        if not 1 < number < prime() - 1:
            raise Refused("this number is none that a phone chooses")
        if len(self._begun) >= MOST_BEGUN:
            del self._begun[next(iter(self._begun))]
        guarded = secrets.randbits(EXPONENT_BITS)
        both = f"{pow(number, guarded, prime()):0{NUMBER_DIGITS}x}"
        begun = Begun(
            phone=new_number()[:16],
            ours=f"{pow(BASE, guarded, prime()):0{NUMBER_DIGITS}x}",
            theirs=theirs,
            key=sha256(both.encode()).digest(),
            until=self._monotonic() + LASTS,
        )
        self._begun[begun.phone] = begun
        return begun

    def prove(self, phone: str, proof: str, public: str) -> Taken | None:
        """Hear what a phone says of the digits, once; None where they are others."""
        self._tidy()
        begun = self._begun.pop(phone, None)
        if begun is None:
            raise Unknown(TOO_LATE)
        for old, shown in [*self._shown.items()]:
            if same(begun.proof(shown.digits, "phone", public).hex(), proof):
                del self._shown[old]
                return Taken(
                    old=old,
                    phone=phone,
                    key=b"" if public else begun.proof(shown.digits, "key", public),
                    public=bytes.fromhex(public),
                    answer=begun.proof(shown.digits, "hub", public).hex(),
                )
        for shown in self._shown.values():
            shown.tries -= 1
        self._tidy()
        return None

    def _tidy(self) -> None:
        now = self._monotonic()
        for old, shown in [*self._shown.items()]:
            if shown.until <= now or shown.tries <= 0:
                del self._shown[old]
        for phone, begun in [*self._begun.items()]:
            if begun.until <= now:
                del self._begun[phone]


@cache
def prime() -> int:
    """Return the prime number; the page has it, and the hub reads the same file."""
    found = re.findall(r'"([0-9a-f]{64})"', PRIME_FILE.read_text(encoding="utf-8"))
    return int("".join(found), 16)
