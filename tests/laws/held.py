"""What people hold, read from what they did alone: the yardstick that the core is held to."""

from dataclasses import dataclass, field

from rules.people.standing import HOUSE
from rules.policy import Policy, PressFreeze, PressRelease
from rules.words.effects import Command, Effect, Record
from rules.words.events import (
    ClockStepped,
    DeviceRetired,
    Event,
    FreezePlaced,
    OverrideLifted,
    OverridePlaced,
    PersonSet,
    PolicyAdopted,
    Pressed,
)
from rules.words.ids import DeviceId, slug
from rules.words.people import AreaScope, DeviceScope, Hold, HouseScope, Scope
from rules.words.records import Ended, HoldBegan
from rules.words.times import DAY, MINUTE, Moment
from rules.words.values import LIGHT_ASPECTS
from tests.laws.household import QUIET_END
from tests.laws.life import Life, Witness

FOR_EVER = float("inf")
SHORTEST_HOLD = 15 * MINUTE - 4.0
"""No hand holds for less, but for the end of the quiet hours; a gesture may take some seconds."""


@dataclass(slots=True)
class Set:
    """A scope that a person set on purpose."""

    until: Moment
    without: set[DeviceId] = field(default_factory=set)


def within(policy: Policy, device: DeviceId, scope: Scope) -> bool:
    """Say whether a device lies in a scope, by what the household wrote."""
    match scope:
        case HouseScope():
            return True
        case DeviceScope(other):
            return device == other
        case AreaScope(area):
            refs = policy.areas[area].devices if area in policy.areas else ()
            return device in {slug(ref) for ref in refs}


