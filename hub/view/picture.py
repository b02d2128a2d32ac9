"""Pictures: a device, an area and the house as plain JSON, as people and scripts are shown them."""

from typing import Final

from hub.switch.shown import switches_shown
from hub.view.colours import mode_of
from hub.view.held import device_held
from hub.view.new_shown import new_shown
from hub.view.plain_json import Json, Picture, moment_json, values_json
from hub.view.readings import readings, state_words
from rules.claims.claims import Claim, driving
from rules.condition import Condition
from rules.explain import (
    HouseNames,
    alarm_sentence,
    author_text,
    freeze_sentence,
    headline,
    held_fast,
    hold_sentence,
    scope_text,
    title_of,
)
from rules.house import House
from rules.people.standing import HOUSE, scopes_over
from rules.words.alarms import DANGERS
from rules.words.decisions import Decision, Outcome
from rules.words.device import Device
from rules.words.ids import AreaId, DeviceId
from rules.words.people import (
    AreaScope,
    DeviceScope,
    Freeze,
    HouseScope,
    Override,
    PersonClaim,
    Scope,
)
from rules.words.times import Moment
from rules.words.values import BRIGHTNESS, COLOUR, POWER

LONGEST_NAME: Final = 80
DRIVES_FIRST: Final = (POWER, BRIGHTNESS, COLOUR)


def device_state(house: House, device: DeviceId, now: Moment) -> Picture:
    """Return what a device is, who holds it and why: the payload of its state topic."""
    condition = house.conditions.get(device) or Condition()
    state: Picture = {"values": values_json(condition.values), "available": condition.available}
    claim = house.held_by(device, now)
    state.update(_of_person(house, claim) if claim else _of_agent(house, condition, now))
    freeze = house.freeze_over(device, now)
    state["frozen"] = None if freeze is None else str(freeze.scope)
    return state


def device_picture(house: House, device: Device, now: Moment) -> Picture:
    """Return a device as the page and scripts see it: its state, its name and what it can do."""
    condition = house.conditions.get(device.id)
    values = condition.values if condition else {}
    picture = device_state(house, device.id, now)
    picture["id"] = device.id
    picture["name"] = device.name[:LONGEST_NAME]
    picture["sort"] = device.announcement.sort.value
    picture["area"] = house.area_of(device.id)
    picture.update(new_shown(house, device))
    picture["lamp"] = device.is_lamp
    picture["switches"] = device.can_write(POWER)
    picture["dims"] = device.dims
    if device.is_lamp:
        picture["colour_mode"] = mode_of(device, values)
    picture["asked"] = _asked(condition)
    picture.update(device_held(house, device.id, now))
    picture["words"] = state_words(device, condition)
    picture["readings"] = [
        {"name": name, "words": words} for name, words in readings(device, values)
    ]
    return picture


def area_picture(house: House, area: AreaId, now: Moment) -> Picture:
    """Return an area: its name, its devices and what people hold there."""
    known = house.policy.areas[area]
    return {
        "id": area,
        "name": known.name[:LONGEST_NAME],
        "kind": known.kind.value,
        "devices": list(house.devices_in(area)),
        "held": scope_state(house, AreaScope(area), now),
    }


def house_picture(house: House, now: Moment) -> Picture:
    """Return the house without its devices: rooms, people, scenes and what is held everywhere."""
    policy = house.policy
    return {
        "name": policy.home.name[:LONGEST_NAME],
        "now": moment_json(house, now),
        "link": house.link_up,
        "held": scope_state(house, HouseScope(), now),
        "latched": _latched(house, now),
        "alerts": alerts_shown(house),
        "switches": [{**switch} for switch in switches_shown(house, now)],
        "areas": [area_picture(house, area, now) for area in policy.areas],
        "elsewhere": [device for device in house.devices if house.area_of(device) is None],
        "scenes": [{"id": scene.id, "name": scene.name} for scene in policy.scenes.values()],
        "people": [{"id": person.id, "name": person.name} for person in policy.people.values()],
    }


def alerts_shown(house: House) -> list[Json]:
    """Return what nobody should miss, the oldest first."""
    names = HouseNames(house)
    return [
        {
            "kind": alarm.alarm.value,
            "danger": alarm.alarm in DANGERS,
            "device": alarm.device,
            **({"others": [*alarm.others]} if alarm.others else {}),
            "area": house.area_of(alarm.device),
            "since": moment_json(house, alarm.since),
            "sentence": alarm_sentence(alarm, names),
        }
        for alarm in house.alarms.values()
    ]


