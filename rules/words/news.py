"""What agents hear of: the changes of the house that an agent may answer with a wish."""

from typing import TypeAlias

from rules.words.ids import AreaId, DeviceId, Ref
from rules.words.times import DayPoint, Moment, Seconds
from rules.words.value import value
from rules.words.values import Aspect, Value
from rules.words.wishes import Cause


@value(frozen=True, slots=True)
class ReadingChanged:
    """A device's value changed, or was heard of for the first time (`before` is None)."""

    device: DeviceId
    aspect: Aspect
    before: Value
    after: Value
    cause: Cause


@value(frozen=True, slots=True)
class ButtonPressed:
    """A button was pressed."""

    device: DeviceId
    press: str
    cause: Cause


@value(frozen=True, slots=True)
class PointReached:
    """A point of the agent's timetable came; see `ScheduleReached`."""

    point: str
    at: Moment
    following: Moment
    late: bool
    cause: Cause


@value(frozen=True, slots=True)
class Woken:
    """The moment that the agent asked for has come."""

    key: str
    cause: Cause


News: TypeAlias = ReadingChanged | ButtonPressed | PointReached | Woken


@value(frozen=True, slots=True)
class Reach:
    """Areas and devices, as an agent or a guardrail names them; nothing named: nothing."""

    areas: frozenset[AreaId] = frozenset()
    refs: frozenset[Ref] = frozenset()
    house: bool = False


@value(frozen=True, slots=True)
class Daily:
    """A timetable entry: each day at a time of day or a moment of the sun."""

    name: str
    at: DayPoint


@value(frozen=True, slots=True)
class Cron:
    """A timetable entry: a cron line of five fields, in the home's civil time."""

    name: str
    line: str


@value(frozen=True, slots=True)
class Every:
    """A timetable entry: again and again after some seconds."""

    name: str
    seconds: Seconds


TimetableEntry: TypeAlias = Daily | Cron | Every
