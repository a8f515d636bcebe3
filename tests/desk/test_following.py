"""Words in the thread of an open case that say nothing new, with a question beside them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.database import Database
from bot.delivery.for_anybody import Told
from bot.delivery.for_askers import Answer, NotCovered
from bot.desk.editing import Edit, hear_edit
from bot.desk.heard import Heard
from bot.desk.identity import Posted
from bot.escalations import store as cases
from bot.places import Room
from bot.register import store as requests
from bot.register.lifecycle import Step
from bot.register.operations import Act
from knowledge.verdict import Kind
from tests.bot.desk import NOW, TOM, by_letter, desk, hear, heard, judged, owed

WHO = "and who is your data protection officer?"


def below(words: str = f"send me my data, as I asked, {WHO}", room: Room = Room.DIRECT) -> Heard:
    """Return what is written in the thread of the first message."""
    return replace(heard(words, key="m2", room=room), is_reply=True)


def answered(session: Session) -> list[str]:
    """Return the first words of each answer."""
    return [it.quotes[0].text for it in owed(session) if isinstance(it, Answer)]


def noted(session: Session) -> list[str]:
    told = [it.text for it in owed(session) if isinstance(it, Told)]
    return [text for text in told if text.startswith("I've added this to")]


@pytest.mark.parametrize("certain", [True, False])
@pytest.mark.parametrize("room", [Room.DIRECT, Room.OPEN])
@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.BREACH])
def test_what_is_made_again_goes_to_its_case_and_the_question_is_answered(
    database: Database, kind: Kind, room: Room, *, certain: bool
) -> None:
    def story(session: Session) -> None:
        hear(session, judged(kind), heard(room=room))

        hear(session, judged(kind, certain=certain, answers=("contact.dpo",)), below(room=room))

        (quote,) = answered(session)
        assert "Satswana" in quote
        assert len(noted(session)) == 1
        assert len(cases.of_asker(session, TOM.person)) == 1

    database.transact(story)


def test_a_doubtful_request_that_becomes_the_question_answered_beside_it_is_answered(
    database: Database,
) -> None:
    perhaps = judged(Kind.REQUEST, answers=("contact.dpo",)).model_copy(update={"certain": False})

    def story(session: Session) -> None:
        hear(session, perhaps, heard("may I see mine?"))
        edit = Edit(heard=heard("who is your officer?"), at=NOW, key="m1:edited:1")

        hear_edit(
            session,
            desk=desk(),
            edit=edit,
            verdict=judged(Kind.ANSWER, answers=("contact.dpo",)),
            now=NOW,
        )

        assert len(answered(session)) == 2

    database.transact(story)


@pytest.mark.parametrize("doubted", [True, False])
def test_where_something_may_have_happened_the_way_to_say_so_is_shown_in_a_cases_thread_too(
    database: Database, *, doubted: bool
) -> None:
    silent = judged(Kind.NOT_COVERED).model_copy(update={"perhaps_breach": doubted})

    def story(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))

        hear(session, silent, below("is it normal that he knew?"))

        shown = [it for it in owed(session) if isinstance(it, NotCovered)]
        assert [it.perhaps_breach for it in shown] == [True] * doubted
        assert bool(noted(session)) is not doubted

    database.transact(story)


def test_who_brings_what_was_asked_for_and_asks_something_is_answered(database: Database) -> None:
    def story(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))
        by_letter(session, request, Act(Step.ASK_IDENTITY))
        passport = replace(below(f"my passport for the request, {WHO}"), posted=Posted(files=1))

        hear(session, judged(Kind.REQUEST, answers=("contact.dpo",)), passport)

        assert len(answered(session)) == 1
        assert len(requests.page(session, after=None, most=100)) == 1

    database.transact(story)


def test_an_edit_of_a_request_answers_what_it_asks_besides_once(database: Database) -> None:
    def edits(session: Session, words: str, *answers: str) -> None:
        edit = Edit(heard=heard(words), at=NOW + timedelta(hours=1), key=f"m1:edited:{words}")
        verdict = judged(Kind.REQUEST, answers=answers)
        hear_edit(session, desk=desk(), edit=edit, verdict=verdict, now=edit.at)

    def story(session: Session) -> None:
        hear(session, judged(Kind.REQUEST, answers=("contact.dpo",)), heard(f"my data, {WHO}"))
        assert len(answered(session)) == 1

        edits(session, f"my data please, {WHO}", "contact.dpo")
        assert len(answered(session)) == 1

        more = f"{WHO} and can I complain?"
        edits(session, f"my data please, {more}", "contact.dpo", "complaints.ico")
        assert len(answered(session)) == 2

        edits(session, f"all my data please, {more}", "contact.dpo", "complaints.ico")
        assert len(answered(session)) == 2

    database.transact(story)
