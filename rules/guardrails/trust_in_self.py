"""Trust in self: where the clock, a sensor or the device is in doubt, automation only suggests."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from rules.deciding.judging import leaves_on
from rules.explain.phrases import clock, duration_text, listed
from rules.explain.reasons import someone
from rules.guardrail import Case, Confirm, Guardrail, Verdict
from rules.house import House
from rules.policy import Role
from rules.words.ids import DeviceId, Ref
from rules.words.times import HOUR, MINUTE, Duration, Moment
from rules.words.value import value
from rules.words.wishes import Proposal, SawReading, SawTime

A_WHILE = Duration(5 * MINUTE)
AN_HOUR = Duration(HOUR)


@value(frozen=True, slots=True, kw_only=True)
class TrustInSelf(Guardrail):
    """Asks before anything but switching off happens while something about it is in doubt.

    In doubt are: what a timetable wants for `clock_doubted` after the clock was put by a minute
    or more, a sensor that sets something off or stands in `sensors` and is out of reach or was
    not heard for `silent`, and the device itself where it is out of reach or its word is doubtful.
    """

    name: ClassVar[str] = "trust_in_self"
    safety: ClassVar[bool] = True
    doubts: ClassVar[bool] = True

    sensors: tuple[Ref, ...] = ()
    silent: Duration | None = None
    clock_doubted: Duration = AN_HOUR
    who: Role = Role.ADULT
    answer_within: Duration = A_WHILE

    def judge(self, case: Case) -> Verdict:
        """Ask about a change where there is a doubt."""
        if not case.changes or not leaves_on(case):
            return None
        seen = next(self._doubts(case), None)
        if seen is None:
            return None
        deadline = case.now + self.answer_within
        return Confirm(who=self.who.value, deadline=deadline, observed=seen)

    def _doubts(self, case: Case) -> Iterator[str]:
        house, now, trigger = case.house, case.now, case.proposal.cause.trigger
        put = house.clock_put
        # Where its hours count the clock matters too, whatever set it off.
        timed = isinstance(trigger, SawTime) or self.between is not None or bool(self.days)
        if timed and put is not None and now - put < self.clock_doubted:
            yield f"the clock was put at {clock(put, house.policy.home.zone)}"
        seen = [trigger.device] if isinstance(trigger, SawReading) else []
        for ref in self.sensors:
            device = house.find(ref)
            if device is None:
                yield f"{ref} is not known"
            else:
                seen.append(device)
        for device in dict.fromkeys(seen):
            if self._is_in_doubt(house, device, now):
                yield f"nobody can rely on {house.devices[device].name}"
        if self._is_in_doubt(house, case.device.id, now, its_own=True):
            yield f"nobody can rely on {case.device.name}"

    def _is_in_doubt(
        self, house: House, device: DeviceId, now: Moment, *, its_own: bool = False
    ) -> bool:
        condition = house.conditions.get(device)
        if condition is None or device not in house.devices or not condition.available:
            return device in house.devices
        if condition.clues is not None and condition.clues.is_doubtful(now):
            return True
        # A lamp may be silent for days, as long as nothing happens to it.
        return not its_own and self.silent is not None and now - condition.heard_at > self.silent

    def reads(self, house: House, proposal: Proposal) -> Iterable[DeviceId]:
        """Return the sensors that count."""
        trigger = proposal.cause.trigger
        seen = [trigger.device] if isinstance(trigger, SawReading) else []
        named = (house.find(ref) for ref in self.sensors)
        return dict.fromkeys((*seen, *(device for device in named if device is not None)))

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        silent = f" or silent for {duration_text(self.silent)}" if self.silent else ""
        sensors = f" ({listed(self.sensors)} too)" if self.sensors else ""
        return (
            f"asks {someone(self.who.value)} while the clock, a sensor{sensors} or the device "
            f"is in doubt{silent}{self.hours()}"
        )


KINDS: tuple[type[Guardrail], ...] = (TrustInSelf,)
