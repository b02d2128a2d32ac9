"""The charts of the balance; each has a sentence that says what it shows, and its numbers."""

from collections.abc import Sequence
from datetime import date
from typing import Final, TypeAlias

from hub.balance.drawing import WIDTH, Chart, Drawing, framed, round_top, thinned, whole
from hub.balance.figures import changes_of, percent
from rules.balance.day import Day, together, within
from rules.explain.phrases import MONTHS, listed

Days: TypeAlias = Sequence[tuple[date, Day]]

SIDES: Final = (
    ("people", "People"),
    ("planned", "Schedules"),
    ("agents", "Agents"),
    ("others", "Others"),
)
OUTCOMES: Final = (
    ("allowed", "Allowed"),
    ("limited", "Limited"),
    ("asked", "Asked"),
    ("deferred", "Held back"),
    ("denied", "Refused"),
)
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEK: Final = 7
STRIP: Final = 44


def charts(days: Days, before: Days) -> list[Chart]:
    """Return the charts of some days; `before` are as many days before them."""
    said = [outcomes_chart(days)]
    if len(days) > 1:
        said = [
            deciders_chart(days),
            overrides_chart(days, before),
            prompts_chart(days),
            times_chart(days),
            *said,
        ]
    return said


def deciders_chart(days: Days) -> Chart:
    """Show who changed things, day by day."""
    top = round_top(max((changes_of(day) for _, day in days), default=0))
    drawing = Drawing(top, len(days))
    for number, (_, day) in enumerate(days):
        low = 0
        for side, _ in SIDES:
            high = low + getattr(day, side)
            drawing.bar(number, low, high, side)
            low = high
    sum_of = together(day for _, day in days)
    part = percent(sum_of.people, changes_of(sum_of))
    finding = "Nothing was changed in these days."
    if part is not None:
        busiest, most = max(days, key=lambda one: changes_of(one[1]))
        finding = (
            f"People made {part} % of the changes; the most on one day were "
            f"{changes_of(most)}, on {_day(busiest)}."
        )
    return _by_day(
        days,
        drawing,
        ("who", "Who decided", finding),
        [[name for _, name in SIDES]]
        + [[str(getattr(day, side)) for side, _ in SIDES] for _, day in days],
        SIDES,
    )


def overrides_chart(days: Days, before: Days) -> Chart:
    """Show how much of what agents did was undone, and the same for the days before."""
    now, then = _rates(days), _rates(before)
    highest = max((rate for rate in (*now, *then) if rate is not None), default=0)
    drawing = Drawing(round_top(highest), len(days))
    drawing.line(then, "before")
    drawing.line(now, "now")
    rate, earlier = _rate(days), _rate(before)
    finding = "Agents changed nothing in these days."
    if rate is not None:
        finding = f"People undid {rate} % of what agents changed"
        finding += (
            "." if earlier is None else f"; in the {len(days)} days before it was {earlier} %."
        )
    return _by_day(
        days,
        drawing,
        ("undone", "Undone within 10 minutes, in percent", finding),
        [["These days", "The days before"]]
        + [[_or_none(one), _or_none(other)] for one, other in zip(now, then, strict=True)],
        (("now", "These days"), ("before", "The days before")),
    )


def prompts_chart(days: Days) -> Chart:
    """Show how often people were asked."""
    drawing = Drawing(round_top(max((day.prompts for _, day in days), default=0)), len(days))
    for number, (_, day) in enumerate(days):
        drawing.dot(number, day.prompts, "prompts")
    sum_of = together(day for _, day in days)
    finding = "Nobody was asked anything in these days."
    if sum_of.prompts:
        finding = (
            f"People were asked {_times(sum_of.prompts)}, "
            f"and left {sum_of.unanswered or 'none'} of that unanswered."
        )
    return _by_day(
        days,
        drawing,
        ("prompts", "Questions", finding),
        [["Asked", "Without an answer"]]
        + [[str(day.prompts), str(day.unanswered)] for _, day in days],
        (("prompts", "Questions of a day"),),
    )


