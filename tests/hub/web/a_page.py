"""The page on a phone as tests open it: whatever it complains of fails them."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

PHONE: ViewportSize = {"width": 390, "height": 844}


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start the browser."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "the tests of the page need chromium: `make test` installs it"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program)
        yield browser
        await browser.close()


@asynccontextmanager
async def a_page(browser: Browser, url: str, *, clock: bool = False) -> AsyncIterator[Page]:
    """Open the page; with `clock` its timers can be moved forward."""
    complaints: list[str] = []
    context = await browser.new_context(viewport=PHONE, has_touch=True)
    page = await context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.set_default_timeout(5000)
    if clock:
        await page.clock.install()
    await page.goto(url)
    await expect(page.locator("#link")).to_have_text("Up to date")
    yield page
    await context.close()
    # That a request was refused, or met no hub, is what some of the tests are about.
    assert [said for said in complaints if not said.startswith("Failed to load")] == []
