"""What happens by the clock: a round has a name, moments at which it is due, and a walk.

Theory of operation. A round is walked once for each of its moments; where several have passed (the
machine was off, the clock was moved) once for the latest. Rounds are walked one after the other, in
their order. One that breaks off is logged by its name, stops no other, and is walked again at the
next look. After a start every round is walked, since nobody knows whether an earlier process did:
so each must be such that walking it twice gives nothing twice (what it owes has a key that can be
put once only). For the same reason any number of machines may walk the same rounds.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from time import monotonic
from typing import Final, Protocol
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from bot.database import Database
from bot.unusable import DatabaseUnusable, concerns_every_row

log = structlog.get_logger()

_LOOK_EVERY: Final = timedelta(seconds=30)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Moments = Callable[[datetime], datetime]
"""Returns the latest moment, not after this one, at which a round was due."""
Walk = Callable[[datetime], Awaitable[None]]


class Operation(Protocol):
    """What is done in one transaction; returns whether there is more to do at once."""

    def __call__(self, session: Session, *, now: datetime) -> bool:
        """Do it as of now."""


class Some(Protocol):
    """Finds the next few cases that a round concerns; empty after the last."""

    def __call__(self, session: Session, *, after: str, now: datetime) -> Sequence[str]:
        """Return ids that follow this one, in their order."""


class One(Protocol):
    """What is done with one case, in a transaction of its own."""

    def __call__(self, session: Session, *, case: str, now: datetime) -> None:
        """Do it as of now."""


class Several(Protocol):
    """What is done with several cases in one transaction."""

    def __call__(self, session: Session, *, ids: Sequence[str]) -> object:
        """Do it."""


@dataclass(frozen=True)
class Round:
    """Something that is done by the clock."""

    name: str
    due: Moments
    walk: Walk


def every(pause: timedelta) -> Moments:
    """Return moments so far apart, the same on every machine."""
    return lambda now: now - (now - _EPOCH) % pause


def daily(at: time, zone: ZoneInfo) -> Moments:
    """Return this time of every day in the zone."""

    def last(now: datetime) -> datetime:
        local = now.astimezone(zone)
        day = local.date() if local.time() >= at else local.date() - timedelta(days=1)
        return datetime.combine(day, at, zone).astimezone(UTC)

    return last


def nightly(since: time, *, hours: int, pause: timedelta, zone: ZoneInfo) -> Moments:
    """Return moments so far apart, every night from this time of the zone on for so long."""
    begins = daily(since, zone)

    def last(now: datetime) -> datetime:
        began = begins(now)
        return began + min(now - began, timedelta(hours=hours)) // pause * pause

    return last


def in_transactions(database: Database, operation: Operation) -> Walk:
    """Return the walk that runs the operation until nothing is left to do.

    It rests after each as long as that took: people are served meanwhile.
    """

    async def walk(now: datetime) -> None:
        began = monotonic()
        while await database.in_transaction(partial(operation, now=now)):
            await asyncio.sleep(monotonic() - began)
            began = monotonic()

    return walk


def one_by_one(database: Database, some: Some, one: One) -> Walk:
    """Return the walk that does one thing with every case; one that cannot be stops no other."""

    async def walk(now: datetime) -> None:
        after = ""
        while found := await database.in_transaction(partial(some, after=after, now=now)):
            for case in found:
                await _one(database, partial(one, case=case, now=now), case)
            after = found[-1]

    return walk


async def together_or_each(database: Database, several: Several, ids: Sequence[str]) -> None:
    """Do it with all these cases at once; where that fails, with each that it can be done with."""
    try:
        await database.in_transaction(partial(several, ids=ids))
    except Exception as fault:  # a boundary: which case it was is found out and logged below
        if concerns_every_row(fault):
            raise
        for case in ids:
            await _one(database, partial(several, ids=(case,)), case)


async def _one(database: Database, operation: Callable[[Session], object], case: str) -> None:
    try:
        await database.in_transaction(operation)
    except Exception as fault:  # a boundary: one case must not stop the others
        if concerns_every_row(fault):
            raise
        log.error("case left out", case=case, exception=type(fault).__name__)  # noqa: TRY400


class Rounds:
    """Walks every round when it is due; woken when the clock was moved."""

    def __init__(self, rounds: Sequence[Round], *, clock: Callable[[], datetime]) -> None:
        self._rounds, self._clock = rounds, clock
        self._walked: dict[str, datetime] = {}
        self._woken, self._resting = asyncio.Event(), asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Look at once whether something is due."""
        self._resting.clear()
        self._woken.set()

    def start(self) -> None:
        """Walk every round, and from then on each when it is due."""
        self._loop = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Walk no more; what a transaction under way has not committed is walked next time."""
        if self._loop:
            self._loop.cancel()
            await asyncio.wait([self._loop])

    async def settled(self) -> None:
        """Return when nothing is due any more."""
        await self._resting.wait()

    async def walk_due(self) -> None:
        """Walk what has become due since it was last walked."""
        for each in self._rounds:
            now = self._clock()
            moment = each.due(now)
            if self._walked.get(each.name, _EPOCH) < moment and await _walked(each, now):
                self._walked[each.name] = moment

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            await self.walk_due()
            if not self._woken.is_set():
                self._resting.set()
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY.total_seconds()):
                    await self._woken.wait()


async def _walked(each: Round, now: datetime) -> bool:
    try:
        await each.walk(now)
    except DatabaseUnusable as fault:
        log.warning("round put off", round=each.name, reason=str(fault))
        return False
    except Exception as fault:  # noqa: BLE001 - a boundary: one round must not stop the others
        log.error("round broke off", round=each.name, exception=type(fault).__name__)  # noqa: TRY400
        return False
    return True
