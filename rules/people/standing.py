"""What people hold at this moment: freezes, overrides and hands, looked up live by scope."""

from collections.abc import Iterator

from rules.words.ids import AgentId, AreaId, DeviceId, SwitchId
from rules.words.people import (
    AreaScope,
    DeviceScope,
    Freeze,
    Hold,
    HouseScope,
    Override,
    Pause,
    PersonClaim,
    Scope,
)
from rules.words.times import Moment

HOUSE = HouseScope()


def scopes_over(device: DeviceId, area: AreaId | None) -> tuple[Scope, ...]:
    """Return the scopes that a device lies in, widest first."""
    if area is None:
        return (HOUSE, DeviceScope(device))
    return (HOUSE, AreaScope(area), DeviceScope(device))


class People:
    """At most one freeze and one override for each scope, and one hold for each device.

    What a physical switch holds is its own, beside what people place on the same scope.
    """

    __slots__ = ("freezes", "holds", "overrides", "pauses", "switches")

    def __init__(self) -> None:
        """Start with nobody holding anything."""
        self.freezes: dict[Scope, Freeze] = {}
        self.overrides: dict[Scope, Override] = {}
        self.holds: dict[DeviceId, Hold] = {}
        self.switches: dict[SwitchId, Freeze | Override] = {}
        self.pauses: dict[AgentId, Pause] = {}

    def pause_of(self, agent: AgentId, now: Moment) -> Pause | None:
        """Return the pause of an agent, if it has one now."""
        pause = self.pauses.get(agent)
        return pause if pause is not None and now < pause.until else None

    def freeze_over(self, device: DeviceId, area: AreaId | None, now: Moment) -> Freeze | None:
        """Return the widest freeze that covers a device; a switch's goes before a person's."""
        if not (self.freezes or self.switches):
            return None
        found = (self.freeze_on(scope, now) for scope in scopes_over(device, area))
        return next((freeze for freeze in found if freeze is not None), None)

    def freeze_on(self, scope: Scope, now: Moment) -> Freeze | None:
        """Return the freeze of exactly this scope; a switch's goes before a person's."""
        for held in self.switches.values():
            if isinstance(held, Freeze) and held.scope == scope:
                return held
        freeze = self.freezes.get(scope)
        return freeze if freeze and (freeze.until is None or now < freeze.until) else None

    def override_on(self, scope: Scope, now: Moment) -> Override | None:
        """Return what exactly this scope is set to: the newest, a person's or a switch's."""
        newest = self.overrides.get(scope)
        if newest is not None and newest.until is not None and newest.until <= now:
            newest = None
        for held in self.switches.values():
            if isinstance(held, Override) and held.scope == scope:
                newest = held if newest is None or held.since >= newest.since else newest
        return newest

    def scopes(self) -> tuple[Scope, ...]:
        """Return the scopes on which anything is placed, each once."""
        by_switches = (held.scope for held in self.switches.values())
        return tuple(dict.fromkeys((*self.freezes, *self.overrides, *by_switches)))

    def claim_on(self, device: DeviceId, area: AreaId | None, now: Moment) -> PersonClaim | None:
        """Return what holds a device: among hold and overrides, the newest person wins."""
        hold = self.holds.get(device)
        newest: PersonClaim | None = hold if hold is not None and now < hold.until else None
        if not (self.overrides or self.switches):
            return newest
        for override in self._set_over(device, scopes_over(device, area), now):
            if newest is None or override.since >= newest.since:
                newest = override
        return newest

    def _set_over(
        self, device: DeviceId, over: tuple[Scope, ...], now: Moment
    ) -> Iterator[Override]:
        """Yield what sets any of these scopes and has not been ended on this device."""
        for scope in over:
            placed = self.overrides.get(scope)
            if placed is None or device in placed.without:
                continue
            if placed.until is None or now < placed.until:
                yield placed
        for held in self.switches.values():
            if isinstance(held, Override) and held.scope in over and device not in held.without:
                yield held
