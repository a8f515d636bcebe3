"""The pretend workspace's time: it runs like any clock, and can be moved forward."""

from collections.abc import Callable

from bot.sandbox.menus import NotPossible

_FURTHEST = 366 * 24 * 3600.0


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
            raise NotPossible("time moves forward only, and by a year at most")
        self._ahead += seconds
        for watcher in self.watchers:
            watcher()
