"""What may be a request or a breach is asked about, and reaches the officers if nobody answers."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.access import NotAllowed
from bot.asked import doubts, questions
from bot.asked.feedback import Thumb
from bot.database import Database
from bot.delivery import deliveries
from bot.delivery.addresses import InPlaceOf, InThread
from bot.delivery.for_anybody import Told
from bot.delivery.for_askers import Answer, Clarification, MayWeKeep
from bot.delivery.for_officers import Card, Digest, TeamNote
from bot.delivery.for_requesters import BreachPassedOn, BreachQuestion, Receipt, RequestQuestion
from bot.delivery.outgoing import Outgoing
from bot.desk import asker, requester, unanswered
from bot.desk.telling import WHETHER, told_earlier
from bot.desk.timetable import forget
from bot.desk.unanswered import AlreadySaid
from bot.places import Room
from knowledge.verdict import Kind, Verdict
from tests.bot.desk import JO, LATER, NOW, PRIYA, TOM, desk, hear, heard, judged, owed

PERHAPS_A_BREACH = judged(Kind.BREACH, certain=False)
PERHAPS_A_REQUEST = judged(Kind.REQUEST, certain=False)


def of(kind: type[Outgoing], session: Session) -> list[Outgoing]:
    return [message for message in owed(session) if isinstance(message, kind)]


def digest(session: Session) -> Digest:
    unanswered.owe_list(session, desk=desk(), now=LATER)
    (message,) = of(Digest, session)
    assert isinstance(message, Digest)
    return message


async def test_a_likely_breach_goes_to_the_officers_at_once(database: Database) -> None:
    def work(session: Session) -> None:
        hear(session, judged(Kind.BREACH))

        assert of(Card, session)
        assert of(BreachPassedOn, session)

    await database.in_transaction(work)


async def test_a_doubtful_breach_is_asked_about_first(database: Database) -> None:
    def work(session: Session) -> None:
        hear(session, PERHAPS_A_BREACH)

        assert of(BreachQuestion, session)
        assert not of(Card, session)

    await database.in_transaction(work)


async def test_a_breach_that_has_happened_is_passed_on_once(database: Database) -> None:
    def work(session: Session) -> None:
        question = hear(session, PERHAPS_A_BREACH)

        for _ in range(2):
            asker.it_has_happened(session, desk=desk(), question=question, writer=TOM, now=NOW)

        assert len(of(Card, session)) == 1
        assert len(of(BreachPassedOn, session)) == 1
        assert doubts.find(session, question) is None

    await database.in_transaction(work)


async def test_what_was_only_asked_back_about_can_still_be_reported(database: Database) -> None:
    def work(session: Session) -> None:
        unclear = judged(Kind.CLARIFY, topics=("retention.period",))
        question = hear(session, unclear.model_copy(update={"perhaps_breach": True}))
        (asked,) = of(Clarification, session)
        assert isinstance(asked, Clarification)
        assert asked.perhaps_breach

        first = asker.it_has_happened(session, desk=desk(), question=question, writer=TOM, now=NOW)
        again = asker.it_has_happened(session, desk=desk(), question=question, writer=TOM, now=NOW)

        assert first is None
        assert again == Told(text="The compliance team has been told of this already.")
        assert len(of(Card, session)) == 1

    await database.in_transaction(work)


async def test_where_nothing_has_happened_no_officer_hears_of_it(database: Database) -> None:
    def work(session: Session) -> None:
        question = hear(session, PERHAPS_A_BREACH)

        asker.nothing_has_happened(session, question=question, writer=TOM, now=NOW)

        assert not of(Card, session)
        assert of(Told, session)
        unanswered.owe_list(session, desk=desk(), now=LATER)
        assert not of(Digest, session)

    await database.in_transaction(work)


async def test_only_who_wrote_it_may_say_whether_it_has_happened(database: Database) -> None:
    def work(session: Session) -> None:
        question = hear(session, PERHAPS_A_BREACH)

        with pytest.raises(NotAllowed):
            asker.it_has_happened(session, desk=desk(), question=question, writer=PRIYA, now=NOW)
        with pytest.raises(NotAllowed):
            asker.nothing_has_happened(session, question=question, writer=PRIYA, now=NOW)

    await database.in_transaction(work)


async def test_what_nobody_answers_reaches_the_officers_once(database: Database) -> None:
    def work(session: Session) -> None:
        hear(session, PERHAPS_A_BREACH, heard("a stranger knew me", key="m1"))
        hear(session, PERHAPS_A_REQUEST, heard("my file maybe", key="m2", writer=PRIYA))

        listed = digest(session).doubts

        assert [it.words for it in listed] == ["a stranger knew me", "my file maybe"]
        assert [it.perhaps for it in listed] == ["breach", "request"]
        unanswered.owe_list(session, desk=desk(), now=LATER + timedelta(days=1))
        assert len(of(Digest, session)) == 1

    await database.in_transaction(work)


async def test_an_answer_is_awaited_for_some_hours(database: Database) -> None:
    def work(session: Session) -> None:
        hear(session, PERHAPS_A_BREACH)

        unanswered.owe_list(session, desk=desk(), now=NOW + timedelta(hours=3))

        assert not of(Digest, session)

    await database.in_transaction(work)


async def test_more_doubts_than_a_message_holds_come_in_the_next(database: Database) -> None:
    def work(session: Session) -> None:
        for number in range(12):
            hear(session, PERHAPS_A_REQUEST, heard(key=f"m{number}"))

        while unanswered.owe_list(session, desk=desk(), now=LATER):
            pass

        sizes = [len(it.doubts) for it in of(Digest, session) if isinstance(it, Digest)]
        assert sizes == [10, 2]

    await database.in_transaction(work)


async def test_an_officer_makes_a_case_of_a_doubt_from_the_time_of_its_message(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        question = hear(session, PERHAPS_A_REQUEST)
        digest(session)

        unanswered.open_doubt(session, desk=desk(), question=question, officer=JO, now=LATER)

        (receipt,) = of(Receipt, session)
        assert isinstance(receipt, Receipt)
        assert receipt.received == NOW.date()
        with pytest.raises(AlreadySaid):
            unanswered.open_doubt(session, desk=desk(), question=question, officer=JO, now=LATER)

    await database.in_transaction(work)


async def test_an_officer_makes_a_breach_of_a_doubt(database: Database) -> None:
    def work(session: Session) -> None:
        question = hear(session, PERHAPS_A_BREACH)
        digest(session)

        unanswered.open_doubt(session, desk=desk(), question=question, officer=JO, now=LATER)

        assert of(BreachPassedOn, session)

    await database.in_transaction(work)


@pytest.mark.parametrize("doubtful", [PERHAPS_A_REQUEST, PERHAPS_A_BREACH])
async def test_who_wrote_it_is_asked_no_more_once_an_officer_made_a_case_of_it(
    database: Database, doubtful: Verdict
) -> None:
    def work(session: Session) -> None:
        question = hear(session, doubtful)

        unanswered.open_doubt(session, desk=desk(), question=question, officer=JO, now=LATER)

        shown = [it for it in deliveries.unsettled(session) if isinstance(it.address, InPlaceOf)]
        (settled,) = [it for it in shown if isinstance(it.message, Told)]
        assert settled.address == InPlaceOf(delivery=told_earlier(question, WHETHER))

    await database.in_transaction(work)


async def test_that_nothing_has_happened_is_read_by_officers_who_have_the_case(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        question = hear(session, PERHAPS_A_BREACH)
        unanswered.open_doubt(session, desk=desk(), question=question, officer=JO, now=LATER)

        said = asker.nothing_has_happened(session, question=question, writer=TOM, now=LATER)

        notes = [it.text for it in of(TeamNote, session) if isinstance(it, TeamNote)]
        assert notes == ["Tom, who wrote it, says now that nothing has happened."]
        assert isinstance(said, Told)
        assert "BR-2026-0001, will read that" in said.text

    await database.in_transaction(work)


@pytest.mark.parametrize("room", [Room.DIRECT, Room.SHARED])
async def test_a_possible_request_is_logged_from_its_time_after_its_question_was_forgotten(
    database: Database, room: Room
) -> None:
    def work(session: Session) -> None:
        question = hear(session, PERHAPS_A_REQUEST, heard("may I have my data?", room=room))
        much_later = NOW + timedelta(days=40)
        forget(session, now=much_later)
        assert questions.find(session, question) is None

        requester.log_candidate(session, desk=desk(), request=question, writer=TOM, now=much_later)

        (receipt,) = [it for it in deliveries.unsettled(session) if isinstance(it.message, Receipt)]
        assert isinstance(receipt.message, Receipt)
        assert receipt.message.received == NOW.date()
        assert isinstance(receipt.address, InThread) is (room is Room.DIRECT)
        (card,) = of(Card, session)
        assert isinstance(card, Card)
        assert card.words == "may I have my data?"

    await database.in_transaction(work)


async def test_a_question_beside_a_request_is_answered_too(database: Database) -> None:
    def work(session: Session) -> None:
        hear(session, judged(Kind.REQUEST, answers=("contact.dpo",)))

        assert of(Receipt, session)
        (answer,) = of(Answer, session)
        assert "Satswana" in str(answer)

    await database.in_transaction(work)


async def test_a_question_beside_a_doubt_is_answered_too(database: Database) -> None:
    def work(session: Session) -> None:
        hear(session, judged(Kind.REQUEST, certain=False, answers=("contact.dpo",)))

        assert of(RequestQuestion, session)
        assert of(Answer, session)

    await database.in_transaction(work)


async def test_old_doubts_are_forgotten_once_the_officers_know(database: Database) -> None:
    def work(session: Session) -> None:
        told = hear(session, PERHAPS_A_BREACH, heard(key="m1"))
        digest(session)
        untold = hear(session, PERHAPS_A_BREACH, heard(key="m2"))

        doubts.forget(session, before=LATER + timedelta(days=1), most=9)

        assert doubts.find(session, told) is None
        assert doubts.find(session, untold) is not None
        assert questions.find(session, told) is not None

    await database.in_transaction(work)


async def test_only_the_asker_is_asked_whether_the_words_may_be_kept(database: Database) -> None:
    def work(session: Session) -> None:
        question = hear(session, judged(Kind.ANSWER, answers=("contact.dpo",)))

        others, own = (
            asker.rate(session, question=question, thumb=Thumb.DOWN, writer=writer, now=NOW)
            for writer in (PRIYA, TOM)
        )

        assert isinstance(others, Told)
        assert isinstance(own, MayWeKeep)

    await database.in_transaction(work)
