"""A phone takes the House key in, and a change of the house's rules is signed on it.

The page comes over https. The browser is told the key of its certificate, as if the phone trusted
the hub's authority; that the chain is sound is tried in tests/hub/door/test_house_ca.py.
"""

import base64
import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Page, expect, sync_playwright

from hub.cli.talk import ask, say
from tests.hub.e2e.broker import free_port
from tests.hub.e2e.ears import PATIENCE
from tests.hub.e2e.home import HOUSE, Home, home_in

expect.set_options(timeout=1000 * PATIENCE)
PATIENT = "AbortSignal.timeout = () => new AbortController().signal"
"""The page gives up after some seconds; a busy machine may need more, nothing is measured."""
TWO_SIGN = HOUSE.replace(
    "  ana: { name: Ana, role: owner }\n",
    "  ana: { name: Ana, role: owner }\n  ben: { name: Ben, role: adult }\n",
).replace("timezone: Europe/Madrid", "two_signatures: [guardrails], timezone: Europe/Madrid")
KEPT = """() => new Promise((resolve) => {
    const opening = indexedDB.open("homerule", 1);
    opening.onsuccess = () => {
        const asked = opening.result.transaction("phone").objectStore("phone").get("phone");
        asked.onsuccess = async () => {
            const { key, pair } = asked.result;
            const copied = await crypto.subtle.exportKey("jwk", pair.secret).catch((no) => no.name);
            opening.result.close();
            resolve([key, pair.secret.extractable, copied]);
        };
    };
})"""
"""What a script finds that has got into the page: no secret that it could carry away."""
DIMMER = "Guardrail quiet-nights: `at_most` 20 % -> 10 %."


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A house whose page answers the whole house, and where two sign what guards it."""
    with home_in(
        tmp_path, house=TWO_SIGN, page=f"{{ host: 0.0.0.0, secure_port: {free_port()} }}"
    ) as home:
        yield home


@pytest.fixture
def key(home: Home) -> dict[str, Any]:
    """The House key, made at the console."""
    made: Any = say(home.hub.state, "/api/house-key", "{}")
    assert isinstance(made, dict)
    return made


@pytest.fixture
def browser(home: Home, key: dict[str, Any]) -> Iterator[Browser]:
    """A browser that trusts this one page."""
    page = x509.load_pem_x509_certificate((home.hub.state / "house-key" / "page.pem").read_bytes())
    public = page.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    print_of_it = base64.b64encode(hashlib.sha256(public).digest()).decode()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "the tests of the page need chromium: `make test` installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=[
                "--host-resolver-rules=MAP homerule.local 127.0.0.1",
                f"--ignore-certificate-errors-spki-list={print_of_it}",
            ],
        )
        yield browser
        browser.close()


def a_phone(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    context.add_init_script(PATIENT)
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    return page


def secure(key: dict[str, Any]) -> str:
    return next(str(place) for place in key["secure"] if "homerule.local" in place)


def joins(home: Home, key: dict[str, Any], page: Page, person: str) -> None:
    """Let a phone in at the console, over https."""
    made: Any = say(home.hub.state, "/api/phones/invite", '{"house_key": true}')
    secret = made["link"].partition("#")[2]
    page.goto(f"{secure(key)}/pair#{secret}")
    page.get_by_label("What is this phone called?").fill(f"{person}'s phone")
    page.get_by_role("button", name="Join").click()
    expect(page.locator("#words")).not_to_be_empty()
    known: Any = ask(home.hub.state, "/api/phones")
    (waiting,) = known["waiting"]
    assert page.locator("#words").text_content() == ", ".join(waiting["words"])
    say(home.hub.state, f"/api/phones/{waiting['phone']}/let-in", json.dumps({"person": person}))
    expect(page.locator("#link")).to_have_text("Up to date")


def reads_and_signs(page: Page, name: str) -> None:
    """Open the change that waits, read it, and sign it."""
    page.get_by_role("link", name="House").tap()
    part = page.locator("#part-drafts")
    part.locator("summary").tap()
    part.get_by_role("button", name="Read and sign").tap()
    sheet = page.get_by_role("dialog", name="Sign this change")
    expect(sheet).to_contain_text(DIMMER)
    sheet.get_by_role("button", name=f"Sign as {name}").tap()
    expect(sheet).to_have_count(0)


def drafts_a_dimmer_hall(page: Page) -> None:
    page.get_by_role("link", name="House").tap()
    rules = page.locator("#part-rules")
    rules.locator("summary").tap()
    rules.get_by_role("button", name="Change numbers").tap()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("at most").fill("10 %")
    sheet.get_by_role("button", name="What would it do?").tap()
    expect(sheet).to_contain_text(DIMMER)
    sheet.get_by_role("button", name="Hand it to the console").tap()
    expect(sheet).to_have_count(0)


def test_two_people_sign_a_change_on_their_phones_and_it_is_in_force(
    home: Home, key: dict[str, Any], browser: Browser
) -> None:
    ana, ben = a_phone(browser), a_phone(browser)

    # over https a phone makes a key that no script can carry away, and acts with it
    joins(home, key, ana, "ana")
    assert ana.evaluate("isSecureContext") is True
    assert ana.evaluate(KEPT) == ["", False, "InvalidAccessError"]
    ana.get_by_role("switch", name="Hall lamp").tap()
    home.is_told("Hall lamp", state="ON")

    # Ana drafts a change, reads it, and signs; it does not count yet
    drafts_a_dimmer_hall(ana)
    reads_and_signs(ana, "Ana")
    expect(ana.locator("#part-drafts")).to_contain_text("Signed by Ana")

    # with Ben's signature it does
    joins(home, key, ben, "ben")
    reads_and_signs(ben, "Ben")
    versions = json.loads(home.hub.asked("policy", "log", "--json"))["versions"]
    signed = versions[0]["signatures"]
    assert versions[0]["version"] == 2
    assert [one["signer"] for one in signed] == ["ana", "ben"]
    assert all(one["key"].startswith("phone-") for one in signed)
    assert signed[0]["key"] != signed[1]["key"]

    # it stays in force when the phone that signed is gone
    assert "A phone of Ana" in home.hub.asked("pair", "--forget", "ana")
    assert "house.yaml against version 2" in home.hub.asked(
        "policy", "diff", "--config", str(home.hub.config)
    )
    expect(ana.locator("#title")).to_have_text("This phone is not paired")
