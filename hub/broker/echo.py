"""A word to the broker and back: what it had to say before has come when the word comes round."""

import asyncio
from itertools import count
from typing import Final

from devices.message import Message
from hub.mqtt import Link

ROUND_WITHIN: Final = 1.0
"""Seconds after which a broker that does not say our word back does not answer."""


class Echo:
    """Sends words round by one link, on a topic that nobody else has."""

    __slots__ = ("_link", "_topic", "_waiting", "_words")

    def __init__(self, link: Link, topic: str) -> None:
        """Listen on the topic."""
        self._link = link
        self._topic = topic
        self._words = count(1)
        self._waiting: dict[bytes, asyncio.Event] = {}
        link.subscribe((topic,))

    def hears(self, message: Message) -> bool:
        """Take in a message of the link; say whether it was a word of ours."""
        if message.topic != self._topic:
            return False
        waiting = self._waiting.get(message.payload)
        if waiting is not None:
            waiting.set()
        return True

    async def comes_round(self) -> bool:
        """Send a word, and say whether it came back in time."""
        word = str(next(self._words)).encode()
        back = self._waiting[word] = asyncio.Event()
        try:
            if not self._link.publish(Message(self._topic, word)):
                return False
            async with asyncio.timeout(ROUND_WITHIN):
                await back.wait()
        except TimeoutError:
            return False
        finally:
            del self._waiting[word]
        return True
