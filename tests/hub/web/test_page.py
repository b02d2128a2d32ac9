"""The page in a real browser: what it shows, and what a tap does."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from hub.intake.sign_form import SignRequest
from hub.policy.adopting import Adopting
from hub.policy.policies import Policies
from rules.words.device import Product
from rules.words.events import (
    DeviceAdopted,
    DeviceRetired,
    Event,
    FreezePlaced,
    OverrideLifted,
    OverridePlaced,
    PersonSet,
    PolicyAdopted,
    PromptAnswered,
    SwitchRead,
    TimePassed,
)
from rules.words.ids import AreaId, DeviceId, HardwareId, PersonId, PromptId, SwitchId
from rules.words.people import AreaScope, DeviceScope, HouseScope
from rules.words.prompts import Answer
from rules.words.switches import Simulated, Switch, SwitchKind
from rules.words.times import HOUR
from rules.words.values import BRIGHTNESS, POWER, as_number
from rules.words.wishes import Author, Via
from tests.fakes.clock import HandClock
from tests.houses import lamp, lux_sensor
from tests.hub.asking import asks, suggestion
from tests.hub.e2e.home import write_files
from tests.hub.small_hub import SmallHub
from tests.hub.web.a_page import a_page, passes
from tests.hub.web.conftest import HOSTILE, POLICY, Served, serving
from tests.hub.whole_hub import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

LAMP = DeviceId("hall-lamp")
RED = SwitchId("red-switch")
ANA = Author(via=Via.CONSOLE, person=PersonId("Ana"))
SHIFTS = """() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const move of list.getEntries())
            if (!move.hadRecentInput) window.shifted += move.value;
    }).observe({ type: "layout-shift" });
}"""
UNDER_A_THUMB = """() => [...document.querySelectorAll('button, input, summary, .tab')]
    .filter((part) => part.checkVisibility())
    .map((part) => part.getBoundingClientRect())
    .filter((box) => box.height < 44 || box.width < 44).length"""


@pytest_asyncio.fixture(loop_scope="module")
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Serve a small hub in the browser's loop."""
    async with serving(tmp_path) as served:
        yield served


@pytest_asyncio.fixture(loop_scope="module")
async def page(served: Served, browser: Browser) -> AsyncIterator[Page]:
    """Open the page on a phone."""
    async with a_page(browser, served.url, clock=True) as page:
        yield page


async def test_the_page_shows_rooms_lamps_and_readings(served: Served, page: Page) -> None:
    await served.hub.reports("Hall motion", occupancy=False)

    await expect(page.get_by_role("heading", level=2)).to_have_text(
        ["Hall", "Kitchen", "Elsewhere", "New devices"]
    )
    hall = page.get_by_role("switch", name="Hall lamp")
    ceiling = page.get_by_role("switch", name="Ceiling")
    await expect(hall).to_have_accessible_name("Hall lamp Off")
    await expect(hall).not_to_be_checked()
    await expect(ceiling).to_have_accessible_name("Ceiling On, 40 %")
    await expect(ceiling).to_be_checked()
    await expect(page.get_by_label("Brightness of Ceiling")).to_have_value("40")
    # What is off gives no light, however bright it was.
    await expect(page.get_by_label("Brightness of Hall lamp")).to_have_value("1")
    await expect(page.get_by_text("Nobody here")).to_be_visible()


async def test_a_tap_switches_a_lamp_and_the_tile_follows_the_lamp(
    served: Served, page: Page
) -> None:
    tile = page.get_by_role("switch", name="Hall lamp")

    await tile.tap()
    await expect(tile).to_have_accessible_name("Hall lamp Turning on")
    (told,) = await served.hub.hears(1)
    await served.hub.reports("Hall lamp", power=True, brightness=255)

    assert isinstance(told, PersonSet)
    assert (told.device, told.values) == (LAMP, {POWER: True})
    await expect(tile).to_have_accessible_name("Hall lamp On, 100 %")
    await expect(tile).to_be_checked()


