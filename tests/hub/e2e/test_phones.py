"""Two phones and a real hub: paired, used, a request played again, a restart, and one sent away.

The phones see a page that is not on their own machine, as in a house: by its name, over http.
"""

import hashlib
import hmac
import random
import re
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
import segno
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from playwright.sync_api import Request as Sent

from hub.cli.talk import ask, say
from tests.hub.e2e.ears import PATIENCE
from tests.hub.e2e.home import HOUSE, Home, home_in

expect.set_options(timeout=1000 * PATIENCE)
PHONE: ViewportSize = {"width": 390, "height": 844}
TWO_PEOPLE = HOUSE.replace(
    "  ana: { name: Ana, role: owner }\n",
    "  ana: { name: Ana, role: owner }\n  ben: { name: Ben, role: child }\n",
)
OVERHEAR = """(() => {
    const parse = JSON.parse;
    JSON.parse = (text, ...more) => {
        const found = parse(text, ...more);
        if (found && found.link) globalThis.link = found.link;
        return found;
    };
})()"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A house whose page answers the whole house."""
    with home_in(tmp_path, house=TWO_PEOPLE, page="{ host: 0.0.0.0 }") as home:
        yield home


@pytest.fixture
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "the tests of the page need chromium: `make test` installs it"
    with sync_playwright() as playwright:
        # No other name is resolved: pairing and signing work without the internet.
        rules = (
            "--host-resolver-rules=MAP homerule.local 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        )
        browser = playwright.chromium.launch(executable_path=chromium, args=[rules])
        yield browser
        browser.close()


def address(home: Home) -> str:
    return f"http://homerule.local:{home.hub.page.rstrip('/').rpartition(':')[2]}"


def a_phone(browser: Browser) -> Page:
    context = browser.new_context(viewport=PHONE, has_touch=True)
    context.add_init_script(OVERHEAR)
    # The page gives up after some seconds; a busy machine may need more, nothing is measured.
    context.add_init_script("AbortSignal.timeout = () => new AbortController().signal")
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    return page


def joins(home: Home, page: Page, secret: str, label: str) -> str:
    """Let a phone join as far as it can by itself; return the words that it shows."""
    page.goto(f"{address(home)}/pair#{secret}")
    expect(page.get_by_role("heading")).to_have_text("Join this house")
    assert "#" not in page.url
    page.get_by_label("What is this phone called?").fill(label)
    page.get_by_role("button", name="Join").click()
    words = page.locator("#words")
    expect(words).to_be_visible()
    return words.text_content() or ""


def hashes_as_python_does(page: Page) -> None:
    """Our own SHA-256 and HMAC give what Python's give, at each length of a block and beyond."""
    chance = random.Random(6)
    texts = [chance.randbytes(length) for length in (*range(131), 1000, 70_000)]
    keys = [chance.randbytes(length) for length in (0, 1, 31, 32, 63, 64, 65, 200)]
    script = page.locator("script[type=module]").get_attribute("src") or ""
    found = page.evaluate(
        """async ([base, texts, keys]) => {
            const { sha256, hmac, hex } = await import(`${base}/sha256.js`);
            const bytes = texts.map((text) => Uint8Array.from(text));
            return [
                bytes.map((one) => hex(sha256(one))),
                keys.map((key) => hex(hmac(Uint8Array.from(key), bytes[70]))),
                hex(sha256("Grüße")),
            ];
        }""",
        [script.rpartition("/")[0], [[*text] for text in texts], [[*key] for key in keys]],
    )
    assert found[0] == [hashlib.sha256(text).hexdigest() for text in texts]
    assert found[1] == [hmac.new(key, texts[70], hashlib.sha256).hexdigest() for key in keys]
    assert found[2] == hashlib.sha256("Grüße".encode()).hexdigest()


def is_not_heard_again(home: Home, sent: Sent) -> None:
    """What somebody on the Wi-Fi has recorded whole, the cookie too, does nothing."""
    again = urllib.request.Request(
        sent.url.replace("homerule.local", "127.0.0.1"),
        data=sent.post_data_buffer,
        headers={**sent.all_headers(), "Host": address(home).removeprefix("http://")},
        method="POST",
    )
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(again, timeout=PATIENCE)
    assert refused.value.code == 401
    assert b"heard already" in refused.value.read()


def is_shown_nothing(home: Home, page: Page) -> None:
    page.goto(address(home))
    expect(page.get_by_role("heading")).to_have_text("This phone is not paired")
    assert "Hall" not in page.content()
    assert page.evaluate("isSecureContext") is False


def is_dark_by_choice(page: Page) -> None:
    """Who has no screen of the house chooses the look where the phones are."""
    expect(page.get_by_role("link", name="House")).to_have_count(0)
    page.get_by_role("button", name="Phones").click()
    page.get_by_text("This phone", exact=True).click()
    page.get_by_role("button", name="Dark", exact=True).click()
    expect(page.locator("html")).to_have_css("color-scheme", "dark")


def hands_over(home: Home, old: Page, new: Page) -> Page:
    """The new one types what the old one shows, and has its place; the old one has none."""
    old.get_by_role("button", name="Move to another phone").click()
    digits = old.get_by_role("dialog").locator(".door-words")
    expect(digits).to_have_text(re.compile(r"^[0-9]{6}$"))
    new.goto(address(home))
    new.locator("#digits").fill(digits.text_content() or "")
    new.get_by_role("button", name="Take over").click()
    expect(new.locator("#link")).to_have_text("Up to date")
    expect(old.locator("#title")).to_have_text("This phone is not paired")
    expect(old.locator("#why")).to_contain_text("was handed over to another")
    return new


def shows_but_does_not_act_without_its_key(page: Page) -> None:
    page.evaluate("indexedDB.deleteDatabase('homerule')")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("switch", name="Kitchen lamp").tap()
    expect(page.locator("#notice")).to_contain_text("has lost the key of its phone")


def test_two_phones_are_paired_used_and_one_is_sent_away(home: Home, browser: Browser) -> None:
    state = home.hub.state
    ana = a_phone(browser)

    is_shown_nothing(home, ana)
    hashes_as_python_does(ana)

    # the console lets Ana's phone in
    made: Any = say(state, "/api/phones/invite", "{}")
    shown = joins(home, ana, made["link"].partition("#")[2], "Ana's phone")
    known: Any = ask(state, "/api/phones")
    (waiting,) = known["waiting"]
    assert shown == ", ".join(waiting["words"])
    say(state, f"/api/phones/{waiting['phone']}/let-in", '{"person": "ana"}')
    expect(ana.locator("#link")).to_have_text("Up to date")

    # what she taps is done, in her name, once
    with ana.expect_request("**/hall-lamp/set") as sent:
        ana.get_by_role("switch", name="Hall lamp").tap()
    home.is_told("Hall lamp", state="ON")
    expect(ana.get_by_role("switch", name="Hall lamp On, 100 %")).to_be_checked()
    assert "Ana set Hall lamp" in home.hub.asked("log")
    is_not_heard_again(home, sent.value)

    # her phone lets Ben's in
    ben = a_phone(browser)
    ana.get_by_role("button", name="Phones").click()
    ana.get_by_role("button", name="Add a phone").click()
    code = ana.get_by_role("img", name="Code for the new phone")
    expect(code).to_be_visible()
    link = str(ana.evaluate("globalThis.link"))
    drawn = code.locator("path").get_attribute("d") or ""
    dark = sum(map(sum, segno.make(link, micro=False, error="m").matrix))
    assert drawn.count("M") == dark
    shown = joins(home, ben, link.partition("#")[2], "<img src=x onerror=alert(1)>")
    expect(ana.locator(".door-words")).to_have_text(shown)
    ana.get_by_label("Whose phone is it?").select_option("ben")
    ana.get_by_role("button", name="Yes, let it in").click()
    expect(ben.locator("#link")).to_have_text("Up to date")

    is_dark_by_choice(ben)

    # Ben's place goes to the app on his home screen, which shares nothing with the browser
    ben = hands_over(home, ben, a_phone(browser))

    # after a restart her numbers go on above all that may have been heard
    home.hub.ends()
    home.hub.starts()
    expect(ana.locator("#link")).to_have_text("Up to date")
    before = home.ears.now
    ana.get_by_role("button", name="Close").click()
    ana.get_by_role("switch", name="Kitchen lamp").tap()
    home.is_told("Kitchen lamp", before, state="ON")

    # a browser that lost its cookie gets another for its key
    ana.context.clear_cookies()
    ana.goto(address(home))
    expect(ana.locator("#link")).to_have_text("Up to date")

    # and she sends Ben's away
    expect(ben.locator("#link")).to_have_text("Up to date")
    ana.get_by_role("button", name="Phones").click()
    ana.get_by_role("button", name="Forget: Ben").click()
    expect(ben.get_by_role("alert")).to_contain_text("was forgotten by Ana")
    expect(ben.get_by_role("heading")).to_have_text("This phone is not paired")
    assert "A phone of Ben was forgotten by Ana." in home.hub.asked("log")

    shows_but_does_not_act_without_its_key(ana)
