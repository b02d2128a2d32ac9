"""The last word: an order of ours that had left already overtook a hand, and is put right once.

Rule 1: only what we did ourselves is put right: an order of automation's that was on its way when
somebody moved the device, and that the device reports as done after we had heard of the hand.
Rule 2: only towards what the person chose and the device itself had told us.
Rule 3: where nothing is light, only what locks, closes or turns down: a report never opens.
Rule 4: once. What is sent then is the person's own; nothing is repeated against whoever acts next.
"""

from dataclasses import replace
from typing import Final

from rules.claims.orders import completed, order
from rules.claims.told import Told
from rules.condition import Condition
from rules.deciding.raising import raises
from rules.hands.progress import may_be_a_step
from rules.hands.seeing import is_same, light_of
from rules.hands.trajectory import Sight
from rules.turn import Turn
from rules.words.device import Device
from rules.words.records import Noted
from rules.words.times import Seconds
from rules.words.values import CLOSING, LIGHT_ASPECTS, MOVEMENT, POWER, Values

LEFT_BEFORE: Final[Seconds] = 10.0
"""Seconds in which an order may be on its way to a device, and its report on the way back."""


def is_against(told: Told | None, sight: Sight) -> bool:
    """Say whether a report speaks against an order of automation's that is still on its way.

    It is alone on its way, nothing was heard of it, and what the device says is nowhere between
    where it was and where it is to be: somebody was there a moment earlier.
    """
    if told is None or not (told.automated and told.awaited) or told.first is not None:
        return False
    if not all(earlier.settled for earlier in told.earlier):
        # What the device was, when it was told, is not known for sure.
        return False
    if may_be_a_step(told, sight.device, sight.values):
        return False
    return sight.power is False or not _may_fade_up(told, sight.device, sight.values)


def _may_fade_up(told: Told, device: Device, values: Values) -> bool:
    """Say whether a light that is on may have been switched off, and fade up again by our order."""
    from_dark = replace(told, before={**told.before, POWER: False})
    return may_be_a_step(from_dark, device, values)


def put_right(turn: Turn, device: Device, told: Told) -> bool:
    """Put right what an order did of which the device tells now; it was called back too late."""
    condition, hold = turn.condition(device.id), turn.house.people.holds.get(device.id)
    if hold is None or not (told.given_up and told.automated) or turn.now >= hold.until:
        return False
    if not told.at <= hold.since <= turn.now <= told.at + LEFT_BEFORE + told.takes:
        # Somebody was there again: no order of ours is on its way for so long.
        return False
    if LIGHT_ASPECTS.isdisjoint(told.values):
        return _close_again(turn, device, told, hold.values)
    if _shows(condition, hold.values):
        return False
    if hold.values.get(POWER) is True and _may_fade_up(told, device, hold.values):
        # Perhaps nobody chose it: it was a step of our own order's on a light that was dark.
        return False
    wish = completed(device, hold.values, condition.values)
    _say_it(turn, device, wish)
    return True


def _close_again(turn: Turn, device: Device, told: Told, chosen: Values) -> bool:
    """Put right what is no light; a report alone opens and unlocks nothing, nor heats."""
    values = turn.condition(device.id).values
    wish = {
        aspect: chosen[aspect]
        for aspect in told.values
        if chosen.get(aspect) is not None
        and not is_same(aspect, chosen[aspect], values.get(aspect))
    }
    if not wish or raises(values, wish) is not None or wish.get(MOVEMENT) == CLOSING:
        return False
    _say_it(turn, device, wish)
    return True


def _say_it(turn: Turn, device: Device, wish: Values) -> None:
    order(turn, device.id, wish, transition=None, automated=False)
    text = "an order of ours came in between, and was put right"
    turn.record(Noted(text=text, device=device.id))


def _shows(condition: Condition, chosen: Values) -> bool:
    light = light_of(chosen)
    if light.get(POWER) is False:
        return condition.values.get(POWER) is False
    return all(is_same(a, condition.values.get(a), v) for a, v in light.items() if v is not None)
