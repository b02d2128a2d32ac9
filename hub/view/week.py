"""Seven days of what is measured: half-hour means, drawn as a line."""

import math
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Self
from zoneinfo import ZoneInfo

from hub.balance.drawing import Chart, Drawing, framed
from hub.view.readings import label
from rules.explain.phrases import sentence_of
from rules.words.device import Category, Device
from rules.words.ids import DeviceId
from rules.words.times import DAY, Moment, civil
from rules.words.values import LIGHT_ASPECTS, Aspect, Value

SLOT: Final = 1800
DAYS: Final = 7
SLOTS: Final = DAYS * 48
MOST: Final = 300
"""Readings that are kept: a kilobyte and a half each."""
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Reading:
    """The half-hour means of one reading in the last seven days."""

    __slots__ = ("count", "last", "means")

    def __init__(self, now: Moment) -> None:
        """Start with nothing measured."""
        self.means = array("f", [math.nan]) * SLOTS
        self.last = int(now // SLOT)
        """The half hour, since the epoch, of the newest mean."""
        self.count = 0
        """How many values made it."""

    @classmethod
    def of(cls, means: "array[float]", last: int, count: int) -> Self:
        """Return a reading that was kept; its half hour lies at `last % SLOTS`."""
        reading = cls(last * SLOT)
        reading.means, reading.count = means, count
        return reading

    def note(self, value: float, now: Moment) -> None:
        """Take in a value; what comes from before the last half hour is too late."""
        slot = int(now // SLOT)
        if slot < self.last or not math.isfinite(value):
            return
        self._forget(slot)
        at = slot % SLOTS
        mean = self.means[at] if self.count else value
        self.count += 1
        self.means[at] = mean + (value - mean) / self.count

    def values(self, now: Moment) -> list[float | None]:
        """Return the means, the oldest first; None where nothing was measured."""
        slot = int(now // SLOT)
        self._forget(max(slot, self.last))
        means = [self.means[(slot + 1 + at) % SLOTS] for at in range(SLOTS)]
        return [None if math.isnan(mean) else mean for mean in means]

    def _forget(self, slot: int) -> None:
        for gone in range(max(self.last + 1, slot - SLOTS + 1), slot + 1):
            self.means[gone % SLOTS] = math.nan
            self.count = 0
        self.last = slot


class Week:
    """All that is measured; what is no number, or small print, is not kept."""

    __slots__ = ("_kept",)

    def __init__(self, kept: Mapping[tuple[DeviceId, Aspect], Reading] | None = None) -> None:
        """Start with what was kept."""
        self._kept: dict[tuple[DeviceId, Aspect], Reading | None] = {**(kept or {})}

    def readings(self) -> Iterator[tuple[tuple[DeviceId, Aspect], Reading]]:
        """Return what there is to keep: readings of which anything is known."""
        for key, reading in self._kept.items():
            if reading is not None and not all(map(math.isnan, reading.means)):
                yield key, reading

    def note(self, device: Device, values: Mapping[Aspect, Value], now: Moment) -> None:
        """Take in what a device is."""
        for aspect, value in values.items():
            # A truth is a number to Python.
            if type(value) is not float and type(value) is not int:
                continue
            key = (device.id, aspect)
            if key not in self._kept:
                self._kept[key] = self._begin(device, aspect, now)
            kept = self._kept[key]
            if kept is not None:
                kept.note(value, now)

    def charts(self, device: Device, now: Moment, zone: ZoneInfo) -> list[Chart]:
        """Return a chart for each reading of a device of which there is more than one value."""
        found = list[Chart]()
        for aspect, capability in device.announcement.capabilities.items():
            kept = self._kept.get((device.id, aspect))
            values = kept.values(now) if kept is not None else []
            if sum(value is not None for value in values) > 1:
                found.append(week_chart(aspect, capability.unit or "", values, now, zone))
        return found

    def _begin(self, device: Device, aspect: Aspect, now: Moment) -> Reading | None:
        known = device.announcement.capabilities.get(aspect)
        telling = known is not None and known.category is Category.PRIMARY
        if aspect in LIGHT_ASPECTS or not telling or len(self._kept) >= MOST:
            return None
        return Reading(now)


def week_chart(
    aspect: Aspect, unit: str, values: Sequence[float | None], now: Moment, zone: ZoneInfo
) -> Chart:
    """Draw half-hour means up to now, of which there is one at least."""
    known = [value for value in values if value is not None]
    low, high = _bounds(min(known), max(known))
    drawing = Drawing(high - low, len(values))
    drawing.line([None if value is None else value - low for value in values], "now")
    title = f"{label(aspect)} in seven days"
    between = f"between {_words(min(known), unit)} and {_words(max(known), unit)}"
    finding = sentence_of(f"{between}, {_words(known[-1], unit)} at last")
    days = [civil(now - (DAYS - day - 0.5) * DAY, zone) for day in range(DAYS)]
    size = len(values) // DAYS
    parts = [values[day * size : (day + 1) * size] for day in range(DAYS)]
    return Chart(
        id=f"week-{aspect.replace('_', '-')}",
        title=title,
        finding=finding,
        svg=framed(drawing, f"week-{aspect.replace('_', '-')}", title, finding),
        columns=("Day", "Lowest", "Highest"),
        rows=tuple(
            (WEEKDAYS[day.weekday()], *_lowest_and_highest(part, unit))
            for day, part in zip(days, parts, strict=True)
        ),
        scale=tuple(f"{value:g}" for value in (high, (high + low) / 2, low)),
        marks=tuple(WEEKDAYS[day.weekday()] for day in days),
    )


def _bounds(lowest: float, highest: float) -> tuple[float, float]:
    """Return whole numbers around some values; their middle is whole too."""
    low, high = math.floor(lowest), math.ceil(highest)
    if high - low < 2:  # noqa: PLR2004 -- a line in the middle
        high = low + 2
    return low, high + (high - low) % 2


def _lowest_and_highest(values: Sequence[float | None], unit: str) -> tuple[str, str]:
    known = [value for value in values if value is not None]
    return (_words(min(known), unit), _words(max(known), unit)) if known else ("-", "-")


def _words(value: float, unit: str) -> str:
    return f"{value:.1f} {unit}".strip()
