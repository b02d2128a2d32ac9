"""Looks at a hub that has started again: who holds what, and whether automation keeps to it."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from proofs.lasting.deeds import COVERS, Slot
from proofs.lasting.expected import Expected, Holder
from proofs.lasting.household import PREFIX, Household, Lamp
from proofs.lasting.told import MARK
from tests.hub.e2e.ears import Ears

MARKED: Final = re.compile(MARK.pattern.decode())
HERE: Final = "proof/here"
WITHIN: Final = 8.0
ROOMS: Final = {f"{room}-lamp": room.capitalize() for room in ("hall", "kitchen", "porch", "study")}
SETTLED: Final = frozenset({"allowed", "limited"})


def hears_all(household: Household, number: int, since: int) -> None:
    """Return when a hub has told all that it knew, and has heard all that people said before."""
    ears = household.ears
    ears.awaits_all(since, *(f"{PREFIX}/device/{lamp}/state" for lamp in COVERS))
    word = f"nothing-{number}"
    ears.says(f"{PREFIX}/scene/{word}/set", "on")
    ears.hears(f"{PREFIX}/refused", lambda said: word.encode() in said.payload)


def holders(ears: Ears) -> dict[Slot, Holder]:
    """Return who holds what, as the topics say that this client has heard."""
    found: dict[Slot, Holder] = {}
    for slots in COVERS.values():
        for slot in slots:
            verb, _, target = slot.partition("/")
            found[slot] = _of_device(ears, target) if verb == "hold" else _of(ears, verb, target)
    return found


def says_rightly(household: Household, expected: Expected) -> tuple[dict[Slot, Holder], list[str]]:
    """Return who holds what as the broker has it, and what of it is wrong after a while."""
    found: dict[Slot, Holder] = {}

    def fits() -> bool:
        found.update(holders(fresh))
        return not expected.wrong(found)

    with Ears(household.broker.port, f"{PREFIX}/#", HERE) as fresh:
        # What the broker has kept comes before this.
        fresh.says(HERE, b"")
        fresh.hears(HERE)
        try:
            fresh.waits_for(fits, "who holds what", WITHIN)
        except AssertionError:
            return found, list(expected.wrong(found))
    return found, []


def orders(household: Household, lamp: str, since: int) -> list[dict[str, Any]]:
    """Return what a lamp was told."""
    heard = household.ears.heard(f"zigbee2mqtt/{ROOMS[lamp]} lamp/set", since)
    return [said.json for said in heard]


def raises(order: Mapping[str, Any], before: Lamp) -> bool:
    """Say whether an order gives more light than there was."""
    if order.get("state") == "OFF":
        return False
    return bool(before["state"] == "OFF" or order.get("brightness", 0) > before["brightness"])


def somebody_moves(household: Household, found: Mapping[Slot, Holder]) -> list[str]:
    """Let somebody come into every room; return where automation did not do as it should."""
    since = household.ears.now
    for room in ROOMS.values():
        household.devices.sees(f"{room} motion")
    wrong: list[str] = []
    for lamp, slots in COVERS.items():
        outcome = _outcome(household, lamp, since)
        covered = [slot for slot in slots if found.get(slot)]
        if covered and outcome != "deferred":
            wrong.append(f"{lamp} is covered by {covered}, and motion there was {outcome}")
        if covered and (told := orders(household, lamp, since)):
            wrong.append(f"{lamp} is covered by {covered}, and was told {told}")
        if not covered and outcome not in SETTLED:
            wrong.append(f"nobody holds {lamp}, and motion there was {outcome}")
    return wrong


def _outcome(household: Household, lamp: str, since: int) -> str:
    try:
        said = household.ears.hears(
            f"{PREFIX}/decision", lambda one: one.json["device"] == lamp, since=since, within=WITHIN
        )
    except AssertionError:
        return "not heard of"
    return str(said.json["outcome"])


def _of(ears: Ears, verb: str, scope: str) -> Holder:
    state = _last(ears, f"{PREFIX}/override/{scope}/state")
    if state is not None and verb == "override" and state.get("verb") == "freeze":
        state = state.get("set")
    if state is None or state["verb"] != ("set" if verb == "override" else verb):
        return None
    return _mark(state["by"])


def _of_device(ears: Ears, device: str) -> Holder:
    state = _last(ears, f"{PREFIX}/device/{device}/state")
    if state is None or state["level"] != "person":
        return None
    if _of(ears, "override", f"device/{device}") == _mark(state["holder"]):
        # It is held by what was set on it, and not by a hand.
        return None
    return _mark(state["holder"])


def _last(ears: Ears, topic: str) -> dict[str, Any] | None:
    heard = ears.heard(topic)
    if not heard or not heard[-1].payload:
        return None
    found: dict[str, Any] = json.loads(heard[-1].payload)
    return found


def _mark(text: str | None) -> Holder:
    found = MARKED.search(text or "")
    return found.group() if found else text
