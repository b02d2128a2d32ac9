"""Evidence: so many signs must say so, and lately, before anything changes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from rules.deciding.judging import holds, leaves_on
from rules.explain.phrases import duration_text, listed, reading_text
from rules.guardrail import Case, Delay, Forbid, Guardrail, Verdict
from rules.house import House
from rules.words.ids import DeviceId, Ref
from rules.words.readings import Reading
from rules.words.times import MINUTE, Duration, Moment
from rules.words.value import value
from rules.words.values import Aspect
from rules.words.wishes import Proposal

if TYPE_CHECKING:
    from rules.policy import Policy

LOOK_AGAIN: Final = 10 * MINUTE
"""A wish that waits is looked at so often; a sensor that says the same anew is no news."""


@value(frozen=True, slots=True, kw_only=True)
class EvidenceQuorum(Guardrail):
    """Forbids a change unless `at_least` of the signs hold and come from devices heard lately.

    To switch off waits for them, where so many can come in time. What would be on does not: a
    lamp that comes on long after its cause, or a lock that opens, is nobody's wish any more.
    `when` says which changes: switching `off`, all that leaves it `on`, or `all`. What is as it
    is wished needs no evidence to stay so.
    """

    name: ClassVar[str] = "evidence_quorum"
    safety: ClassVar[bool] = True

    signs: tuple[Reading, ...]
    at_least: int
    heard_within: Duration
    when: Literal["all", "on", "off"] = "all"

    def __post_init__(self) -> None:
        """Refuse a number of signs that can never be reached, and none."""
        if not 1 <= self.at_least <= len(self.signs):
            raise ValueError(f"`at_least` must be from 1 to {len(self.signs)}: so many are `signs`")

    def judge(self, case: Case) -> Verdict:
        """Keep back a change for which too little speaks."""
        if not case.changes or not self._is_meant(case):
            return None
        count = sum(self._speaks(case.house, sign, case.now) for sign in self.signs)
        if count >= self.at_least:
            return None
        seen = f"{count} of {len(self.signs)} signs said so lately"
        looks = min(case.now + LOOK_AGAIN, case.proposal.until - MINUTE)
        possible = sum(self._may_speak(case.house, sign) for sign in self.signs)
        if leaves_on(case) or looks <= case.now or possible < self.at_least:
            return Forbid(seen)
        return Delay(until=looks, observed=seen, needs=True)

    def _is_meant(self, case: Case) -> bool:
        off = not leaves_on(case)
        return self.when == "all" or off is (self.when == "off")

    def _may_speak(self, house: House, sign: Reading) -> bool:
        device = house.find(sign.device)
        return device is not None and house.is_available(device)

    def _speaks(self, house: House, sign: Reading, now: Moment) -> bool:
        device = house.find(sign.device)
        condition = house.conditions.get(device) if device is not None else None
        if condition is None or now - condition.heard_at > self.heard_within:
            return False
        return holds(house, sign) is True

    def watches(self, policy: "Policy") -> Iterable[tuple[Ref, Aspect]]:  # noqa: ARG002 -- the contract names it
        """Return the signs: a wish that waits for them goes on when they have come."""
        return [(sign.device, sign.aspect) for sign in self.signs]

    def reads(self, house: House, proposal: Proposal) -> Iterable[DeviceId]:  # noqa: ARG002 -- the contract names it
        """Return the devices that show the signs."""
        found = (house.find(sign.device) for sign in self.signs)
        return dict.fromkeys(device for device in found if device is not None)

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        what = {
            "all": "lets nothing change",
            "on": "lets nothing be on",
            "off": "switches nothing off",
        }
        signs = listed(map(reading_text, self.signs), "or")
        if len(self.signs) > 1:
            signs = f"{self.at_least} of {len(self.signs)} signs say so ({signs})"
        heard = f"not heard for more than {duration_text(self.heard_within)} does not count"
        return f"{what[self.when]} unless {signs}; what was {heard}{self.hours()}"


KINDS: tuple[type[Guardrail], ...] = (EvidenceQuorum,)
