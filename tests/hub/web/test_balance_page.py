"""Balance in a real browser: both sides, the charts as pictures and as tables, and no surprises."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, ViewportSize, async_playwright, expect

from tests.hub.web.balanced import balanced
from tests.hub.web.conftest import Served, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 640}
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOO_SMALL = """() => [...document.querySelectorAll('button, summary, .tab')]
    .filter((part) => part.checkVisibility())
    .map((part) => part.getBoundingClientRect())
    .filter((box) => box.height < 44 || box.width < 44).length"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """Serve one hub for the whole story."""
    state: Path = tmp_path_factory.mktemp("balance")
    async with serving(state) as served, balanced(served.hub):
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(served: Served) -> AsyncIterator[Page]:
    """Open the screen once; whatever the page complains of fails the test."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "the tests of the page need chromium: `make test` installs it"
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium)
        context = await browser.new_context(viewport=PHONE, has_touch=True)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        await page.goto(f"{served.url}/#balance")
        yield page
        await browser.close()
    assert complaints == []


async def test_the_screen_says_what_the_week_came_to_and_shows_both_sides(page: Page) -> None:
    await expect(page.get_by_role("link", name="Balance")).to_have_attribute("aria-current", "page")
    await expect(page.locator(".balance-said")).to_contain_text("In the last 7 days people made")
    await expect(page.get_by_role("heading", level=3).first).to_have_text("The system")
    await expect(page.locator(".side.people .figure").first).to_contain_text("Decided by people")
    await expect(page.locator(".overruled")).to_contain_text("Hall motion")


async def test_each_chart_is_a_picture_with_a_name_and_a_table(page: Page) -> None:
    pictures = page.get_by_role("img")
    await expect(pictures).to_have_count(5)
    await expect(pictures.first).to_have_accessible_name("Who decided")
    card = page.locator(".chart-card").first
    table = card.get_by_role("table", name="Who decided")
    await expect(table).to_be_hidden()

    await card.get_by_text("Show as table").tap()

    await expect(table.get_by_role("row")).to_have_count(8)


async def test_nothing_is_cut_nor_too_small_on_a_narrow_phone(page: Page) -> None:
    await page.set_viewport_size(NARROW)

    assert await page.evaluate(SIDEWAYS) <= 0
    assert await page.evaluate(TOO_SMALL) == 0
    await page.set_viewport_size(PHONE)


async def test_another_span_is_fetched_and_what_was_open_stays_open(page: Page) -> None:
    await page.get_by_role("button", name="30 days").tap()

    await expect(page.locator(".balance-said")).to_contain_text("In the last 30 days")
    await expect(page.get_by_role("table", name="Who decided")).to_be_visible()

    await page.get_by_role("button", name="Today").tap()

    await expect(page.get_by_role("button", name="Today")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_role("img")).to_have_count(1)
