"""A walk through the whole page: to every screen, and into every kind of sheet."""

from collections.abc import AsyncIterator

from playwright.async_api import Locator, Page, expect

OPENERS = (
    "main [aria-haspopup=dialog], header [aria-haspopup=dialog], footer [aria-haspopup=dialog]"
)
USABLE = """(parts) => parts.map((part) =>
    part.checkVisibility({ visibilityProperty: true }) && !part.disabled && `.${part.className}`)"""


async def walk(page: Page) -> AsyncIterator[str]:
    """Go to every screen, and open every kind of sheet from it; return the name of each."""
    tabs = await page.locator("#tabs a").all()
    assert len(tabs) > 1
    for tab in tabs:
        await tab.click()
        name = await tab.inner_text()
        await expect(page.get_by_role("region", name=name, exact=True)).to_be_visible()
        yield name
        async for sheet in sheets(page):
            yield f"{name}, {sheet}"


async def sheets(page: Page) -> AsyncIterator[str]:
    """Open one sheet of each kind that the screen offers."""
    openers = page.locator(OPENERS)
    # Asked all at once: there may be hundreds, and each question takes its time.
    usable = await openers.evaluate_all(USABLE)
    for kind in dict.fromkeys(filter(None, usable)):
        opener = openers.nth(usable.index(kind))
        # Not where the bar lies over it.
        await opener.evaluate("(part) => part.scrollIntoView({ block: 'start' })")
        await opener.click()
        await expect(sheet_of(page)).to_be_visible()
        yield f"the sheet of {kind.removeprefix('.')}"
        await page.keyboard.press("Escape")
        await expect(sheet_of(page)).to_have_count(0)
        await expect(opener).to_be_focused()


def sheet_of(page: Page) -> Locator:
    return page.locator("dialog[open]")
