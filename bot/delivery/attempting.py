"""One attempt at one delivery: resolve, look up if in doubt, mark, post, record."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

import structlog
from prometheus_client import Histogram
from sqlmodel import Session

from bot.database import Database
from bot.delivery import deliveries, settling, unreached
from bot.delivery.addresses import Beneath, InPlaceOf, InThread, Privately, ToCompliance
from bot.delivery.delivery import Delivery, State
from bot.delivery.for_officers import ForOfficers, TeamNote
from bot.delivery.outgoing import Outgoing
from bot.delivery.pace import PostingPace
from bot.delivery.retrying import (
    CLOCK_SKEW,
    GiveUp,
    NotItsTurn,
    NotSent,
    OutcomeUnknown,
    Refused,
    TryAgain,
    after,
)
from bot.delivery.settling import AlreadyAttempted
from bot.places import ChannelId, PersonId
from bot.unusable import DatabaseUnusable

log = structlog.get_logger()

DELIVERED: Final = Histogram(
    "helpdesk_delivery_seconds",
    "From when a message was owed to when Slack had it.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 3, 10, 60, 300, 3600),
)

_AFTER_A_FAULT_OF_OURS = timedelta(minutes=1)
_POSTED_WITHIN = timedelta(seconds=5)
"""Later a marked attempt is not posted: this process was frozen, another may have gone on."""
HELD_FOR = timedelta(seconds=45)
"""Longer than an attempt can take from its mark to the end of its call; then others may look."""


class Sender(Protocol):
    """The wire: Slack, or a test's stand-in; raises `NotSent`, `Refused` or `OutcomeUnknown`."""

    async def direct_channel(self, person: PersonId) -> ChannelId:
        """Return the direct message channel with the person."""

    async def trusted_compliance_channel(self, channel: ChannelId) -> ChannelId:
        """Return the channel; raises `NotSent` while it is not private and ours."""

    async def post(
        self, delivery: str, message: Outgoing, *, channel: ChannelId, thread_ts: str | None
    ) -> str:
        """Post with the delivery's id as metadata and return the message's `ts`."""

    async def take_back(self, *, channel: ChannelId, ts: str) -> None:
        """Delete a message of ours."""

    async def redraw(self, message: Outgoing, *, channel: ChannelId, ts: str) -> None:
        """Replace a message that stands."""

    async def look_up(
        self, delivery: str, *, channel: ChannelId, thread_ts: str | None, since: datetime
    ) -> str | None:
        """Return the `ts` of the message with this delivery's id, through all pages since then."""


@dataclass(frozen=True)
class Place:
    """Where an attempt ends: a channel, perhaps a thread, perhaps a message to replace."""

    channel: ChannelId
    thread_ts: str | None = None
    replaces: str | None = None


