"""Evidence: so many signs must say so, and lately, before anything changes."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from rules.deciding.judging import holds, leaves_on
from rules.explain.phrases import duration_text, listed, reading_text
from rules.guardrail import Case, Forbid, Guardrail, Verdict
from rules.house import House
from rules.words.ids import DeviceId
from rules.words.readings import Reading
from rules.words.times import Duration, Moment
from rules.words.value import value
from rules.words.wishes import Proposal


@value(frozen=True, slots=True, kw_only=True)
class EvidenceQuorum(Guardrail):
    """Forbids a change unless `at_least` of the signs hold and come from devices heard lately.

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
        """Forbid a change for which too little speaks."""
        if not case.changes or not self._is_meant(case):
            return None
        count = sum(self._speaks(case.house, sign, case.now) for sign in self.signs)
        if count >= self.at_least:
            return None
        return Forbid(f"{count} of {len(self.signs)} signs said so lately")

    def _is_meant(self, case: Case) -> bool:
        off = not leaves_on(case)
        return self.when == "all" or off is (self.when == "off")

    def _speaks(self, house: House, sign: Reading, now: Moment) -> bool:
        device = house.find(sign.device)
        condition = house.conditions.get(device) if device is not None else None
        if condition is None or now - condition.heard_at > self.heard_within:
            return False
        return holds(house, sign) is True

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
