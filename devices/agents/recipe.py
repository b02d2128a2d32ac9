"""`recipe`: when this happens, if that holds, then wish for these; see `devices.recipes`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, ClassVar, Final, Never

from devices.recipes import LONGEST, Condition, OnDays, Press, Rule
from rules.agent import Agent
from rules.words.days import is_meant
from rules.words.ids import DeviceId, Ref, slug
from rules.words.news import (
    ButtonPressed,
    Cron,
    Daily,
    News,
    PointReached,
    Reach,
    ReadingChanged,
    TimetableEntry,
    Woken,
)
from rules.words.readings import Reading, Test
from rules.words.times import Moment, SunPoint, TimeOfDay, Window
from rules.words.value import value
from rules.words.values import Aspect, Values
from rules.words.wishes import Cause, Level, Proposal, SawPress, SawReading, SawTime

if TYPE_CHECKING:
    from rules.house import House


@value(frozen=True, slots=True)
class _Ready:
    """A rule whose devices are named by slugs, with which the house finds them at once."""

    rule: Rule
    conditions: tuple[Condition, ...]
    wishes: tuple[tuple[Ref, Values], ...]


@value(frozen=True, slots=True)
class _Index:
    """The rules by what sets them off, so that news meets only those that it may concern."""

    readings: Mapping[Aspect, Sequence[tuple[Ref, Test, _Ready]]]
    presses: Mapping[str, Sequence[tuple[Ref, _Ready]]]
    points: Mapping[str, Sequence[_Ready]]
    timetable: Mapping[str, TimetableEntry]


_NONE: Final[Mapping[Any, Never]] = {}
"""One for all recipes that nothing of its sort sets off."""


@value(frozen=True, slots=True, kw_only=True)
class Recipe(Agent):
    """Rules of the household's own making, at EVENT after a reading or press, else at SCHEDULE."""

    name: ClassVar[str] = "recipe"
    level: ClassVar[Level] = Level.EVENT

    rules: tuple[Rule, ...]
    _index: _Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the rules by what sets them off."""
        # No memory: worked out once from the rules, or each piece of news would pay for it.
        object.__setattr__(self, "_index", _indexed(self.rules))

    def listens(self) -> Reach:
        """Hear of the devices whose readings or presses set a rule off."""
        triggers = [trigger for rule in self.rules for trigger in rule.when]
        return Reach(refs=frozenset(t.device for t in triggers if isinstance(t, Reading | Press)))

    def reaches(self) -> Reach:
        """Wish for the devices that stand after `then`."""
        return Reach(refs=frozenset(ref for rule in self.rules for ref in rule.then))

    def least_wished(self) -> frozenset[Aspect]:
        """Wish for what each `then` has of each device."""
        wishes = [frozenset(values) for rule in self.rules for values in rule.then.values()]
        return frozenset.intersection(*wishes)

    def timetable(self) -> tuple[TimetableEntry, ...]:
        """Hear of the times that set a rule off, each once."""
        return tuple(self._index.timetable.values())

    def consider(self, news: News, house: "House", now: Moment) -> Iterable[Proposal]:
        """Wish what those rules say that the news sets off and whose conditions hold."""
        match news:
            case ReadingChanged():
                return self._wishes(self._after_reading(news, house), news.cause, house, now)
            case ButtonPressed():
                return self._wishes(self._after_press(news, house), news.cause, house, now)
            case PointReached():
                return self._wishes_by_time(news, house, now)
            case Woken():
                return ()

    def why_over(self, wish: Proposal, house: "House", now: Moment) -> str:
        """Wish it while the conditions of the rule hold; what set it off may have gone by."""
        rules = list(self._rules_of(wish, house))
        failed = rules and all(_failed(ready.conditions, house, now) for ready in rules)
        return "what it depends on is not so any more" if failed else ""

    def _rules_of(self, wish: Proposal, house: "House") -> Iterable[_Ready]:
        """Return the rules of which a wish may have come, by what it says set it off."""
        found: Iterable[_Ready] = ()
        match wish.cause.trigger:
            case SawReading(device, aspect, value):
                readings = self._index.readings.get(aspect, ())
                found = [
                    r for ref, test, r in readings if _is(house, ref, device) and test.holds(value)
                ]
            case SawPress(device, press):
                presses = self._index.presses.get(press, ())
                found = [ready for ref, ready in presses if _is(house, ref, device)]
            case SawTime(point):
                found = self._index.points.get(point, ())
            case _:
                pass
        return [
            ready
            for ready in found
            if any(v == wish.values and _is(house, ref, wish.device) for ref, v in ready.wishes)
        ]

    def _wishes(
        self, found: Iterable[_Ready], cause: Cause, house: "House", now: Moment
    ) -> Iterable[Proposal]:
        return [
            Proposal(
                agent=self.id,
                device=device,
                level=Level.EVENT,
                values=values,
                until=now + (ready.rule.for_ or LONGEST),
                cause=cause,
                then=ready.rule.afterwards,
            )
            for ready in found
            if not ready.conditions or _hold(ready.conditions, house, now)
            for ref, values in ready.wishes
            if (device := house.find(ref)) is not None
        ]

    def _wishes_by_time(
        self, news: PointReached, house: "House", now: Moment
    ) -> Iterable[Proposal]:
        for ready in self._index.points.get(news.point, ()):
            until = news.at + ready.rule.for_ if ready.rule.for_ else news.following
            # A late point is judged by the hour at which it was due.
            if until <= now or not _hold(ready.conditions, house, news.at):
                continue
            for ref, values in ready.wishes:
                if (device := house.find(ref)) is not None:
                    yield Proposal(
                        agent=self.id,
                        device=device,
                        level=Level.SCHEDULE,
                        values=values,
                        until=until,
                        cause=news.cause,
                        then=ready.rule.afterwards,
                        late=news.late,
                    )

    def _after_reading(self, news: ReadingChanged, house: "House") -> Sequence[_Ready]:
        found: list[_Ready] = []
        for ref, test, ready in self._index.readings.get(news.aspect, ()):
            if (
                test.holds(news.after)
                and house.find(ref) == news.device
                and not test.holds(news.before)
                and ready not in found
            ):
                found.append(ready)
        return found

    def _after_press(self, news: ButtonPressed, house: "House") -> Sequence[_Ready]:
        return [
            ready
            for ref, ready in self._index.presses.get(news.press, ())
            if house.find(ref) == news.device
        ]


def _hold(conditions: Iterable[Condition], house: "House", at: Moment) -> bool:
    """Say whether all of them hold; what is not known does not."""
    for condition in conditions:
        if isinstance(condition, Reading):
            device = house.find(condition.device)
            if device is None or not condition.test.holds(house.value(device, condition.aspect)):
                return False
        elif not _is_within(condition, house, at):
            return False
    return True


def _failed(conditions: Iterable[Condition], house: "House", at: Moment) -> bool:
    """Say whether one of them is known not to hold; what is not known did not fail."""
    for condition in conditions:
        if isinstance(condition, Reading):
            device = house.find(condition.device)
            now = None if device is None else house.value(device, condition.aspect)
            if now is not None and not condition.test.holds(now):
                return True
        elif _is_within(condition, house, at) is False:
            return True
    return False


def _is_within(condition: Window | OnDays, house: "House", at: Moment) -> bool | None:
    """Say whether a moment is in these hours or on these days; None while the sun is unknown."""
    if isinstance(condition, OnDays):
        return is_meant(condition.days, condition.hours, house.week_minute(at), house.sky)
    return house.within(condition, at)


def _is(house: "House", ref: Ref, device: DeviceId) -> bool:
    return house.find(ref) == device


def _indexed(rules: Iterable[Rule]) -> _Index:
    readings: dict[Aspect, list[tuple[Ref, Test, _Ready]]] = {}
    presses: dict[str, list[tuple[Ref, _Ready]]] = {}
    points: dict[str, list[_Ready]] = {}
    timetable: dict[str, TimetableEntry] = {}
    for rule in rules:
        ready = _ready(rule)
        for trigger in rule.when:
            match trigger:
                case Reading(device, aspect, test):
                    entry = (Ref(slug(device)), test, ready)
                    readings.setdefault(aspect, []).append(entry)
                case Press(device, press):
                    presses.setdefault(press, []).append((Ref(slug(device)), ready))
                case TimeOfDay() | SunPoint():
                    point = str(trigger)
                    points.setdefault(point, []).append(ready)
                    timetable[point] = Daily(point, trigger)
                case Cron(line=line):
                    points.setdefault(line, []).append(ready)
                    timetable[line] = Cron(line, line)
    # They stay as they are: a tuple is half of a list.
    kept = {aspect: tuple(found) for aspect, found in readings.items()}
    return _Index(kept or _NONE, presses or _NONE, points or _NONE, timetable or _NONE)


def _ready(rule: Rule) -> _Ready:
    return _Ready(
        rule=rule,
        conditions=tuple(
            Reading(Ref(slug(one.device)), one.aspect, one.test)
            if isinstance(one, Reading)
            else one
            for one in rule.if_
        ),
        wishes=tuple((Ref(slug(ref)), values) for ref, values in rule.then.items()),
    )


KIND = Recipe
