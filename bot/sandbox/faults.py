"""A plan of misfortunes: how the next calls of a method shall go wrong."""

from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True)
class RateLimited:
    """Answers 429 with `Retry-After`; nothing is done."""

    retry_after: int = 1


@dataclass(frozen=True)
class FailsBefore:
    """Answers 500; nothing is done."""


@dataclass(frozen=True)
class FailsAfter:
    """Does what was asked, then answers 500."""


@dataclass(frozen=True)
class DropsBefore:
    """Closes the connection; nothing is done."""


@dataclass(frozen=True)
class DropsAfter:
    """Does what was asked, then closes the connection."""


@dataclass(frozen=True)
class Waits:
    """Does what was asked and answers, after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Refuses:
    """Answers with that error code of Slack's; nothing is done."""

    error: str


Fault = RateLimited | FailsBefore | FailsAfter | DropsBefore | DropsAfter | Waits | Refuses


class FaultPlan:
    """Faults by method, each used up by one call, in the order in which they were planned."""

    def __init__(self) -> None:
        self._planned: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def plan(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next calls of the method meet the fault."""
        self._planned[method].extend([fault] * times)

    def next_for(self, method: str) -> Fault | None:
        """Return the fault that this call meets, and use it up."""
        planned = self._planned[method]
        return planned.popleft() if planned else None

    def clear(self) -> None:
        """Forget what was planned."""
        self._planned.clear()
