"""The page on a phone as tests open it: whatever it complains of fails them."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

PATIENCE = 60_000
"""Milliseconds; this machine may be busy, and nothing is measured by it."""
LATER = """(() => {
    const soon = window.setTimeout, forget = window.clearTimeout, later = new Map();
    let last = 0;
    window.setTimeout = (act, after = 0) => {
        if (after < 1000) return soon(act, after);
        later.set(last -= 1, { act, after });
        return last;
    };
    window.clearTimeout = (timer) => later.delete(timer) || forget(timer);
    window.passes = (time) => {
        for (const [timer, { act, after }] of [...later]) {
            if (after <= time && later.delete(timer)) act();
        }
    };
    AbortSignal.timeout = () => new AbortController().signal;
})()"""
"""Lets nothing on the page happen after a second or more but when a test says that time passes."""
NOBODY_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No name is resolved: whatever the page is for works without the internet."""
expect.set_options(timeout=PATIENCE)
PHONE: ViewportSize = {"width": 390, "height": 844}


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start the browser."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "the tests of the page need chromium: `make test` installs it"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=[NOBODY_ELSE])
        yield browser
        await browser.close()


@asynccontextmanager
async def a_page(browser: Browser, url: str, *, clock: bool = False) -> AsyncIterator[Page]:
    """Open the page; with `clock` its time stands still until `passes` is called."""
    complaints: list[str] = []
    context = await browser.new_context(viewport=PHONE, has_touch=True)
    page = await context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.set_default_timeout(PATIENCE)
    if clock:
        await page.add_init_script(LATER)
    await page.goto(url)
    await expect(page.locator("#link")).to_have_text("Up to date")
    yield page
    await context.close()
    # That a request was refused, or met no hub, is what some of the tests are about.
    assert [said for said in complaints if not said.startswith("Failed to load")] == []


async def passes(page: Page, seconds: float) -> None:
    """Let time pass on a page with a clock."""
    await page.evaluate("(time) => window.passes(time)", seconds * 1000)
