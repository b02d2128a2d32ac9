"""One visit of a slow phone to the page, and what it cost the phone."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from playwright.async_api import Browser, CDPSession

SLOWER: Final = 4
"""So many times slower than this machine; a cheap phone."""
DELAY_MS: Final = 10
BYTES_A_SECOND: Final = 20_000_000 // 8
PHONE: Final = {"width": 390, "height": 844}
WATCH: Final = """
window.seen = { blocking: 0, longest: 0, shift: 0, ready: 0, live: 0 };
window.settled = new Promise((done) => {
new PerformanceObserver((list) => {
    for (const task of list.getEntries()) {
        seen.blocking += Math.max(0, task.duration - 50);
        seen.longest = Math.max(seen.longest, task.duration);
    }
}).observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => {
    for (const move of list.getEntries()) if (!move.hadRecentInput) seen.shift += move.value;
}).observe({ type: "layout-shift", buffered: true });
new MutationObserver(() => {
    const main = document.getElementById("main"), link = document.getElementById("link");
    if (!seen.ready && main && !main.hidden && main.querySelector("[role=switch]"))
        seen.ready = performance.now();
    if (!seen.live && link?.textContent === "Up to date") seen.live = performance.now();
    // Whatever the start still has to do counts too.
    if (seen.ready && seen.live) setTimeout(done, 300);
}).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
});
"""
PAINT: Final = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
TAP: Final = """new Promise((done) => {
    const tile = document.querySelector("[role=switch]");
    const before = tile.getAttribute("aria-checked");
    const began = performance.now();
    new MutationObserver(() => tile.getAttribute("aria-checked") !== before
        && done(performance.now() - began)).observe(tile, { attributes: true });
    tile.click();
})"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit cost; milliseconds since it began, unless the name says otherwise."""

    kilobytes: float
    requests: float
    first_paint: float
    ready: float
    live: float
    warm: float
    blocking: float
    longest_task: float
    shift: float
    heap_megabytes: float
    tap: float
    foreign: float


async def visit(browser: Browser, url: str) -> Visit:
    """Visit the page for the first time, tap a lamp, and come again."""
    context = await browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        has_touch=True,
        device_scale_factor=3,
    )
    page = await context.new_page()
    await page.add_init_script(WATCH)
    phone = await context.new_cdp_session(page)
    weight = await _slow(phone, url)
    await page.goto(url)
    seen = await _seen(phone)
    paint = await asked(phone, PAINT)
    kilobytes, requests, foreign = weight.bytes / 1000, weight.requests, weight.foreign
    megabytes = await heap(phone)
    tap = await asked(phone, TAP)
    # A tap's own answer is awaited, so that the next visit is a calm one.
    await asyncio.sleep(0.5)
    await page.reload()
    warm = await _seen(phone)
    await context.close()
    return Visit(
        kilobytes=kilobytes,
        requests=requests,
        first_paint=paint,
        ready=seen["ready"],
        live=seen["live"],
        warm=warm["ready"],
        blocking=seen["blocking"],
        longest_task=seen["longest"],
        shift=seen["shift"],
        heap_megabytes=megabytes,
        tap=tap,
        foreign=foreign,
    )


@dataclass(slots=True)
class _Weight:
    bytes: float = 0
    requests: int = 0
    foreign: int = 0


async def _slow(phone: CDPSession, url: str) -> _Weight:
    weight = _Weight()

    def asked(said: dict[str, Any]) -> None:
        weight.requests += 1
        weight.foreign += not said["request"]["url"].startswith(url)

    def came(said: dict[str, Any]) -> None:
        weight.bytes += said["encodedDataLength"]

    phone.on("Network.requestWillBeSent", asked)
    phone.on("Network.loadingFinished", came)
    await phone.send("Network.enable")
    await phone.send("Performance.enable")
    await phone.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await phone.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": DELAY_MS,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    return weight


async def _seen(phone: CDPSession) -> dict[str, float]:
    found: dict[str, float] = await asked(phone, "settled.then(() => seen)")
    return found


async def asked(phone: CDPSession, what: str) -> Any:
    """Return what the page says; not by way of playwright, whose own code would be measured too."""
    words = {"expression": what, "awaitPromise": True, "returnByValue": True}
    return (await phone.send("Runtime.evaluate", words))["result"]["value"]


async def heap(phone: CDPSession) -> float:
    """Return the megabytes that JavaScript holds."""
    await phone.send("HeapProfiler.collectGarbage")
    metrics = (await phone.send("Performance.getMetrics"))["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize")) / 1e6