async def test_the_slider_sets_a_brightness_once_it_is_let_go(served: Served, page: Page) -> None:
    slider = page.get_by_label("Brightness of Hall lamp")

    await slider.focus()
    await slider.press("End")
    await expect(page.get_by_role("switch", name="Hall lamp")).to_have_accessible_name(
        re.compile("Turning")
    )

    (told,) = await served.hub.hears(1)
    assert isinstance(told, PersonSet)
    assert told.values == {POWER: True, BRIGHTNESS: 255}


async def test_a_refusal_is_said_and_the_tile_goes_back(served: Served, page: Page) -> None:
    tile = page.get_by_role("switch", name="Hall lamp")
    await page.route("**/set", lambda route: route.fulfill(status=409, json={"error": "Not now."}))

    await tile.tap()

    await expect(page.get_by_role("alert")).to_have_text("Not now.")
    await expect(tile).to_have_accessible_name("Hall lamp Off")
    await expect(tile).not_to_be_checked()


async def test_humans_only_is_one_tap_and_its_end_a_deliberate_press(
    served: Served, page: Page
) -> None:
    words, sheet = page.locator("#bar-words"), page.get_by_role("dialog")
    await served.hub.reports("Hall motion", occupancy=True)

    await page.get_by_role("button", name="Humans only").tap()
    await expect(words).to_have_text("Humans only since 12:00, somebody on the page")
    await expect(page).to_have_title("Humans only - Home")

    await page.get_by_role("button", name="Release").tap()
    await expect(sheet).to_contain_text("Hall motion may act again.")
    await expect(sheet).to_contain_text("Hall lamp: Hall motion would have it at 80 %")
    hold = sheet.get_by_role("button", name="Press and hold to release")
    await hold.dispatch_event("pointerdown", {"button": 0})
    await hold.dispatch_event("pointerup")
    await passes(page, 1)
    await expect(sheet).to_be_visible()
    await hold.dispatch_event("pointerdown", {"button": 0})
    await passes(page, 1)
    await expect(words).to_have_text("Agents may act")
    await expect(sheet).to_have_count(0)

    frozen, released = await served.hub.hears(2)
    assert isinstance(frozen, FreezePlaced)
    assert isinstance(released, OverrideLifted)
    assert frozen.scope == released.scope == HouseScope()


async def test_humans_only_ends_by_keys_in_two_steps(served: Served, page: Page) -> None:
    await served.hub.happens(FreezePlaced(scope=HouseScope(), by=ANA))
    release = page.get_by_role("button", name="Release", exact=True)

    await release.press("Enter")
    await page.get_by_role("button", name="Release in two steps").press("Enter")
    assert served.hub.told == []
    await page.get_by_role("button", name="Yes, release").press("Enter")

    await expect(page.locator("#bar-words")).to_have_text("Agents may act")
    await expect(page.get_by_role("button", name="Humans only")).to_be_focused()


async def test_humans_only_shows_at_once_and_says_it_when_no_hub_hears_it(
    served: Served, page: Page
) -> None:
    asked = asyncio.Event()

    async def silence(route: Route) -> None:
        asked.set()
        await route.abort()

    await page.route("**/api/override/house", silence)
    await page.get_by_role("button", name="Humans only").tap()

    await asyncio.wait_for(asked.wait(), 5)
    await expect(page.get_by_role("alert")).to_contain_text("Use the wall switch.")
    await page.unroute("**/api/override/house")
    await passes(page, 2)
    await expect(page.get_by_role("alert")).to_contain_text("Humans only. Agents stopped.")
    await page.get_by_role("button", name="Undo").tap()
    await expect(page.locator("#bar-words")).to_have_text("Agents may act")

    # and what somebody else ends is not said any more
    await page.get_by_role("button", name="Humans only").tap()
    await expect(page.locator("#notice")).to_contain_text("Agents stopped.")
    await expect(page.locator("#bar-words")).to_contain_text("Humans only since 12:00")
    await served.hub.happens(OverrideLifted(scope=HouseScope(), by=ANA))
    await expect(page.locator("#notice")).to_be_empty()