@dataclass(frozen=True)
class Carrier:
    """Brings deliveries, one attempt at a time; every outcome is committed before it returns."""

    database: Database
    sender: Sender
    compliance: ChannelId
    clock: Callable[[], datetime]
    holds_for: timedelta = timedelta(0)
    """`HELD_FOR` where other processes bring too."""
    pace: PostingPace = field(default_factory=PostingPace)

    async def bring(self, delivery: Delivery) -> None:
        """Try once, and settle or put off whatever comes of it."""
        try:
            await self.attempt(delivery)
        except DatabaseUnusable:
            raise  # nothing can be recorded; what was marked is looked up by the next attempt
        except Exception:  # a boundary: a fault of ours in one delivery must not stop the others
            log.exception("attempt broke off", delivery=delivery.id)
            until = self.clock() + _AFTER_A_FAULT_OF_OURS
            put_off = partial(settling.postpone, until=until, reason="a fault of ours")
            await self.database.in_transaction(partial(put_off, delivery=delivery, in_doubt=True))

    async def attempt(self, delivery: Delivery) -> TryAgain | GiveUp | None:
        """Try once; return None when it is done, else what follows."""
        now = self.clock()
        try:
            await self._bring(delivery, now)
        except (NotSent, OutcomeUnknown) as failure:
            follows = after(
                failure,
                attempts=delivery.attempts + 1,
                to_officers=isinstance(delivery.message, ForOfficers),
                now=now,
            )
            record = partial(self._record, delivery=delivery, follows=follows, now=now)
            await self._settle(record, follows)
            log.warning("not delivered", delivery=delivery.id, reason=failure.reason)
            return follows
        except AlreadyAttempted:
            log.info("left to another attempt", delivery=delivery.id)
        return None

    async def _bring(self, delivery: Delivery, now: datetime) -> None:
        message = delivery.message
        if message is None:
            raise Refused("the message is no longer kept")
        place = await self._place(delivery)
        ts = await self._earlier(delivery, place) or await self._send(delivery, message, place, now)
        await self.record_sent(delivery, place, ts)
        DELIVERED.observe((self.clock() - delivery.owed_since).total_seconds())
        log.info("delivered", delivery=delivery.id, kind=message.kind)

    async def record_sent(self, delivery: Delivery, place: Place, ts: str) -> None:
        """Record that Slack has it; where another was faster, take ours back."""
        record = partial(settling.sent, delivery=delivery.id, ts=ts)
        if await self.database.alongside(record) or place.replaces:
            return
        found = await self._found(delivery.id)
        if found is not None and found.sent_ts != ts:
            log.warning("posted beside another, taken back", delivery=delivery.id)
            await self.sender.take_back(channel=place.channel, ts=ts)

    async def _place(self, delivery: Delivery) -> Place:
        address = delivery.address
        match address:
            case InThread():
                return Place(address.thread.channel, address.thread.ts)
            case Privately():
                return Place(await self.sender.direct_channel(address.person))
            case ToCompliance():
                return Place(await self.sender.trusted_compliance_channel(address.channel))
            case Beneath():
                channel, ts, thread_ts = await self._parent(address.delivery)
                return Place(channel, thread_ts or ts)
            case InPlaceOf():
                channel, ts, thread_ts = await self._parent(address.delivery)
                return Place(channel, thread_ts, replaces=ts)

    async def _parent(self, delivery: str) -> tuple[ChannelId, str, str | None]:
        parent = await self._found(delivery)
        if parent is None or parent.status is State.DEAD:
            raise Refused("what it belongs to was never sent")
        if parent.channel is None or parent.sent_ts is None:
            raise NotSent("what it belongs to is not sent yet")
        if isinstance(parent.address, ToCompliance):
            await self.sender.trusted_compliance_channel(parent.channel)
        return parent.channel, parent.sent_ts, parent.thread_ts

    async def _found(self, delivery: str) -> Delivery | None:
        return await self.database.alongside(partial(deliveries.find, delivery=delivery))

    async def _earlier(self, delivery: Delivery, place: Place) -> str | None:
        if not delivery.in_doubt or delivery.marked_at is None or place.replaces:
            return None
        return await self.sender.look_up(
            delivery.id,
            channel=place.channel,
            thread_ts=place.thread_ts,
            since=delivery.marked_at - CLOCK_SKEW,
        )

    async def _send(
        self, delivery: Delivery, message: Outgoing, place: Place, now: datetime
    ) -> str:
        if not place.replaces:
            self._wait_for_its_turn(delivery, place, now)
        marked_at = self.clock()
        await self.database.alongside(
            partial(
                settling.mark,
                delivery=delivery,
                channel=place.channel,
                thread_ts=place.thread_ts,
                now=marked_at,
                holds_for=self.holds_for,
            )
        )
        if self.clock() - marked_at > _POSTED_WITHIN:
            raise NotSent("this process was frozen before it could post")
        if place.replaces:
            await self.sender.redraw(message, channel=place.channel, ts=place.replaces)
            return place.replaces
        return await self.sender.post(
            delivery.id, message, channel=place.channel, thread_ts=place.thread_ts
        )

    def _wait_for_its_turn(self, delivery: Delivery, place: Place, now: datetime) -> None:
        rest = self.pace.rest(delivery.id, place.channel, now=now)
        if rest:
            raise NotItsTurn("others before it in its channel", retry_after=rest)

    async def _settle(self, record: Callable[[Session], None], follows: TryAgain | GiveUp) -> None:
        if isinstance(follows, TryAgain):
            await self.database.alongside(record)
        else:
            await self.database.in_transaction(record)

    def _record(
        self, session: Session, *, delivery: Delivery, follows: TryAgain | GiveUp, now: datetime
    ) -> None:
        match follows:
            case TryAgain():
                settling.postpone(
                    session,
                    delivery,
                    until=follows.at,
                    reason=follows.reason,
                    in_doubt=follows.in_doubt or delivery.in_doubt,
                    counts=follows.counts,
                )
            case GiveUp():
                if settling.bury(session, delivery, reason=follows.reason):
                    self._tell_officers(session, delivery, follows, now)

    def _tell_officers(
        self, session: Session, delivery: Delivery, follows: GiveUp, now: datetime
    ) -> None:
        if isinstance(delivery.message, TeamNote):
            return  # a note of a note would not be taken either; `check` tells of what is given up
        key, text = _news_of(delivery, follows, now)
        if unreached.offer(session, delivery, now):
            text = f"{text} Where the person wrote, a button opens it for them alone."
        deliveries.put(
            session,
            key=key,
            address=ToCompliance(channel=self.compliance),
            message=TeamNote(text=text),
            now=now,
            escalation=delivery.escalation,
        )


def _news_of(delivery: Delivery, follows: GiveUp, now: datetime) -> tuple[str, str]:
    """Return what the officers are told, and the key under which they are told it once.

    Of a place where nothing can be delivered, or a case of which nothing can be shown, they hear
    once a day, not at every message.
    """
    see = (
        f"See helpdesk deliveries list; once it is mended: helpdesk deliveries retry {delivery.id}."
    )
    if isinstance(delivery.message, ForOfficers):
        refused = f"Something for you could not be shown here ({follows.reason})."
        key = f"{delivery.escalation or delivery.id}/not-shown/{now:%Y-%m-%d}"
        return key, f"{refused} Your queue in the Home tab has every case. {see}"
    if follows.of_the_place and isinstance(delivery.address, InThread):
        channel = delivery.address.thread.channel
        return (
            f"{channel}/blocked/{now:%Y-%m-%d}",
            f"Messages into the channel {channel} cannot be delivered ({follows.reason}). {see}",
        )
    return (
        f"{delivery.id}/dead",
        f"A message could not be delivered ({follows.reason}). {see}",
    )
