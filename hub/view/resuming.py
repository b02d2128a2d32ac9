"""What would resume if people gave a scope back: told before they do, in sentences."""

from typing import Final

from rules.explain import HouseNames, without_sentence
from rules.explain.beneath import DOES
from rules.explain.phrases import listed
from rules.house import House
from rules.people.beneath import beneath
from rules.people.overrides import members
from rules.words.ids import DeviceId
from rules.words.people import Scope
from rules.words.times import Moment

MOST: Final = 12
WITHOUT: Final = "Without it "
NO_RAISE: Final = "Giving it back switches nothing on and makes nothing brighter."


def resuming(house: House, scope: Scope, now: Moment) -> list[str]:
    """Return who may act again in a scope, and what each live wish there would do at once."""
    devices = [*members(house, scope)]
    names = HouseNames(house)
    agents = dict.fromkeys(a for d in devices for a in house.directory.wishers(d))
    said = [f"{device}: {wish}" for d in devices for device, wish in _wished(house, d, now)]
    told = said[:MOST]
    if len(said) > MOST:
        told.append(f"And {len(said) - MOST} more.")
    if not agents:
        return ["No agent may wish anything here.", *told]
    who = listed(names.agent(agent) for agent in agents)
    return [f"{who[:1].upper()}{who[1:]} may act again.", *told, NO_RAISE]


def _wished(house: House, device: DeviceId, now: Moment) -> list[tuple[str, str]]:
    """Return a device and what automation would have it be; nothing where nothing would act."""
    wishes = beneath(house, device, now)
    if not any(wish.outcome in DOES for wish in wishes):
        return []
    names = HouseNames(house)
    return [(names.device(device), without_sentence(wishes, names).removeprefix(WITHOUT))]
