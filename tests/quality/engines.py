"""The page in the engines of Firefox and Safari: what must hold in each of them."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from signal import SIGCONT, SIGSTOP, SIGTERM
from typing import Any, Final, TypeAlias

from aiohttp import ClientSession

from hub.demo.broker import HOST
from tests.bench.table import Goal, Row
from tests.hub.e2e.broker import free_port
from tests.hub.e2e.home import Home
from tests.quality.house import house_of

Ask: TypeAlias = Callable[[str], Awaitable[Any]]
"""Has a page say what a JavaScript expression comes to."""

PATIENCE: Final = 60.0
LAMP: Final = "Hall lamp 0"
ASKED_ABOUT: Final = "Hall lamp 6"
CHATTER: Final = """agents:
  chatter: { kind: outside, owner: ana, areas: [hall], aspects: [power, brightness],
             tier: suggest, purpose: It asks. }
"""
TILE: Final = "document.querySelector('[role=switch]')"
LINK: Final = "document.getElementById('link').textContent"
BAR: Final = "document.getElementById('bar-words').textContent"
ASKED: Final = "document.getElementById('asked-words').textContent"
ALLOW: Final = "[...document.querySelectorAll('button')].find((one) => one.textContent === 'Allow')"
TOO_SOON: Final = 0.5
"""Seconds in which a question that has just come up takes no answer."""


def engines() -> list[Row]:
    """Return how many of the promises held in each engine that is installed."""
    return asyncio.run(_engines())


async def _engines() -> list[Row]:
    rows = []
    for name, programs, opens in (
        ("Firefox", ["firefox-esr"], _firefox),
        ("WebKit", ["WebKitWebDriver", "xvfb-run"], _webkit),
    ):
        if missing := [one for one in programs if shutil.which(one) is None]:
            note = f"not tried: no {', '.join(missing)} here"
            rows.append(Row(f"promises kept in {name}", "of 5", 0, note=note))
            continue
        with house_of(24, CHATTER) as home:
            async with opens(home.hub.page) as ask:
                kept = await _kept(home, ask)
        rows.append(Row(f"promises kept in {name}", "of 5", kept, goal=Goal(5, least=True)))
    return rows


async def _kept(home: Home, ask: Ask) -> int:
    """Try the first sight, a tap, a question, Humans only and a line that falls silent."""
    await _until(ask, f"{LINK} === 'Up to date' && {TILE}.textContent.endsWith('Off')")
    await ask(f"{TILE}.click()")
    await asyncio.to_thread(home.is_told, LAMP, 0, state="ON")
    await _until(ask, f"{TILE}.textContent.endsWith('100 %')")
    wish = {"device": ASKED_ABOUT, "percent": 40, "for": "10 min"}
    home.ears.says("homerule/propose/chatter", wish)
    await _until(ask, f"{ASKED}.startsWith('May Chatter')")
    await ask("document.getElementById('asked-look').click()")
    await _until(ask, f"{ALLOW} !== undefined")
    await asyncio.sleep(TOO_SOON)
    await ask(f"{ALLOW}.click()")
    await asyncio.to_thread(home.is_told, ASKED_ABOUT, 0, state="ON")
    await ask("document.getElementById('bar-button').click()")
    await _until(ask, f"{BAR}.startsWith('Humans only since')")
    home.hub.is_told(SIGSTOP)
    try:
        await _until(ask, f"{LINK}.startsWith('Not connected')")
    finally:
        home.hub.is_told(SIGCONT)
    await _until(ask, f"{LINK} === 'Up to date'")
    return 5


async def _until(ask: Ask, so: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await ask(so):  # noqa: ASYNC110 -- a page tells nobody
            await asyncio.sleep(0.1)


@asynccontextmanager
async def _webkit(url: str) -> AsyncIterator[Ask]:
    """Open a page in Safari's engine, by way of WebDriver."""
    port = free_port()
    words = ["xvfb-run", "-a", "WebKitWebDriver", f"--port={port}"]
    options = {"binary": _mini_browser(), "args": ["--automation"]}
    child = await asyncio.create_subprocess_exec(*words, start_new_session=True)
    base = f"http://{HOST}:{port}/session"
    try:
        await _listens(port)
        async with ClientSession() as driver:
            wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
            made = await _answer(driver, base, {"capabilities": wanted})
            session = f"{base}/{made['sessionId']}"
            await _answer(driver, f"{session}/url", {"url": url})

            async def ask(what: str) -> Any:
                script = {"script": f"return {what}", "args": []}
                return await _answer(driver, f"{session}/execute/sync", script)

            yield ask
            await driver.delete(session)
    finally:
        os.killpg(child.pid, SIGTERM)
        await child.wait()


def _mini_browser() -> str:
    """Return the browser that WebKit's driver brings."""
    return str(next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))


async def _answer(driver: ClientSession, url: str, said: object) -> Any:
    return (await (await driver.post(url, json=said)).json())["value"]


async def _listens(port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection(HOST, port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.1)
            else:
                return writer.close()


@asynccontextmanager
async def _firefox(url: str) -> AsyncIterator[Ask]:
    """Open a page in Firefox, by way of WebDriver BiDi, which it speaks by itself."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        words = ["firefox-esr", "--headless", "--profile", profile, "--remote-debugging-port", "0"]
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        child = await asyncio.create_subprocess_exec(*words, stdout=nothing, stderr=pipe)
        try:
            async with (
                ClientSession() as driver,
                driver.ws_connect(f"{await _address(child)}/session") as line,
            ):
                numbers = count(1)

                async def call(method: str, **words: Any) -> Any:
                    number = next(numbers)
                    await line.send_json({"id": number, "method": method, "params": words})
                    while (said := await line.receive_json()).get("id") != number:
                        pass
                    return said["result"]

                await call("session.new", capabilities={})
                tree = await call("browsingContext.getTree")
                page = tree["contexts"][0]["context"]
                await call("browsingContext.navigate", context=page, url=url, wait="complete")

                async def ask(what: str) -> Any:
                    at = {"context": page}
                    said = await call(
                        "script.evaluate", expression=what, target=at, awaitPromise=False
                    )
                    return said["result"].get("value")

                yield ask
        finally:
            child.terminate()
            await child.wait()


async def _address(child: asyncio.subprocess.Process) -> str:
    assert child.stderr is not None
    async with asyncio.timeout(PATIENCE):
        while b"ws://" not in (line := await child.stderr.readline()):
            assert line, "Firefox ended at once"
    return line.split()[-1].decode()
