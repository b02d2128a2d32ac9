"""The fence: may this command be handed over, in this very moment?"""

from typing import Final

from rules.house import House
from rules.people.together import held_together, judged
from rules.words.effects import Command
from rules.words.people import Hold
from rules.words.times import Moment

MOST_WAITING: Final = 8
"""Orders to one device that are remembered as not handed over."""


def waits(house: House, command: Command) -> None:
    """Note that a command is not handed over before it is written down."""
    condition = house.conditions[command.device]
    told = condition.told
    if told is not None and told.order == command.order and told.attempts > 1:
        # It left once: of that reports may come at any time.
        return
    if command.order in condition.waiting:
        return
    condition.waiting = (*condition.waiting, command.order)[-MOST_WAITING:]


def goes(house: House, command: Command) -> None:
    """Note that a command waits no more: from now on reports may come of it."""
    condition = house.conditions.get(command.device)
    if condition is not None and command.order in condition.waiting:
        condition.waiting = tuple(o for o in condition.waiting if o != command.order)


def may_leave(house: House, command: Command, now: Moment) -> str:
    """Return why a command may not leave, or nothing where it may.

    Asked in the same step of the loop in which it is handed over. A person's command leaves; an
    automated one only while nothing covers its device and no person came since it was decided.
    """
    condition = house.conditions.get(command.device)
    if condition is None or command.device not in house.devices:
        return "the device is gone"
    if not command.automated:
        return ""
    if command.order <= condition.fence:
        return "superseded by override"
    if judged(house, command.device) is not None:
        return "a report is being judged"
    if house.freeze_over(command.device, now) is not None:
        return "superseded by override"
    held = house.held_by(command.device, now)
    if held is not None and (
        not isinstance(held, Hold) or not held.covers.isdisjoint(command.values)
    ):
        return "superseded by override"
    together = held_together(house, command.device, command.values, now)
    return "" if together is None else "superseded by override"
