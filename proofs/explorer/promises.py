"""What the house has promised its people so far, kept beside the hub and without its code.

I1: once a freeze, an override or a hand covers a lamp, nothing automated is sent to it.
I2: what was acknowledged stands after any end of the hub, with the time that it still had.
I3: only a fresh happening or a person who resumes may raise a light.
I4: the hub sends nothing in a person's name but what a person just did, and one last word.
I5: what people hold ends once, and when its end has come; `ends.py` looks at it.
I6: where what stood cannot be read, the house is frozen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import inf
from typing import Final

from proofs.explorer.household import LAMPS, area_of
from rules.house import House
from rules.policy import Policy
from rules.words.effects import Command
from rules.words.ids import AreaId, DeviceId
from rules.words.people import AreaScope, DeviceScope, Freeze, Hold, HouseScope, Override, Scope
from rules.words.values import BRIGHTNESS, POWER, Values, as_number

FRESH: Final = 20.0
"""Seconds in which one happening may raise a light, its one retry and a slow disk included."""
SHARP: Final = 0.1
"""Seconds before its end in which it is not asked whether something stands."""
MOMENTS: Final = 2.5
"""Seconds by which an end may differ after the hub was away: the journal's last moment counts."""
LONGER: Final = 60.0
"""Seconds by which one may be held longer: a clock that went back while the power was gone."""
ROUNDED: Final = 3


class Broken(Exception):  # noqa: N818 -- a finding, not a failure of the explorer
    """A promise was broken; the text says which and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a person holds: `freeze`, `set` or `hold`, until a moment of the world, or for long."""

    kind: str
    scope: Scope
    since: float
    until: float | None = None
    values: Values = field(default_factory=dict)
    without: frozenset[DeviceId] = frozenset()
    certain: bool = True
    """Whether it must be in force: heard in this life, or acknowledged before."""
    acknowledged: bool = False

    def lasts(self, now: float) -> bool:
        """Say whether it is in force for sure."""
        return self.certain and (self.until is None or now < self.until - SHARP)


