"""What a failed attempt means: when to try again, or that trying is over (pure)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

_FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=2)
"""What waits longer was put off by a clock that has been set back since."""
CLOCK_SKEW = timedelta(hours=2)
"""How far our clock may be ahead of Slack's before a message that stands is not found."""


class NotSent(Exception):
    """An attempt failed, and the message was certainly not posted."""

    def __init__(self, reason: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class NotItsTurn(NotSent):
    """Nothing failed: the channel was written to so fast that this message has to wait."""


class Refused(NotSent):
    """Slack will never take this message: trying again is of no use."""


class NotWelcome(Refused):
    """Slack refuses because of the place: archived, left, closed to us."""


class OutcomeUnknown(Exception):
    """The attempt broke off: the message may or may not have been posted."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class TryAgain:
    """The delivery waits; in doubt means that it must be looked up before it is posted."""

    at: datetime
    reason: str
    in_doubt: bool
    counts: bool = True
    """Whether it was an attempt at all."""


@dataclass(frozen=True)
class GiveUp:
    """The delivery is dead; the officers are told."""

    reason: str
    of_the_place: bool = False
    """Whether nothing else can be delivered there either."""


def after(
    failure: NotSent | OutcomeUnknown, *, attempts: int, to_officers: bool, now: datetime
) -> TryAgain | GiveUp:
    """Return what follows the failure of the given attempt (1 is the first).

    What is owed is never given up for being late: only a definite refusal ends it. What is owed
    to the officers waits even then, if it is their channel that must be mended.
    """
    mendable = to_officers and isinstance(failure, NotWelcome)
    if isinstance(failure, Refused) and not mendable:
        return GiveUp(failure.reason, of_the_place=isinstance(failure, NotWelcome))
    in_doubt = isinstance(failure, OutcomeUnknown)
    asked = None if isinstance(failure, OutcomeUnknown) else failure.retry_after
    counts = not isinstance(failure, NotItsTurn)
    wait = min(asked or _wait(attempts), LONGEST_WAIT)
    return TryAgain(now + wait, failure.reason, in_doubt, counts)


def _wait(attempts: int) -> timedelta:
    factor: int = 1 << min(max(attempts, 1) - 1, 16)
    return min(_FIRST_WAIT * factor, LONGEST_WAIT)