def times_chart(days: Days) -> Chart:
    """Show how long a sensor takes to its light: the usual time, and nearly the longest."""
    ends = [(_ms(within(day.times, 0.5)), _ms(within(day.times, 0.95))) for _, day in days]
    highest = max((most for _, most in ends if most is not None), default=0)
    drawing = Drawing(round_top(highest), len(days))
    for number, (half, most) in enumerate(ends):
        if half is not None and most is not None:
            drawing.span(number, half, most, "band")
            drawing.dot(number, half, "half")
    times = together(day for _, day in days).times
    half, most = _ms(within(times, 0.5)), _ms(within(times, 0.95))
    finding = "No sensor switched a light in these days."
    if half is not None:
        finding = f"A light answers its sensor in {half} ms, and 95 of 100 times in {most} ms."
    return _by_day(
        days,
        drawing,
        ("times", "From sensor to light, in milliseconds", finding),
        [["Half of the times", "95 of 100 times"]]
        + [[_or_none(one), _or_none(other)] for one, other in ends],
        (("half", "Half of the times"), ("band", "Up to 95 of 100 times")),
    )


def outcomes_chart(days: Days) -> Chart:
    """Show what the house said to what agents wished, as one bar."""
    outcomes = together(day for _, day in days).outcomes
    total = sum(outcomes.values())
    shapes, x = [], 0.0
    for outcome, _ in OUTCOMES:
        count = outcomes.get(outcome, 0)
        width = WIDTH * count / total if total else 0.0
        if width:
            shapes.append(
                f'<rect class="{outcome}" x="{x:.1f}" y="4" width="{width:.1f}" '
                f'height="{STRIP - 8}"/>'
            )
        x += width
    finding = "Agents wished nothing in these days."
    if total:
        told = [
            f"{outcomes[outcome]} {name.lower()}"
            for outcome, name in OUTCOMES
            if outcomes.get(outcome)
        ]
        finding = f"Of {_wishes(total)} of agents: {listed(told)}."
    title = "What the house said to its agents"
    return Chart(
        id="outcomes",
        title=title,
        finding=finding,
        svg=whole(shapes, "outcomes", title, finding, STRIP),
        columns=("What was said", "Wishes"),
        rows=tuple((name, str(outcomes.get(outcome, 0))) for outcome, name in OUTCOMES),
        legend=OUTCOMES,
    )


def _by_day(
    days: Days,
    drawing: Drawing,
    says: tuple[str, str, str],
    cells: Sequence[Sequence[str]],
    legend: tuple[tuple[str, str], ...],
) -> Chart:
    """Return a chart with a column for each day; the first row of `cells` names them."""
    name, title, finding = says
    columns, *cells = cells
    labels = [_mark(when, len(days)) for when, _ in days]
    rows = zip(days, cells, strict=True)
    return Chart(
        id=name,
        title=title,
        finding=finding,
        svg=framed(drawing, name, title, finding),
        scale=tuple(f"{value:g}" for value in drawing.scale),
        marks=thinned(labels),
        columns=("Day", *columns),
        rows=tuple((_day(when), *row) for (when, _), row in rows),
        legend=legend,
    )


def _rates(days: Days) -> list[float | None]:
    return [percent(day.undone, day.agents) for _, day in days]


def _rate(days: Days) -> int | None:
    sum_of = together(day for _, day in days)
    return percent(sum_of.undone, sum_of.agents)


def _mark(when: date, count: int) -> str:
    return WEEKDAYS[when.weekday()] if count <= WEEK else f"{when.day}.{when.month}."


def _day(when: date) -> str:
    return f"{WEEKDAYS[when.weekday()]} {when.day} {MONTHS[when.month - 1]}"


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(1000 * seconds)


def _or_none(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _wishes(count: int) -> str:
    return "one wish" if count == 1 else f"{count} wishes"
