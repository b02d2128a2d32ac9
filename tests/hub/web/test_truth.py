"""Truth on screen: a wish is shown at once, and never for longer than it may be believed."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from hub.desk.desk import Desk
from hub.intake.wishes import Wish
from hub.web import audience
from hub.web.server import Server
from rules.words.events import Event, PersonSet
from rules.words.ids import PersonId
from rules.words.values import BRIGHTNESS, POWER
from rules.words.wishes import Author, Via
from tests.hub.web.a_page import a_page, passes
from tests.hub.web.conftest import Served, serving
from tests.hub.whole_hub import PATIENCE, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANA = Author(via=Via.CONSOLE, person=PersonId("Ana"))
UNSEEN = """(hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
}"""
IN_THE_BACKGROUND = """
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
"""
TABS = 8
"""More than the six connections that a browser grants to one host."""
WATCH = """(tile) => {
    window.shown = [];
    new MutationObserver(() => {
        const now = tile.getAttribute('aria-checked');
        if (window.shown.at(-1) !== now) window.shown.push(now);
    }).observe(tile, { attributeFilter: ['aria-checked'] });
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """Serve one small hub for all tests of this file."""
    folder: Path = tmp_path_factory.mktemp("truth")
    async with serving(folder) as served:
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(served: Served, browser: Browser) -> AsyncIterator[Page]:
    """Open the page once, with a clock that tests move."""
    async with a_page(browser, served.url, clock=True) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="module")
async def page(served: Served, opened: Page) -> Page:
    """Show a page on which the hall lamp is off, and nobody has asked anything of it."""
    # Whatever it was told last has happened, be it on or off.
    await served.hub.reports("Hall lamp", power=True, brightness=128)
    for power, shown in ((False, "Off"), (True, "On"), (False, "Off")):
        await served.hub.reports("Hall lamp", power=power, brightness=128)
        # Seen each time: a tap on what is not so any more would be refused.
        await expect(opened.get_by_role("switch", name=f"Hall lamp {shown}")).to_be_visible()
    served.hub.told.clear()
    return opened


def wanted(told: list[Event]) -> list[object]:
    """Return which power each tap asked for."""
    return [event.values[POWER] for event in told if isinstance(event, PersonSet)]


async def test_a_lamp_that_does_not_answer_is_said_and_shown_as_it_was(
    served: Served, page: Page
) -> None:
    tile = page.get_by_role("switch", name="Hall lamp")

    async with page.expect_response(re.compile("/set$")):
        await tile.tap()
        await expect(tile).to_have_accessible_name("Hall lamp Turning on")
    await passes(page, 3)

    await expect(page.get_by_role("alert")).to_have_text(
        "Hall lamp did not answer. It is shown as it was last heard."
    )
    await expect(tile).to_have_accessible_name("Hall lamp No answer, was off")
    await expect(tile).not_to_be_checked()

    await served.hub.reports("Hall lamp", power=True, brightness=255)
    await expect(tile).to_have_accessible_name("Hall lamp On, 100 %")


async def test_two_taps_in_a_row_are_two_commands_and_no_flicker(
    served: Served, page: Page
) -> None:
    tile = page.get_by_role("switch", name="Hall lamp")
    await tile.evaluate(WATCH)
    held, let_go = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        held.set()
        await let_go.wait()
        await route.continue_()

    await page.route("**/set", hold)
    await tile.tap()
    await tile.tap()
    await asyncio.wait_for(held.wait(), PATIENCE)
    let_go.set()
    await until(lambda: len(served.hub.told) == 2)
    await served.hub.reports("Hall lamp", power=False, brightness=128)

    await expect(tile).to_have_accessible_name("Hall lamp Off")
    await page.unroute("**/set")
    assert wanted(served.hub.told) == [True, False]
    assert await page.evaluate("window.shown") == ["true", "false"]


async def test_a_ticket_that_comes_twice_is_done_once(served: Served) -> None:
    url = f"{served.url}/api/devices/hall-lamp/set"
    served.hub.told.clear()

    wish = {"power": "on", "ticket": "c0ffee00-1"}
    both = await asyncio.gather(
        *(served.script.post(url, json=wish) for _ in range(2)),
        served.script.post(url, json={"power": "on", "ticket": "c0ffee00-2"}),
    )

    assert [answer.status for answer in both] == [200, 200, 200]
    assert wanted(served.hub.told) == [True, True]


