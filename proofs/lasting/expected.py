"""Who may hold what: what was told for sure, or anything that was asked for since."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from proofs.lasting.deeds import SLOTS, Deed, Slot, Way

Holder = str | None
"""The mark of a deed by which something is held, or nobody."""


@dataclass(frozen=True, slots=True)
class _Asked:
    deed: str
    holder: Holder


@dataclass(slots=True)
class Expected:
    """For each slot what was asked of it, oldest first; the first of them is certain."""

    _asked: dict[Slot, list[_Asked]] = field(
        default_factory=lambda: {slot: [_Asked("", None)] for slot in SLOTS}
    )
    _ways: dict[str, Way] = field(default_factory=dict)

    def asks(self, deed: Deed) -> None:
        """Somebody does something; until they are told, it is so or it is as before."""
        self._ways[deed.mark] = deed.way
        for slot, held in deed.changes.items():
            self._asked[slot].append(_Asked(deed.mark, deed.mark if held else None))

    def told(self, mark: str) -> None:
        """Somebody was told that their deed was taken: what was before it is no longer so."""
        for asked in self._asked.values():
            known = [n for n, one in enumerate(asked) if one.deed == mark]
            if known:
                del asked[: known[-1]]

    def all_came(self, way: Way) -> "Expected":
        """Return what must be once all that was asked in this way was taken, in its order."""
        later = Expected({slot: list(asked) for slot, asked in self._asked.items()})
        for mark, came in self._ways.items():
            if came is way:
                later.told(mark)
        return later

    def found(self, holders: Mapping[Slot, Holder]) -> None:
        """What was open is known now: the hub lives and says so."""
        for slot, holder in holders.items():
            self._asked[slot] = [_Asked("", holder)]
        self._ways.clear()

    def wrong(self, holders: Mapping[Slot, Holder]) -> list[str]:
        """Return in sentences which slots are held by nobody who may hold them."""
        return [
            f"{slot} is held by {_name(holders.get(slot))}, "
            f"and should be by {' or '.join(dict.fromkeys(_name(one.holder) for one in asked))}"
            for slot, asked in self._asked.items()
            if holders.get(slot) not in {one.holder for one in asked}
        ]


def _name(holder: Holder) -> str:
    return holder or "nobody"
