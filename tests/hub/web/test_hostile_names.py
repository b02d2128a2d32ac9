"""What devices call themselves is text, wherever it is shown: two hundred tries to be more."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from hub.web.server import Server
from tests.houses import lamp
from tests.hub.small_hub import small_hub
from tests.hub.web.a_page import PATIENCE, PHONE, chromium
from tests.hub.web.conftest import POLICY
from tests.hub.web.walk import walk

DEED = "window.owned=1"
TRIES = (
    "<img src=x onerror={deed}>",
    "<svg onload={deed}>",
    "<script>{deed}</script>",
    "</script><script>{deed}</script>",
    "--></title><script>{deed}</script>",
    "</textarea></style><img src=x onerror={deed}>",
    '" onmouseover={deed} autofocus onfocus={deed} x="',
    "' onpointerdown={deed} x='",
    "javascript:{deed}",
    "<a href=javascript:{deed}>press</a>",
    "<iframe srcdoc='<script>parent.owned=1</script>'></iframe>",
    "<details open ontoggle={deed}>",
    "<style>@import '//elsewhere.example'</style>",
    "<link rel=stylesheet href=//elsewhere.example>",
    "<meta http-equiv=refresh content=0;url=//elsewhere.example>",
    "<base href=//elsewhere.example>",
    "<form action=//elsewhere.example><button>go</button></form>",
    "${{{deed}}}",
    "{{{{{deed}}}}}",
    "\\u003cimg src=x onerror={deed}\\u003e",
)
NAMES = tuple(f"{TRIES[n % len(TRIES)].format(deed=DEED)} {n}" for n in range(200))
ALL_TEXT = """() => document.body.textContent
    + [...document.querySelectorAll("[aria-label]")].map((part) => part.ariaLabel)"""
WATCH = """document.addEventListener("securitypolicyviolation", (said) => {
    (window.violations ??= []).push(`${said.violatedDirective} ${said.blockedURI}`);
});"""
HARM = """() => window.owned || window.violations
    || document.baseURI !== location.href && document.baseURI"""


@pytest.mark.asyncio
async def test_no_name_is_more_than_text_on_any_screen(tmp_path: Path) -> None:
    async with small_hub(tmp_path, POLICY, *(lamp(name, area="Hall") for name in NAMES)) as hub:
        server = Server(hub.desk, tmp_path, port=0)
        await server.start()
        async with chromium() as browser:
            context = await browser.new_context(viewport=PHONE, has_touch=True)
            page, foreign = await context.new_page(), list[str]()
            page.set_default_timeout(PATIENCE)
            page.on("request", lambda asked: foreign.append(asked.url))
            await page.add_init_script(WATCH)
            await page.goto(server.url)
            await expect(page.locator("#link")).to_have_text("Up to date")

            shown = await page.evaluate(ALL_TEXT)
            places = [place async for place in walk(page) if not await harmed(page)]

            assert [name for name in NAMES if name not in shown] == []
            assert not await harmed(page)
            assert {"Home", "Timeline"} <= {*places}
            assert [url for url in foreign if not url.startswith((server.url, "data:"))] == []
        await server.stop()


async def harmed(page: Page) -> object:
    """Return what somebody's name has done to the page, or tried to."""
    return await page.evaluate(HARM)
