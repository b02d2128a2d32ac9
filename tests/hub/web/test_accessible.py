"""Everybody can use the page: each screen and sheet of it, in each look, at any size of text."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from rules.words.events import FreezePlaced, PersonSet
from rules.words.ids import DeviceId, PersonId, slug
from rules.words.people import HouseScope
from rules.words.values import POWER
from rules.words.wishes import Author, Via
from tests.hub.asking import asks
from tests.hub.web.a_page import PATIENCE, PHONE, chromium
from tests.hub.web.axe import COLOURS, wrongs
from tests.hub.web.balanced import balanced
from tests.hub.web.conftest import Served, serving
from tests.hub.web.kept import looked_after
from tests.hub.web.walk import walk

pytestmark = pytest.mark.asyncio(loop_scope="module")

PICTURES = Path(__file__).parents[3] / "screens"
ANA = Author(via=Via.CONSOLE, person=PersonId("Ana"))
TOO_SMALL = """() => [...document.querySelectorAll("button, input, select, summary, a")]
    .filter((part) => part.checkVisibility() && !part.matches(".skip"))
    .filter((part) => {
        const box = part.getBoundingClientRect();
        return box.height < 44 || box.width < 44;
    })
    .map((part) => part.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll("main *, footer *, dialog[open] *")]
    .filter((part) => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1)
    .filter((part) => getComputedStyle(part).overflowX === "hidden" && part.clientWidth > 1)
    .map((part) => part.outerHTML.slice(0, 120))"""
FOCUSED = """() => {
    const part = document.activeElement;
    if (part === document.body) return null;
    const box = part.getBoundingClientRect();
    const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const rim = getComputedStyle(part);
    return {
        place: part.closest("header, main, footer, .skip")?.localName ?? "body",
        what: part.outerHTML.slice(0, 120),
        seen: part.contains(seen) || seen === part.parentElement,
        marked: rim.outlineStyle !== "none" && parseFloat(rim.outlineWidth) >= 2,
    };
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"


@dataclass(frozen=True, slots=True)
class Look:
    """How a phone is set."""

    name: str
    colours: Literal["light", "dark"] = "light"
    contrast: Literal["more", "no-preference"] = "no-preference"
    width: int = PHONE["width"]
    text: int = 100


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Start the browser once."""
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """A house in which there is something of everything: a question, a freeze, a hand."""
    async with serving(tmp_path_factory.mktemp("state") / "hub") as served:
        await asks(served.hub)
        await served.hub.happens(
            PersonSet(device=DeviceId("ceiling"), values={POWER: False}, by=ANA)
        )
        await served.hub.happens(FreezePlaced(scope=HouseScope(), by=ANA))
        looked_after(served.hub)
        async with balanced(served.hub):
            yield served


async def opened(browser: Browser, served: Served, look: Look) -> Page:
    context = await browser.new_context(
        viewport={**PHONE, "width": look.width},
        has_touch=True,
        color_scheme=look.colours,
        reduced_motion="reduce",
        contrast=look.contrast,
        bypass_csp=True,
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(served.url)
    await expect(page.locator("#link")).to_have_text("Up to date")
    await page.evaluate(
        "(size) => { document.documentElement.style.fontSize = `${size}%`; }", look.text
    )
    return page


async def looked_at(page: Page, look: str, *rules: str) -> dict[str, list[str]]:
    """Return what is wrong in each place, and leave a picture of it for people to look at."""
    found = dict[str, list[str]]()
    async for place in walk(page):
        await page.screenshot(path=PICTURES / f"{slug(place)}-{look}.png")
        if said := await wrongs(page, *rules):
            found[place] = said
    return found


async def test_no_screen_breaks_a_rule_of_accessible_pages(
    browser: Browser, served: Served
) -> None:
    page = await opened(browser, served, Look("light"))

    found = await looked_at(page, "light")

    assert found == {}
    await page.context.close()


@pytest.mark.parametrize(
    "look",
    [Look("dark", colours="dark"), Look("contrast", contrast="more")],
    ids=lambda look: look.name,
)
async def test_words_stand_out_from_their_ground_in_every_look(
    browser: Browser, served: Served, look: Look
) -> None:
    page = await opened(browser, served, look)

    found = await looked_at(page, look.name, *COLOURS)

    assert found == {}
    await page.context.close()


async def test_all_that_can_be_pressed_fits_a_thumb(browser: Browser, served: Served) -> None:
    page = await opened(browser, served, Look("thumb"))

    found = {place: said async for place in walk(page) if (said := await page.evaluate(TOO_SMALL))}

    assert found == {}
    await page.context.close()


@pytest.mark.parametrize(
    "look", [Look("narrow", width=320), Look("large", text=200)], ids=lambda look: look.name
)
async def test_nothing_is_cut_and_nothing_moves_sideways(
    browser: Browser, served: Served, look: Look
) -> None:
    page = await opened(browser, served, look)

    found = {
        place: said
        async for place in walk(page)
        if (said := [*await page.evaluate(CUT), *(["sideways"] * await page.evaluate(SIDEWAYS))])
    }

    assert found == {}
    await page.context.close()


async def test_the_keyboard_goes_through_the_page_in_order_and_shows_where_it_is(
    browser: Browser, served: Served
) -> None:
    page = await opened(browser, served, Look("keyboard"))

    steps = list[dict[str, Any]]()
    while True:
        await page.keyboard.press("Tab")
        step = await page.evaluate(FOCUSED)
        if step is None or (steps and step == steps[0]):
            break
        steps.append(step)
        assert len(steps) < 200

    order = {"a": 0, "header": 1, "main": 2, "footer": 3}
    places = [order[step["place"]] for step in steps]
    assert places == sorted(places)
    assert set(places) >= {0, 2, 3}
    assert [step["what"] for step in steps if not (step["seen"] and step["marked"])] == []
    await page.context.close()


async def test_nothing_moves_for_who_asked_for_stillness(browser: Browser, served: Served) -> None:
    page = await opened(browser, served, Look("still"))

    moving = await page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((part) => {
            const look = getComputedStyle(part);
            return [look.transitionDuration, look.animationDuration]
                .some((lasts) => lasts.split(",").some((one) => parseFloat(one) > 0.01));
        }).map((part) => part.outerHTML.slice(0, 120))"""
    )

    assert moving == []
    await page.context.close()
