"""Telling the app: each happening becomes deliveries, and events are repeated until taken.

Slack tries an event again at once, after a minute and after five; interactions and commands are
tried once. The same event keeps its `event_id` through all attempts.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass

from bot.sandbox import payloads
from bot.sandbox.couriers import Again, Courier, Reply, Undelivered
from bot.sandbox.happenings import Happening
from bot.sandbox.payloads import Event
from bot.sandbox.record import Attempt, Delivery, Record
from bot.sandbox.values import Json
from bot.sandbox.workspace import Workspace

SLACKS_DELAYS = (0.0, 60.0, 300.0)
"""Seconds before the first, second and third repetition of an event."""
_ACCEPTED, _FIRST_NOT_ACCEPTED = 200, 300


@dataclass(frozen=True)
class Patience:
    """How long Slack waits."""

    answer_within: float = 3.0
    """Seconds in which the app must answer."""
    delays: Sequence[float] = SLACKS_DELAYS


class Announcer:
    """Delivers to the app and keeps trying; `listen` is told of everything that happens."""

    def __init__(
        self,
        workspace: Workspace,
        record: Record,
        *,
        subscribed: frozenset[str],
        patience: Patience,
        courier: Callable[[], Courier | None],
    ) -> None:
        """`courier` returns who carries a delivery now; None while the app is not reachable."""
        self._workspace, self._record = workspace, record
        self._subscribed, self._patience = subscribed, patience
        self._courier = courier
        self._under_way: set[asyncio.Task[None]] = set()

    def listen(self, happening: Happening) -> None:
        """Deliver what the app has subscribed to of this happening."""
        for event in payloads.events_of(self._workspace, happening):
            if event.subscription in self._subscribed:
                self._start(self._deliver_event(self._event(event)))

    async def interact(self, payload: Json) -> Delivery:
        """Deliver an interaction once and return how it went."""
        return await self._deliver_once("interactive", payload)

    async def command(self, fields: Json) -> Delivery:
        """Deliver a slash command once and return how it went."""
        return await self._deliver_once("slash_commands", fields)

    async def redeliver(self, delivery: Delivery) -> None:
        """Deliver an event once more although the app took it, as Slack may."""
        await self._attempt(delivery, Again(1, "http_timeout"))

    async def settled(self) -> None:
        """Return when nothing is under way any more."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def stop(self) -> None:
        """Give up what is under way."""
        for task in self._under_way:
            task.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way)

    def _event(self, event: Event) -> Delivery:
        event_id = self._workspace.new_id("Ev")
        envelope = payloads.envelope(self._workspace, event, event_id=event_id)
        delivery = Delivery(event_id, "events_api", envelope, subject=event.subject)
        self._record.add_delivery(delivery)
        return delivery

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _deliver_event(self, delivery: Delivery) -> None:
        attempt = await self._attempt(delivery, None)
        for number, delay in enumerate(self._patience.delays, start=1):
            if attempt.reason is None:
                return
            await asyncio.sleep(delay)
            attempt = await self._attempt(delivery, Again(number, attempt.reason))

    async def _deliver_once(self, kind: str, payload: Json) -> Delivery:
        delivery = Delivery(self._workspace.new_id("In"), kind, payload)
        self._record.add_delivery(delivery)
        await self._attempt(delivery, None)
        return delivery

    async def _attempt(self, delivery: Delivery, again: Again | None) -> Attempt:
        at = self._workspace.clock()
        attempt = Attempt(at, None, "", "connection_failed")
        courier = self._courier()
        if courier is not None:
            try:
                reply = await courier.carry(
                    delivery, again=again, within=self._patience.answer_within
                )
                attempt = Attempt(at, reply.status, reply.body, _retry_reason(reply))
            except Undelivered as failed:
                attempt = Attempt(at, None, "", failed.reason)
        self._record.add_attempt(delivery, attempt)
        return attempt


def _retry_reason(reply: Reply) -> str | None:
    if _ACCEPTED <= reply.status < _FIRST_NOT_ACCEPTED or reply.wants_no_retry:
        return None
    return "http_error"
