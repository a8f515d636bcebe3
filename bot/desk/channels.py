"""Channels shared with other companies: the bot answers there once an officer has said so.

Theory of operation. A channel that the bot meets for the first time is kept as asked about, and the
officers get a card. What they say holds for the channel as it then is: when a further organisation
joins it, its id changes, or the bot leaves, the approval ends, the old card says so, and the next
time the officers are asked anew. Rights requests, complaints and breaches are received whatever
they say; only what would be answered in the channel waits.
"""

import json
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Column
from sqlmodel import Field, Session, SQLModel, col, select

from bot.database import put_once
from bot.delivery import deliveries
from bot.delivery.addresses import InPlaceOf, ToCompliance
from bot.delivery.for_officers import ChannelCard
from bot.delivery.pieces import Named
from bot.places import ChannelId, PersonId, Room
from bot.register import operations as register
from bot.sealing import Sealed


class Standing(StrEnum):
    """What the officers have said of a channel."""

    ASKED = "asked"
    APPROVED = "approved"
    SILENT = "silent"
    ENDED = "ended"
    """Of a card only: what was said there does not hold any more."""


class ChannelRow(SQLModel, table=True):
    """A channel shared with other companies."""

    __tablename__ = "shared_channels"

    channel: str = Field(primary_key=True)
    card: str = Field(unique=True)
    """The delivery that asked the officers last; an approval belongs to it."""
    faces: int = 0
    """How often that card was redrawn."""
    standing: str
    name: str = Field(sa_column=Column(Sealed, nullable=False))
    partners: str = Field(sa_column=Column(Sealed, nullable=False))
    """The other organisations' names by their ids, as JSON."""
    told: bool = False
    """Whether the channel was told that the officers have been asked."""


class Met(BaseModel):
    """A shared channel as Slack describes it now."""

    model_config = ConfigDict(frozen=True)

    channel: ChannelId
    name: str
    partners: dict[str, str]
    """The other organisations' names by their ids; empty where Slack does not say."""


class CardOutOfDate(Exception):
    """The officers have been asked anew, or the bot is no longer in the channel."""

    def __init__(self) -> None:
        super().__init__("That card is out of date: what it asks about has changed since.")


def may_answer(room: Room, standing: Standing | None) -> bool:
    """Return whether the bot may answer in such a room (pure)."""
    return room is not Room.SHARED or standing is Standing.APPROVED


def meet(session: Session, *, met: Met, compliance: ChannelId, now: datetime) -> None:
    """Ask the officers about a channel, unless they were asked about it as it is now."""
    row = session.get(ChannelRow, met.channel)
    known = {} if row is None else json.loads(row.partners)
    if row is not None and set(met.partners) <= set(known):
        return
    if row is not None:
        _end(session, row, "It is now shared with a further organisation.", now)
    _ask(session, met.model_copy(update={"partners": known | met.partners}), compliance, now)


def standing_of(session: Session, channel: ChannelId) -> Standing | None:
    """Return what the officers have said of a channel; None where they were not asked."""
    row = session.get(ChannelRow, channel)
    return None if row is None else Standing(row.standing)


def tell_once(session: Session, channel: ChannelId) -> bool:
    """Return whether the channel must still be told that the officers were asked, once only."""
    row = session.get(ChannelRow, channel)
    if row is None or row.told or row.standing != Standing.ASKED:
        return False
    row.told = True
    return True


def rule(
    session: Session, *, card: str, standing: Standing, by: Named, person: PersonId, now: datetime
) -> ChannelId:
    """Let the bot answer in a channel, or be silent there; return it. Raises `CardOutOfDate`."""
    row = session.exec(select(ChannelRow).where(ChannelRow.card == card)).first()
    if row is None:
        raise CardOutOfDate
    channel = ChannelId(row.channel)
    if row.standing == standing:
        return channel
    row.standing = standing
    _redraw(session, row, _card(row, by=by), now)
    action = f"channel {standing.value}"
    register.record(session, actor=person, action=action, case=row.channel, now=now)
    return channel


def left_by(session: Session, *, channel: ChannelId, partners: Collection[str]) -> None:
    """Forget organisations that the channel is no longer shared with: they may come again."""
    row = session.get(ChannelRow, channel)
    if row is not None:
        known: dict[str, str] = json.loads(row.partners)
        row.partners = json.dumps({it: known[it] for it in known if it not in partners})


def end(session: Session, *, channel: ChannelId, why: str, now: datetime) -> None:
    """End what was said of a channel; the officers are asked anew when it is met again."""
    row = session.get(ChannelRow, channel)
    if row is not None:
        _end(session, row, why, now)


def unsettled(session: Session) -> tuple[str, ...]:
    """Return the ids of the channels about which the officers have not said anything yet."""
    asked = select(ChannelRow.channel).where(col(ChannelRow.standing) == Standing.ASKED.value)
    return tuple(session.exec(asked))


def _ask(session: Session, met: Met, compliance: ChannelId, now: datetime) -> None:
    key = f"channel/{met.channel}/{now.timestamp():.6f}"
    row = ChannelRow(
        channel=met.channel,
        card=deliveries.id_of(key),
        standing=Standing.ASKED,
        name=met.name,
        partners=json.dumps(met.partners),
    )
    if not put_once(session, row):
        return  # another event of the same moment was first
    address = ToCompliance(channel=compliance)
    deliveries.put(session, key=key, address=address, message=_card(row), now=now)


def _end(session: Session, row: ChannelRow, why: str, now: datetime) -> None:
    _redraw(session, row, _card(row, ended=why), now)
    session.delete(row)
    session.flush()


def _redraw(session: Session, row: ChannelRow, card: ChannelCard, now: datetime) -> None:
    row.faces += 1
    deliveries.put(
        session,
        key=f"{row.card}/{row.faces}",
        address=InPlaceOf(delivery=row.card),
        message=card,
        now=now,
    )


def _card(row: ChannelRow, *, by: Named | None = None, ended: str = "") -> ChannelCard:
    return ChannelCard(
        card=row.card,
        name=row.name,
        partners=tuple(json.loads(row.partners).values()),
        standing=Standing.ENDED.value if ended else Standing(row.standing).value,
        by=by,
        ended=ended,
    )
