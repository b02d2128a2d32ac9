"""The page in a real browser: what it shows, and what a tap does."""

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from rules.words.events import DeviceRetired, FreezePlaced, OverrideLifted, PersonSet
from rules.words.ids import DeviceId, HardwareId
from rules.words.people import HouseScope
from rules.words.values import BRIGHTNESS, POWER
from tests.houses import lamp
from tests.hub.web.conftest import HOSTILE, Served, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

LAMP = DeviceId("hall-lamp")
PHONE: ViewportSize = {"width": 390, "height": 844}
UNDER_A_THUMB = """() => [...document.querySelectorAll('button, input')]
    .filter((part) => part.checkVisibility())
    .map((part) => part.getBoundingClientRect())
    .filter((box) => box.height < 44 || box.width < 44).length"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Start the browser once."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "the tests of the page need chromium: `make test` installs it"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Serve a small hub in the browser's loop."""
    async with serving(tmp_path) as served:
        yield served


@pytest_asyncio.fixture(loop_scope="module")
async def page(served: Served, browser: Browser) -> AsyncIterator[Page]:
    """Open the page on a phone; whatever it complains of fails the test."""
    complaints: list[str] = []
    context = await browser.new_context(viewport=PHONE, has_touch=True)
    page = await context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.set_default_timeout(5000)
    await page.goto(served.url)
    await expect(page.locator("#link")).to_have_text("Up to date")
    yield page
    await context.close()
    # That a request was refused, or met no hub, is what some of the tests are about.
    assert [said for said in complaints if not said.startswith("Failed to load")] == []


async def test_the_page_shows_rooms_lamps_and_readings(served: Served, page: Page) -> None:
    await served.hub.reports("Hall motion", occupancy=False)

    await expect(page.get_by_role("heading", level=2)).to_have_text(
        ["Hall", "Kitchen", "Elsewhere", "What happened"]
    )
    hall = page.get_by_role("switch", name="Hall lamp")
    ceiling = page.get_by_role("switch", name="Ceiling")
    await expect(hall).to_have_accessible_name("Hall lamp Off")
    await expect(hall).not_to_be_checked()
    await expect(ceiling).to_have_accessible_name("Ceiling On, 40 %")
    await expect(ceiling).to_be_checked()
    await expect(page.get_by_label("Brightness of Ceiling")).to_have_value("40")
    await expect(page.get_by_text("Nobody here")).to_be_visible()


async def test_a_tap_switches_a_lamp_and_the_tile_follows_the_lamp(
    served: Served, page: Page
) -> None:
    tile = page.get_by_role("switch", name="Hall lamp")

    await tile.tap()
    await expect(tile).to_have_accessible_name("Hall lamp Turning on")
    (told,) = served.hub.told
    await served.hub.reports("Hall lamp", power=True, brightness=255)

    assert isinstance(told, PersonSet)
    assert (told.device, told.values) == (LAMP, {POWER: True})
    await expect(tile).to_have_accessible_name("Hall lamp On, 100 %")
    await expect(tile).to_be_checked()


async def test_the_slider_sets_a_brightness_once_it_is_let_go(served: Served, page: Page) -> None:
    slider = page.get_by_label("Brightness of Hall lamp")

    await slider.focus()
    await slider.press("End")
    await expect(page.get_by_role("switch", name="Hall lamp")).to_have_accessible_name(
        re.compile("Turning")
    )

    (told,) = served.hub.told
    assert isinstance(told, PersonSet)
    assert told.values == {POWER: True, BRIGHTNESS: 255}


async def test_a_refusal_is_said_and_the_tile_goes_back(served: Served, page: Page) -> None:
    tile = page.get_by_role("switch", name="Hall lamp")
    await page.route("**/set", lambda route: route.fulfill(status=409, json={"error": "Not now."}))

    await tile.tap()

    await expect(page.get_by_role("alert")).to_have_text("Not now.")
    await expect(tile).to_have_accessible_name("Hall lamp Off")
    await expect(tile).not_to_be_checked()


async def test_humans_only_is_one_tap_and_so_is_its_end(served: Served, page: Page) -> None:
    await page.get_by_role("button", name="Humans only").tap()
    await expect(page.locator("#bar-words")).to_have_text("Humans only since 12:00")
    await expect(page).to_have_title("Humans only - Home")
    await page.get_by_role("button", name="Release").tap()
    await expect(page.locator("#bar-words")).to_have_text("Agents may act")

    frozen, released = served.hub.told
    assert isinstance(frozen, FreezePlaced)
    assert isinstance(released, OverrideLifted)
    assert frozen.scope == released.scope == HouseScope()


async def test_a_decision_arrives_as_it_is_made(served: Served, page: Page) -> None:
    await served.hub.reports("Hall motion", occupancy=True)

    newest = page.locator("#lines li").first
    await expect(newest).to_contain_text("Limited")
    await expect(newest).to_contain_text("'Quiet nights' allows at most 20 %")


async def test_a_hostile_name_is_only_ever_text(served: Served, page: Page) -> None:
    await expect(page.get_by_role("switch").last).to_contain_text(HOSTILE[:80])
    await expect(page.locator("img")).to_have_count(0)
    await expect(page).to_have_title("Home")


async def test_a_new_lamp_appears_and_a_retired_one_goes(served: Served, page: Page) -> None:
    await served.hub.announces(lamp("Reading lamp"))
    await expect(page.get_by_role("switch", name="Reading lamp")).to_be_visible()
    await served.hub.happens(DeviceRetired(HardwareId("hw-reading-lamp")))
    await expect(page.get_by_role("switch", name="Reading lamp")).to_have_count(0)


async def test_a_lost_hub_is_said_and_nothing_is_switched_meanwhile(
    served: Served, page: Page
) -> None:
    await served.server.stop()

    await expect(page.locator("#link")).to_contain_text("Not connected, last heard")
    await page.get_by_role("switch", name="Hall lamp").tap()

    await expect(page.get_by_role("alert")).to_contain_text("Wall switches still work")
    await expect(page.get_by_role("switch", name="Hall lamp")).not_to_be_checked()
    assert served.hub.told == []


async def test_everything_is_in_reach_of_a_thumb(page: Page) -> None:
    assert await page.evaluate(UNDER_A_THUMB) == 0
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("width", [320, 1280])
async def test_nothing_is_cut_on_narrow_and_wide_screens(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 800})

    assert await page.evaluate("document.documentElement.scrollWidth") == width


async def test_the_first_paint_is_true_without_the_stream(served: Served, page: Page) -> None:
    await page.route("**/api/stream", lambda route: route.abort())

    await page.reload()

    await expect(page.get_by_role("switch", name="Ceiling")).to_be_checked()
