"""The sheet of a device: what takes orders is set there, and what opens the house asks twice."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from rules.words.device import Capability, Kind, Sort
from rules.words.events import PersonSet
from rules.words.values import LOCKED, MODE, MOVEMENT, POSITION, TARGET_TEMPERATURE, Value
from tests.houses import announced
from tests.hub.web.a_page import a_page
from tests.hub.web.conftest import Served, serving
from tests.hub.whole_hub import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

LOCK = announced("Front door", Sort.LOCK, [Capability(aspect=LOCKED, writable=True)], area="Hall")
BLIND = announced(
    "Blind",
    Sort.COVER,
    [
        Capability(aspect=MOVEMENT, writable=True, options=("open", "closed", "stopped")),
        Capability(aspect=POSITION, writable=True, low=0, high=100),
    ],
    area="Kitchen",
)
HEATING = announced(
    "Heating",
    Sort.CLIMATE,
    [
        Capability(aspect=TARGET_TEMPERATURE, writable=True, low=5, high=30, step=0.5, unit="°C"),
        Capability(
            aspect=MODE,
            writable=True,
            options=("off", "heat", "cool", "auto", "dry"),
            kind=Kind.CHOICE,
        ),
    ],
    area="Hall",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """Serve a house that has a lock, a blind and heating."""
    async with serving(tmp_path_factory.mktemp("sheet")) as served:
        await served.hub.announces(LOCK, BLIND, HEATING)
        await served.hub.reports("Front door", locked=True)
        await served.hub.reports("Blind", movement="closed", position=0)
        await served.hub.reports("Heating", target_temperature=19.5, mode="heat")
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(served: Served, browser: Browser) -> AsyncIterator[Page]:
    async with a_page(browser, served.url) as page:
        yield page


async def sheet_of(page: Page, name: str) -> Locator:
    await page.locator(".reading-tap", has_text=name).click()
    sheet = page.get_by_role("dialog", name=name)
    await expect(sheet.locator(".controls").first).to_be_visible()
    return sheet


async def is_told(served: Served, **values: Value) -> None:
    """Return when the last that was told is this."""
    await until(lambda: served.hub.told)
    told = served.hub.told[-1]
    assert isinstance(told, PersonSet)
    assert told.values == values
    served.hub.told.clear()


async def test_a_door_is_unlocked_by_a_second_press_only(served: Served, page: Page) -> None:
    sheet = await sheet_of(page, "Front door")
    await expect(sheet.get_by_role("button", name="Lock", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )

    await sheet.get_by_role("button", name="Unlock").click()
    await expect(sheet.get_by_role("button", name="Yes, unlock")).to_be_visible()
    assert served.hub.told == []
    await sheet.get_by_role("button", name="Yes, unlock").click()

    await is_told(served, locked=False)
    await served.hub.reports("Front door", locked=False)
    await expect(sheet.get_by_role("heading", name="Locked unlocked")).to_be_visible()
    await sheet.get_by_role("button", name="Close").click()


async def test_a_blind_is_moved_and_set_to_a_place(served: Served, page: Page) -> None:
    sheet = await sheet_of(page, "Blind")

    await sheet.get_by_role("button", name="Open", exact=True).click()
    await is_told(served, movement="open")
    await sheet.get_by_role("slider", name="Position").press("End")
    await is_told(served, position=100)

    await sheet.get_by_role("button", name="Close", exact=True).first.click()


async def test_heating_takes_half_degrees_and_one_of_its_modes(served: Served, page: Page) -> None:
    sheet = await sheet_of(page, "Heating")
    strip = sheet.get_by_role("slider", name="Target temperature")
    await expect(strip).to_have_value("19.5")

    await strip.press("ArrowRight")
    await is_told(served, target_temperature=20)
    await sheet.get_by_role("combobox", name="Mode").select_option("auto")
    await is_told(served, mode="auto")

    await sheet.get_by_role("button", name="Close").click()
