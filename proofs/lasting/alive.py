"""Looks at a hub that has started again: who holds what, and whether automation keeps to it."""

import json
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from proofs.lasting.deeds import COVERS, Slot
from proofs.lasting.expected import Expected, Holder
from proofs.lasting.household import PREFIX, Household, Lamp
from proofs.lasting.told import MARK
from tests.hub.e2e.ears import Ears
from tests.hub.e2e.hub import HubProcess

MARKED: Final = re.compile(MARK.pattern.decode())
HERE: Final = "proof/here"
WITHIN: Final = 15.0
EVERY: Final = 0.004
"""Seconds to wait for something on a machine that may be busy, and between two looks."""
ROOMS: Final = {f"{room}-lamp": room.capitalize() for room in ("hall", "kitchen", "porch", "study")}
SETTLED: Final = frozenset({"allowed", "limited"})


class Gone(Exception):  # noqa: N818 -- it says what is the case
    """The hub is not there any more."""


class Silent(Exception):  # noqa: N818 -- it says what is the case
    """The hub lives, and what it should do did not come."""


def until(hub: HubProcess, so: Callable[[], bool], what: str) -> None:
    """Return when something is so; raise `Gone` where the hub dies, `Silent` where it is late."""
    deadline = time.perf_counter() + WITHIN
    while not so():
        if not hub.is_running:
            raise Gone
        if time.perf_counter() > deadline:
            raise Silent(what)
        time.sleep(EVERY)


def is_ready(hub: HubProcess) -> None:
    """Return when the hub says that it is, or raise `Gone`."""
    try:
        hub.is_ready()
    except AssertionError:
        if hub.is_running:
            raise
        raise Gone from None


def tells_all(household: Household, hub: HubProcess, since: int) -> None:
    """Return when a hub that has started has told what it knew of every lamp."""
    topics = [f"{PREFIX}/device/{lamp}/state" for lamp in COVERS]

    def told() -> bool:
        return all(household.ears.heard(topic, since) for topic in topics)

    until(hub, told, "word on every lamp")


def hears_all(household: Household, hub: HubProcess, word: str) -> None:
    """Return when the hub has heard all that people said before."""
    ears = household.ears
    since = ears.now
    ears.says(f"{PREFIX}/scene/nothing-{word}/set", "on")

    def refused() -> bool:
        said = ears.heard(f"{PREFIX}/refused", since)
        return any(f"-{word}/".encode() in one.payload for one in said)

    until(hub, refused, "the answer to what was said last")


def holders(ears: Ears) -> dict[Slot, Holder]:
    """Return who holds what, as the topics say that this client has heard."""
    found: dict[Slot, Holder] = {}
    for slots in COVERS.values():
        for slot in slots:
            verb, _, target = slot.partition("/")
            found[slot] = _of_device(ears, target) if verb == "hold" else _of(ears, verb, target)
    return found


def says_rightly(
    household: Household, hub: HubProcess, expected: Expected
) -> tuple[dict[Slot, Holder], list[str]]:
    """Return who holds what as the broker has it, and what of it is wrong after a while."""
    with Ears(household.broker.port, f"{PREFIX}/#", HERE) as fresh:
        # What the broker has kept comes before this.
        fresh.says(HERE, b"")
        fresh.hears(HERE)
        with suppress(Silent):
            until(hub, lambda: not expected.wrong(holders(fresh)), "who holds what")
        found = holders(fresh)
    return found, expected.wrong(found)


def orders(household: Household, lamp: str, since: int) -> list[dict[str, Any]]:
    """Return what a lamp was told."""
    heard = household.ears.heard(f"zigbee2mqtt/{ROOMS[lamp]} lamp/set", since)
    return [said.json for said in heard]


def raises(order: Mapping[str, Any], before: Lamp) -> bool:
    """Say whether an order gives more light than there was."""
    if order.get("state") == "OFF":
        return False
    return bool(before["state"] == "OFF" or order.get("brightness", 0) > before["brightness"])


def somebody_moves(
    household: Household, hub: HubProcess, found: Mapping[Slot, Holder]
) -> list[str]:
    """Let somebody come into every room; return where automation did not do as it should."""
    since = household.ears.now
    for room in ROOMS.values():
        household.devices.sees(f"{room} motion")
    outcomes = _outcomes(household, hub, since)
    wrong: list[str] = []
    for lamp, slots in COVERS.items():
        outcome = outcomes.get(lamp, "not heard of")
        covered = [slot for slot in slots if found.get(slot)]
        if covered and outcome != "deferred":
            wrong.append(f"{lamp} is covered by {covered}, and motion there was {outcome}")
        if covered and (told := orders(household, lamp, since)):
            wrong.append(f"{lamp} is covered by {covered}, and was told {told}")
        if not covered and outcome not in SETTLED:
            wrong.append(f"nobody holds {lamp}, and motion there was {outcome}")
    return wrong


def _outcomes(household: Household, hub: HubProcess, since: int) -> dict[str, str]:
    """Return how the first decision on each lamp came out."""
    found: dict[str, str] = {}

    def all_decided() -> bool:
        for said in household.ears.heard(f"{PREFIX}/decision", since):
            found.setdefault(said.json["device"], said.json["outcome"])
        return found.keys() >= COVERS.keys()

    with suppress(Silent):
        until(hub, all_decided, "a decision in every room")
    return found


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