def scope_state(house: House, scope: Scope, now: Moment) -> Picture | None:
    """Return what people hold on a scope, as its state topic says it; None where it is free.

    Where a scope is frozen and set as well, the freeze comes first and the set lies in `set`.
    """
    frozen = _standing(house, house.people.freeze_on(scope, now), now)
    placed = _standing(house, house.people.override_on(scope, now), now)
    if frozen is not None and placed is not None:
        return {**frozen, "set": placed}
    return frozen or placed


def wider_state(house: House, scope: Scope, now: Moment) -> Picture | None:
    """Return what holds a scope by way of a wider one; None where nothing does.

    `fast` says why no word gives that wider one back, empty where one does.
    """
    for wider in _wider(house, scope, now):
        held = scope_state(house, wider, now)
        if held is not None:
            fast = held_fast(house, wider, now)
            return {"scope": str(wider), "held": held, "fast": fast}
    return None


def _wider(house: House, scope: Scope, now: Moment) -> tuple[Scope, ...]:
    match scope:
        case DeviceScope(device):
            held = house.held_by(device, now)
            if house.freeze_over(device, now) is None and not isinstance(held, Override):
                # A hand may have ended a wider override on this device alone.
                return ()
            return scopes_over(device, house.area_of(device))[:-1]
        case AreaScope():
            return (HOUSE,)
        case HouseScope():
            return ()


def _latched(house: House, now: Moment) -> list[Json]:
    """Return what is held without an end besides the house: it must not be forgotten anywhere."""
    names, found = HouseNames(house), list[Json]()
    for scope in sorted(house.people.scopes(), key=str):
        state = scope_state(house, scope, now)
        if state is not None and state["until"] is None and scope != HouseScope():
            found.append({"scope": str(scope), "name": scope_text(scope, names), **state})
    return found


def _of_person(house: House, claim: PersonClaim) -> Picture:
    names = HouseNames(house)
    return {
        "holder": author_text(claim.by, names),
        "level": "person",
        "since": moment_json(house, claim.since),
        "until": moment_json(house, claim.until),
        "why": hold_sentence(claim, names),
    }


def _of_agent(house: House, condition: Condition, now: Moment) -> Picture:
    claim = main_driver(condition)
    if claim is None or claim.until <= now:
        why = _why(house, condition.last, None)
        return {"holder": None, "level": "default", "since": None, "until": None, "why": why}
    return {
        "holder": title_of(claim.agent),
        "level": claim.level.name.lower(),
        "since": moment_json(house, claim.since),
        "until": moment_json(house, claim.until),
        "why": _why(house, condition.last, claim),
    }


def _why(house: House, last: Decision | None, claim: Claim | None) -> str | None:
    """Return the last decision as a sentence, if it tells why the device is as it is now."""
    if last is None:
        return None
    acted = last.outcome in {Outcome.ALLOWED, Outcome.LIMITED}
    if acted and (claim is None or claim.decision != last.id):
        return None
    return headline(last, HouseNames(house))


def main_driver(condition: Condition) -> Claim | None:
    """Return the claim that drives the most telling aspect of a device."""
    drivers = driving(condition.claims)
    first = next((drivers[aspect] for aspect in DRIVES_FIRST if aspect in drivers), None)
    return first or next(iter(drivers.values()), None)


def _asked(condition: Condition | None) -> Picture | None:
    """Return what a device was told and has not shown yet."""
    told = condition.told if condition else None
    return values_json(told.values) if told is not None and told.awaited else None


def _standing(house: House, held: Freeze | Override | None, now: Moment) -> Picture | None:
    if held is None:
        return None
    names = HouseNames(house)
    state: Picture = {
        "verb": "freeze",
        "value": None,
        "by": author_text(held.by, names),
        "since": moment_json(house, held.since),
        "until": moment_json(house, held.until),
        "reminded": moment_json(house, held.reminded),
    }
    match held:
        case Freeze():
            state["sentence"] = freeze_sentence(held, names, now)
        case Override(values=values):
            state.update(verb="set", value=values_json(values))
            state["sentence"] = hold_sentence(held, names, now)
    return state
