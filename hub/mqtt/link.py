"""Keeps one connection up: connects, subscribes, notices a dead or frozen broker, tries again."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractContextManager

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from devices.message import Message
from hub.mqtt.dialling import NEW_PROTOCOL, OLD_PROTOCOL, Dialler, fresh_client
from hub.mqtt.filters import Filters
from hub.mqtt.heart import Heart
from hub.mqtt.options import Address, LinkOptions
from hub.mqtt.properties import answering, expiring
from hub.mqtt.taken import Taken
from hub.mqtt.wire import Ears, Wire
from hub.word import Word

CONNECT_WITHIN = 2.0
SHORTEST_WAIT, LONGEST_WAIT = 0.02, 1.0
TAKEN_OVER = 0x8E
"""By this an MQTT 5 broker says that somebody else logged in with our client id."""

log = logging.getLogger("homerule")


async def _at_once() -> bool:
    return True


class Link:
    """One connection at a time, each with a fresh client: nothing is queued in it for later."""

    def __init__(
        self,
        address: Address,
        options: LinkOptions,
        *,
        receive: Callable[[Message], None],
        changed: Callable[[], None],
        received: Callable[[], None] = lambda: None,
        receive_surely: Callable[[Word, Callable[[], None]], None] | None = None,
        taken: Taken | None = None,
    ) -> None:
        """Prepare a connection; `run` makes it.

        `received` is called after each handful of messages, `changed` when `up` has changed.
        `receive_surely` gets, where it is given, what came with QoS 1, and what to call when that
        is done: only then is it acknowledged, and what was not is sent again to the next session.
        `taken`: what of that an earlier life of the hub took.
        """
        self.address = address
        self.options = options
        self.up = False
        self.refused = ""
        """Why the broker last refused us, in words."""
        self.taken_over = False
        """Whether a connection ended because another came under our client id; ours to forget."""
        self.hung_up_at: float | None = None
        """When, by the loop's clock, the broker last ended a connection that was up."""
        self.unanswered_at: float | None = None
        """When, by the loop's clock, a greeting was last given up that may yet reach the broker."""
        self.starts_anew = False
        """Whether the next greeting asks the broker to forget what it keeps of our session."""
        self.may_come: Callable[[], Awaitable[bool]] = _at_once
        """Asked before each greeting; where it says no, none is ever sent again."""
        self._over = False
        self._changed = changed
        self._ears = Ears(
            receive=receive,
            received=received,
            receive_surely=receive_surely,
            asked=options.asked,
        )
        self._filters = Filters()
        if options.beat:
            self._filters.add((options.beat,))
        self._wire: Wire | None = None
        self._taken = taken or Taken()
        self._loop: asyncio.AbstractEventLoop
        self._lost = asyncio.Event()
        self._greeted = asyncio.Event()
        self._answered = False
        self._first_version = OLD_PROTOCOL if address.old or options.plain else NEW_PROTOCOL
        self._version = self._first_version
        self._dialler = Dialler(address, options)
        self._expiry = expiring()

    async def run(self) -> None:
        """Stay connected until cancelled, or until `end`."""
        self._loop = asyncio.get_running_loop()
        wait = SHORTEST_WAIT
        try:
            while await self.may_come() and not self._over:
                if await self._connect():
                    wait = SHORTEST_WAIT
                    await self._watch()
                    # A broker that hung up once, as when it starts, need not be an old one.
                    self._version = self._first_version
                if self._drop():
                    self._changed()
                await asyncio.sleep(wait)
                wait = min(LONGEST_WAIT, wait * 2)
        finally:
            # Without a goodbye: the broker then says our last words for us.
            self._drop()

    def publish(self, message: Message, *, expires: bool = False) -> bool:
        """Hand a message over now; False where it cannot be: it is then nobody's, and not kept."""
        wire = self._wire
        if wire is None or not self.up:
            return False
        return wire.send(
            message, self._expiry if expires and self._version is NEW_PROTOCOL else None
        )

    def answer(self, message: Message, correlation: bytes) -> bool:
        """Hand over an answer to what came in; MQTT 5 repeats in it what the question brought."""
        wire = self._wire
        if wire is None or not self.up:
            return False
        repeats = correlation and self._version is NEW_PROTOCOL
        return wire.send(message, answering(correlation) if repeats else None)

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Send what is published in this block in as few packets as it fits in.

        To hand each message to the network by itself costs more than to make it.
        """
        with self._wire.together() if self._wire is not None else contextlib.nullcontext():
            yield

    def in_one(self) -> AbstractContextManager[None]:
        """Send in one go what is published in this block: for what can be told anew.

        Where the connection turns out to be gone nobody hears of it, other than of a command.
        """
        return self._wire.in_one() if self._wire is not None else contextlib.nullcontext()

    def subscribe(self, filters: Iterable[str], qos: int = 0, *, of_others: bool = False) -> None:
        """Listen on topics, now and after every reconnect.

        Asked again for a topic it has already, it subscribes again: the broker then repeats
        what it has stored there. `of_others`: what we ourselves say there by this connection, and
        what is stored, is left out; a broker that cannot do that is not asked at all.
        """
        wanted = self._filters.add(filters, qos, of_others=of_others)
        if self.up:
            self._ask(wanted)

    def unsubscribe(self, filters: Iterable[str]) -> None:
        """Listen no more."""
        gone = self._filters.remove(filters)
        if gone and self.up and self._wire is not None:
            self._wire.client.unsubscribe(gone)

    @property
    def heard_at(self) -> float:
        """Return when, by the loop's clock, anything was last heard of the broker."""
        return 0.0 if self._wire is None else self._wire.heard_at

    def renew(self) -> None:
        """Give the connection up for a new one: it does not answer, and gets nothing more."""
        self.refused = self.refused or "the broker does not answer any more"
        self._lost.set()
        if self.up and self._drop():
            self._changed()

    def end(self) -> None:
        """Say goodbye, so that the broker says no last words for us, and never come back."""
        self._over = True
        if self._wire is not None and self.up:
            self._wire.say_goodbye()
        else:
            self._drop()
        self._lost.set()
        self._greeted.set()

    async def _connect(self) -> bool:
        self._lost.clear()
        self._greeted.clear()
        self._answered = False
        if self._dialler.busy:
            return False
        wire = self._wire = self._fresh_wire()
        try:
            async with asyncio.timeout(2 * CONNECT_WITHIN):
                await self._dialler.dialled(wire.client, self._version, anew=self.starts_anew)
            async with asyncio.timeout(CONNECT_WITHIN):
                await self._greeted.wait()
        except TimeoutError:
            self.refused = "the broker does not answer"
            self.unanswered_at = self._loop.time()
            return False
        except OSError as error:
            self.refused = f"the broker cannot be reached: {error.strerror or error}"
            return False
        return not self._lost.is_set()

    def _fresh_wire(self) -> Wire:
        options = self.options
        surely = self._ears.receive_surely is not None
        client = fresh_client(self.address, options, self._version, manual_ack=surely)
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_subscribe = self._on_subscribe
        return Wire(
            client,
            self._loop,
            self._ears,
            beat=options.beat,
            taken=self._taken,
            ended=self._lost.set,
        )

    async def _watch(self) -> None:
        """Keep the connection alive until it is lost."""
        if self._wire is None:
            return
        heart = Heart(self._wire, self._loop, beat=self.options.beat, stopped=self.renew)
        heart.start()
        try:
            await self._lost.wait()
        finally:
            heart.stop()

    def _drop(self) -> bool:
        """Let go of the connection; return whether it was up."""
        wire, self._wire = self._wire, None
        was_up, self.up = self.up, False
        if wire is not None:
            wire.close()
        return was_up

    def _ask(self, filters: Iterable[str]) -> None:
        if self._wire is not None:
            self._filters.ask(self._wire.client, filters, old=self._version is not NEW_PROTOCOL)

    def _is_current(self, client: Client) -> bool:
        return self._wire is not None and client is self._wire.client

    def _on_connect(
        self,
        client: Client,
        userdata: object,
        flags: ConnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        del userdata, properties
        if not self._is_current(client):
            return
        if reason.is_failure:
            self.refused = f"the broker refused us: {reason}"
            self._answered = "rotocol" not in str(reason)
            self._lost.set()
            self._greeted.set()
            return
        if not flags.session_present:
            self._taken.forget()
        self.refused = ""
        self.starts_anew = False
        self._answered = True
        self.up = True
        self._ask(self._filters.all)
        self._greeted.set()
        self._changed()

    def _on_disconnect(
        self,
        client: Client,
        userdata: object,
        flags: DisconnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        del userdata, flags, properties
        if not self._is_current(client):
            return
        if not self.up and not self._answered and not self.options.plain:
            # A broker that hangs up on our greeting may speak the other protocol only.
            self._version = OLD_PROTOCOL if self._version is NEW_PROTOCOL else NEW_PROTOCOL
        self.taken_over = reason.value == TAKEN_OVER
        if self.up and not self._over:
            self.hung_up_at = self._loop.time()
        self.refused = self.refused or f"the connection ended: {reason}"
        self._lost.set()
        self._greeted.set()

    def _on_subscribe(
        self,
        client: Client,
        userdata: object,
        number: int,
        reasons: list[ReasonCode],
        properties: Properties | None,
    ) -> None:
        del client, userdata, number, properties
        if any(reason.is_failure for reason in reasons):
            log.warning("the broker does not let the hub listen to everything: %s", reasons)
