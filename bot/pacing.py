"""How much one person, and one channel, is answered in a while: buckets of tokens (pure).

Only answers are rationed. What may be a request or a breach is judged first and always taken,
whatever came before it, and words in a case are always added to it.

The buckets live in memory, since an answer too many is no harm: with N replicas a person may get N
times as many, and after a restart everybody begins anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final


@dataclass(frozen=True)
class Rate:
    """So many at once, and one more each time that this long has passed."""

    burst: int
    every: timedelta


PERSON: Final = Rate(burst=20, every=timedelta(seconds=10))
CHANNEL: Final = Rate(burst=60, every=timedelta(seconds=2))


class Turn(Enum):
    """What becomes of one message more."""

    ANSWER = "answer"
    SAY_WHY = "say why"
    """The first that is too many since it was calm: it is said once."""
    STAY_SILENT = "stay silent"


@dataclass(frozen=True)
class Bucket:
    """How many may still be answered, as of a moment."""

    tokens: float
    at: datetime
    told: bool = False
    """Whether it was said that there are too many; until half of the bucket is full again."""


def filled(bucket: Bucket, rate: Rate, now: datetime) -> Bucket:
    """Return the bucket as it is now; a clock that goes back adds nothing and takes nothing."""
    gained = max(now - bucket.at, timedelta(0)) / rate.every
    tokens = min(bucket.tokens + gained, float(rate.burst))
    return Bucket(tokens, max(now, bucket.at), bucket.told and tokens < rate.burst / 2)


def drawn(bucket: Bucket, rate: Rate, now: datetime) -> tuple[Bucket, Turn]:
    """Return the bucket after one message more, and what becomes of that."""
    full = filled(bucket, rate, now)
    if full.tokens >= 1:
        return Bucket(full.tokens - 1, full.at, full.told), Turn.ANSWER
    turn = Turn.STAY_SILENT if full.told else Turn.SAY_WHY
    return Bucket(full.tokens, full.at, told=True), turn


class Pace:
    """The buckets of all who were heard lately; those that are full again are forgotten."""

    def __init__(self) -> None:
        self._buckets: dict[str, tuple[Rate, Bucket]] = {}
        self._most = 10_000

    def turn(self, who: Sequence[tuple[str, Rate]], *, now: datetime) -> Turn:
        """Return what becomes of a message of this person in this channel, and count it.

        The strictest of them decides.
        """
        self._forget(now)
        turns = [self._one(name, rate, now) for name, rate in who]
        return max(turns, key=_STRICTNESS.index)

    def _one(self, name: str, rate: Rate, now: datetime) -> Turn:
        _, before = self._buckets.get(name, (rate, Bucket(float(rate.burst), now)))
        after, turn = drawn(before, rate, now)
        self._buckets[name] = (rate, after)
        return turn

    def _forget(self, now: datetime) -> None:
        if len(self._buckets) < self._most:
            return
        self._buckets = {
            name: (rate, bucket)
            for name, (rate, bucket) in self._buckets.items()
            if filled(bucket, rate, now).tokens < rate.burst
        }


_STRICTNESS: Final = (Turn.ANSWER, Turn.STAY_SILENT, Turn.SAY_WHY)
"""What is to be said is said, though the other bucket would be silent."""
