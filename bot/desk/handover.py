"""A case opens: the officers' card, the requester's receipt, the channel's one neutral line."""

from datetime import date, datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.asked.questions import Question
from bot.delivery import deliveries
from bot.delivery.addresses import Address, InThread, Privately
from bot.delivery.for_officers import Card
from bot.delivery.for_requesters import Receipt, RepliedPrivately
from bot.delivery.outgoing import Outgoing
from bot.delivery.pieces import Quoted
from bot.desk.beside import others_of
from bot.desk.cards import face_of, hold_or_let_go
from bot.desk.values import Desk, Writer
from bot.escalations import operations as escalations
from bot.escalations.escalation import Case, Escalation
from bot.helpdesk import quotes_on
from bot.places import Room
from bot.references import Prefix, next_reference
from bot.register import operations as register
from bot.register import store as requests
from bot.register.lifecycle import Status
from bot.register.on_behalf import HOW_IT_CAME, WHO_ASKED, flags_of
from bot.register.requests import RightsRequest
from bot.register.rights import identity_evidence_applies
from bot.register.standing import stands_for_them, timing_for_them
from knowledge import KnowledgeBase
from knowledge.languages import language_of
from knowledge.rights import Right
from knowledge.verdict import Audience

_SPEAKS_TO: Final[dict[Right, str]] = {
    Right.ACCESS: "rights.access",
    Right.ERASURE: "rights.erasure",
    Right.RECTIFICATION: "rights.rectification",
    Right.OBJECTION: "rights.objection_restriction",
    Right.RESTRICTION: "rights.objection_restriction",
    Right.COMPLAINT: "complaints.ico",
    Right.MARKETING_OPT_OUT: "marketing.opt_out",
}
"""Where the notice speaks to a right; the others it does not name."""


_ANSWERS: Final[dict[Status, Literal["awaited", "confirmed"]]] = {
    Status.RECEIVED: "awaited",
    Status.CONFIRMED: "confirmed",
}
"""What the requester has said to the receipt of a request that is open."""

RECEIPT: Final = "receipt"
WHETHER: Final = "whether"
"""What may be told privately and later redrawn in place."""


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


def receipt(desk: Desk, request: RightsRequest, today: date) -> Receipt:
    """Return our confirmation to the requester, in the notice's words where it has some."""
    if request.reference is None or request.due is None:
        raise ValueError("only a registered request has a receipt")
    evidence = identity_evidence_applies(request.rights) and request.on_behalf is None
    speaks_to = dict.fromkeys(_SPEAKS_TO[r] for r in request.rights if r in _SPEAKS_TO)
    topics = tuple(topic for topic in speaks_to if topic in desk.knowledge.topics)
    return Receipt(
        request=request.id,
        reference=request.reference,
        rights=request.rights,
        received=request.received,
        due=request.due,
        target=request.target,
        timing=timing_for_them(request, today),
        identity=identity_evidence(desk.knowledge) if evidence else (),
        quotes=quotes_on(desk.knowledge, topics),
        notice_date=desk.knowledge.notice.effective,
        logged_for=request.subject,
        answer=_answer(request),
        stands="" if request.is_open else stands_for_them(request),
    )


def _answer(request: RightsRequest) -> Literal["awaited", "confirmed", "by_hand", "ended"]:
    if not request.is_open:
        return "ended"
    return "by_hand" if request.on_behalf else _ANSWERS[request.status]


def tell_privately(
    session: Session,
    question: Question,
    message: Outgoing,
    what: str,
    escalation: str | None,
    now: datetime,
) -> None:
    """Owe the person a message that nobody else sees; a channel shows one neutral line."""
    deliveries.put(
        session,
        key=_told(escalation or question.id, what),
        address=private_address(question),
        message=message,
        now=now,
        escalation=escalation,
    )
    if question.thread is not None and question.room is not Room.DIRECT:
        deliveries.put(
            session,
            key=f"{question.id}/privately",
            address=InThread(thread=question.thread),
            message=RepliedPrivately(),
            now=now,
        )


def told_earlier(case: str, what: str) -> str:
    """Return the id of the delivery that told the person this of their case."""
    return deliveries.id_of(_told(case, what))


def private_address(question: Question) -> Address:
    """Return where only the asker reads: the thread in their direct message, else that message."""
    if question.room is Room.DIRECT and question.thread is not None:
        return InThread(thread=question.thread)
    return Privately(person=question.asker, wrote_in=question.thread)


def _told(case: str, what: str) -> str:
    return f"{case}/{what}"


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
        zone=zone.key,
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


def identity_evidence(knowledge: KnowledgeBase) -> tuple[Quoted, ...]:
    """Return the notice's own words on the evidence of identity, and where it goes."""
    return tuple(
        Quoted(section=quote.section, title=quote.title, text=quote.text)
        for quote in knowledge.identity_evidence()
    )
