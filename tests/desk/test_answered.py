"""Words that come after a case has ended: where they go, and where they do not."""

from dataclasses import replace

from sqlmodel import Session

from bot.database import Database
from bot.delivery.for_anybody import Told
from bot.delivery.for_officers import AddedWords, Card
from bot.desk import closing, intake
from bot.desk.heard import Heard
from bot.escalations import store as cases
from bot.escalations import waiting
from bot.places import Room
from bot.register import store as requests
from bot.register.lifecycle import Status, Step
from bot.register.operations import Act
from knowledge.verdict import Kind
from tests.bot.desk import JO, NOW, by_letter, desk, hear, heard, judged, owed


def below(words: str = "you left out the calls", *, room: Room = Room.DIRECT) -> Heard:
    """Return what is written in the thread of the first message."""
    return replace(heard(words, key="m2", room=room), is_reply=True)


def answered(session: Session) -> str:
    """Let a request be answered in full by letter, and return it."""
    request = hear(session, judged(Kind.REQUEST))
    by_letter(session, request, Act(Step.FULFIL), reasons="Here.")
    assert requests.get(session, request).status is Status.RESPONDED
    return request


def added(session: Session) -> list[AddedWords]:
    return [it for it in owed(session) if isinstance(it, AddedWords)]


def test_what_is_no_request_goes_to_the_ended_case_and_makes_no_new_one(database: Database) -> None:
    def story(session: Session) -> None:
        request = answered(session)

        hear(session, judged(Kind.OFF_TOPIC), below())

        (words,) = added(session)
        assert (words.escalation, words.words) == (request, "you left out the calls")
        assert words.ended == "RR-2026-0001, answered on Wed 25 Nov 2026"
        told = [it.text for it in owed(session) if isinstance(it, Told)]
        assert any("passed this on to the compliance team" in text for text in told)
        assert len(requests.page(session, after=None, most=100)) == 1

    database.transact(story)


def test_a_request_in_it_is_registered_even_for_the_same_right(database: Database) -> None:
    def story(session: Session) -> None:
        request = answered(session)

        again = hear(session, judged(Kind.REQUEST), below("a copy of my data, please"))

        assert requests.get(session, again).is_open
        card = next(it for it in owed(session) if isinstance(it, Card) and it.escalation == again)
        assert card.earlier.startswith("RR-2026-0001, answered on Wed 25 Nov 2026 (")
        assert (card.reopens, card.stays_apart) == (request, "")
        assert [it.escalation for it in added(session)] == [request]

    database.transact(story)


def test_what_may_be_a_request_is_asked_about_and_read_by_officers(database: Database) -> None:
    def story(session: Session) -> None:
        request = answered(session)

        perhaps = hear(session, judged(Kind.REQUEST, certain=False), below("and the rest?"))

        assert requests.get(session, perhaps).status is Status.CANDIDATE
        assert [it.escalation for it in added(session)] == [request]

    database.transact(story)


def test_talk_in_a_channel_below_an_ended_case_stays_there(database: Database) -> None:
    def story(session: Session) -> None:
        answered(session)
        chat = replace(below("see you at lunch", room=Room.OPEN), addressed=False)

        assert not intake.concerns_us(session, desk=desk(), heard=chat)

    database.transact(story)


def test_words_in_an_ended_case_are_in_the_mornings_list_until_it_is_open(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        request = answered(session)
        assert waiting.written_after_the_end(session, NOW) == ()
        hear(session, judged(Kind.OFF_TOPIC), below())
        assert [it.id for it in waiting.written_after_the_end(session, NOW)] == [request]

        assert "{" not in by_letter(session, request, Act(Step.REOPEN))

        assert cases.get(session, request).card.open
        assert waiting.written_after_the_end(session, NOW) == ()

    database.transact(story)


def test_a_breach_reported_where_one_was_closed_is_a_new_one(database: Database) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.BREACH))
        (first,) = waiting.open_breaches(session)
        closing.close(
            session,
            desk=desk(),
            escalation=first.id,
            outcome="None.",
            all_the_same="It was none.",
            officer=JO,
            key="f",
            now=NOW,
        )

        hear(session, judged(Kind.BREACH), below("it happened again"))

        (second,) = waiting.open_breaches(session)
        assert second.id != first.id
        assert [it.escalation for it in added(session)] == [first.id]

    database.transact(story)
