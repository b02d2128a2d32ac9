"""What people hold at this moment: freezes, overrides and hands, looked up live by scope."""

from rules.words.ids import AreaId, DeviceId
from rules.words.people import (
    AreaScope,
    DeviceScope,
    Freeze,
    Hold,
    HouseScope,
    Override,
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
    """At most one freeze and one override for each scope, and one hold for each device."""

    __slots__ = ("freezes", "holds", "overrides")

    def __init__(self) -> None:
        """Start with nobody holding anything."""
        self.freezes: dict[Scope, Freeze] = {}
        self.overrides: dict[Scope, Override] = {}
        self.holds: dict[DeviceId, Hold] = {}

    def freeze_over(self, device: DeviceId, area: AreaId | None, now: Moment) -> Freeze | None:
        """Return the widest freeze that covers a device."""
        if not self.freezes:
            return None
        found = (self.freezes.get(scope) for scope in scopes_over(device, area))
        return next((f for f in found if f and (f.until is None or now < f.until)), None)

    def claim_on(self, device: DeviceId, area: AreaId | None, now: Moment) -> PersonClaim | None:
        """Return what holds a device: among hold and overrides, the newest person wins."""
        hold = self.holds.get(device)
        newest: PersonClaim | None = hold if hold is not None and now < hold.until else None
        if not self.overrides:
            return newest
        for scope in scopes_over(device, area):
            override = self.overrides.get(scope)
            if override is None or device in override.without:
                continue
            if override.until is not None and override.until <= now:
                continue
            if newest is None or override.since >= newest.since:
                newest = override
        return newest
