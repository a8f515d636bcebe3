"""Is the compliance channel fit for what goes there? If not, who sat in it last is told once.

While it is not private, or shared, or closed to the bot, everything for the officers waits in its
deliveries (`SlackSender` refuses to bring it). A bot token does not know who installed the app; the
officers who were last seen in the channel are the people who can mend it, so they are told.
"""

import json
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Field, Session, SQLModel

from bot.delivery import deliveries
from bot.delivery.addresses import Privately
from bot.delivery.for_anybody import Told
from bot.places import ChannelId, PersonId


class WatchRow(SQLModel, table=True):
    """What was found when the compliance channel was last looked at."""

    __tablename__ = "compliance_watch"

    channel: str = Field(primary_key=True)
    problem: str | None = None
    officers: str = "[]"
    """Team and user ids of those who sat there when it was fit, as JSON."""


def found(
    session: Session,
    *,
    channel: ChannelId,
    problem: str | None,
    officers: Collection[PersonId],
    now: datetime,
) -> None:
    """Record how the channel was found, and tell the officers of a new problem, once each.

    `officers` are those who sit there now; with a problem, those who did before are told too.
    """
    row = session.get(WatchRow, channel) or WatchRow(channel=channel)
    session.add(row)
    if problem is None:
        _is_well(session, row, officers, now)
        return
    if row.problem is None:
        _tell(session, row, {*_known(row), *officers}, problem, now)
    row.problem = problem
    session.flush()


def _is_well(
    session: Session, row: WatchRow, officers: Collection[PersonId], now: datetime
) -> None:
    if row.problem is not None:
        deliveries.hasten(session, fault=row.problem, now=now)
    row.problem = None
    if officers:
        row.officers = json.dumps([[it.team, it.user] for it in officers])
    session.flush()


def _tell(
    session: Session, row: WatchRow, whom: Collection[PersonId], problem: str, now: datetime
) -> None:
    text = (
        f"I keep back new cases and messages for the compliance team: {problem}. "
        "They follow as soon as that is mended."
    )
    for person in sorted(whom, key=lambda it: it.user):
        deliveries.put(
            session,
            key=f"compliance/{row.channel}/{now.timestamp():.6f}/{person.user}",
            address=Privately(person=person),
            message=Told(text=text),
            now=now,
        )


def _known(row: WatchRow) -> set[PersonId]:
    return {PersonId(team=team, user=user) for team, user in json.loads(row.officers)}
