"""A page that nobody closes for a day, and one that comes back after a nap."""

import asyncio
import shutil
from typing import Any, Final

from aiohttp import ClientSession
from playwright.async_api import CDPSession, async_playwright

from hub.web.token import token_of
from tests.bench.table import Goal, Row
from tests.hub.e2e.ears import PATIENCE
from tests.hub.e2e.home import Home, slug
from tests.quality.house import house_of
from tests.quality.visit import PHONE, asked, heap

CHANGES: Final = 5_000
"""What a page hears in eight hours of a lively house, in less than a minute."""
MISSED: Final = 300
LAMPS: Final = ("Hall lamp 0", "Kitchen lamp 1", "Bath lamp 2", "Study lamp 3")
PAUSE: Final = 0.005
"""Seconds between two changes; the hub is to hear each of them."""
NODES: Final = "document.querySelectorAll('*').length"
LINES: Final = "document.querySelectorAll('.lines li').length"
LIVE: Final = """new Promise((done) => {
    const looks = () => document.getElementById("link").textContent === "Up to date"
        && document.querySelector("[role=switch]")?.textContent.endsWith("%s")
        ? done(performance.now()) : setTimeout(looks, 4);
    looks();
})"""
HIDE: Final = """Object.defineProperty(document, "hidden", { value: %s, configurable: true });
document.dispatchEvent(new Event("visibilitychange"));"""


def day() -> list[Row]:
    """Return what a day of changes leaves behind in a page, and how soon one is true again."""
    return asyncio.run(_day())


async def _day() -> list[Row]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "the page is measured with chromium: scripts/test-needs installs it"
    with house_of(24) as home:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium)
            context = await browser.new_context(
                viewport={"width": PHONE["width"], "height": PHONE["height"]}, has_touch=True
            )
            page = await context.new_page()
            phone = await context.new_cdp_session(page)
            await phone.send("Performance.enable")
            await page.goto(f"{home.hub.page}#home")
            rows = [await _woken(home, phone)]
            await page.goto(f"{home.hub.page}#timeline")
            rows += await _after_a_day(home, phone)
            await browser.close()
    return rows


async def _woken(home: Home, phone: CDPSession) -> Row:
    """Hide the page, have it miss much, and show it again."""
    await asked(phone, LIVE % "Off")
    await asked(phone, HIDE % "true")
    await _turned(home, MISSED)
    began: Any = await asked(phone, f"{HIDE % 'false'} performance.now()")
    ended: Any = await asked(phone, LIVE % "100 %")
    return Row("wake to true state", "ms", ended - began, goal=Goal(300))


async def _after_a_day(home: Home, phone: CDPSession) -> list[Row]:
    before: Any = await asked(phone, NODES)
    await _turned(home, CHANGES)
    await asyncio.sleep(1)
    after: Any = await asked(phone, NODES)
    lines: Any = await asked(phone, LINES)
    return [
        Row(f"heap after {CHANGES} changes", "MB", await heap(phone), goal=Goal(10)),
        Row("elements that came meanwhile", "", after - before),
        Row("lines in the timeline", "", lines, goal=Goal(200)),
    ]


async def _turned(home: Home, times: int) -> None:
    """Turn lamps by hand so often; in the end the first is on in full."""
    for number in range(times):
        share = 1 + number % 250
        home.devices.is_turned(LAMPS[number % len(LAMPS)], state="ON", brightness=share)
        await asyncio.sleep(PAUSE)
    home.devices.is_turned(LAMPS[0], state="ON", brightness=254)
    token = {"Authorization": f"Bearer {token_of(home.hub.state)}"}
    async with ClientSession(headers=token) as script, asyncio.timeout(PATIENCE):
        while True:
            answer = await script.get(f"{home.hub.page}api/devices/{slug(LAMPS[0])}")
            if (await answer.json())["words"].endswith("100 %"):
                return
            await asyncio.sleep(0.05)
