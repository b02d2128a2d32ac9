"""The page's budgets on a slow phone: the median of several visits, beside what is allowed."""

import shutil
from collections.abc import Callable
from statistics import median
from typing import Final

from playwright.async_api import async_playwright

from tests.bench.table import Goal, Row
from tests.quality.house import house_of
from tests.quality.visit import Visit, visit

BUDGETS: Final = (
    ("first visit, all bytes", "kB", 30.0, lambda seen: seen.kilobytes),
    ("requests of the first screen", "", 14.0, lambda seen: seen.requests),
    ("first contentful paint", "ms", 350.0, lambda seen: seen.first_paint),
    ("ready to tap", "ms", 500.0, lambda seen: seen.ready),
    ("live", "ms", 700.0, lambda seen: seen.live),
    ("ready after a reload", "ms", 250.0, lambda seen: seen.warm),
    ("total blocking", "ms", 50.0, lambda seen: seen.blocking),
    ("longest task", "ms", 100.0, lambda seen: seen.longest_task),
    ("layout shift", "", 0.0, lambda seen: seen.shift),
    ("JavaScript heap", "MB", 5.0, lambda seen: seen.heap_megabytes),
    ("tap to changed tile", "ms", 50.0, lambda seen: seen.tap),
    ("requests to anybody else", "", 0.0, lambda seen: seen.foreign),
)
MANY: Final = (("ready to tap, 120 lamps", "ms", 700.0, lambda seen: seen.ready),)
Budget = tuple[str, str, float, Callable[[Visit], float]]


async def budgets(visits: int) -> list[Row]:
    """Return what visits to a house of 24 lamps and to one of 120 cost, beside the budgets."""
    return [*await _of(24, visits, BUDGETS), *await _of(120, visits, MANY)]


async def _of(lamps: int, visits: int, wanted: tuple[Budget, ...]) -> list[Row]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "the page is measured with chromium: scripts/test-needs installs it"
    with house_of(lamps) as home:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium)
            # The first visit of all warms up the browser and the hub, and does not count.
            seen = [await visit(browser, home.hub.page) for _ in range(visits + 1)][1:]
            await browser.close()
    return [
        Row(name, unit, median(map(of, seen)), goal=Goal(limit)) for name, unit, limit, of in wanted
    ]
