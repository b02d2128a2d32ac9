"""A cover of a Shelly of the second generation or later: where it is, and where it is to go."""

from typing import Final

from devices.said import Fields, is_number, number_of
from devices.shelly.lamp import PERCENT
from rules.words.device import Capability
from rules.words.values import (
    CLOSED,
    MOVEMENT,
    OPEN,
    POSITION,
    STOPPED,
    TILT,
    Aspect,
    Value,
    Values,
    as_number,
)

MOVEMENTS: Final = frozenset({OPEN, "opening", CLOSED, "closing", STOPPED})
VERBS: Final = {OPEN: "Open", CLOSED: "Close", STOPPED: "Stop"}


def able(status: Fields) -> tuple[Capability, ...]:
    """Return what a cover of this status can be told."""
    able = [Capability(aspect=MOVEMENT, writable=True, options=(OPEN, CLOSED, STOPPED))]
    places = {"pos_control": POSITION, "slat_pos": TILT}
    if status.get("pos_control") is not True and not is_number(status.get("current_pos")):
        # It was never calibrated, so it does not know where it is.
        del places["pos_control"]
    for field, aspect in places.items():
        if aspect == POSITION or is_number(status.get(field)):
            able.append(Capability(aspect=aspect, writable=True, unit="%", low=0, high=PERCENT))
    return tuple(able)


def read(status: Fields) -> Values:
    """Return what a status says of it."""
    told: dict[Aspect, Value] = {}
    state = status.get("state")
    if isinstance(state, str):
        told[MOVEMENT] = state if state in MOVEMENTS else None
    for field, aspect in (("current_pos", POSITION), ("slat_pos", TILT)):
        place = number_of(status.get(field), 0, PERCENT)
        if place is not None:
            told[aspect] = place
    return told


def moved(values: Values) -> tuple[str, dict[str, object]]:
    """Return the verb that brings it there, and where; no verb where it cannot be said."""
    place, tilt = as_number(values.get(POSITION)), as_number(values.get(TILT))
    where: dict[str, object] = {
        field: round(min(max(wanted, 0), PERCENT))
        for field, wanted in (("pos", place), ("slat_pos", tilt))
        if wanted is not None
    }
    return "GoToPosition" if where else VERBS.get(str(values.get(MOVEMENT)), ""), where
