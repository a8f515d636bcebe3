"""`helpdesk knowledge gaps`: what was wanting, grouped, and nobody's name in it."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.asked.feedback import Thumb
from bot.asked.questions import Question, keep
from bot.clock import utc_now
from bot.database import Database
from bot.desk import asker
from knowledge.verdict import Kind
from tests.bot.desk import TOM, desk, heard, judged
from tests.commands.typed import helpdesk


def asked(session: Session, words: str, kind: Kind, *, days_ago: int = 1) -> str:
    said = heard(words, key=words)
    topics = () if kind is Kind.OFF_TOPIC else ("security.measures",)
    question = said.as_question(judged(kind, topics=topics)).model_copy(
        update={"asked_at": utc_now() - timedelta(days=days_ago)}
    )
    keep(session, Question.model_validate(question))
    return question.id


def test_unanswered_questions_are_put_together_and_masked(database: Database) -> None:
    def work(session: Session) -> None:
        asked(session, "is my data encrypted, Tom Ashworth asks", Kind.NOT_COVERED)
        asked(session, "is my data encrypted at all", Kind.NOT_COVERED)
        asked(session, "what is for lunch", Kind.OFF_TOPIC)

    database.transact(work)

    outcome = helpdesk("knowledge", "gaps")

    assert outcome.code == 0
    assert "2 unanswered (nearest: security.measures)" in outcome.out
    assert "is my data encrypted" in outcome.out
    assert "Ashworth" not in outcome.out
    assert "lunch" not in outcome.out


@pytest.mark.parametrize("kind", [Kind.ANSWER, Kind.NOT_COVERED])
def test_words_that_got_a_thumb_down_are_shown_only_after_a_yes(
    database: Database, kind: Kind
) -> None:
    def work(session: Session) -> None:
        for words in ("how long do you keep it", "who is told about it"):
            question = asked(session, words, kind)
            asker.rate(session, question=question, thumb=Thumb.DOWN, writer=TOM, now=utc_now())
        asker.may_keep(session, question=question, writer=TOM, now=utc_now())

    database.transact(work)

    outcome = helpdesk("knowledge", "gaps")

    assert "1 of no help" in outcome.out
    assert "who is told about it" in outcome.out
    assert "how long" not in outcome.out


def test_the_topic_that_was_picked_is_the_nearest(database: Database) -> None:
    def work(session: Session) -> None:
        question = asked(session, "how long do you keep it", Kind.CLARIFY)
        asker.choose_topic(
            session,
            desk=desk(),
            question=question,
            topic="retention.period",
            writer=TOM,
            now=utc_now(),
        )

    database.transact(work)

    assert "1 asked back (nearest: retention.period)" in helpdesk("knowledge", "gaps").out


def test_without_gaps_it_says_so(database: Database) -> None:
    database.transact(lambda session: asked(session, "how long", Kind.CLARIFY, days_ago=9) and None)

    assert helpdesk("knowledge", "gaps").out.strip() == "No gaps in the last 7 days."


def test_a_setting_that_is_missing_is_told_in_one_sentence() -> None:
    assert helpdesk("knowledge", "gaps").refused == (
        "What people asked stands in the bot's database, so this needs the bot's settings: "
        "HELPDESK_ENCRYPTION_KEYS is not set."
    )


def test_settings_that_are_no_good_are_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HELPDESK_ENCRYPTION_KEYS", "short")
    monkeypatch.setenv("HELPDESK_DATABASE_URL", "file.sqlite")

    refused = helpdesk("knowledge", "gaps").refused

    assert "HELPDESK_DATABASE_URL must start with sqlite:/// or postgresql://; " in refused
    assert refused.endswith(
        "HELPDESK_ENCRYPTION_KEYS must be 32 bytes in URL-safe base64, separated by commas."
    )
