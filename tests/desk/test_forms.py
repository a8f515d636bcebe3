"""A form adds to a request: what becomes part of it, and what is a request of its own."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.database import Database
from bot.delivery.for_officers import AddedWords, Card, TeamNote
from bot.delivery.for_requesters import Receipt
from bot.desk import forms
from bot.desk.forms import Form
from bot.desk.values import actor
from bot.register import audit_records, operations, store
from bot.register.lifecycle import Authority, Step
from bot.register.on_behalf import Asking, OnBehalf
from bot.register.operations import Act
from bot.register.requests import RightsRequest
from knowledge.rights import Right
from knowledge.verdict import Kind
from tests.bot.desk import JO, NOW, PRIYA, TOM, by_letter, desk, hear, judged, owed

A_WEEK_ON = NOW + timedelta(days=7)
FIRST = "RR-2026-0001"


def adds(session: Session, request: str, *rights: Right, at: datetime = NOW) -> None:
    form = Form(key="f", writer=TOM, rights=rights, details="please")
    forms.add_details(session, desk=desk(), request=request, form=form, now=at)


def registered(session: Session) -> list[RightsRequest]:
    return list(store.page(session, after=None, most=10))


async def test_a_right_that_is_new_becomes_part_of_the_request(in_file: Database) -> None:
    def story(session: Session) -> None:
        adds(session, hear(session, judged(Kind.REQUEST)), Right.ERASURE)

        (request,) = registered(session)
        assert request.rights == (Right.ACCESS, Right.ERASURE)

    await in_file.in_transaction(story)


async def test_officers_read_beside_the_words_which_right_was_added(in_file: Database) -> None:
    def story(session: Session) -> None:
        adds(session, hear(session, judged(Kind.REQUEST)), Right.ACCESS, Right.ERASURE)

        said = [it.words for it in owed(session) if isinstance(it, AddedWords)]
        notes = [it.text for it in owed(session) if isinstance(it, TeamNote)]
        assert (said, notes) == (["please"], ["Tom added: deletion of personal data."])

    await in_file.in_transaction(story)


async def test_a_right_that_has_ended_is_asked_for_anew(in_file: Database) -> None:
    def story(session: Session) -> None:
        first = hear(session, judged(Kind.REQUEST))
        adds(session, first, Right.ERASURE)
        by_letter(session, first, Act(Step.FULFIL, rights=(Right.ACCESS,)), reasons="Here.")

        form = Form(key="g", writer=TOM, rights=(Right.ACCESS,), details="you left out the calls")
        forms.add_details(session, desk=desk(), request=first, form=form, now=NOW)

        before, again = registered(session)
        assert before.open_rights == (Right.ERASURE,)
        assert again.open_rights == (Right.ACCESS,)
        assert again.words == "you left out the calls"
        cards = [it.reference for it in owed(session) if isinstance(it, Card)]
        receipts = [it.reference for it in owed(session) if isinstance(it, Receipt)]
        assert again.reference in cards
        assert again.reference in receipts

    await in_file.in_transaction(story)


async def test_what_is_added_to_an_extended_request_keeps_a_month_of_its_own(
    in_file: Database,
) -> None:
    def story(session: Session) -> None:
        first = hear(session, judged(Kind.REQUEST))
        by_letter(session, first, Act(Step.EXTEND, why="three archives"), reasons="It is much.")

        adds(session, first, Right.ACCESS, Right.ERASURE)

        extended, other = registered(session)
        assert (extended.rights, extended.due) == ((Right.ACCESS,), date(2027, 2, 25))
        assert (other.rights, other.due) == ((Right.ERASURE,), date(2026, 12, 29))
        assert [it.words for it in owed(session) if isinstance(it, AddedWords)] == ["please"]

    await in_file.in_transaction(story)


async def test_a_complaint_that_is_added_is_acknowledged_on_that_day(in_file: Database) -> None:
    def story(session: Session) -> None:
        adds(session, hear(session, judged(Kind.REQUEST)), Right.COMPLAINT, at=A_WEEK_ON)

        (request,) = registered(session)
        assert request.rights == (Right.ACCESS, Right.COMPLAINT)
        assert request.progress.acknowledged == date(2026, 12, 2)
        recorded = [it for it in audit_records.of_case(session, FIRST) if it.at == A_WEEK_ON]
        assert "acknowledged" in [it.action for it in recorded]

    await in_file.in_transaction(story)


async def test_a_complaint_whose_thirty_days_would_be_over_is_a_request_of_its_own(
    in_file: Database,
) -> None:
    def story(session: Session) -> None:
        first = hear(session, judged(Kind.REQUEST))
        by_letter(session, first, Act(Step.EXTEND, why="three archives"), reasons="It is much.")

        adds(session, first, Right.COMPLAINT, at=NOW + timedelta(days=30))

        _, complaint = registered(session)
        assert complaint.rights == (Right.COMPLAINT,)
        assert complaint.progress.acknowledged == complaint.received == date(2026, 12, 25)

    await in_file.in_transaction(story)


async def test_what_is_added_for_somebody_else_and_stands_apart_is_theirs_too(
    in_file: Database,
) -> None:
    maria = OnBehalf(
        name="Maria Silva", asking=Asking.SOLICITOR, authority=Authority.AWAITED, contact="m@s.eg"
    )

    def story(session: Session) -> None:
        logged = Form(key="l", writer=PRIYA, rights=(Right.ACCESS,), details="all", on_behalf=maria)
        forms.receive_form(session, desk=desk(), form=logged, now=NOW)
        (first,) = registered(session)
        for step in (Step.SHOW_AUTHORITY, Step.SEND_RECEIPT):
            by = actor(desk(), JO)
            operations.take(session, request=first.id, act=Act(step), actor=by, now=NOW)

        form = Form(key="f", writer=PRIYA, rights=(Right.COMPLAINT,), details="it took too long")
        forms.add_details(session, desk=desk(), request=first.id, form=form, now=A_WEEK_ON)

        _, complaint = registered(session)
        assert (complaint.rights, complaint.whose) == ((Right.COMPLAINT,), "Maria Silva")
        assert complaint.progress.authority is Authority.SHOWN
        assert complaint.progress.acknowledged is None

    await in_file.in_transaction(story)