async def test_what_somebody_else_does_meanwhile_is_shown_and_said(
    served: Served, page: Page
) -> None:
    tile = page.get_by_role("switch", name="Hall lamp")

    await tile.tap()
    await until(lambda: served.hub.told)
    theirs = Wish(values={POWER: True, BRIGHTNESS: 51}, ticket="someone0-1")
    await served.hub.desk.orders.set_device("Hall lamp", theirs, ANA)
    await expect(page.get_by_role("alert")).to_contain_text("Ana ")
    await served.hub.reports("Hall lamp", power=True, brightness=51)

    await expect(tile).to_have_accessible_name("Hall lamp On, 20 %")


async def test_a_tap_on_what_is_not_so_any_more_does_nothing_and_shows_what_is(
    served: Served, page: Page
) -> None:
    tile = page.get_by_role("switch", name="Hall lamp")

    async def turns(route: Route) -> None:
        await served.hub.reports("Hall lamp", power=True, brightness=255)
        await route.continue_()

    await page.route("**/set", turns)
    await tile.tap()

    await expect(page.get_by_role("alert")).to_have_text(
        "Hall lamp has changed meanwhile: on, 100 %. Nothing was done; "
        "tap again if you still want it."
    )
    await expect(tile).to_have_accessible_name("Hall lamp On, 100 %")
    assert served.hub.told == []
    await page.unroute("**/set")
    await tile.tap()
    await until(lambda: wanted(served.hub.told) == [False])


async def test_a_silent_line_is_said_and_who_comes_back_sees_what_is(
    served: Served, page: Page, monkeypatch: Any
) -> None:
    link, tile = page.locator("#link"), page.get_by_role("switch", name="Ceiling")
    feed = served.hub.desk.feed
    monkeypatch.setattr(audience, "BEAT", 1_000.0)

    await passes(page, 12)
    await expect(link).to_contain_text("Not connected, last heard")
    await expect(page.locator("main")).to_have_class("stale")
    await tile.tap()
    await expect(page.get_by_role("alert")).to_contain_text("nothing was switched")
    await expect(page.get_by_text("Wall switches still work").first).to_be_visible()
    await page.get_by_role("button", name="Try again").tap()
    await expect(link).to_have_text("Up to date")
    await expect(page.get_by_role("button", name="Try again")).to_be_hidden()

    await page.evaluate(UNSEEN, True)
    await expect(link).to_have_text("Paused")
    await served.hub.reports("Ceiling", power=True, brightness=200)
    await until(lambda: not feed.watched)
    for brightness in range(1, 100):
        await served.hub.reports("Ceiling", power=True, brightness=brightness)
    await page.evaluate(UNSEEN, False)
    await expect(tile).to_have_accessible_name("Ceiling On, 39 %")
    await expect(link).to_have_text("Up to date")


async def test_of_eight_tabs_only_the_one_that_is_seen_holds_a_connection(
    served: Served, browser: Browser
) -> None:
    context = await browser.new_context()
    await context.add_init_script(IN_THE_BACKGROUND)
    tabs = [await context.new_page() for _ in range(TABS)]
    streams: list[str] = []
    context.on("request", lambda one: streams.append(one.url) if "/api/stream" in one.url else None)

    await asyncio.gather(*(tab.goto(served.url) for tab in tabs))
    assert streams == []

    for tab in (tabs[0], tabs[-1]):
        await tab.evaluate(UNSEEN, False)
        await expect(tab.locator("#link")).to_have_text("Up to date")
        await tab.evaluate(UNSEEN, True)
        await expect(tab.locator("#link")).to_have_text("Paused")
    assert len(streams) == 2
    await context.close()


async def test_a_page_that_comes_out_of_the_browsers_back_and_forward_is_live(
    served: Served, page: Page
) -> None:
    link = page.locator("#link")

    await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    await expect(link).to_have_text("Paused")
    await served.hub.reports("Ceiling", power=True, brightness=26)
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")

    await expect(link).to_have_text("Up to date")
    ceiling = page.get_by_role("switch", name="Ceiling")
    await expect(ceiling).to_have_accessible_name("Ceiling On, 10 %")


async def test_another_start_of_the_hub_is_seen_without_a_new_page(
    served: Served, page: Page
) -> None:
    hub, port = served.hub, int(served.url.rpartition(":")[2])
    await page.evaluate("window.same = true")

    await served.server.stop()
    await expect(page.locator("#link")).to_contain_text("Not connected")
    await hub.reports("Ceiling", power=False)
    hub.desk = Desk(hub.house, hub.reader, now=lambda: hub.now, tell=hub._tell)
    again = Server(hub.desk, hub.state, port=port)
    await again.start()
    await passes(page, 1)

    await expect(page.get_by_role("switch", name="Ceiling")).to_have_accessible_name("Ceiling Off")
    await expect(page.locator("#link")).to_have_text("Up to date")
    assert await page.evaluate("window.same") is True
    await again.stop()
