"""What a book is made of is read in one transaction, and that it was read goes into the chain."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.books.values import CaseEvidence, Evidence, Sent, Sources, moment_of
from bot.delivery import deliveries
from bot.delivery.addresses import InThread, Privately
from bot.delivery.delivery import Delivery
from bot.escalations import store as cases
from bot.places import PersonId
from bot.references import Prefix
from bot.register import audit_records, steps_taken
from bot.register import operations as register
from bot.register import store as requests
from knowledge.builder import notice_in
from knowledge.law import law_facts


def sources(folder: Path) -> Sources:
    """Return the law and the notice of a knowledge folder; raises `KnowledgeFaults`."""
    notice = notice_in(folder)
    return Sources(law=law_facts(folder), notice_sha256=sha256(notice).hexdigest())


def evidence_of(
    session: Session, *, reference: str, of: Sources, by: PersonId, zone: ZoneInfo, now: datetime
) -> Evidence | CaseEvidence:
    """Return all that shows how a case was dealt with; raises `NoSuchRequest`, `NoSuchCase`."""
    if not reference.startswith(Prefix.RIGHTS_REQUEST):
        case = cases.by_reference(session, reference)
        gathered = _gathered(session, case.id, reference, of, by, zone, now)
        return CaseEvidence(card=case.card, **gathered)
    request = requests.by_reference(session, reference)
    gathered = _gathered(session, request.id, reference, of, by, zone, now)
    steps = steps_taken.history(session, request.id)
    return Evidence(request=request, steps=steps, **gathered)


def _gathered(
    session: Session,
    case: str,
    reference: str,
    of: Sources,
    by: PersonId,
    zone: ZoneInfo,
    now: datetime,
) -> dict[str, Any]:
    """Return what is told of any case, by its field names, once it is recorded who gathers it."""
    register.record(session, actor=by, action="evidence packed", case=reference, now=now)
    head = audit_records.last(session)
    return {
        "spoken": cases.spoken(session, case),
        "sent": tuple(sent(session, it) for it in deliveries.of_case(session, case)),
        "audit": audit_records.of_case(session, reference),
        "anchor": f"{head.number}:{head.hash}" if head else "",
        "law": of.law,
        "notice_sha256": of.notice_sha256,
        "made_at": now,
        "made_by": f"{by.team}/{by.user}",
        "zone": zone,
    }


def sent(session: Session, delivery: Delivery) -> Sent:
    """Return how far a message of ours has come, and to whom."""
    return Sent(
        to="person" if is_theirs(session, delivery) else "officers",
        status=delivery.status,
        at=moment_of(delivery.sent_ts),
    )


def is_theirs(session: Session, delivery: Delivery) -> bool:
    """Return whether a message is for the person: by itself, or as what it redraws or follows."""
    return isinstance(deliveries.destination(session, delivery), Privately | InThread)
