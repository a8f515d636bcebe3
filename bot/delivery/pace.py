"""How fast one channel may be written to: a few messages at once, then one a second (pure).

Slack allows about that, and answers more with a rest for the whole method, which would hold up
everybody. Each process keeps its own pace; where several write to one channel Slack's 429 does the
rest.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final, TypeVar

from bot.places import ChannelId

_EVERY: Final = timedelta(seconds=1)
_AT_ONCE: Final = 5
_REMEMBERED: Final = 10_000
"""Turns that were given out and not taken; the oldest is forgotten."""

Key = TypeVar("Key", ChannelId, str)


class PostingPace:
    """Gives each message of a channel its turn."""

    def __init__(self) -> None:
        self._next: OrderedDict[ChannelId, datetime] = OrderedDict()
        self._turns: OrderedDict[str, datetime] = OrderedDict()

    def rest(self, delivery: str, channel: ChannelId, *, now: datetime) -> timedelta:
        """Return how long until this message's turn; nothing means now, and takes the turn.

        A message that is told to wait keeps its turn, so that many which wait come back once each.
        """
        turn = self._turns.get(delivery) or self._next_turn(channel, now)
        wait = turn - now
        if timedelta(0) < wait <= _EVERY * _REMEMBERED:
            _keep(self._turns, delivery, turn)
            return wait
        self._turns.pop(delivery, None)
        return timedelta(0)

    def _next_turn(self, channel: ChannelId, now: datetime) -> datetime:
        rested = now - _EVERY * (_AT_ONCE - 1)
        kept = self._next.get(channel, rested)
        turn = max(kept, rested) if kept - now < _EVERY * _REMEMBERED else rested
        _keep(self._next, channel, turn + _EVERY)
        return turn


def _keep(kept: OrderedDict[Key, datetime], key: Key, at: datetime) -> None:
    kept[key] = at
    kept.move_to_end(key)
    if len(kept) > _REMEMBERED:
        kept.popitem(last=False)
