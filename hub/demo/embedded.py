"""The broker amqtt inside the hub, whose tables bear clients that come at the same moment.

Loaded only where mosquitto is missing: it is heavy.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from amqtt.broker import Broker
from amqtt.contexts import BrokerConfig, ListenerConfig

if TYPE_CHECKING:
    from _collections_abc import dict_items

Value = TypeVar("Value")


@asynccontextmanager
async def running_amqtt(host: str, port: int, *, stops_within: float) -> AsyncIterator[Broker]:
    """Run the broker for as long as the block lasts; `stops_within` is in seconds.

    Raises `amqtt.errors.BrokerError` if it cannot start.
    """
    # It logs every packet and, as errors, every client that leaves.
    for name in ("amqtt", "transitions"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    broker = Broker(
        BrokerConfig(
            listeners={"default": ListenerConfig(bind=f"{host}:{port}")},
            plugins={"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
        )
    )
    # amqtt 0.12 walks through these with an `await` at each step, while others write into them.
    broker._subscriptions = SteadyTable()  # noqa: SLF001 - there is no other way in
    broker._retained_messages = SteadyTable()  # noqa: SLF001 - as above
    await broker.start()
    try:
        yield broker
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(stops_within):
                await broker.shutdown()


class SteadyTable(dict[str, Value]):
    """A dictionary that may change while somebody walks through it: he sees it as it was."""

    def __iter__(self) -> Iterator[str]:
        return iter(list(super().__iter__()))

    def items(self) -> "dict_items[str, Value]":
        """Return the entries as they are now."""
        return dict(super().items()).items()
