"""Who takes a request back is not registered with another one, though it may sound alike."""

from dataclasses import replace

from sqlmodel import Session

from bot.database import Database
from bot.delivery.for_anybody import Told
from bot.delivery.for_officers import AddedWords
from bot.delivery.for_requesters import RepliedPrivately
from bot.desk import intake, requester
from bot.places import Room
from bot.register import store as requests
from knowledge.rights import Right
from knowledge.verdict import Kind
from tests.bot.desk import NOW, PRIYA, TOM, desk, hear, heard, judged, owed

BACK = "forget it, I don't want the copy any more"


def count(session: Session) -> int:
    return len(requests.page(session, after=None, most=100))


def told(session: Session) -> list[str]:
    return [it.text for it in owed(session) if isinstance(it, Told)]


def test_the_officers_read_it_in_the_case_and_its_writer_hears_how_to_withdraw(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))

        hear(session, judged(Kind.REQUEST), heard(BACK, key="m2"))

        (words,) = (it for it in owed(session) if isinstance(it, AddedWords))
        assert words.words == BACK
        assert any("press *Withdraw*" in text for text in told(session))
        assert requests.get(session, request).is_open
        assert count(session) == 1

    database.transact(story)


def test_it_is_so_in_a_channel_too_and_before_we_would_ask(database: Database) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))

        hear(session, judged(Kind.REQUEST, certain=False), heard(BACK, key="m2", room=Room.OPEN))

        assert any("press *Withdraw*" in text for text in told(session))
        assert count(session) == 1

    database.transact(story)


def test_who_takes_it_back_by_command_hears_there_that_i_have_written_to_them(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))
        command = replace(heard(BACK, key="m2"), thread=None)

        said = intake.hear(
            session, desk=desk(), heard=command, verdict=judged(Kind.REQUEST), now=NOW
        )

        assert said == RepliedPrivately()
        assert any("press *Withdraw*" in text for text in told(session))

    database.transact(story)


def test_who_has_not_asked_for_that_is_registered_whatever_else_they_say(
    database: Database,
) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))
        erasure = judged(Kind.REQUEST).model_copy(update={"rights": (Right.ERASURE,)})

        hear(session, erasure, heard("changed my mind, delete it all", key="m2"))

        assert count(session) == 2

    database.transact(story)


def test_once_it_has_ended_the_same_words_are_a_request_of_their_own(database: Database) -> None:
    def story(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))
        requester.withdraw(session, desk=desk(), request=request, writer=TOM, now=NOW)

        hear(session, judged(Kind.REQUEST), heard(BACK, key="m2"))

        assert count(session) == 2

    database.transact(story)


def test_it_concerns_nobody_elses_request(database: Database) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))

        hear(session, judged(Kind.REQUEST), replace(heard(BACK, key="m2"), writer=PRIYA))

        assert count(session) == 2

    database.transact(story)


def test_what_only_adds_to_a_case_tells_nobody_to_withdraw(database: Database) -> None:
    def story(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))

        hear(session, judged(Kind.SMALL_TALK), heard("thank you", key="m2"))

        assert not any("Withdraw" in text for text in told(session))

    database.transact(story)
