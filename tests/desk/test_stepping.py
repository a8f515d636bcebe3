"""An officer takes a step: what it must say of itself before any letter is written."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.database import Database
from bot.delivery import deliveries
from bot.delivery.for_officers import SentCopy, TeamNote
from bot.delivery.for_requesters import Relayed
from bot.desk import asker, forms, officer, stepping
from bot.desk.correspondence import LONGEST_LETTER, Wording
from bot.desk.drafts import Draft, NoSuchDraft
from bot.desk.forms import Form
from bot.desk.handover import case_of_question
from bot.desk.stepping import ExemptionNotNamed, LetterTooLong
from bot.desk.timetable import forget
from bot.register import audit_records, store
from bot.register.lifecycle import Step
from bot.register.on_behalf import OnBehalf
from bot.register.operations import Act
from bot.register.progress import Ground
from knowledge.rights import Right
from knowledge.verdict import Kind
from tests.bot.desk import JO, NOW, PRIYA, TOM, by_letter, desk, hear, judged, owed


def refusing(session: Session, *, ground: Ground, exemption: str = "") -> Draft | None:
    request = hear(session, judged(Kind.REQUEST))
    return stepping.begin(
        session,
        desk=desk(),
        escalation=request,
        act=Act(Step.REFUSE, ground=ground, why="The file."),
        officer=JO,
        wording=Wording(exemption=exemption),
        now=NOW,
    )


async def test_a_refusal_by_an_exemption_names_it(database: Database) -> None:
    def work(session: Session) -> None:
        with pytest.raises(ExemptionNotNamed):
            refusing(session, ground=Ground.EXEMPTION)

    await database.in_transaction(work)


async def test_a_named_exemption_stands_in_the_letter_and_before_the_facts(
    database: Database,
) -> None:
    draft = await database.in_transaction(
        lambda session: refusing(session, ground=Ground.EXEMPTION, exemption="legal privilege")
    )

    assert draft is not None
    assert draft.act is not None
    assert "legal privilege" in draft.words
    assert draft.act.why == "Exemption: legal privilege. The file."


async def test_an_exemption_that_is_not_the_ground_is_claimed_nowhere(database: Database) -> None:
    draft = await database.in_transaction(
        lambda session: refusing(session, ground=Ground.NO_RIGHT, exemption="legal privilege")
    )

    assert draft is not None
    assert draft.act is not None
    assert "legal privilege" not in draft.words
    assert draft.act.why == "The file."


async def test_who_waits_for_a_second_pair_of_eyes_hears_when_the_letter_was_erased(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))
        careful = replace(desk(), second_eyes=True)
        act = Act(Step.REFUSE, ground=Ground.NO_RIGHT, why="The file.")
        by_letter(session, request, act, at=careful)

        forget(session, now=NOW + timedelta(days=14))
        assert not erasures_told(session)
        forget(session, now=NOW + timedelta(days=15))

        (told,) = erasures_told(session)
        assert told.startswith("The letter of Jo waited too long for a second pair of eyes")
        assert store.get(session, request).is_open

    await database.in_transaction(work)


async def test_that_a_letter_waited_too_long_is_in_the_chain_beside_what_was_done(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))
        act = Act(Step.REFUSE, ground=Ground.NO_RIGHT, why="The file.")
        by_letter(session, request, act, at=replace(desk(), second_eyes=True))

        forget(session, now=NOW + timedelta(days=15))

        *_, last = audit_records.of_case(session, "RR-2026-0001")
        assert (last.actor, last.action) == ("desk/retention", "lapsed")

    await database.in_transaction(work)


async def test_a_letter_that_nobody_was_asked_to_look_at_lapses_without_a_word(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        refusing(session, ground=Ground.NO_RIGHT)
        before = audit_records.last_number(session)

        forget(session, now=NOW + timedelta(days=15))

        assert not erasures_told(session)
        assert audit_records.last_number(session) == before

    await database.in_transaction(work)


def erasures_told(session: Session) -> list[str]:
    return [it.text for it in owed(session) if isinstance(it, TeamNote) and "erased" in it.text]


async def test_what_is_no_letter_is_sent_as_none(database: Database) -> None:
    def work(session: Session) -> None:
        question = hear(session, judged(Kind.NOT_COVERED))
        asker.ask_team(session, desk=desk(), question=question, writer=TOM, now=NOW)
        case = case_of_question(question)
        draft, _ = officer.draft_reply(session, escalation=case, officer=JO, words="Soon.", now=NOW)

        with pytest.raises(NoSuchDraft):
            stepping.send(
                session,
                desk=desk(),
                draft=draft.id,
                words="Soon.",
                by_hand=False,
                officer=JO,
                now=NOW,
            )

    await database.in_transaction(work)


async def test_a_letter_for_somebody_else_goes_by_hand_and_never_to_who_logged_it(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        form = Form(
            key="f",
            writer=PRIYA,
            rights=(Right.ACCESS,),
            details="she wants a copy",
            on_behalf=OnBehalf(name="Maria", contact="maria@silva.example"),
        )
        forms.receive_form(session, desk=desk(), form=form, now=NOW)

        words = by_letter(session, deliveries.id_of("f"), Act(Step.NOTHING_HELD))

        assert words
        assert [it.by_hand for it in owed(session) if isinstance(it, SentCopy)] == [True]
        assert not [it for it in owed(session) if isinstance(it, Relayed)]

    await database.in_transaction(work)


async def test_a_letter_that_fits_into_no_message_is_not_sent_and_nothing_is_done(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))

        with pytest.raises(LetterTooLong, match="Write less, please"):
            by_letter(session, request, Act(Step.NOTHING_HELD), words="a" * (LONGEST_LETTER + 1))

        assert store.get(session, request).is_open

    await database.in_transaction(work)