async def test_tabs_choose_the_screen_and_the_address_keeps_it(page: Page) -> None:
    tabs = page.get_by_role("navigation", name="Screens")

    await tabs.get_by_role("link", name="Timeline").tap()
    await expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    await expect(page.get_by_role("switch", name="Hall lamp")).to_be_hidden()
    await expect(tabs.get_by_role("link", name="Timeline")).to_have_attribute(
        "aria-current", "page"
    )

    await page.reload()
    await expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("switch", name="Hall lamp")).to_be_visible()


async def test_the_bar_says_with_its_day_what_was_frozen_long_ago_and_that_it_still_is(
    served: Served, page: Page
) -> None:
    await served.hub.happens(FreezePlaced(scope=HouseScope(), by=ANA))

    for _ in range(3):
        served.hub.now += 12 * HOUR
        await served.hub.happens(TimePassed())

    await expect(page.locator("#bar-words")).to_have_text(
        "Still: Humans only since 12:00 on 10 Nov, Ana at the console"
    )
    await page.get_by_role("link", name="Timeline").tap()
    await expect(page.locator(".lines li").first).to_contain_text(
        "The house is still frozen after 1 day 12 hours"
    )


async def test_the_bar_names_a_room_or_lamp_that_is_held_without_an_end(
    served: Served, page: Page
) -> None:
    words = page.locator("#bar-words")
    lamp_held = OverridePlaced(scope=DeviceScope(LAMP), values={POWER: True}, by=ANA)

    await served.hub.happens(FreezePlaced(scope=AreaScope(AreaId("kitchen")), by=ANA))
    await expect(words).to_have_text("The kitchen: humans only since 12:00, Ana at the console")
    await expect(page.get_by_role("button", name="Humans only", exact=True)).to_be_visible()

    await served.hub.happens(lamp_held)
    await expect(words).to_have_text("2 places are held until somebody releases them")

    await page.get_by_role("button", name="Release Kitchen").tap()
    await expect(words).to_have_text("Hall lamp: held since 12:00, Ana at the console")


async def test_a_switch_that_cannot_be_read_is_told_in_the_bar(served: Served, page: Page) -> None:
    words = page.locator("#bar-words")
    red = Switch(id=RED, kind=SwitchKind.LATCHING, line=Simulated(simulated="red"))
    await served.hub.happens(PolicyAdopted(replace(POLICY, switches={RED: red})))

    await served.hub.happens(SwitchRead(switch=RED, closed=False, at=0.0))
    await served.hub.happens(SwitchRead(switch=RED, closed=None, at=1.0))
    await expect(words).to_have_text("Agents may act. The red switch: it cannot be read")

    await served.hub.happens(SwitchRead(switch=RED, closed=False, at=2.0))
    await expect(words).to_have_text("Agents may act")


async def test_a_held_lamp_tells_who_until_when_and_what_automation_would_do(
    served: Served, page: Page
) -> None:
    note = page.locator("li.tile", has=page.get_by_role("switch", name="Hall lamp")).locator("p")
    end = served.hub.now + HOUR
    await served.hub.happens(
        OverridePlaced(scope=DeviceScope(LAMP), values={POWER: False}, by=ANA, until=end)
    )
    await served.hub.reports("Hall motion", occupancy=True)

    await expect(note).to_have_text("Held until 13:00")
    await page.get_by_role("button", name="More about Hall lamp").tap()

    sheet = page.get_by_role("dialog", name="Hall lamp")
    await expect(sheet).to_contain_text("Ana switched Hall lamp off at the console at 12:00")
    await expect(sheet).to_contain_text("held until 13:00.")
    await expect(sheet).to_contain_text(
        "Without it Hall motion would have it at 80 %, limited to 20 % by 'Quiet nights', until"
    )
    await expect(sheet.get_by_role("heading", name="Agents that may change it")).to_be_visible()
    assert await page.evaluate(UNDER_A_THUMB) == 0
    await sheet.get_by_role("button", name="Release Hall lamp").tap()
    await expect(note).to_have_text("Until 14:00: Hall motion")

    await sheet.get_by_role("button", name="2 h").tap()
    await expect(note).to_have_text("Held until 14:00")
    placed = served.hub.told[-1]
    assert isinstance(placed, OverridePlaced)
    assert (placed.scope, placed.values) == (DeviceScope(LAMP), {POWER: False})
    await sheet.get_by_role("button", name=re.compile("Hall motion wanted")).first.tap()
    why = page.get_by_role("dialog").last
    await expect(why).to_contain_text("What it saw")
    await expect(why).to_contain_text("Hall motion wanted Hall lamp on at 80 %.")


