"""Where the bot may answer among strangers, and what becomes of it when a channel changes."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from sqlmodel import Session, select

from bot.asked import questions
from bot.database import Database
from bot.delivery import deliveries, settling
from bot.delivery.addresses import InThread
from bot.delivery.for_anybody import Told
from bot.delivery.for_askers import AwaitingApproval
from bot.delivery.for_officers import ChannelCard
from bot.desk import channels, moving
from bot.desk.channels import CardOutOfDate, ChannelRow, Met, Standing, may_answer
from bot.places import ChannelId, Room, Thread
from knowledge.verdict import Kind
from tests.bot.desk import JO, NOW, hear, heard, judged, owed

SHARED, ELSEWHERE, COMPLIANCE = ChannelId("C1"), ChannelId("C2"), ChannelId("C9")


def a_channel(**partners: str) -> Met:
    return Met(channel=SHARED, name="shared-acme", partners=partners or {"T1": "Acme"})


def meet(session: Session, met: Met | None = None, *, minutes: int = 0) -> None:
    now = NOW + timedelta(minutes=minutes)
    channels.meet(session, met=met or a_channel(), compliance=COMPLIANCE, now=now)


def rule(session: Session, standing: Standing) -> None:
    card = session.exec(select(ChannelRow)).one().card
    channels.rule(session, card=card, standing=standing, by=JO.named, person=JO.person, now=NOW)


def cards(session: Session) -> list[ChannelCard]:
    return [it for it in owed(session) if isinstance(it, ChannelCard)]


@pytest.mark.parametrize(("room", "standing"), list(product(Room, [*Standing, None])))
def test_only_a_shared_room_asks_for_an_approval(room: Room, standing: Standing | None) -> None:
    assert may_answer(room, standing) is (room is not Room.SHARED or standing is Standing.APPROVED)


async def test_the_officers_are_asked_once_about_a_channel_as_it_is(database: Database) -> None:
    def work(session: Session) -> None:
        for minutes in range(3):
            meet(session, minutes=minutes)
        meet(session, a_channel(), minutes=9)

        assert [it.standing for it in cards(session)] == ["asked"]

    await database.in_transaction(work)


async def test_what_slack_does_not_name_is_no_further_organisation(database: Database) -> None:
    def work(session: Session) -> None:
        meet(session)
        rule(session, Standing.APPROVED)
        meet(session, Met(channel=SHARED, name="shared-acme", partners={}))

        assert channels.standing_of(session, SHARED) is Standing.APPROVED

    await database.in_transaction(work)


async def test_a_further_organisation_ends_what_was_said(database: Database) -> None:
    def work(session: Session) -> None:
        meet(session)
        rule(session, Standing.APPROVED)
        meet(session, a_channel(T1="Acme", T2="Globex"), minutes=1)

        asked, approved, ended, anew = cards(session)
        assert (asked.standing, approved.standing, ended.standing) == ("asked", "approved", "ended")
        assert anew.standing == "asked"
        assert anew.partners == ("Acme", "Globex")
        assert anew.card != asked.card
        with pytest.raises(CardOutOfDate):
            channels.rule(
                session,
                card=asked.card,
                standing=Standing.APPROVED,
                by=JO.named,
                person=JO.person,
                now=NOW,
            )

    await database.in_transaction(work)


async def test_saying_the_same_twice_changes_nothing(database: Database) -> None:
    def work(session: Session) -> None:
        meet(session)
        rule(session, Standing.SILENT)
        rule(session, Standing.SILENT)

        assert len(cards(session)) == 2

    await database.in_transaction(work)


async def test_a_question_is_kept_from_a_channel_that_is_not_approved(database: Database) -> None:
    def work(session: Session) -> None:
        meet(session)
        verdict = judged(Kind.ANSWER, answers=("sharing.who",))
        for key in ("m1", "m2"):
            said = heard(room=Room.SHARED, key=key)
            hear(session, verdict, said)
        assert [type(it) for it in owed(session)] == [ChannelCard]

        there = Thread(channel=SHARED, ts="1.0")
        for key in ("m3", "m4"):
            said = heard(room=Room.SHARED, key=key)
            hear(session, verdict, replace(said, thread=there))
        assert [type(it) for it in owed(session)] == [ChannelCard, AwaitingApproval]

    await database.in_transaction(work)


async def test_everything_that_names_a_channel_follows_it(database: Database) -> None:
    def work(session: Session) -> None:
        thread = Thread(channel=SHARED, ts="1.0")
        said = heard(room=Room.OPEN)
        question = hear(
            session,
            judged(Kind.REQUEST),
            replace(said, thread=thread),
        )
        told = Told(text="hello")
        sent = deliveries.put(
            session, key="a", address=InThread(thread=thread), message=told, now=NOW
        )
        waits = deliveries.find(session, sent)
        assert waits is not None
        settling.mark(session, waits, channel=SHARED, thread_ts="1.0", now=NOW)
        settling.sent(session, sent, ts="2.0")

        moving.move(session, old=SHARED, new=ELSEWHERE, now=NOW)

        found = deliveries.find(session, sent)
        assert found is not None
        assert found.channel == ELSEWHERE
        assert questions.get(session, question).thread == Thread(channel=ELSEWHERE, ts="1.0")
        there = [it.address for it in deliveries.unsettled(session)]
        assert InThread(thread=Thread(channel=ELSEWHERE, ts="1.0")) in there
        assert {it.kind for it in there} == {"in_thread", "privately", "to_compliance"}
        assert not any(SHARED in str(it) for it in there)

    await database.in_transaction(work)
