"""What each role may ask for: one table of all that is not for adults alone, and three rules.

What does not stand in the table is for adults and owners. Turning automation off in the whole
house is for everybody who was let in: it is always safe.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from hub.door.askers import Asker
from hub.intake.wishes import Verb
from rules.people.roles import enough
from rules.policy import Role
from rules.words.ids import AreaId
from rules.words.people import AreaScope, DeviceScope, HouseScope, Scope

LEAST: Final[Mapping[tuple[str, str], Role]] = {
    ("GET", "/api/house"): Role.GUEST,
    ("GET", "/api/devices"): Role.GUEST,
    ("GET", "/api/devices/{device}"): Role.GUEST,
    ("GET", "/api/devices/{device}/week"): Role.GUEST,
    ("GET", "/api/devices/{device}/why"): Role.GUEST,
    ("GET", "/api/devices/{device}/why-not"): Role.GUEST,
    ("GET", "/api/log"): Role.GUEST,
    ("GET", "/api/lines"): Role.GUEST,
    ("GET", "/api/lines/{line}/why"): Role.GUEST,
    ("GET", "/api/prompts"): Role.GUEST,
    ("GET", "/api/prompts/{prompt}/why"): Role.GUEST,
    ("GET", "/api/stream"): Role.GUEST,
    ("GET", "/api/override/{scope}"): Role.GUEST,
    ("GET", "/api/phones"): Role.GUEST,
    ("POST", "/api/command"): Role.GUEST,
    ("POST", "/api/devices/{device}/set"): Role.GUEST,
    ("POST", "/api/override/{scope}"): Role.GUEST,
    ("POST", "/api/scenes/{scene}/set"): Role.GUEST,
    ("POST", "/api/prompts/{prompt}/answer"): Role.GUEST,
    ("POST", "/api/phones/{phone}/forget"): Role.GUEST,
    ("POST", "/api/phones/hand-over"): Role.GUEST,
}
"""The least role that may use each way in; which rooms, the rules below say."""
NOT_YOURS: Final = "this is not one of the rooms that your phone was let into"
FOR_ADULTS: Final = "this is for the adults of the house: ask one of them"


def why_not_route(asker: Asker, method: str, route: str) -> str:
    """Return why somebody may not use a way in at all, or nothing where they may."""
    least = LEAST.get(("GET" if method == "HEAD" else method, route), Role.ADULT)
    return "" if enough(asker.role, least) else FOR_ADULTS


def why_not_rooms(asker: Asker, areas: Iterable[AreaId | None]) -> str:
    """Return why somebody may not touch what is in these rooms, or nothing."""
    return "" if all(asker.sees(area) for area in areas) else NOT_YOURS


def why_not_override(asker: Asker, scope: Scope, verb: Verb, area: AreaId | None) -> str:
    """Return why somebody may not do this with a scope, or nothing; `area`: where a device is.

    Rule 1: adults may all. Rule 2: everybody may stop automation in the house, adults alone give
    it back. Rule 3: a child holds and gives back its own rooms; a guest holds by tapping only.
    """
    if asker.is_adult:
        return ""
    match scope:
        case HouseScope():
            return "" if verb is Verb.FREEZE else FOR_ADULTS
        case AreaScope(area=whole):
            return "" if whole in asker.own else FOR_ADULTS
        case DeviceScope():
            return "" if area in asker.own else FOR_ADULTS
