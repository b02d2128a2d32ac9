"""How often somebody at one address may try: what is over it is refused before it is looked at."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Final

MOST_ADDRESSES: Final = 512
HOME: Final = 64
"""Bits of an IPv6 address that a network gives; the rest each machine chooses as it likes."""


class Bucket:
    """A bucket for each address: `most` tries at once, and one more after each `every` seconds."""

    __slots__ = ("_every", "_left", "_most", "_now")

    def __init__(self, most: float, every: float, now: Callable[[], float]) -> None:
        """Start with full buckets; `now` is a clock that nobody can set."""
        self._most = most
        self._every = every
        self._now = now
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, address: str) -> bool:
        """Take a try out of an address's bucket, and say whether there was one."""
        left = self.left(address)
        if left < 1:
            return False
        self._put(address, left - 1)
        return True

    def left(self, address: str) -> float:
        """Return how many tries an address has left."""
        left, at = self._left.get(_place(address), (self._most, 0.0))
        return min(self._most, left + max(0.0, self._now() - at) / self._every)

    def _put(self, address: str, left: float) -> None:
        place = _place(address)
        # Whoever tries now is remembered longest; the memory is bounded all the same.
        self._left.pop(place, None)
        self._left[place] = (left, self._now())
        if len(self._left) > MOST_ADDRESSES:
            del self._left[next(iter(self._left))]


def _place(address: str) -> str:
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    mapped = getattr(known, "ipv4_mapped", None)
    if mapped is not None:
        return str(mapped)
    if known.version == 4:  # noqa: PLR2004 -- the version of the protocol
        return str(known)
    return str(ip_network((known, HOME), strict=False))
