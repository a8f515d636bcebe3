"""A button of an asker lives as long as its question, though its keys are forgotten sooner."""

from datetime import timedelta

from sqlmodel import Session

from bot.database import Database
from bot.delivery.for_anybody import Told
from bot.delivery.for_askers import QuestionPassedOn
from bot.delivery.for_officers import Card
from bot.delivery.for_requesters import Receipt
from bot.desk import asker
from bot.desk.timetable import forget
from knowledge.verdict import Kind
from tests.bot.desk import NOW, TOM, desk, hear, judged, owed

AFTER_A_WEEK = NOW + timedelta(days=7)


async def test_the_team_is_asked_once_even_a_week_later(database: Database) -> None:
    def work(session: Session) -> None:
        question = hear(session, judged(Kind.NOT_COVERED))
        asker.ask_team(session, desk=desk(), question=question, writer=TOM, now=NOW)
        forget(session, now=AFTER_A_WEEK)

        again = asker.ask_team(
            session, desk=desk(), question=question, writer=TOM, now=AFTER_A_WEEK
        )

        assert again == Told(text="The compliance team has this question already.")
        assert [type(it) for it in owed(session)].count(Card) == 1
        assert [type(it) for it in owed(session)].count(QuestionPassedOn) == 1

    await database.in_transaction(work)


async def test_a_message_that_is_told_again_a_week_later_is_registered_once(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))
        forget(session, now=AFTER_A_WEEK)

        hear(session, judged(Kind.REQUEST))

        assert [type(it) for it in owed(session)].count(Receipt) == 1

    await database.in_transaction(work)
