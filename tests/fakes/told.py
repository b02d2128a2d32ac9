"""Keeps what a callback was told, and lets a test wait until it was told enough."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Told(Generic[T]):
    """Call it with what happened; `until` returns the first that fits, or fails after a while."""

    def __init__(self) -> None:
        self.all: list[T] = []
        self._more = asyncio.Event()

    def __call__(self, what: T) -> None:
        self.all.append(what)
        self._more.set()

    async def until(self, fits: Callable[[T], bool], seconds: float = 60.0) -> T:
        async with asyncio.timeout(seconds):
            while True:
                for what in self.all:
                    if fits(what):
                        return what
                self._more.clear()
                await self._more.wait()
