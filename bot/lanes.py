"""Work that waits in a table, taken up lane by lane: several lanes at once, one lane in order."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

import structlog
from sqlmodel import Session

from bot.unusable import DatabaseUnusable

log = structlog.get_logger()

_BREATHER = timedelta(seconds=1)
_GATHER = timedelta(milliseconds=2)
"""What wakes us within this time is answered by one look."""
_LONGEST_SLEEP = timedelta(seconds=30)


class InALane(Protocol):
    """Something that waits for its turn among its like."""

    @property
    def lane(self) -> str:
        """Return what it must stay in order with."""


class Timed(InALane, Protocol):
    """Something in a lane that is not to be taken up before its time."""

    @property
    def due_at(self) -> datetime:
        """Return when its time has come."""


Work = TypeVar("Work", bound=InALane)
TimedWork = TypeVar("TimedWork", bound=Timed)


@dataclass(frozen=True)
class Kind(Generic[TimedWork]):
    """A table with lanes: how to find work in it, and how to do it."""

    name: str
    sign: str
    """What a transaction bears that puts such work."""
    first: Callable[[Session, str], TimedWork | None]
    """Returns the first open piece of the lane in which this key stands."""
    overdue: Callable[[Session, datetime], Sequence[tuple[str, str]]]
    """Returns lane and key of the work that was due by then."""
    do: Callable[[TimedWork], Awaitable[None]]
    """Settles what it takes up (done, or due later), whatever happens to it."""


@dataclass(frozen=True)
class Waiting(Generic[Work]):
    """The first of each lane that is due, and how long until the next lane is."""

    due: Sequence[Work]
    pause: timedelta | None


class Lanes(Generic[Work]):
    """Takes up what is due, woken at once when something new is there.

    `waiting` is asked for so many pieces outside the lanes that are busy; `do` must settle what
    it takes up (done, or due later), whatever happens to it.
    """

    def __init__(
        self,
        *,
        waiting: Callable[[frozenset[str], int], Awaitable[Waiting[Work]]],
        do: Callable[[Work], Awaitable[None]],
        at_once: int,
    ) -> None:
        self._waiting, self._do, self._at_once = waiting, do, at_once
        self._something_new = asyncio.Event()
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._loop: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Look again at once."""
        self._something_new.set()

    def start(self) -> None:
        """Begin with what an earlier process left behind."""
        self._loop = asyncio.create_task(self._run())

    async def stop(self, *, within: timedelta) -> None:
        """Take up nothing more and let what is under way end; the rest stays in its table."""
        if self._loop:
            self._loop.cancel()
            await asyncio.wait([self._loop])
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=within.total_seconds())
        late = list(self._under_way.values())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            self._something_new.clear()
            try:
                pause = await self._take_up()
            except DatabaseUnusable as fault:
                log.error("work waits", reason=str(fault))  # noqa: TRY400 - the reason says it all
                pause = _BREATHER
            except Exception as fault:  # noqa: BLE001 - a boundary: what broke off is tried again
                log.error("work broke off", exception=type(fault).__name__)  # noqa: TRY400 - no words
                pause = _BREATHER
            with suppress(TimeoutError):
                # Not wait_for: before Python 3.12 it can swallow a cancellation.
                async with asyncio.timeout(pause.total_seconds()):
                    await self._something_new.wait()
            await asyncio.sleep(_GATHER.total_seconds())

    async def _take_up(self) -> timedelta:
        """Start what is due in free lanes; a lane under way wakes us itself when it is free.

        A lane that was under way when we looked may have ended since, and what we would have seen
        of it would be stale: it is left for the next look.
        """
        busy = frozenset(self._under_way)
        waiting = await self._waiting(busy, self._at_once - len(busy))
        for work in waiting.due:
            self._under_way[work.lane] = asyncio.create_task(self._in_lane(work))
        return _LONGEST_SLEEP if waiting.pause is None else min(waiting.pause, _LONGEST_SLEEP)

    async def _in_lane(self, work: Work) -> None:
        try:
            await self._do(work)
        except DatabaseUnusable as fault:
            log.error("outcome not recorded", reason=str(fault))  # noqa: TRY400 - as above
            await asyncio.sleep(_BREATHER.total_seconds())
        except Exception as fault:  # noqa: BLE001 - a boundary, as above
            log.error("work broke off", exception=type(fault).__name__)  # noqa: TRY400 - no words
            await asyncio.sleep(_BREATHER.total_seconds())
        finally:
            del self._under_way[work.lane]
            self.wake()
