"""What we offer to Home Assistant: a switch that freezes the house or an area, and who holds it."""

from typing import Final

from devices.homeassistant.topics import ORIGIN
from hub.intake.wishes import Verb
from hub.topics import Topics
from hub.view.picture import LONGEST_NAME, scope_state
from hub.view.plain_json import Picture
from rules.explain import HouseNames, author_text
from rules.house import House
from rules.policy import Policy
from rules.words.people import AreaScope, HouseScope, Scope
from rules.words.times import Moment

HOUSE: Final = HouseScope()
SWITCH: Final = "switch"
SENSOR: Final = "sensor"
BUTTON: Final = "button"
FROZEN: Final = "on"
FREE: Final = "off"
NOBODY: Final = "nobody"
LONGEST_STATE: Final = 255
"""Letters of a state; Home Assistant takes no longer one."""
NOTHING_HELD: Final = ("verb", "value", "by", "since", "until", "reminded", "sentence")
"""The keys that are there in any case, so that a template always finds them."""


def scopes(policy: Policy) -> tuple[Scope, ...]:
    """Return what is offered: the house and each of its areas."""
    return (HOUSE, *(AreaScope(area) for area in policy.areas))


def announced(policy: Policy, scope: Scope, topics: Topics, discovery: str) -> dict[str, Picture]:
    """Return what is announced of a scope below the discovery prefix, by its topic."""
    name, shared = _title(policy, scope), _shared(topics, scope)
    freeze, holder = f"freeze-{_key(scope)}", f"held-by-{_key(scope)}"
    return {
        topics.offer(discovery, SWITCH, freeze): {
            "name": f"Freeze {name}",
            "unique_id": f"{topics.prefix}-{freeze}",
            "icon": "mdi:hand-back-right",
            "command_topic": topics.override_set(str(scope)),
            "payload_on": Verb.FREEZE.value,
            "payload_off": Verb.RELEASE.value,
            "qos": 1,
            "value_template": "{{ value_json.state }}",
            "state_on": FROZEN,
            "state_off": FREE,
            **shared,
        },
        topics.offer(discovery, SENSOR, holder): {
            "name": f"{name[:1].upper()}{name[1:]} held by",
            "unique_id": f"{topics.prefix}-{holder}",
            "icon": "mdi:account-lock",
            "value_template": "{{ value_json.held_by }}",
            **shared,
        },
    }


def offered_state(house: House, scope: Scope, now: Moment) -> Picture:
    """Return what Home Assistant shows of a scope: never empty, unlike the override's own state.

    `state` and the attributes are of this scope alone, since releasing ends that scope's only;
    `held_by` names whoever froze or set the house where nobody holds the area itself.
    """
    held = scope_state(house, scope, now) or dict.fromkeys(NOTHING_HELD)
    frozen = held["verb"] == Verb.FREEZE
    return {"state": FROZEN if frozen else FREE, "held_by": _holder(house, scope, now), **held}


def places(topics: Topics, discovery: str) -> tuple[str, ...]:
    """Return what the topics begin with on which we announce."""
    ends = (topics.offer(discovery, component, "") for component in (SWITCH, SENSOR, BUTTON))
    return tuple(end.removesuffix("/config") for end in ends)


def _shared(topics: Topics, scope: Scope) -> Picture:
    state = topics.offered_state(scope)
    return {"state_topic": state, "json_attributes_topic": state, **hub_shared(topics)}


def hub_shared(topics: Topics) -> Picture:
    """Return what all that we offer has in common: it is there while the hub is, and part of it."""
    name = "Homerule" if topics.prefix == Topics().prefix else f"Homerule ({topics.prefix})"
    return {
        "availability_topic": topics.status,
        "device": {
            "identifiers": [f"{topics.prefix}-hub"],
            "name": name,
            "manufacturer": "Homerule",
            "model": "Hub",
        },
        "origin": {"name": ORIGIN},
    }


def _key(scope: Scope) -> str:
    """Return a scope as part of an id: `house`, `area-hall`; ids of areas are never renamed."""
    return str(scope).replace("/", "-")


def _title(policy: Policy, scope: Scope) -> str:
    return policy.areas[scope.area].name[:LONGEST_NAME] if isinstance(scope, AreaScope) else "house"


def _holder(house: House, scope: Scope, now: Moment) -> str:
    for over in (scope, HOUSE):
        held = house.people.freeze_on(over, now) or house.people.override_on(over, now)
        if held is not None:
            return author_text(held.by, HouseNames(house))[:LONGEST_STATE]
    return NOBODY
