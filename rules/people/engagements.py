"""What physical switches hold: which of it software may end, and how it ends."""

from collections.abc import Iterator
from dataclasses import replace

from rules.claims.told import near
from rules.house import House
from rules.people.standing import scopes_over
from rules.turn import Turn
from rules.words.ids import DeviceId, SwitchId
from rules.words.people import DeviceScope, Freeze, Override, Scope
from rules.words.records import Noted, OverrideEnded
from rules.words.switches import Switch, SwitchKind
from rules.words.values import POWER, Values
from rules.words.wishes import Author, Via


def fast_on(house: House, scope: Scope) -> Iterator[Switch]:
    """Yield the switches that hold exactly this scope and that only a hand can turn back."""
    for switch, held in house.people.switches.items():
        if held.scope == scope and (known := _fast(house, switch, held)) is not None:
            yield known


def _fast(house: House, switch: SwitchId, held: Freeze | Override) -> Switch | None:
    """Return a switch whose position is the truth; what is held in doubt, software may end."""
    known = house.policy.switches.get(switch)
    if known is None or known.kind is not SwitchKind.LATCHING or held.by.via is Via.DOUBT:
        return None
    return known


def let_go(turn: Turn, scope: Scope, by: Author) -> None:
    """End what switches hold on a scope, where software may: a person released it elsewhere."""
    for switch, held in tuple(turn.house.people.switches.items()):
        if held.scope == scope and _fast(turn.house, switch, held) is None:
            end_engagement(turn, switch, by, "released")


def end_engagement(turn: Turn, switch: SwitchId, by: Author, why: str) -> None:
    """End what a switch holds."""
    held = turn.house.people.switches.pop(switch)
    verb = "freeze" if isinstance(held, Freeze) else "set"
    ended = OverrideEnded(
        scope=held.scope, verb=verb, by=by, why=why, placed=held.by, since=held.since
    )
    turn.record(ended, durable=True)
    turn.keep(f"switch/{switch}", None)
    turn.scope_shows(held.scope)


def is_asked(override: Override, left: Values) -> bool:
    """Say whether a device was left as an override asks: nobody spoke against it then."""
    if override.values.get(POWER) is False:
        return left.get(POWER) is False
    return all(near(aspect, left.get(aspect), goal) for aspect, goal in override.values.items())


def hand_over(turn: Turn, device: DeviceId, by: Author, left: Values) -> None:
    """Let a hand end what a switch set on this device; only a latching switch outlasts a hand."""
    house = turn.house
    over = scopes_over(device, house.area_of(device))
    for switch, held in tuple(house.people.switches.items()):
        if not isinstance(held, Override) or held.scope not in over or device in held.without:
            continue
        if _fast(house, switch, held) is not None or is_asked(held, left):
            continue
        if isinstance(held.scope, DeviceScope):
            end_engagement(turn, switch, by, "a hand at the device")
            continue
        without = replace(held, without=held.without | {device})
        house.people.switches[switch] = without
        turn.keep(f"switch/{switch}", without)
        turn.record(Noted(text=f"a hand ended what {held.scope} was set to, here", device=device))
        turn.scope_shows(held.scope)