async def test_a_frozen_lamp_says_so_and_cannot_be_released_by_itself(
    served: Served, page: Page
) -> None:
    await served.hub.happens(FreezePlaced(scope=HouseScope(), by=ANA))
    note = page.locator("li.tile", has=page.get_by_role("switch", name="Hall lamp")).locator("p")
    await expect(note).to_have_text("Humans only")
    await page.get_by_role("button", name="More about Hall lamp").tap()

    sheet = page.get_by_role("dialog")
    await expect(sheet.locator(".sheet-held")).to_have_text(
        "Ana froze the house at the console at 12:00; frozen until somebody releases it. "
        "Without it nothing automated would have a say at this moment."
    )
    await expect(sheet.get_by_role("button", name="Release Hall lamp")).to_have_count(0)


async def test_all_off_is_one_tap_for_what_is_on_in_a_room(served: Served, page: Page) -> None:
    await served.hub.reports("Coffee machine", power=True)
    off = page.get_by_role("button", name="All off in Kitchen")
    await expect(page.get_by_role("button", name="All off in Hall")).to_be_hidden()

    await off.tap()

    await expect(page.get_by_role("switch", name="Ceiling Turning off")).to_be_visible()
    await expect(off).to_be_hidden()
    await until(lambda: len(served.hub.told) == 2)
    told = {event.device: event.values for event in served.hub.told if isinstance(event, PersonSet)}
    assert told == {"ceiling": {POWER: False}, "coffee-machine": {POWER: False}}


async def test_a_finger_that_scrolls_sets_nothing_and_one_that_draws_sets_the_last_value(
    served: Served, page: Page
) -> None:
    tile = page.locator("li.tile", has=page.get_by_role("switch", name="Hall lamp"))
    touch = await page.context.new_cdp_session(page)

    async def place() -> tuple[float, float, float]:
        await page.evaluate("scrollTo(0, 0)")
        box = await tile.get_by_label("Brightness of").bounding_box()
        assert box is not None
        return box["x"], box["y"] + box["height"] / 2, box["width"]

    async def draw(*points: tuple[float, float]) -> None:
        for at, (x, y) in enumerate(points):
            kind = "touchMove" if at else "touchStart"
            await touch.send(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]}
            )
        await touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    left, middle, wide = await place()
    await draw(*((left + 100, middle - step) for step in range(0, 200, 20)))
    await draw((left + 100, middle))
    left, middle, wide = await place()
    assert served.hub.told == []
    began = asyncio.get_running_loop().time()
    await draw(*((left + wide * share / 10, middle) for share in range(11)))

    await expect(tile.get_by_label("Brightness of")).to_have_value("100")
    await until(lambda: served.hub.told and wanted(served.hub.told[-1]) == 255)
    took = asyncio.get_running_loop().time() - began
    assert len(served.hub.told) <= 2 + 5 * took
    assert min(map(wanted, served.hub.told)) > 0


async def test_a_decision_arrives_as_it_is_made(served: Served, page: Page) -> None:
    await page.get_by_role("link", name="Timeline").tap()
    await served.hub.reports("Hall motion", occupancy=True)

    newest = page.locator(".lines li").first
    await expect(newest).to_contain_text("Limited")
    await expect(newest).to_contain_text("'Quiet nights' allows at most 20 %")