class Promises:
    """The book of them; whoever breaks one is found here."""

    def __init__(self) -> None:
        """Nobody was promised anything."""
        self.standing: dict[tuple[str, Scope], Promise] = {}
        self.fresh: dict[DeviceId, float] = {}
        """When something last happened that may raise a lamp."""
        self.happened: dict[DeviceId, float] = {}
        """The same, whether a hand held the lamp or not: it may have been none."""
        self.doubted: list[Promise] = []
        """What may have ended: a hand was there, if it was one, or it could not be read."""
        self.one_more_word: dict[DeviceId, bool] = {}
        """Lamps where a late command may have overtaken a person, and what that one chose."""
        self.policy: Policy | None = None
        """What the hub goes by; None: it has just started."""
        self._handed_on: set[tuple[str, Scope]] = set()
        """What was held of areas that are gone, and how it is held since: perhaps not written."""

    # what people do

    def freezes(self, policy: Policy, scope: Scope, now: float, until: float | None) -> None:
        """Note a freeze that the hub has heard."""
        self._stands(Promise(kind="freeze", scope=scope, since=now, until=until))
        self._stale(policy, scope)

    def sets(
        self, policy: Policy, scope: Scope, values: Values, now: float, until: float | None
    ) -> None:
        """Note an override that the hub has heard; it takes the place of holds beneath it."""
        self._stands(Promise(kind="set", scope=scope, since=now, until=until, values=values))
        for device in self.members(policy, scope):
            self.standing.pop(("hold", DeviceScope(device)), None)
        self._stale(policy, scope)

    def lifts(self, policy: Policy, scope: Scope, now: float, *, resume: bool) -> None:
        """Note that a scope was given back."""
        for kind in ("freeze", "set", "hold"):
            self.standing.pop((kind, scope), None)
        if resume:
            self.fresh.update(dict.fromkeys(self.members(policy, scope), now))

    def holds(self, policy: Policy, device: DeviceId, values: Values, now: float) -> None:
        """Note a hand or a tap; it ends what an older override set on this lamp."""
        self.moves(policy, device)
        self._stands(Promise(kind="hold", scope=DeviceScope(device), since=now, values=values))
        self.fresh.pop(device, None)

    def doubts(self, device: DeviceId) -> None:
        """Note that a hand may have been taken for a glitch: it was back within a second."""
        key = ("hold", DeviceScope(device))
        if key in self.standing:
            self.standing[key] = replace(self.standing[key], certain=False)
            if device in self.happened:
                # What waited to see whether it was a hand may be done then.
                self.fresh[device] = self.happened[device]

    def moves(self, policy: Policy, device: DeviceId) -> None:
        """Note that a hand may have been at a lamp: no older `set` is sure of it any more."""
        for key, promise in list(self.standing.items()):
            if promise.kind != "set" or device not in self.members(policy, promise.scope):
                continue
            if promise.scope == DeviceScope(device):
                self.doubted.append(self.standing.pop(key))
            else:
                self.standing[key] = replace(promise, without=promise.without | {device})

    def acknowledges(self, kind: str, scope: Scope, since: float) -> None:
        """Note that somebody was told that it is done."""
        promise = self.standing.get((kind, scope))
        if promise is not None and promise.since == since:
            self.standing[kind, scope] = replace(promise, acknowledged=True)

    def happens(self, policy: Policy, area: AreaId, now: float) -> None:
        """Note that something happened in an area that may raise its lamps."""
        for device in self.members(policy, AreaScope(area)):
            self.happened[device] = now
            if self.over(policy, device, now) is None:
                self.fresh[device] = now

    def goes_by(self, policy: Policy) -> None:
        """Note by which policy the hub goes now: what is held outlasts the areas that it knew.

        It is held of the area that has all that was in it and is new, else of each lamp that was in
        it. After a start nobody knows what was in it, and the house is frozen.
        """
        before = self.policy
        if before is policy or not policy.areas:
            return
        self.policy = policy
        for promise in [p for p in self.standing.values() if _is_gone(p.scope, policy)]:
            self._hand_on(promise, before, policy)
        gone = [promise for promise in self.doubted if _is_gone(promise.scope, policy)]
        for promise in gone:
            self.doubted.remove(promise)
            for heir in self._heirs(promise, before, policy):
                self.doubted.append(heir)
                key = heir.kind, heir.scope
                if key in self.standing:
                    # It may last longer than what stands for sure.
                    self.standing[key] = replace(self.standing[key], certain=False)

    def _hand_on(self, promise: Promise, before: Policy | None, policy: Policy) -> None:
        del self.standing[promise.kind, promise.scope]
        for heir in self._heirs(promise, before, policy):
            key = heir.kind, heir.scope
            other = self.standing.get(key, heir)
            one = max(other, heir, key=lambda p: p.since if p.kind == "set" else p.until or inf)
            self.standing[key] = replace(one, certain=other.certain and heir.certain)
            self._handed_on.add(key)

    def _heirs(
        self, promise: Promise, before: Policy | None, policy: Policy
    ) -> tuple[Promise, ...]:
        if before is None:
            return (replace(promise, kind="freeze", scope=HouseScope(), values={}),)
        inside = tuple(self.members(before, promise.scope))
        now_in = {area_of(policy, LAMPS[device]) for device in inside}
        if len(now_in) == 1 and now_in.isdisjoint(before.areas):
            return (replace(promise, scope=AreaScope(now_in.pop())),)
        each = (device for device in inside if device not in promise.without)
        return tuple(replace(promise, scope=DeviceScope(device)) for device in each)

    def is_stale(self, device: DeviceId) -> None:
        """Note that what happened before may raise a lamp no more."""
        self.fresh.pop(device, None)
        self.happened.pop(device, None)

    def _stands(self, promise: Promise) -> None:
        self.standing[promise.kind, promise.scope] = promise

    def _stale(self, policy: Policy, scope: Scope) -> None:
        # What happened before somebody took hold may raise nothing after.
        for device in self.members(policy, scope):
            self.is_stale(device)

    # what the hub does

    def life_ends(self, *, written: bool) -> None:
        """Keep what must stand: of what nobody was told, or what is not written, either may be."""
        if self._handed_on:
            # Or the area still stands, and the house is frozen in its place.
            self._handed_on.add(("freeze", HouseScope()))
        for key, promise in list(self.standing.items()):
            known = promise.acknowledged and (written or key not in self._handed_on)
            self.standing[key] = replace(promise, certain=promise.certain and known)
        self.policy = None
        self._handed_on.clear()
        self.fresh.clear()
        self.happened.clear()
        self.one_more_word.clear()

    def is_in_doubt(self) -> None:
        """Be sure of nothing that stood; some of it may still."""
        self.doubted += self.standing.values()
        self.standing.clear()

    def forget_ends(self) -> None:
        """Be sure no more of anything that has an end."""
        for key, promise in list(self.standing.items()):
            if promise.until is not None or promise.kind == "hold":
                self.standing[key] = replace(promise, certain=False)

    def hub_sends(
        self, policy: Policy, command: Command, is_now: tuple[bool, int], now: float, *, by: str
    ) -> None:
        """Judge a command that leaves; `by` is the person's act it belongs to, if there is one."""
        device = command.device
        if not command.automated:
            revealed = self._set_beneath(policy, command, now) and not _raises(command, is_now)
            word = self.one_more_word.pop(device, None) if not by and not revealed else None
            if not by and not revealed and (word is None or command.values.get(POWER) is not word):
                raise Broken(f"I4: {device} is told {told(command)}, and nobody asked for it")
            self.one_more_word.pop(device, None)
            return
        over = self.over(policy, device, now)
        if over is not None:
            since = f"since {now - over.since:.3f} s"
            raise Broken(f"I1: {device} is told {told(command)} under a {over.kind} {since}")
        if _raises(command, is_now) and now - self.fresh.get(device, -FRESH) >= FRESH:
            raise Broken(f"I3: {device} is raised to {told(command)}, and nothing had happened")

    def _set_beneath(self, policy: Policy, command: Command, now: float) -> bool:
        """Say whether an older `set` asks for this: it shows when a newer one has ended."""
        return any(
            promise.kind == "set"
            and command.device in self.members(policy, promise.scope)
            and (promise.until is None or now < promise.until)
            and promise.values.get(POWER) == command.values.get(POWER)
            for promise in (*self.standing.values(), *self.doubted)
        )

    def over(self, policy: Policy, device: DeviceId, now: float) -> Promise | None:
        """Return what covers a lamp for sure at this moment."""
        for promise in self.standing.values():
            if device in promise.without or not promise.lasts(now):
                continue
            if device in self.members(policy, promise.scope):
                return promise
        return None

    def members(self, policy: Policy, scope: Scope) -> Iterator[DeviceId]:
        """Yield the lamps in a scope under a policy."""
        for device in LAMPS:
            match scope:
                case HouseScope():
                    yield device
                case AreaScope(area):
                    if area_of(policy, LAMPS[device]) == area:
                        yield device
                case DeviceScope(only):
                    if only == device:
                        yield device

    def starts(self, house: House, wall: float, now: float) -> None:
        """Judge what a hub knows after its start."""
        people = house.people
        for promise in self.standing.values():
            if not promise.lasts(now):
                continue
            found: Freeze | Override | Hold | None
            match promise.kind, promise.scope:
                case "freeze", scope:
                    found = people.freezes.get(scope)
                case "set", DeviceScope(device) if device in people.holds:
                    # What looked like a hand has ended it, and holds the lamp in its place.
                    continue
                case "set", scope:
                    found = people.overrides.get(scope)
                case _, DeviceScope(device):
                    found = people.holds.get(device)
                case _:
                    continue
            if found is None:
                raise Broken(f"I2: the {promise.kind} of {promise.scope} is gone after a start")
            left = None if promise.until is None else promise.until - now
            until = found.until
            if left is not None and (until is None or not -MOMENTS < until - wall - left < LONGER):
                rest = "for ever" if until is None else f"{until - wall:.1f} s"
                raise Broken(f"I2: {promise.scope} is held for {rest}, not {left:.1f} s")


def _is_gone(scope: Scope, policy: Policy) -> bool:
    return isinstance(scope, AreaScope) and scope.area not in policy.areas


def told(command: Command) -> str:
    """Return what a command says, for people."""
    return ", ".join(f"{aspect} {value}" for aspect, value in command.values.items())


def _raises(command: Command, is_now: tuple[bool, int]) -> bool:
    lit, brightness = is_now
    if command.values.get(POWER) is False:
        return False
    wanted = as_number(command.values.get(BRIGHTNESS))
    if command.values.get(POWER) is True and not lit:
        return True
    return lit and wanted is not None and wanted > brightness + ROUNDED
