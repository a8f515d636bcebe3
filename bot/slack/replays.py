"""Each signed press, form and command is let in once: what is sent again has no second effect.

Slack repeats events, which have ids of their own and are kept under them; it never repeats the
rest. So whoever sends one of those again, within the minutes in which its signature holds, is not
Slack. Other replicas do not know of it: there a second press meets what the first one has done.
"""

from datetime import datetime, timedelta
from typing import Final

_SIGNATURE_HOLDS_FOR: Final = timedelta(minutes=10)
"""Slack's five minutes in either direction."""


class Replays:
    """The signatures that were let in, for as long as they hold."""

    def __init__(self) -> None:
        self._let_in: dict[str, datetime] = {}

    def is_new(self, signature: str, *, now: datetime) -> bool:
        """Return whether the signature was not let in before, and remember it."""
        for old in [it for it, until in self._let_in.items() if until <= now]:
            del self._let_in[old]
        if signature in self._let_in:
            return False
        self._let_in[signature] = now + _SIGNATURE_HOLDS_FOR
        return True

    def forget(self, signature: str) -> None:
        """Let it in again: what it asked for was not done."""
        self._let_in.pop(signature, None)
