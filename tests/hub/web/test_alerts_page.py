"""What nobody should miss stands above every screen while it lasts, and is gone after."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from rules.words.device import Capability, Sort
from rules.words.events import TimePassed
from rules.words.times import MINUTE
from rules.words.values import Aspect
from tests.houses import announced
from tests.hub.web.a_page import a_page
from tests.hub.web.conftest import Served, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

SENSORS = tuple(
    announced(name, Sort.SENSOR, [Capability(aspect=Aspect("battery"), unit="%")])
    for name in ("Attic", "Cellar", "Garden", "Porch")
)
LEAK = announced("Sink", Sort.SENSOR, [Capability(aspect=Aspect("water_leak"))])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """Serve one small hub."""
    folder: Path = tmp_path_factory.mktemp("alerts")
    async with serving(folder) as served:
        await served.hub.announces(*SENSORS, LEAK)
        yield served


async def test_alerts_stand_above_the_screens_dangers_first_until_they_are_over(
    served: Served, browser: Browser
) -> None:
    async with a_page(browser, served.url) as page:
        banner = page.get_by_role("alert").filter(has_text=".")
        await expect(banner).to_have_count(0)

        for name in ("Attic", "Cellar", "Garden", "Porch"):
            await served.hub.reports(name, battery=5)
        await served.hub.reports("Sink", water_leak=True)

        lines = page.locator("#alerts p")
        await expect(lines).to_have_count(4)
        await expect(lines.first).to_have_text("Sink reports water since 12:00:00.")
        await expect(lines.last).to_have_text("And 2 more in the timeline.")

        for name in ("Attic", "Cellar", "Garden", "Porch"):
            await served.hub.reports(name, battery=90)
        await served.hub.reports("Sink", water_leak=False)
        served.hub.now += MINUTE
        await served.hub.happens(TimePassed())

        await expect(page.locator("#alerts")).to_be_hidden()
