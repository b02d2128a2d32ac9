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

    __slots__ = ("_areas", "_house", "_refs")

    def __init__(self, items: Iterable[tuple[T, Reach]]) -> None:
        """Index the items by what they reach."""
        self._house: list[T] = []
        areas: dict[AreaId, list[T]] = {}
        refs: dict[str, list[T]] = {}
        for item, reach in items:
            if reach.house:
                self._house.append(item)
            for area in reach.areas:
                areas.setdefault(area, []).append(item)
            for ref in reach.refs:
                refs.setdefault(slug(ref), []).append(item)
        # They stay as they are, and most have one: a tuple is half of a list.
        self._areas: dict[AreaId, tuple[T, ...]] = {
            area: tuple(known) for area, known in areas.items()
        }
        self._refs: dict[str, tuple[T, ...]] = {ref: tuple(known) for ref, known in refs.items()}

    def over(self, names: Iterable[str], area: AreaId | None) -> tuple[T, ...]:
        """Return what concerns a device with these names in this area, in the order of ids."""
        found = {item.id: item for item in self._house}
        for item in self._areas.get(area, ()) if area else ():
            found[item.id] = item
        for name in names:
            found.update((item.id, item) for item in self._refs.get(name, ()))
        return tuple(found[known] for known in sorted(found))
