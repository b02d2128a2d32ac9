"""Before something automated leaves, the broker must have been heard just now; else it is asked.

What is handed to a broker that stands still is done when it goes on: late, and perhaps against a
person who came meanwhile. Our heartbeat notices that only after a while. Whoever answers a message
has just heard the broker; what falls due by itself knocks first, and waits for the answer.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from hub.broker.echo import Echo
from hub.mqtt import Link

FRESH: Final = 0.1
"""Seconds for which a word of the broker shows that it is there."""


class Knock:
    """Lets go what is to be sent, in its order, as soon as the broker was heard."""

    def __init__(self, links: tuple[Link, ...], echo: Echo) -> None:
        """Listen by these links, and knock by `echo`."""
        self._links = links
        self._echo = echo
        self._waiting: list[Callable[[], None]] = []
        self._asking: asyncio.Task[None] | None = None

    def when_sure(self, send: Callable[[], None]) -> None:
        """Call `send` now, or in one step of the loop after the broker has answered.

        It is called too when there is no answer: the links have then been given up, and what has
        another way takes that.
        """
        self._waiting.append(send)
        if self._is_sure():
            self._let_go()
        elif self._asking is None:
            self._asking = asyncio.get_running_loop().create_task(self._ask(), name="knock")

    def _is_sure(self) -> bool:
        if not all(link.up for link in self._links):
            # By them nothing leaves.
            return True
        heard_at = max(link.heard_at for link in self._links)
        return heard_at > asyncio.get_running_loop().time() - FRESH

    async def _ask(self) -> None:
        came = await self._echo.comes_round()
        self._asking = None
        if not came and not self._is_sure():
            for link in self._links:
                link.renew()
        self._let_go()

    def _let_go(self) -> None:
        waiting, self._waiting = self._waiting, []
        for send in waiting:
            send()
