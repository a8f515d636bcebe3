"""Waiting for something to become true: woken by changes, bounded by a deadline."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")

LOOK_AGAIN = 0.05
"""Seconds after which a condition is looked at although nothing here changed: it may speak of
something outside the workspace."""


class NotInTime(AssertionError):
    """What was waited for did not happen."""


class Changes:
    """Counts changes and wakes who waits for them."""

    def __init__(self) -> None:
        self.number = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def note(self) -> None:
        """Something changed."""
        self.number += 1
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def next(self, *, within: float) -> None:
        """Return at the next change, or after so many seconds."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(within):
                    await waiter
        finally:
            self._waiting.discard(waiter)

    async def until(
        self, condition: Callable[[], T | None], *, within: float, waiting_for: str
    ) -> T:
        """Return the condition's first true result; raises `NotInTime` after so many seconds."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while not (found := condition()):
            left = deadline - loop.time()
            if left <= 0:
                raise NotInTime(f"not within {within} s: {waiting_for}")
            await self.next(within=min(left, LOOK_AGAIN))
        return found