async def test_the_timeline_shows_what_is_looked_for_and_why_it_was_so(
    served: Served, page: Page
) -> None:
    await served.hub.reports("Hall motion", occupancy=True)
    await served.hub.happens(FreezePlaced(scope=HouseScope(), by=ANA))
    await page.get_by_role("link", name="Timeline").tap()
    lines = page.locator(".timeline .line")
    await expect(page.get_by_role("heading", name="10 Nov 2025")).to_be_hidden()
    await expect(page.get_by_role("heading", name="Today")).to_be_visible()
    await expect(lines.first).to_contain_text("Ana froze the house")

    await page.get_by_role("button", name="Agents").tap()
    await expect(lines).to_have_count(1)
    await expect(lines.first).to_contain_text("Limited")
    await lines.first.tap()

    why = page.get_by_role("dialog")
    await expect(why).to_contain_text("Hall motion asked because Hall motion saw somebody")
    await expect(why).to_contain_text("It would have been 80 %")
    await why.get_by_role("button", name="Close").tap()
    await page.get_by_role("button", name="Refused").tap()
    await expect(page.get_by_text("Nothing like that has happened.")).to_be_visible()
    await page.get_by_role("button", name="All", exact=True).tap()
    await page.get_by_label("Which room").select_option("Kitchen")
    await expect(page.get_by_text("Nothing like that has happened.")).to_be_visible()


async def test_a_sensor_shows_its_last_seven_days_as_a_line(served: Served, page: Page) -> None:
    await served.hub.announces(lux_sensor("Hall light", area="Hall"))
    for value in (100.0, 300.0, 200.0):
        served.hub.now += HOUR
        await served.hub.reports("Hall light", illuminance=value)

    await page.get_by_role("button", name="Hall light 200").tap()

    sheet = page.get_by_role("dialog", name="Hall light")
    await expect(sheet.get_by_role("img", name="Illuminance in seven days")).to_be_visible()
    await expect(sheet).to_contain_text("Between 100.0 and 300.0, 200.0 at last.")
    await expect(sheet.locator("circle, polyline")).to_have_count(3)


async def test_a_hostile_name_is_only_ever_text(served: Served, page: Page) -> None:
    await expect(page.get_by_role("switch").last).to_contain_text(HOSTILE[:80])
    await expect(page.locator("img")).to_have_count(0)
    await expect(page).to_have_title("Home")


async def test_a_new_lamp_appears_and_a_retired_one_goes(served: Served, page: Page) -> None:
    await served.hub.announces(lamp("Reading lamp"))
    await expect(page.get_by_role("switch", name="Reading lamp")).to_be_visible()
    await served.hub.happens(DeviceRetired(HardwareId("hw-reading-lamp")))
    await expect(page.get_by_role("switch", name="Reading lamp")).to_have_count(0)


async def test_a_lost_hub_is_said_and_nothing_is_switched_meanwhile(
    served: Served, page: Page
) -> None:
    await served.server.stop()

    await expect(page.locator("#link")).to_contain_text("Not connected, last heard")
    await page.get_by_role("switch", name="Hall lamp").tap()

    await expect(page.get_by_role("alert")).to_contain_text("Wall switches still work")
    await expect(page.get_by_role("switch", name="Hall lamp")).not_to_be_checked()
    assert served.hub.told == []


async def test_a_hub_that_stood_down_says_so_and_offers_nothing(served: Served, page: Page) -> None:
    served.hub.desk.stand_down("this hub has stood down: restart it")

    await expect(page.locator("#bar-words")).to_have_text("this hub has stood down: restart it")
    await expect(page.locator("#bar-button")).to_be_hidden()
    await page.get_by_role("switch", name="Hall lamp").tap()
    await expect(page.get_by_role("alert")).to_contain_text("restart it")
    assert served.hub.told == []


