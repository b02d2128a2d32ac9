"""What falls due when: one list of moments, so that the shell needs only one timer."""

import heapq
from typing import TypeAlias

from rules.words.alarms import AlarmKind
from rules.words.ids import AgentId, AreaId, DeviceId, GuardrailId, PromptId
from rules.words.people import Scope
from rules.words.times import Moment
from rules.words.value import value
from rules.words.values import Aspect


@value(frozen=True, slots=True)
class ClaimDue:
    """A lease of this agent on this device may have ended, or a delayed wish may go on."""

    device: DeviceId
    agent: AgentId


@value(frozen=True, slots=True)
class ReportDue:
    """The device should have reported what it was last told."""

    device: DeviceId


@value(frozen=True, slots=True)
class JudgeDue:
    """A report of the device that nothing explained has been looked at for long enough."""

    device: DeviceId


@value(frozen=True, slots=True)
class HoldDue:
    """A hold may have ended."""

    device: DeviceId


@value(frozen=True, slots=True)
class AreaDue:
    """An area may have been empty for long enough."""

    area: AreaId


@value(frozen=True, slots=True)
class ScopeDue:
    """A freeze or an override may have ended."""

    scope: Scope


@value(frozen=True, slots=True)
class ReminderDue:
    """What stands on a scope without an end may have to be said again."""

    scope: Scope


@value(frozen=True, slots=True)
class AlarmDue:
    """An alarm may be over."""

    device: DeviceId
    kind: AlarmKind


@value(frozen=True, slots=True)
class SilenceDue:
    """A sensor may have been silent for too long."""

    device: DeviceId


@value(frozen=True, slots=True)
class RuleDue:
    """A guardrail's hours may have opened or closed."""

    rule: GuardrailId


@value(frozen=True, slots=True)
class AgentDue:
    """An agent asked to be woken."""

    agent: AgentId
    key: str


@value(frozen=True, slots=True)
class PromptDue:
    """A prompt may have come to its deadline, or its wish to its end."""

    prompt: PromptId


@value(frozen=True, slots=True)
class PauseDue:
    """The pause of an agent may have ended."""

    agent: AgentId


@value(frozen=True, slots=True)
class FadeDue:
    """What a device said of itself may not be so any more: it says only when it begins."""

    device: DeviceId
    aspect: Aspect


Due: TypeAlias = (
    ClaimDue
    | ReportDue
    | JudgeDue
    | HoldDue
    | AlarmDue
    | SilenceDue
    | AreaDue
    | ScopeDue
    | ReminderDue
    | RuleDue
    | AgentDue
    | PauseDue
    | FadeDue
    | PromptDue
)


NEVER = float("inf")


class DueList:
    """A heap of moments. Entries are hints: whoever takes one looks whether it still holds."""

    __slots__ = ("_count", "_heap", "_moments")

    def __init__(self) -> None:
        """Start empty."""
        self._heap: list[tuple[Moment, int, Due]] = []
        self._moments: dict[Due, Moment] = {}
        self._count = 0

    def put(self, due: Due, at: Moment) -> None:
        """Note that something falls due. An earlier entry stays; who takes it looks again."""
        held = self._moments.get(due)
        if held is not None and held <= at:
            return
        self._moments[due] = at
        self._count += 1
        heapq.heappush(self._heap, (at, self._count, due))

    def drop(self, due: Due) -> None:
        """Take something off the list."""
        self._moments.pop(due, None)

    @property
    def earliest(self) -> Moment:
        """Return a moment before which nothing falls due."""
        return self._heap[0][0] if self._heap else NEVER

    def next(self) -> Moment | None:
        """Return the moment of the next entry."""
        self._prune()
        return self._heap[0][0] if self._heap else None

    def take(self, now: Moment) -> list[Due]:
        """Take out, in order, what is due by now."""
        taken: list[Due] = []
        while self._heap and self._heap[0][0] <= now:
            at, _, due = heapq.heappop(self._heap)
            if self._moments.get(due) == at:
                del self._moments[due]
                taken.append(due)
        return taken

    def shift(self, by: float) -> None:
        """Move every moment, as after a step of the wall clock."""
        moments = {due: at + by for due, at in self._moments.items()}
        self._heap, self._moments = [], {}
        for due, at in moments.items():
            self.put(due, at)

    def _prune(self) -> None:
        while self._heap and self._moments.get(self._heap[0][2]) != self._heap[0][0]:
            heapq.heappop(self._heap)
