"""Restoring: what outlived a restart is put back before anything else; nothing is commanded."""

from collections.abc import Iterable, Mapping

from rules.claims import Claim
from rules.due import ClaimDue, HoldDue, ScopeDue
from rules.house import Condition, House
from rules.overrides import next_look
from rules.words.effects import Standing
from rules.words.ids import DecisionId, DeviceId, HardwareId
from rules.words.people import Freeze, Hold, Override


def restore(
    house: House,
    standing: Iterable[Standing],
    ids: Mapping[HardwareId, DeviceId],
    next_decision: DecisionId,
) -> None:
    """Put back freezes, overrides, holds and live claims as the journal kept them.

    Each comes with its own end; what ended meanwhile ends by that at the next step.
    """
    house.ids.update(ids)
    house.next_decision = next_decision
    for thing in standing:
        match thing:
            case Freeze(scope=scope, until=until):
                house.people.freezes[scope] = thing
                if until is not None:
                    house.due.put(ScopeDue(scope), until)
            case Override(scope=scope, until=until):
                house.people.overrides[scope] = thing
                if until is not None:
                    house.due.put(ScopeDue(scope), until)
            case Hold(device=device):
                house.people.holds[device] = thing
                house.due.put(HoldDue(device), next_look(house, thing))
            case Claim(device=device):
                condition = house.conditions.setdefault(device, Condition())
                condition.claims = (*condition.claims, thing)
                house.due.put(ClaimDue(device, thing.agent), thing.until)
    for condition in house.conditions.values():
        condition.claims = tuple(sorted(condition.claims, key=lambda c: -c.level))
