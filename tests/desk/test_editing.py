"""What becomes of a message's cases, and of what we asked about it, once its words change."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.asked import doubts
from bot.database import Database
from bot.delivery import deliveries
from bot.delivery.addresses import InPlaceOf
from bot.delivery.for_anybody import Told
from bot.delivery.for_officers import AddedWords, TeamNote
from bot.desk.editing import Edit, hear_deletion, hear_edit
from bot.desk.timetable import forget
from bot.places import ChannelId, Thread
from bot.register import store
from bot.register.lifecycle import Status
from knowledge.verdict import Kind, Verdict
from tests.bot.desk import NOW, desk, hear, heard, judged, owed

A_MONTH = timedelta(days=31)
WISH, PERHAPS = judged(Kind.REQUEST), judged(Kind.REQUEST, certain=False)


def edits(session: Session, verdict: Verdict, words: str, *, after: timedelta) -> str:
    """Let the first message read so, and return the id under which it is then heard anew."""
    at = NOW + after
    edit = Edit(heard=heard(words), at=at, key=f"m1:edited:{at.timestamp()}")
    hear_edit(session, desk=desk(), edit=edit, verdict=verdict, now=at)
    return deliveries.id_of(edit.key)


async def test_a_forgotten_question_that_becomes_a_request_is_received_on_the_day_of_its_edit(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        question = hear(session, judged(Kind.NOT_COVERED))
        forget(session, now=NOW + A_MONTH)

        edits(session, WISH, "send me my data", after=A_MONTH)

        assert store.get(session, question).received == (NOW + A_MONTH).date()

    await database.in_transaction(story)


async def test_a_question_that_an_edit_brought_is_answered_anew_for_five_minutes_from_then(
    database: Database,
) -> None:
    def story(session: Session) -> list[bool]:
        first, second = judged(Kind.NOT_COVERED), judged(Kind.OFF_TOPIC)
        edits(session, first, "@bot how long?", after=timedelta(hours=1))
        edits(session, second, "@bot how often?", after=timedelta(hours=1, minutes=4))
        edits(session, first, "@bot how long now?", after=timedelta(hours=1, minutes=6))
        return [isinstance(it.address, InPlaceOf) for it in deliveries.unsettled(session)]

    assert await database.in_transaction(story) == [False, True]


async def test_what_was_asked_about_a_message_is_not_asked_beside_what_it_says_now(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        perhaps = hear(session, PERHAPS)

        again = edits(session, PERHAPS, "may I have my data?", after=timedelta(days=1))

        assert store.get(session, perhaps).status is Status.DISMISSED
        assert store.get(session, again).status is Status.CANDIDATE
        assert (doubts.find(session, perhaps), doubts.find(session, again) is None) == (None, False)
        assert Told(text="You have changed that message, so I go by what it says now.") in owed(
            session
        )

    await database.in_transaction(story)


async def test_what_may_have_been_a_request_from_the_first_keeps_its_day(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        hear(session, PERHAPS)

        request = edits(session, WISH, "send me my data", after=timedelta(days=3))

        assert store.get(session, request).received == NOW.date()

    await database.in_transaction(story)


@pytest.mark.parametrize("kind", [Kind.SMALL_TALK, Kind.BREACH])
async def test_a_doubt_stays_when_its_message_says_nothing_of_the_kind_any_more(
    database: Database, kind: Kind
) -> None:
    def story(session: Session) -> None:
        perhaps = hear(session, PERHAPS)

        edits(session, judged(kind), "never mind", after=timedelta(days=1))

        assert doubts.find(session, perhaps) is not None
        assert store.get(session, perhaps).status is Status.CANDIDATE

    await database.in_transaction(story)


async def test_an_edit_back_to_the_first_words_is_noted_too(database: Database) -> None:
    def story(session: Session) -> None:
        hear(session, WISH, heard("all of it"))

        edits(session, WISH, "a part of it", after=timedelta(hours=1))
        edits(session, WISH, "all of it", after=timedelta(hours=2))

        read = [it.words for it in owed(session) if isinstance(it, AddedWords)]
        assert read == ["a part of it", "all of it"]

    await database.in_transaction(story)


async def test_a_message_that_became_a_request_by_an_edit_is_what_the_request_came_from(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        said = replace(heard(), thread=Thread(channel=ChannelId("D1"), ts="1.0"))
        hear(session, judged(Kind.NOT_COVERED), said)
        edits(session, WISH, "send me my data", after=timedelta(hours=1))

        gone = Thread(channel=ChannelId("D1"), ts="1.0")
        hear_deletion(session, message="m1", gone=gone, now=NOW + timedelta(hours=2))

        notes = [it.text for it in owed(session) if isinstance(it, TeamNote)]
        assert any(it.startswith("The message that this came from was deleted") for it in notes)
        told = [it.text for it in owed(session) if isinstance(it, Told)]
        assert any("The request goes on" in it for it in told)

    await database.in_transaction(story)
