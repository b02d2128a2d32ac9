"""Tallies: how often automation changed what a rule binds, at a cost that no house makes dearer."""

from collections import deque
from typing import Final

from rules.guardrail import Guardrail
from rules.house import House
from rules.words.ids import DeviceId
from rules.words.times import Moment

MOST_COUNTED: Final = 1000
"""The largest number that a rule may count to."""


def tally(house: House, rule: Guardrail) -> deque[tuple[Moment, DeviceId]]:
    """Return when automation last changed what of that which a rule binds, oldest first.

    It is gathered when it is first asked for, and then kept up with each change.
    """
    kept = house.tallies.get(rule.id)
    if kept is None or kept[0] is not rule:
        found = sorted(
            (at, device)
            for device in house.directory.covered_by(rule.reach())
            if (known := house.conditions.get(device)) is not None
            for at in known.changes
        )
        kept = house.tallies[rule.id] = (rule, deque(found, MOST_COUNTED))
    return kept[1]


def oldest_of(house: House, rule: Guardrail, most: int) -> Moment | None:
    """Return when the oldest of as many changes as a rule allows was made; None: not so many."""
    made = tally(house, rule)
    return made[-most][0] if len(made) >= most else None


def is_spent(house: House, rule: Guardrail, most: int, since: Moment) -> bool:
    """Say whether as many changes as a rule allows were made since a moment."""
    if most <= 0:
        return True
    oldest = oldest_of(house, rule, most)
    return oldest is not None and oldest > since


def changed_lately(house: House, rule: Guardrail, most: int) -> set[DeviceId]:
    """Return what was changed last; more changes than a rule allows make no difference."""
    made = tally(house, rule)
    return {made[-n][1] for n in range(1, min(most, len(made)) + 1)}


def note_change(house: House, device: DeviceId, at: Moment) -> None:
    """Remember that automation changed a device, and count it for the rules that ask."""
    house.conditions[device].note_change(at)
    if not house.tallies:
        return
    for rule in house.directory.rules_over(device):
        if rule.tallies and rule.id in house.tallies:
            house.tallies[rule.id][1].append((at, device))


def at_most_countable(most: int) -> None:
    """Refuse, with a sentence for the household, a number that no tally reaches."""
    if most > MOST_COUNTED:
        raise ValueError(f"`at_most` may be at most {MOST_COUNTED}")
