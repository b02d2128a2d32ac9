"""A small hub with its real web server on a free port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio
from aiohttp import ClientSession, CookieJar, DummyCookieJar, UnixConnector
from playwright.async_api import Browser

from devices.agents.motion_light import MotionLight
from hub.web.server import Server
from hub.web.token import token_of
from rules.guardrails.ceilings import BrightnessCeiling
from rules.words.ids import AgentId, AreaId, GuardrailId, PersonId
from rules.words.times import Duration
from rules.words.values import Brightness
from tests.houses import lamp, motion_sensor, plug, policy_of, room
from tests.hub.small_hub import SmallHub, small_hub
from tests.hub.web.a_page import chromium

HALL = AreaId("hall")
HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"></script><script>document.title='owned'</script>"
)
POLICY = policy_of(
    room("Hall", "Hall lamp", "Hall motion"),
    room("Kitchen", "Ceiling", "Coffee machine"),
    MotionLight(
        id=AgentId("hall-motion"),
        area=HALL,
        brightness=Brightness(204),
        off_after=Duration(300.0),
    ),
    BrightnessCeiling(
        id=GuardrailId("quiet-nights"),
        areas=(HALL,),
        at_most=Brightness(51),
        owner=PersonId("Ana"),
    ),
)
DEVICES = (
    lamp("Hall lamp"),
    motion_sensor("Hall motion"),
    lamp("Ceiling"),
    plug("Coffee machine"),
    lamp(HOSTILE),
)


@dataclass(frozen=True, slots=True)
class Served:
    """A hub, its server and the three ways to it."""

    hub: SmallHub
    server: Server
    browser: ClientSession
    """Keeps cookies, as a browser does."""
    script: ClientSession
    """Has the token."""
    stranger: ClientSession
    """Has nothing."""
    console: ClientSession
    """Comes over the console's socket."""

    @property
    def url(self) -> str:
        """Where the page is on this machine, whoever else it answers."""
        return f"http://127.0.0.1:{self.server.url.rstrip('/').rpartition(':')[2]}"

    @property
    def origin(self) -> dict[str, str]:
        return {"Origin": self.url}


@asynccontextmanager
async def serving(state: Path, host: str = "127.0.0.1") -> AsyncIterator[Served]:
    """Serve a small hub for as long as the block lasts."""
    async with small_hub(state, POLICY, *DEVICES) as hub:
        await hub.reports("Hall lamp", power=False, brightness=128)
        await hub.reports("Ceiling", power=True, brightness=102)
        server = Server(hub.desk, state, host=host, port=0)
        await server.start()
        bearer = {"Authorization": f"Bearer {token_of(state)}"}
        socket = UnixConnector(str(state / "hub.sock"))
        async with (
            ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser,
            ClientSession(headers=bearer, cookie_jar=DummyCookieJar()) as script,
            ClientSession(cookie_jar=DummyCookieJar()) as stranger,
            ClientSession("http://console", connector=socket) as console,
        ):
            yield Served(hub, server, browser, script, stranger, console)
            await server.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Start a browser for all tests of a file."""
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Serve a small hub."""
    async with serving(tmp_path) as served:
        yield served
