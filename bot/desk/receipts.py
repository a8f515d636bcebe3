"""A requester's receipt follows the request: what it says and offers is so when it is read."""

from datetime import date, datetime
from typing import Final, Literal

from sqlmodel import Session

from bot.delivery import deliveries
from bot.delivery.addresses import Beneath, InPlaceOf
from bot.delivery.for_anybody import Told
from bot.delivery.for_requesters import Receipt
from bot.delivery.pieces import Quoted
from bot.desk.telling import RECEIPT, told_earlier
from bot.desk.values import Desk
from bot.helpdesk import quotes_on
from bot.register.lifecycle import Status
from bot.register.requests import RightsRequest
from bot.register.rights import identity_evidence_applies
from bot.register.standing import stands_for_them, timing_for_them
from knowledge import KnowledgeBase
from knowledge.rights import Right

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
        awaits=request.awaits,
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


def identity_evidence(knowledge: KnowledgeBase) -> tuple[Quoted, ...]:
    """Return the notice's own words on the evidence of identity, and where it goes."""
    return tuple(
        Quoted(section=quote.section, title=quote.title, text=quote.text)
        for quote in knowledge.identity_evidence()
    )


def redraw(
    session: Session, request: RightsRequest, *, desk: Desk, key: str, now: datetime
) -> None:
    """Redraw the receipt as the request stands; under one key this is done once."""
    deliveries.put(
        session,
        key=f"{request.id}/receipt/{key}",
        address=InPlaceOf(delivery=told_earlier(request.id, RECEIPT)),
        message=receipt(desk, request, desk.today(now)),
        now=now,
        escalation=request.id,
    )


def follow(
    session: Session,
    request: RightsRequest,
    *,
    before: RightsRequest,
    desk: Desk,
    key: str,
    now: datetime,
) -> None:
    """Redraw the receipt where it says anything else now than it did before a step."""
    today = desk.today(now)
    if receipt(desk, request, today) != receipt(desk, before, today):
        redraw(session, request, desk=desk, key=key, now=now)


def tell_beneath(
    session: Session, request: RightsRequest, text: str, *, key: str, now: datetime
) -> None:
    """Say one sentence below the receipt; under one key it is said once."""
    deliveries.put(
        session,
        key=f"{request.id}/{key}",
        address=Beneath(delivery=told_earlier(request.id, RECEIPT)),
        message=Told(text=text),
        now=now,
        escalation=request.id,
    )
