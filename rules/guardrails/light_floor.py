"""The light floor: where somebody is, automation leaves some light."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from rules.deciding.judging import bound, concerns_light, sensing_people, switched
from rules.explain.phrases import percent_text
from rules.guardrail import Case, Forbid, Guardrail, Verdict
from rules.house import House
from rules.words.ids import DeviceId
from rules.words.value import value
from rules.words.values import BRIGHTNESS, POWER, Brightness, as_number
from rules.words.wishes import Proposal

if TYPE_CHECKING:
    from rules.policy import Policy


@value(frozen=True, slots=True, kw_only=True)
class LightFloor(Guardrail):
    """Bounds the brightness from below, switching off included.

    Where nobody knows whether somebody is there, somebody counts as there.
    """

    name: ClassVar[str] = "light_floor"
    safety: ClassVar[bool] = True

    at_least: Brightness
    while_occupied: bool = True

    def judge(self, case: Case) -> Verdict:
        """Bound the brightness of a wish for a lamp; one that cannot be dimmed stays on."""
        device, values = case.device, case.values
        if not device.is_lamp or not concerns_light(values) or self.at_least <= 0:
            return None
        seen = ""
        if self.while_occupied:
            somebody = case.house.somebody_in(case.area) if case.area is not None else None
            if somebody is False:
                return None
            seen = "somebody is there" if somebody else "nobody knows whether somebody is there"
        off = values.get(POWER) is False
        if not device.dims:
            return Forbid(seen) if off and _may_be_on(case) else None
        wished = as_number(values.get(BRIGHTNESS))
        outside = off or (wished is not None and wished < self.at_least)
        # A wish inside the bound gets it too: another rule may push it downwards.
        return bound(BRIGHTNESS, self.at_least, None, seen if outside else "")

    def reads(self, house: House, proposal: Proposal) -> Iterable[DeviceId]:
        """Return what senses people where the lamp is."""
        return sensing_people(house, proposal.device) if self.while_occupied else ()

    def idle(self, policy: "Policy") -> str:  # noqa: ARG002 -- the contract names it
        """Return why it can never matter."""
        return "no lamp is darker than 0 %" if self.at_least <= 0 else ""

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        who = " while somebody is there" if self.while_occupied else ""
        return f"keeps at least {percent_text(self.at_least)} of light{who}{self.hours()}"


def _may_be_on(case: Case) -> bool:
    power = switched(case.house, case.device.id)
    return power is None or power[0]


KINDS: tuple[type[Guardrail], ...] = (LightFloor,)
