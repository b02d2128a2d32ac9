"""Addresses at which mDNS says there is one of ours, and which have not said so themselves yet."""

from dataclasses import dataclass
from typing import Final

from devices.message import Request

MOST_STRANGERS: Final = 64
AT_ONCE: Final = 4
TRIES: Final = 12


@dataclass(slots=True)
class _Stranger:
    asked: bool = False
    tries: int = 0
    rest: int = 0


class Strangers:
    """Who is to be asked who they are.

    Each is known by its address and by whom it claims to be: a liar's record must not spoil that
    of the thing itself.
    """

    def __init__(self, who: str) -> None:
        """Know nobody yet; `who` is the path at which a thing says who it is."""
        self._who = who
        self._waiting: dict[str, _Stranger] = {}

    def __contains__(self, key: str) -> bool:
        """Say whether somebody waits by this key, as a request to meet it bears it."""
        return key in self._waiting

    @property
    def full(self) -> bool:
        """Say whether too many wait already."""
        return len(self._waiting) >= MOST_STRANGERS

    def come(self, at: str, claims: str) -> None:
        """Take in what a record says; it is tried from the beginning."""
        self.come_again(at, claims)
        self._waiting[_key(at, claims)].tries = 0

    def come_again(self, at: str, claims: str) -> None:
        """Take in somebody that was heard of before; what was tried already counts."""
        self._waiting.setdefault(_key(at, claims), _Stranger())

    def go(self, at: str, claims: str | None) -> None:
        """Forget one: it was met, or its record is gone."""
        self._waiting.pop(_key(at, claims), None)

    def rested(self) -> None:
        """Count a poll: who did not answer is left alone for one."""
        for stranger in self._waiting.values():
            stranger.rest = max(0, stranger.rest - 1)

    def asked(self) -> tuple[Request, ...]:
        """Ask who they are, a few at a time: a flood of them must not block the way."""
        free = AT_ONCE - sum(stranger.asked for stranger in self._waiting.values())
        asks: list[Request] = []
        for key, stranger in self._waiting.items():
            if free <= len(asks):
                break
            if not stranger.asked and not stranger.rest:
                stranger.asked = True
                asks.append(Request(url=self.place(key)[0] + self._who, about=f"meet {key}"))
        return tuple(asks)

    def silent(self, key: str) -> bool:
        """Take in that one did not answer; say whether it is given up for that."""
        stranger = self._waiting[key]
        stranger.asked = False
        stranger.tries += 1
        stranger.rest = 1
        if stranger.tries < TRIES:
            return False
        del self._waiting[key]
        return True

    @staticmethod
    def place(key: str) -> tuple[str, str]:
        """Return the address that a key means, and whom is claimed to be there."""
        at, _, claims = key.partition(" ")
        return at, claims


def _key(at: str, claims: str | None) -> str:
    return f"{at} {claims}"
