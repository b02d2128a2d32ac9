"""Serves the house: broker, links, page and signals, until it is told to stop; a clean end."""

import asyncio
import ctypes
import gc
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Final

from hub.app import Hub
from hub.clock import Clock
from hub.demo.broker import NoBrokerError, demo_broker
from hub.demo.welcome import frozen_from_before, lamp_to_try, welcome
from hub.journal import Journal
from hub.mqtt import Address
from hub.notify import notify
from hub.options import Options
from hub.plan import Plan
from hub.policy.policies import Policies
from hub.policy.settings import Settings
from hub.web.console import AnotherHub
from rules.policy import Policy
from rules.words.times import civil, next_civil

if TYPE_CHECKING:
    from hub.web.server import Server

FAILURES = (NoBrokerError, AnotherHub, OSError)
"""What keeps a hub from serving, each with a sentence for people."""
READY_WITHIN = 3.0
EVERYWHERE = "0.0.0.0"  # noqa: S104 -- only who asks for it, and a phone is let in by a person
ARENA_MAX = -8
"""`M_ARENA_MAX` in malloc.h: how many places threads take memory from."""

SPARED: Final = {
    # Which file has the certificates of those whom everybody trusts.
    "SSL_CERT_FILE": os.devnull,
    # A list that can be made fast: aiohttp has a few, and it would bring the library of C++.
    "FROZENLIST_NO_EXTENSIONS": "1",
}
"""What the page's parts are told in the environment while they are loaded."""

log = logging.getLogger("homerule")


def serve(options: Options, settings: Settings, policies: Policies, journal: Journal) -> None:
    """Serve until a signal comes; raises a group of `FAILURES`."""
    share_memory()
    asyncio.run(_serve(options, settings, policies, journal))


async def _serve(
    options: Options, settings: Settings, policies: Policies, journal: Journal
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    demo = options.demo or settings.broker is None
    clock = Clock(_offset(options.clock, policies.policy) if demo else 0.0)
    if demo and settings.mdns is None:
        # What is really in the house is none of the demo's.
        settings = replace(settings, mdns=())
    async with _broker(demo=demo, options=options, settings=settings) as (address, says):
        plan = Plan(
            policies=policies,
            settings=settings,
            state=options.state,
            address=address,
            clock=clock,
        )
        with closing(Hub(plan, journal)) as hub:
            loop.add_signal_handler(signal.SIGHUP, hub.reload)
            async with asyncio.TaskGroup() as tasks:
                living = [tasks.create_task(hub.run(), name="hub")]
                if demo:
                    from hub.demo.house import DemoHouse  # noqa: PLC0415 - only the demo needs it

                    house = DemoHouse(address, clock, policies.policy.home)
                    living.append(tasks.create_task(house.run(), name="demo house"))
                page = _open_page(hub, options, address, says, stop, demo=demo)
                living.append(tasks.create_task(page, name="page"))
                await stop.wait()
                notify("STOPPING=1")
                for task in living:
                    task.cancel()


async def _open_page(
    hub: Hub, options: Options, address: Address, says: str, stop: asyncio.Event, *, demo: bool
) -> None:
    """Serve people, once the house is known; the page's parts are loaded after MQTT is at work."""
    try:
        async with asyncio.timeout(READY_WITHIN):
            await hub.ready.wait()
    except TimeoutError:
        if not hub.twins.stood_down:
            hub.missed = True
            log.warning("%s; the hub goes on trying", hub.trouble or "no broker yet")
    keep_small()
    # The largest import: after MQTT is at work, and beside it.
    await asyncio.to_thread(load_page)
    from hub.web.server import Server  # noqa: PLC0415 -- on use

    settings = hub.plan.settings
    port = settings.page_port if options.port is None else options.port
    server = Server(
        hub.desk,
        options.state,
        host=EVERYWHERE if options.phones else settings.page_host,
        port=port,
        secure_port=settings.page_secure_port,
        demo=demo,
    )
    try:
        await server.start()
        notify(f"READY=1\nSTATUS=the page is at {server.url}")
        lamp = lamp_to_try(hub.house)
        frozen = frozen_from_before(hub.house, hub.plan.clock.now())
        said = (welcome(says, server.url, address, hub.topics, lamp), *frozen)
        sys.stdout.write("\n".join(said) + "\n")
        sys.stdout.flush()
        async with asyncio.TaskGroup() as beside:
            named = beside.create_task(_announce(server, settings), name="own name")
            await stop.wait()
            named.cancel()
    finally:
        await server.stop()


async def _announce(server: "Server", settings: Settings) -> None:
    """Tell the network where the page is, where it answers others and mDNS is not off."""
    if not server.addresses or settings.mdns == ():
        return
    from hub.network.own_name import OwnName  # noqa: PLC0415 -- on use

    def address() -> str:
        return next(iter(server.addresses), "")

    own = OwnName(server.port, address, said=log.info, interfaces=settings.mdns)
    await own.run()


def load_page() -> None:
    """Load the page's parts, without what they would load for nothing: 3 MB.

    aiohttp reads all authorities of the web as it is loaded, and this hub calls nobody that they
    speak for: a bridge that it calls by https is known by the certificate it had when paired.
    """
    before = {name: os.environ.get(name) for name in SPARED}
    os.environ.update(SPARED)
    try:
        import_module("hub.web.server")
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def share_memory() -> None:
    """Let all threads take memory from one place: each its own leaves 3 MB lying about."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(ARENA_MAX, 1)  # glibc alone has it


def keep_small() -> None:
    """Give back what the start needed and nobody needs again, once the house is known."""
    gc.enable()
    gc.collect()
    # What is there now stays: the collector need not look at it again.
    gc.freeze()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)  # glibc alone has it


@asynccontextmanager
async def _broker(
    *, demo: bool, options: Options, settings: Settings
) -> AsyncIterator[tuple[Address, str]]:
    if demo:
        async with demo_broker(options.state) as broker:
            old = broker.kind == "amqtt"
            yield Address(host=broker.host, port=broker.port, old=old), broker.says
        return
    at = settings.broker
    assert at is not None, "a hub that is no demo has a broker"  # noqa: S101 -- for the type checker
    address = Address(
        host=at.host,
        port=at.port,
        username=settings.username,
        password=settings.password(),
        tls=at.tls,
    )
    yield address, f"Broker: {at.host}:{at.port}, as hub.yaml says."


def _offset(minute: int | None, policy: Policy) -> float:
    """Return how far ahead a clock is that shows this minute of the day now."""
    if minute is None:
        return 0.0
    now = Clock().now()
    # The next time it is so late, moved into today: the date stays the same where it can.
    ahead = next_civil(minute, now, policy.home.zone) - now
    same_day = civil(now + ahead, policy.home.zone).date() == civil(now, policy.home.zone).date()
    return ahead if same_day else ahead - 86400.0
