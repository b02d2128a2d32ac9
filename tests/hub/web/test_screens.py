"""Balance and House in a real browser: figures, charts, tables, rules, and what can be pressed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, ViewportSize, expect

from rules.words.events import PauseLifted, PausePlaced
from tests.hub.web.a_page import PHONE, a_page, chromium
from tests.hub.web.axe import wrongs
from tests.hub.web.balanced import balanced
from tests.hub.web.conftest import HOSTILE, Served, serving
from tests.hub.web.kept import looked_after

pytestmark = pytest.mark.asyncio(loop_scope="module")

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
        looked_after(served.hub)
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(served: Served) -> AsyncIterator[Page]:
    """Open the screen once; whatever the page complains of fails the test."""
    async with chromium() as browser, a_page(browser, f"{served.url}/#balance") as page:
        yield page


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


async def test_house_has_its_parts_and_says_its_rules(page: Page) -> None:
    await page.get_by_role("link", name="House").tap()
    parts = page.locator(".house .part-head")

    await expect(parts).to_have_text(
        [
            "People and phones",
            "Schedules",
            "The day",
            "House rules",
            "Changes that wait to be signed",
            "Agents",
            "Devices",
            "This hub",
            "This phone",
        ]
    )
    for part in await parts.all():
        await part.tap()
    rules = page.locator("#part-rules")
    await expect(rules).to_contain_text("Quiet nights allows at most 20 %.")
    await expect(rules).to_contain_text("Owner: Ana.")
    assert await wrongs(page) == []


async def test_an_agent_is_paused_and_let_go_on(served: Served, page: Page) -> None:
    agents = page.locator("#part-agents")

    await agents.get_by_role("button", name="Pause: Hall motion").tap()
    await page.get_by_role("dialog").get_by_role("button", name="4 hours").tap()

    await expect(agents).to_contain_text("it wishes nothing until 16:00")
    await agents.get_by_role("button", name="Let it go on: Hall motion").tap()
    await expect(agents.get_by_role("button", name="Pause: Hall motion")).to_be_visible()
    assert [type(event) for event in served.hub.told] == [PausePlaced, PauseLifted]


async def test_a_number_is_changed_looked_at_and_handed_to_the_console(page: Page) -> None:
    await page.get_by_role("button", name="Change numbers: Quiet nights").tap()
    sheet = page.get_by_role("dialog", name="Change Quiet nights")
    hand = sheet.get_by_role("button", name="Hand it to the console")
    await expect(hand).to_be_disabled()
    # What lies below an open sheet is nobody's to see; axe takes it for its ground.
    await page.evaluate("() => { document.querySelector('main').style.visibility = 'hidden'; }")
    assert await wrongs(page) == []
    await page.evaluate("() => { document.querySelector('main').style.visibility = ''; }")

    await sheet.get_by_label("at most").fill("200 %")
    await sheet.get_by_role("button", name="What would it do?").tap()
    await expect(sheet.get_by_role("status")).to_contain_text("this cannot be")
    await expect(hand).to_be_disabled()
    await sheet.get_by_label("at most").fill("40 %")
    await sheet.get_by_role("button", name="What would it do?").tap()
    await expect(sheet.get_by_role("status")).to_contain_text("20 % -> 40 % (this allows more)")
    await expect(sheet.get_by_role("status")).to_contain_text("In the last 7 days")
    await hand.tap()

    drafts = page.locator("#part-drafts")
    await expect(drafts).to_contain_text("homerule policy sign --draft")
    await drafts.get_by_role("button", name="Withdraw").tap()
    await expect(drafts).to_contain_text("No change waits")


async def test_a_rule_for_now_is_drafted_too(page: Page) -> None:
    await page.get_by_role("button", name="A rule for now").press("Enter")
    sheet = page.get_by_role("dialog", name="A rule for now")

    await sheet.get_by_label("Where").select_option("hall")
    await sheet.get_by_label("How long").select_option("for a week")
    await sheet.get_by_role("button", name="What would it do?").press("Enter")

    await expect(sheet.get_by_role("status")).to_contain_text("New guardrail for-now-1")
    await expect(sheet.get_by_role("status")).to_contain_text("expires: 2025-11-16")
    await page.keyboard.press("Escape")


async def test_a_device_with_a_hostile_name_is_text_here_too(page: Page) -> None:
    await expect(page.locator("#part-devices")).to_contain_text(HOSTILE[:60])

    assert await page.title() != "owned"


async def test_the_journal_is_checked_from_the_page(page: Page) -> None:
    # By the keyboard: what was said of the draft may still lie over it.
    await page.get_by_role("button", name="Check the journal now").press("Enter")

    await expect(page.locator("#part-hub")).to_contain_text("entries are as they were written")


async def test_house_too_fits_a_narrow_phone(page: Page) -> None:
    await page.set_viewport_size(NARROW)

    assert await page.evaluate(SIDEWAYS) <= 0
    assert await page.evaluate(TOO_SMALL) == 0


async def test_a_phone_is_dark_by_choice_and_stays_so(page: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    await page.reload()
    await page.get_by_text("This phone", exact=True).tap()
    light = await page.evaluate(ground)

    await page.get_by_role("button", name="Dark", exact=True).tap()
    await expect(page.locator("html")).to_have_css("color-scheme", "dark")
    dark = await page.evaluate(ground)
    await page.reload()

    await expect(page.locator("html")).to_have_css("color-scheme", "dark")
    assert dark != light
    assert await page.evaluate(ground) == dark
