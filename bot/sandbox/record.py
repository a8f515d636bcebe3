"""What was said between the app and the workspace: each call, each delivery, each response."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.values import Json


@dataclass(frozen=True)
class Call:
    """A call of the Web API as it came in, and how it was answered."""

    number: int
    method: str
    arguments: Json
    at: float
    status: int | None
    """None when the connection was dropped instead of an answer."""
    answer: Json | None

    @property
    def is_ok(self) -> bool:
        """Whether the caller was told that it worked."""
        return bool(self.answer and self.answer.get("ok"))


@dataclass(frozen=True)
class Attempt:
    """One try to tell the app something."""

    at: float
    status: int | None
    """What the app answered; None when it did not answer."""
    body: str
    reason: str | None
    """Slack's `x-slack-retry-reason` if it must be tried again."""

    @property
    def is_accepted(self) -> bool:
        """Whether the app took it."""
        return self.status is not None and self.status // 100 == 2  # noqa: PLR2004 - 2xx


@dataclass
class Delivery:
    """Something the app is told: an event, a command or an interaction, with every attempt."""

    id: str
    kind: str
    """`events_api`, `interactive` or `slash_commands`, Slack's words for the three."""
    payload: Json
    subject: tuple[str, str] | None = None
    """Channel and ts of the message it is about."""
    attempts: list[Attempt] = field(default_factory=list)
    first: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the first attempt has ended."""

    @property
    def statuses(self) -> list[int | None]:
        """What the app answered, attempt by attempt."""
        return [attempt.status for attempt in self.attempts]


@dataclass(frozen=True)
class Response:
    """What the app sent to a response URL, and how it was answered."""

    url: str
    body: Json
    at: float
    status: int


class Record:
    """Everything that was said, in order; watchers are told of each addition."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.deliveries: list[Delivery] = []
        self.responses: list[Response] = []
        self.watchers: list[Callable[[], None]] = []

    def add_call(self, call: Call) -> None:
        """Write a call down."""
        self.calls.append(call)
        self._touch()

    def add_response(self, response: Response) -> None:
        """Write down what came to a response URL."""
        self.responses.append(response)
        self._touch()

    def add_delivery(self, delivery: Delivery) -> None:
        """Write down that something is to be told."""
        self.deliveries.append(delivery)

    def add_attempt(self, delivery: Delivery, attempt: Attempt) -> None:
        """Write down a try."""
        delivery.attempts.append(attempt)
        delivery.first.set()
        self._touch()

    def calls_of(self, method: str) -> list[Call]:
        """Return the calls of a method, oldest first."""
        return [call for call in self.calls if call.method == method]

    def _touch(self) -> None:
        for watcher in self.watchers:
            watcher()
