"""The pretend workspace's time: it runs like any clock, and can be moved forward."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.sandbox.menus import NotPossible

_FURTHEST = 366 * 24 * 3600.0
_WEDNESDAY, _MORNING = 2, time(9, 30)


class Clock:
    """Seconds since the epoch, when called; watchers are told when it was moved."""

    def __init__(self, source: Callable[[], float]) -> None:
        self._source, self._ahead = source, 0.0
        self.watchers: list[Callable[[], None]] = []

    def __call__(self) -> float:
        """Return the workspace's time."""
        return self._source() + self._ahead

    def move(self, seconds: float) -> None:
        """Let so much time pass at once; raises `NotPossible` for what is no step forward."""
        if not 0 < seconds <= _FURTHEST:
            raise NotPossible("Time moves forward only, and by a year at most.")
        self._ahead += seconds
        for watcher in self.watchers:
            watcher()


def wednesday_morning(seconds: float, zone: ZoneInfo) -> float:
    """Return the next Wednesday's half past nine, later than this: few holidays fall there."""
    at = datetime.fromtimestamp(seconds, UTC).astimezone(zone)
    days = (_WEDNESDAY - at.weekday()) % 7
    if days == 0 and at.time() >= _MORNING:
        days = 7
    day = at.date() + timedelta(days=days)
    return datetime.combine(day, _MORNING, zone).timestamp()