async def test_nothing_is_cut_on_wide_screens(page: Page) -> None:
    await page.set_viewport_size({"width": 1280, "height": 800})

    assert await page.evaluate("document.documentElement.scrollWidth") == 1280


async def test_the_first_paint_is_true_without_the_stream(served: Served, page: Page) -> None:
    await page.route("**/api/stream*", lambda route: route.abort())

    await page.reload()

    await expect(page.get_by_role("switch", name="Ceiling")).to_be_checked()


def wanted(event: Event) -> float:
    """Return the brightness that a finger asked for; 0 where it asked for something else."""
    assert isinstance(event, PersonSet)
    return as_number(event.values.get(BRIGHTNESS)) or 0


def looking_at(hub: SmallHub, household: Path) -> Adopting:
    """Let a hub know a household's file, which it signs as it stands."""
    policies = Policies.open(hub.state, household, hub.journal, hub.now)
    adopting = Adopting(
        policies,
        HandClock(hub.now),
        commit=hub.journal.commit,
        adopt=lambda _policy: None,
        says=lambda _sentence: None,
        shows=lambda _notice: hub.desk.changed(house=True),
    )
    hub.desk.policies = adopting
    return adopting


async def test_an_edited_file_that_nobody_signed_is_told_until_it_is(
    served: Served, page: Page, tmp_path: Path
) -> None:
    banner = page.locator("#policy")
    household = write_files(tmp_path, 0) / "house.yaml"
    adopting = looking_at(served.hub, household)
    await expect(banner).to_be_empty()

    household.write_text(household.read_text().replace("brightness: 90 %", "brightness: 70 %"))
    adopting.look()
    await expect(banner).to_have_text(
        "somebody changed the household's rules, and nobody has signed that: "
        "it does not count until an owner signs it."
    )

    await adopting.sign(SignRequest(signer="console"))
    await expect(banner).to_be_empty()


async def test_a_question_moves_nothing_and_is_answered_where_it_is_looked_at(
    served: Served, page: Page
) -> None:
    questions = page.get_by_role("region", name="Questions")
    tile = page.get_by_role("switch", name="Hall lamp")
    await expect(questions).to_be_hidden()
    place = await tile.bounding_box()
    await page.evaluate(SHIFTS)

    await asks(served.hub)
    await expect(page.locator("#asked-words")).to_have_text(
        "May Chatter (ana's outside agent) set Hall lamp on at 16 %?"
    )
    await expect(page).to_have_title("(1) Home")
    assert await tile.bounding_box() == place
    assert await page.evaluate("window.shifted") == 0

    await page.get_by_role("button", name="Look").tap()
    await expect(questions.get_by_role("heading")).to_have_text(
        "May Chatter (ana's outside agent) set Hall lamp on at 16 %?"
    )
    await expect(questions).to_contain_text("If nobody answers by 12:10, nothing happens.")
    assert await page.evaluate(UNDER_A_THUMB) == 0
    await questions.get_by_role("button", name="Why?").tap()
    why = page.get_by_role("dialog")
    await expect(why).to_contain_text("What would have changed it")
    await why.get_by_role("button", name="Close").tap()
    await questions.get_by_role("button", name="Allow", exact=True).click()
    await expect(questions).to_contain_text("answered yes at 12:00")
    assert served.hub.sent[-1].values == {POWER: True, BRIGHTNESS: 40}
    await page.get_by_role("button", name="Undo").tap()
    await until(lambda: served.hub.told and isinstance(served.hub.told[-1], PersonSet))
    assert getattr(served.hub.told[-1], "values") == {POWER: False}  # noqa: B009 -- any event may stand there
    await passes(page, 5)
    await expect(questions).to_be_hidden()


