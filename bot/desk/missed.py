"""What was written while Slack could not reach us and no look will find: the officers are told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session

from bot.desk.telling import tell_officers
from bot.desk.values import Desk
from bot.escalations import store as cases
from bot.escalations.relay import is_internal
from bot.places import Thread
from bot.register.working_days import in_words

_MOST_NAMED: Final = 10


def threads_of_open_cases(session: Session, *, desk: Desk) -> frozenset[Thread]:
    """Return the threads in which people may have answered us, however long ago they began.

    What is written beneath a card is officers' talk, and crosses to nobody.
    """
    theirs = cases.threads_of_open(session)
    return frozenset(it for it in theirs if not is_internal(it, compliance=desk.compliance))


def tell_of_places(
    session: Session, *, desk: Desk, unread: Mapping[str, datetime], now: datetime
) -> None:
    """Tell, once, which channels cannot be read, and from when on; nothing where there is none.

    They are named by their ids: not every officer may know each private channel.
    """
    if not unread:
        return
    named = [f"{channel} since {_at(desk, unread[channel])}" for channel in sorted(unread)]
    more = len(named) - _MOST_NAMED
    said = "; ".join(named[:_MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
    text = (
        "I cannot read again what was written in these channels, by their ids, and may have missed "
        f"requests there: {said}. I try again every hour, for what is not older than seven days. "
        "Please see that I am in them, and tell whoever runs this desk."
    )
    key = f"unread/{sorted(unread.items())}"
    tell_officers(session, desk=desk, key=key, text=text, now=now)


def tell_of_outage(
    session: Session, *, desk: Desk, last: datetime, since: datetime, begun: datetime, now: datetime
) -> None:
    """Tell, once, what was not read of a time in which nothing was looked through.

    `last` is when everything had been read before; since `since` it is read now, but for the
    threads that began before `begun` and belong to no open case.
    """
    text = (
        f"Between {_at(desk, last)} and {_at(desk, now)} I may have heard nothing. What was "
        "written meanwhile I have read now. Not read are replies in threads begun before "
        f"{_at(desk, begun)} that belong to no open case"
    )
    if since > last:
        text += f", and all that was written before {_at(desk, since)}"
    text += ", and whatever was changed or deleted. Please look whether there is a request in it."
    tell_officers(session, desk=desk, key=f"outage/{last.isoformat()}", text=text, now=now)


def _at(desk: Desk, moment: datetime) -> str:
    local = moment.astimezone(desk.zone)
    return f"{in_words(local.date())}, {local:%H:%M}"
