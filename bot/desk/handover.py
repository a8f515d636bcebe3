"""A case opens: the officers have its card, and of a rights request its requester the receipt."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.asked.questions import Question
from bot.delivery.for_officers import Card
from bot.desk.beside import others_of
from bot.desk.cards import face_of, hold_or_let_go
from bot.desk.receipts import receipt
from bot.desk.telling import RECEIPT, tell_privately
from bot.desk.values import Desk, Writer
from bot.escalations import operations as escalations
from bot.escalations.escalation import Case, Escalation
from bot.places import Room
from bot.references import Prefix, next_reference
from bot.register import operations as register
from bot.register import store as requests
from bot.register.on_behalf import HOW_IT_CAME, WHO_ASKED, flags_of
from bot.register.requests import RightsRequest
from knowledge.languages import language_of
from knowledge.verdict import Audience


def hand_over_request(
    session: Session, *, desk: Desk, request: RightsRequest, question: Question, now: datetime
) -> None:
    """Owe the officers the card of a registered request, and the requester the receipt."""
    today = desk.today(now)
    card = _card(Case.REQUEST, request.id, request.reference or "", question, desk.zone)
    logged = _logged_for(request, card.flags) if request.on_behalf else {}
    direct = question.thread if question.room is Room.DIRECT else None
    others = others_of(session, request, thread=direct, today=today)
    face = face_of(request, today, held_by=requests.holding(session, request))
    card = card.model_copy(update=face | logged | others)
    _open(session, desk, Case.REQUEST, question, card, now)
    hold_or_let_go(session, request, today=today, now=now)
    told = receipt(desk, request, today)
    tell_privately(session, question, told, RECEIPT, card.escalation, now)


def _logged_for(request: RightsRequest, flags: tuple[str, ...]) -> dict[str, Any]:
    """Return what a card shows of a request that was logged for somebody else."""
    behalf = request.on_behalf
    if behalf is None:
        return {}
    how = (HOW_IT_CAME[behalf.came_by],) if behalf.came_by else ()
    return {
        "subject": behalf.name,
        "contact": behalf.contact,
        "came_by": ", ".join((f"asked by {WHO_ASKED[behalf.asking]}", *how)),
        "received_on": request.received,
        "flags": (*flags, *flags_of(behalf, request.nation)),
    }


def hand_over_question(
    session: Session, *, desk: Desk, question: Question, now: datetime
) -> Escalation:
    """Owe the officers the card of a question, and return the case."""
    return _hand_over(session, desk, Case.QUESTION, Prefix.QUESTION, question, now)


def case_of_question(question: str) -> str:
    """Return the id of the case that a question becomes when it is handed over."""
    return _case_id(question, Prefix.QUESTION)


def case_of_breach(question: str) -> str:
    """Return the id of the case that a report of a breach becomes when it is handed over."""
    return _case_id(question, Prefix.BREACH)


def hand_over_breach(
    session: Session, *, desk: Desk, question: Question, now: datetime
) -> Escalation:
    """Owe the officers the card of a possible breach, and return the case."""
    return _hand_over(session, desk, Case.BREACH, Prefix.BREACH, question, now)


def _hand_over(
    session: Session, desk: Desk, case: Case, prefix: Prefix, question: Question, now: datetime
) -> Escalation:
    year = question.asked_at.astimezone(desk.zone).year
    reference = next_reference(session, prefix=prefix, year=year)
    card = _card(case, _case_id(question.id, prefix), reference, question, desk.zone)
    if case is Case.BREACH:
        listed = desk.papers.casework.breach_checklist
        card = card.model_copy(update={"checklist": listed, "calls_here": desk.calls_here})
    register.record(session, actor=question.asker, action="handed over", case=reference, now=now)
    return _open(session, desk, case, question, card, now)


def _case_id(question: str, prefix: Prefix) -> str:
    return f"{question}-{prefix.lower()}"


def _open(
    session: Session, desk: Desk, case: Case, question: Question, card: Card, now: datetime
) -> Escalation:
    escalation = Escalation(
        id=card.escalation,
        reference=card.reference,
        case=case,
        asker=question.asker,
        room=question.room,
        origin=question.thread,
        card=card,
    )
    escalations.hand_over(
        session,
        escalation=escalation,
        compliance=desk.compliance,
        now=now,
        message=question.id,
    )
    return escalation


def _card(case: Case, escalation: str, reference: str, question: Question, zone: ZoneInfo) -> Card:
    writer = Writer(question.asker, question.name, question.audience)
    return Card(
        case=case.value,
        escalation=escalation,
        reference=reference,
        who=writer.named,
        audience="staff" if question.audience is Audience.STAFF else "customer",
        words=question.words,
        received_at=question.asked_at.astimezone(zone),
        zone=zone,
        state="Waiting",
        open=True,
        origin=question.link,
        question=question.id if question.verdict.weighed else "",
        flags=_flags(question),
        for_them_alone=question.verdict.language is not None,
    )


def _flags(question: Question) -> tuple[str, ...]:
    code = question.verdict.language
    return (f"Written in {language_of(code).name}; it may be a request.",) if code else ()
