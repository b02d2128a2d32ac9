"""The breaker: what one cause would change in too many places, or too far away, stops there.

Rule 1: it trips before anything of that is decided. Rule 2: it stops automation as a freeze does,
in the area of all of it or else in the house; only a person gives it back. Rule 3: what is frozen
already is not frozen again.
"""

from collections.abc import Iterable

from rules.deciding.admission import DEEPEST_CAUSE
from rules.house import House
from rules.people.overrides import freeze
from rules.people.standing import HOUSE
from rules.turn import Turn
from rules.words.ids import DeviceId
from rules.words.people import AreaScope, Scope
from rules.words.records import Noted
from rules.words.wishes import Author, Cause, Proposal, Via

BREAKER = Author(via=Via.BREAKER)


def watch(turn: Turn, proposals: Iterable[Proposal]) -> None:
    """Look at what one moment would bring, and stop automation where it is too much."""
    house = turn.house
    most = house.policy.home.most_at_once
    wide: dict[Cause, list[DeviceId]] = {}
    for wish in proposals:
        if wish.together > most:
            wide.setdefault(wish.cause, []).append(wish.device)
        elif wish.cause.depth > DEEPEST_CAUSE:
            steps = f"something {wish.cause.depth} steps from what a person or a sensor did"
            _trip(turn, [wish.device], f"{steps} would have changed {wish.device}")
    for devices in wide.values():
        many = len(set(devices))
        _trip(turn, devices, f"one cause would have changed {many} devices; {most} are the most")


def _trip(turn: Turn, devices: list[DeviceId], why: str) -> None:
    house = turn.house
    if all(house.freeze_over(device, turn.now) is not None for device in devices):
        return
    freeze(turn, _scope(house, devices), BREAKER, None)
    turn.record(Noted(text=f"the breaker stopped automation: {why}"))


def _scope(house: House, devices: list[DeviceId]) -> Scope:
    areas = {house.area_of(device) for device in devices}
    area = areas.pop() if len(areas) == 1 else None
    return HOUSE if area is None else AreaScope(area)
