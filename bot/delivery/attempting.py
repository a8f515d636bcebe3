"""One attempt at one delivery: resolve, look up if in doubt, mark, post, record."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlmodel import Session

from bot.database import Database
from bot.delivery import deliveries
from bot.delivery.addresses import Beneath, InPlaceOf, InThread, Privately, ToCompliance
from bot.delivery.deliveries import AlreadyAttempted, Delivery, State
from bot.delivery.for_officers import ForOfficers, TeamNote
from bot.delivery.outgoing import Outgoing
from bot.delivery.retrying import GiveUp, NotSent, OutcomeUnknown, Refused, TryAgain, after
from bot.places import ChannelId, PersonId

log = structlog.get_logger()

_CLOCK_SKEW = timedelta(minutes=5)


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

    async def attempt(self, delivery: Delivery, *, now: datetime) -> TryAgain | GiveUp | None:
        """Try once; return None when it is done, else what follows."""
        try:
            await self._bring(delivery, now)
        except (NotSent, OutcomeUnknown) as failure:
            follows = after(
                failure,
                attempts=delivery.attempts + 1,
                to_officers=isinstance(delivery.message, ForOfficers),
                now=now,
            )
            await self.database.in_transaction(lambda s: self._record(s, delivery, follows, now))
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
        await self.database.in_transaction(lambda s: deliveries.sent(s, delivery.id, ts=ts))
        log.info("delivered", delivery=delivery.id, kind=message.kind)

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
        parent = await self.database.in_transaction(lambda s: deliveries.find(s, delivery))
        if parent is None or parent.status is State.DEAD:
            raise Refused("what it belongs to was never sent")
        if parent.channel is None or parent.sent_ts is None:
            raise NotSent("what it belongs to is not sent yet")
        if isinstance(parent.address, ToCompliance):
            await self.sender.trusted_compliance_channel(parent.channel)
        return parent.channel, parent.sent_ts, parent.thread_ts

    async def _earlier(self, delivery: Delivery, place: Place) -> str | None:
        if not delivery.in_doubt or delivery.marked_at is None or place.replaces:
            return None
        return await self.sender.look_up(
            delivery.id,
            channel=place.channel,
            thread_ts=place.thread_ts,
            since=delivery.marked_at - _CLOCK_SKEW,
        )

    async def _send(
        self, delivery: Delivery, message: Outgoing, place: Place, now: datetime
    ) -> str:
        await self.database.in_transaction(
            lambda s: deliveries.mark(
                s, delivery, channel=place.channel, thread_ts=place.thread_ts, now=now
            )
        )
        if place.replaces:
            await self.sender.redraw(message, channel=place.channel, ts=place.replaces)
            return place.replaces
        return await self.sender.post(
            delivery.id, message, channel=place.channel, thread_ts=place.thread_ts
        )

    def _record(
        self, session: Session, delivery: Delivery, follows: TryAgain | GiveUp, now: datetime
    ) -> None:
        match follows:
            case TryAgain():
                deliveries.postpone(
                    session,
                    delivery.id,
                    until=follows.at,
                    reason=follows.reason,
                    in_doubt=follows.in_doubt or delivery.in_doubt,
                )
            case GiveUp():
                deliveries.bury(session, delivery.id, reason=follows.reason)
                self._tell_officers(session, delivery, follows, now)

    def _tell_officers(
        self, session: Session, delivery: Delivery, follows: GiveUp, now: datetime
    ) -> None:
        if isinstance(delivery.message, ForOfficers):
            return  # their own channel is the trouble; `check` and `readyz` tell of that
        deliveries.put(
            session,
            key=f"{delivery.id}/dead",
            address=ToCompliance(channel=self.compliance),
            message=TeamNote(
                text=f"A message could not be delivered: Slack refused it ({follows.reason}). "
                f"See helpdesk deliveries list, delivery {delivery.id}."
            ),
            now=now,
            escalation=delivery.escalation,
        )
