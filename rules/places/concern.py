"""Whom a device concerns: agents and guardrails, found by the areas and devices that they name."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from rules.agent import Agent
from rules.guardrail import Guardrail
from rules.words.ids import AreaId, slug
from rules.words.news import Reach

T = TypeVar("T", Agent, Guardrail)


class Concern(Generic[T]):
    """Agents or guardrails, found by the areas and devices that they name."""

    __slots__ = ("_areas", "_house", "_rank", "_refs")

    def __init__(self, items: Iterable[tuple[T, Reach]]) -> None:
        """Index the items by what they reach; their order is kept."""
        self._house: list[T] = []
        self._areas: dict[AreaId, list[T]] = {}
        self._refs: dict[str, list[T]] = {}
        self._rank: dict[str, int] = {}
        for rank, (item, reach) in enumerate(items):
            self._rank[item.id] = rank
            if reach.house:
                self._house.append(item)
            for area in reach.areas:
                self._areas.setdefault(area, []).append(item)
            for ref in reach.refs:
                self._refs.setdefault(slug(ref), []).append(item)

    def over(self, names: Iterable[str], area: AreaId | None) -> tuple[T, ...]:
        """Return what concerns a device with these names in this area."""
        found = {item.id: item for item in self._house}
        for item in self._areas.get(area, ()) if area else ():
            found[item.id] = item
        for name in names:
            found.update((item.id, item) for item in self._refs.get(name, ()))
        return tuple(sorted(found.values(), key=lambda item: self._rank[item.id]))
