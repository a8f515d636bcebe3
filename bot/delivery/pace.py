"""How fast one channel may be written to: a few messages at once, then one a second (pure).

Slack allows about that, and answers more with a rest for the whole method, which would hold up
everybody. Each process keeps its own pace; where several write to one channel Slack's 429 does the
rest. Turns are moments of our clock: when that is set back, those it gave out before count no more,
or a channel would be silent until the clock is there again.
"""

from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

from bot.places import ChannelId

_EVERY: Final = timedelta(seconds=1)
_AT_ONCE: Final = 5
_REMEMBERED: Final = 10_000
"""Turns that were given out and not taken; the oldest is forgotten."""
_LATE_AT_MOST: Final = timedelta(minutes=1)
"""How long an attempt may have looked for its place before it asks for its turn."""

Key = TypeVar("Key", ChannelId, str)


class PostingPace:
    """Gives each message of a channel its turn."""

    def __init__(self) -> None:
        self._next: OrderedDict[ChannelId, datetime] = OrderedDict()
        self._turns: OrderedDict[str, datetime] = OrderedDict()
        self._latest = datetime.min.replace(tzinfo=UTC)

    def rest(self, delivery: str, channel: ChannelId, *, now: datetime) -> timedelta:
        """Return how long until this message's turn; nothing means now, and takes the turn.

        A message that is told to wait keeps its turn, so that many which wait come back once each.
        """
        self._look_at_the_clock(now)
        turn = self._turns.get(delivery) or self._next_turn(channel, now)
        wait = turn - now
        if wait > timedelta(0):
            _keep(self._turns, delivery, turn)
            return wait
        self._turns.pop(delivery, None)
        return timedelta(0)

    def _look_at_the_clock(self, now: datetime) -> None:
        if self._latest > now + _LATE_AT_MOST:
            self._next.clear()
            self._turns.clear()
            self._latest = now
        self._latest = max(self._latest, now)

    def _next_turn(self, channel: ChannelId, now: datetime) -> datetime:
        rested = now - _EVERY * (_AT_ONCE - 1)
        turn = max(self._next.get(channel, rested), rested)
        _keep(self._next, channel, turn + _EVERY)
        return turn


def _keep(kept: OrderedDict[Key, datetime], key: Key, at: datetime) -> None:
    kept[key] = at
    kept.move_to_end(key)
    if len(kept) > _REMEMBERED:
        kept.popitem(last=False)
