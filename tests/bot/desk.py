"""Builders for what happens at the desk: a message that was judged so, and what is then owed."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sqlmodel import Session

import knowledge
from bot.access import Role
from bot.delivery import deliveries
from bot.delivery.outgoing import Outgoing
from bot.desk import intake, stepping
from bot.desk.correspondence import Wording
from bot.desk.heard import Heard
from bot.desk.values import Desk, Writer, as_officer
from bot.places import ChannelId, Nation, PersonId, Room, Thread
from bot.register.operations import Act
from knowledge.rights import Right
from knowledge.verdict import Audience, Kind, Verdict

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=5)
TOM = Writer(PersonId(team="T1", user="U1"), "Tom", Audience.EVERYONE)
PRIYA = Writer(PersonId(team="T0", user="U2"), "Priya", Audience.STAFF)
JO = as_officer(Writer(PersonId(team="T0", user="U9"), "Jo", Audience.STAFF), Role.OFFICER)


@cache
def desk() -> Desk:
    return Desk(
        knowledge=knowledge.load(),
        compliance=ChannelId("C9"),
        nation=Nation.ENG,
        zone=ZoneInfo("Europe/London"),
        papers=knowledge.officers_papers(),
    )


def heard(
    words: str = "somebody knew my name",
    *,
    writer: Writer = TOM,
    room: Room = Room.DIRECT,
    key: str = "m1",
    addressed: bool = True,
) -> Heard:
    return Heard(
        key=key,
        writer=writer,
        room=room,
        thread=Thread(channel=ChannelId("D1"), ts="1.0"),
        words=words,
        at=NOW,
        addressed=addressed,
        is_reply=False,
        link=None,
    )


def judged(
    kind: Kind, *, certain: bool = True, answers: tuple[str, ...] = (), topics: tuple[str, ...] = ()
) -> Verdict:
    rights = (Right.ACCESS,) if kind is Kind.REQUEST else ()
    return Verdict(
        kind=kind,
        topics=topics or answers,
        answers=answers,
        rights=rights,
        certain=certain,
        confidence=0.5,
        reason="",
    )


def hear(session: Session, verdict: Verdict, said: Heard | None = None) -> str:
    """Hear a message that was judged so, and return the id of its question."""
    said = said or heard()
    intake.hear(session, desk=desk(), heard=said, verdict=verdict, now=NOW)
    return deliveries.id_of(said.key)


def owed(session: Session) -> list[Outgoing]:
    """Return everything that is owed by now, in its order."""
    return [it.message for it in deliveries.unsettled(session) if it.message is not None]


def by_letter(
    session: Session,
    case: str,
    act: Act,
    *,
    reasons: str = "",
    words: str | None = None,
    at: Desk | None = None,
) -> str:
    """Let Jo take a step and send its letter, as it is drafted or in these words; return them."""
    wording, at = Wording(reasons=reasons), at or desk()
    draft = stepping.begin(
        session, desk=at, escalation=case, act=act, officer=JO, wording=wording, now=NOW
    )
    assert draft is not None
    sent = draft.words if words is None else words
    stepping.send(session, desk=at, draft=draft.id, words=sent, by_hand=False, officer=JO, now=NOW)
    return sent