async def test_a_question_that_somebody_else_answered_says_who(served: Served, page: Page) -> None:
    prompt = await asks(served.hub)
    await page.reload()
    card = page.get_by_role("region", name="Questions")
    await expect(card.get_by_role("button", name="Allow", exact=True)).to_be_enabled()

    said = PromptAnswered(prompt=PromptId(prompt), answer=Answer.LATER, by=Author(via=Via.CONSOLE))
    await served.hub.happens(said)

    await expect(card).to_contain_text("answered not now at 12:00")
    await expect(card.get_by_role("button")).to_have_count(0)


async def test_an_answer_that_came_too_late_says_why(served: Served, page: Page) -> None:
    prompt = await asks(served.hub)
    await page.get_by_role("button", name="Look").tap()
    await page.route("**/api/stream*", lambda route: route.abort())
    url = f"**/api/prompts/{prompt}/answer"

    async def is_taken_over(route: Route) -> None:
        await page.unroute(url)
        await served.hub.happens(FreezePlaced(scope=HouseScope(), by=ANA))
        await route.continue_()

    await page.route(url, is_taken_over)
    await page.get_by_role("button", name="Not now").click()

    await expect(page.get_by_role("alert")).to_have_text(
        "a person has taken over what it was about"
    )


async def test_a_new_lamp_is_placed_on_the_page_and_then_waits_no_more(
    served: Served, page: Page
) -> None:
    await served.hub.announces(lamp("Strip", area="Kitchen"))
    new = page.get_by_role("listitem").filter(has=page.get_by_role("button", name="Place Strip"))
    await expect(new).to_contain_text("It says it is in Kitchen.")
    await expect(page.get_by_label("Room of Strip")).to_have_value("kitchen")

    await page.get_by_role("button", name="Place Strip").tap()

    await expect(new).to_have_count(0)
    assert served.hub.house.area_of(DeviceId("strip")) == "kitchen"
    kitchen = page.get_by_role("region", name="Kitchen")
    await expect(kitchen.get_by_role("switch", name="Strip")).to_be_visible()


async def test_a_new_lamp_is_placed_under_house_too(served: Served, page: Page) -> None:
    await page.get_by_role("link", name="House").tap()
    await served.hub.announces(lamp("Strip", area="Kitchen"))

    await page.get_by_role("button", name="Place Strip").tap()

    await expect(page.get_by_role("button", name="Place Strip")).to_have_count(0)
    assert served.hub.house.area_of(DeviceId("strip")) == "kitchen"


async def test_a_new_lamp_that_is_another_by_another_way_is_joined_on_the_page(
    served: Served, page: Page
) -> None:
    product = Product(macs=frozenset({"a8032abe54dc"}))
    await served.hub.announces(
        replace(lamp("Strip"), product=product),
        replace(lamp("WLED"), product=product, family="wled", hinted=True),
    )

    await page.get_by_role("button", name="WLED is Strip").tap()

    await expect(page.get_by_role("button", name="Place WLED")).to_have_count(0)
    assert DeviceId("wled") not in served.hub.house.devices
    assert any(served.hub.house.ways.of(DeviceId("strip")))


async def test_the_name_of_a_lamp_in_a_question_is_only_text(served: Served, page: Page) -> None:
    hostile = served.hub.house.find(HOSTILE)
    assert hostile is not None
    await served.hub.happens(DeviceAdopted(device=hostile, area=AreaId("hall"), by=ANA))
    await asks(served.hub)
    (prompt,) = served.hub.house.prompts.open
    await served.hub.happens(
        PromptAnswered(prompt=prompt, answer=Answer.YES, by=Author(via=Via.CONSOLE))
    )

    await served.hub.happens(suggestion(hostile))

    await expect(page.locator("#asked-words")).to_contain_text(HOSTILE)
    await page.evaluate("window.setTimeout = () => 0")
    await page.get_by_role("button", name="Look").tap()
    card = page.get_by_role("region", name="Questions")
    await expect(card).to_contain_text(HOSTILE)
    # As long as no time has passed, nobody can have read it.
    await expect(card.get_by_role("button", name="Allow", exact=True)).to_be_disabled()
    assert await page.title() != "owned"