class Held(Witness):
    """Keeps its own book of freezes, overrides and hands, over restarts and clock steps too.

    `fenced` is for each lamp the newest order before the last person came: it may not leave.
    """

    def __init__(self) -> None:
        self.freezes: dict[Scope, Moment] = {}
        self.sets: dict[Scope, Set] = {}
        self.hands: dict[DeviceId, Moment] = {}
        self.orders: dict[DeviceId, int] = {}
        self.fenced: dict[DeviceId, int] = {}
        self._persons: dict[DeviceId, int] = {}
        self._policy: Policy | None = None

    def over(self, life: Life, device: DeviceId) -> str:
        """Return what of a person's covers a device now, for certain; nothing where nothing."""
        now = life.now
        for scope, until in self.freezes.items():
            if now < until and within(life.policy, device, scope):
                return f"the freeze of {scope}"
        for scope, placed in self.sets.items():
            there = within(life.policy, device, scope) and device not in placed.without
            if now < placed.until and there:
                return f"what a person set for {scope}"
        return "a hand" if now < self.hands.get(device, 0.0) else ""

    def after(self, life: Life, event: Event, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Command) and effect.automated:
                newest = max(self.orders.get(effect.device, 0), effect.order)
                self.orders[effect.device] = newest
        match event:
            case FreezePlaced():
                self._freezes(life, event.scope, event.until)
            case OverridePlaced():
                self._sets(life, event)
            case OverrideLifted():
                self._lifts(event.scope)
            case ClockStepped(by):
                self._shift(by)
            case DeviceRetired():
                self._forget(life, event)
            case PolicyAdopted():
                self._enters(life)
            case Pressed():
                self._gestures(life, event)
            case _:
                pass
        self._hands(life, event, effects)

    def restarts(self, life: Life, closed: list[Ended]) -> None:
        self.orders.clear()
        self.fenced.clear()
        self._persons.clear()

    def _freezes(self, life: Life, scope: Scope, until: Moment | None) -> None:
        self.freezes[scope] = FOR_EVER if until is None else until
        for device in life.lamps:
            if within(life.policy, device, scope):
                self._fence(device)

    def _sets(self, life: Life, event: OverridePlaced) -> None:
        self.sets[event.scope] = Set(FOR_EVER if event.until is None else event.until)
        for device in life.lamps:
            if within(life.policy, device, event.scope):
                self.hands.pop(device, None)
                self._fence(device)

    def _lifts(self, scope: Scope) -> None:
        self.freezes.pop(scope, None)
        self.sets.pop(scope, None)
        if isinstance(scope, DeviceScope):
            self.hands.pop(scope.device, None)

    def _gestures(self, life: Life, event: Pressed) -> None:
        for control in life.policy.controls.values():
            if f"hw-{slug(control.device)}" != event.hardware:
                continue
            match control.gestures.get(event.press):
                case PressFreeze(area):
                    self._freezes(life, AreaScope(area) if area else HOUSE, None)
                case PressRelease(area):
                    self._lifts(AreaScope(area) if area else HOUSE)
                case _:
                    pass

    def _hands(self, life: Life, event: Event, effects: list[Effect]) -> None:
        seconds = event.seconds if isinstance(event, PersonSet) else None
        for effect in effects:
            if isinstance(effect, Record) and isinstance(effect.body, HoldBegan):
                # Whoever it was, what was set before is no longer certain to be held.
                self._ends_sets(effect.body.hold.device)
            if not isinstance(effect, Command) or effect.automated:
                continue
            if effect.order > self._persons.get(effect.device, 0):
                self._persons[effect.device] = effect.order
                if not isinstance(event, OverridePlaced):
                    self._holds(life, effect.device, seconds)
        if life.hand is not None and life.hand.clear:
            self._holds(life, life.hand.device, None)

    def _holds(self, life: Life, device: DeviceId, seconds: float | None) -> None:
        until = life.now + (SHORTEST_HOLD if seconds is None else seconds)
        if life.policy.home.quiet_hours is not None:
            until = min(until, life.now + (QUIET_END.minute * MINUTE - life.now) % DAY)
        self.hands[device] = until
        self._ends_sets(device)
        self._fence(device)

    def _ends_sets(self, device: DeviceId) -> None:
        for scope, placed in list(self.sets.items()):
            if isinstance(scope, DeviceScope) and scope.device == device:
                del self.sets[scope]
            else:
                placed.without.add(device)

    def _fence(self, device: DeviceId) -> None:
        self.fenced[device] = self.orders.get(device, 0)

    def _forget(self, life: Life, event: DeviceRetired) -> None:
        for device, lamp in life.lamps.items():
            if lamp.hardware == event.hardware:
                for book in (self.orders, self.fenced, self._persons):
                    book.pop(device, None)

    def _enters(self, life: Life) -> None:
        """What enters what people hold is covered as if it had been there when they spoke."""
        before, self._policy = self._policy, life.policy
        if before is None:
            return
        for device in life.lamps:
            for scope in {*self.freezes, *self.sets}:
                inside, was = (within(policy, device, scope) for policy in (life.policy, before))
                if inside and not was and self.over(life, device):
                    self._fence(device)

    def _shift(self, by: float) -> None:
        self.freezes = {scope: until + by for scope, until in self.freezes.items()}
        self.hands = {device: until + by for device, until in self.hands.items()}
        for placed in self.sets.values():
            placed.until += by


def covered(life: Life, command: Command) -> str:
    """Return what of the house's own book covers a command's device, read scope by scope."""
    people, device, now = life.house.people, command.device, life.now
    for freeze in people.freezes.values():
        if (freeze.until is None or now < freeze.until) and within(
            life.policy, device, freeze.scope
        ):
            return f"the freeze of {freeze.scope}"
    for placed in people.overrides.values():
        if device in placed.without or (placed.until is not None and placed.until <= now):
            continue
        if within(life.policy, device, placed.scope):
            return f"what a person set for {placed.scope}"
    hold = people.holds.get(device)
    return "a hold" if _binds(hold, command, now) else ""


def _binds(hold: Hold | None, command: Command, now: Moment) -> bool:
    if hold is None or hold.until <= now:
        return False
    light = LIGHT_ASPECTS if not LIGHT_ASPECTS.isdisjoint(hold.values) else frozenset()
    return not (light | hold.values.keys()).isdisjoint(command.values)
