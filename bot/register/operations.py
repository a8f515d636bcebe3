"""What happens to a rights request; each function is one part of one transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.places import Nation, PersonId, Thread
from bot.references import Prefix, next_reference
from bot.register import store
from bot.register.audit import chain
from bot.register.deadlines import Deadline, on_receipt
from bot.register.requests import RightsRequest, Status, Step
from knowledge.rights import Right
from knowledge.verdict import Audience


@dataclass(frozen=True)
class Wish:
    """What somebody asks for, before it is in the register."""

    id: str
    requester: PersonId
    requester_name: str
    audience: Audience
    rights: tuple[Right, ...]
    words: str
    origin: Thread | None
    received_at: datetime
    received: date
    """The local day of receipt, from which the law counts."""
    subject: str | None
    nation: Nation


def receive(session: Session, *, wish: Wish, now: datetime) -> RightsRequest:
    """Register a rights request and return it; one that is registered already is returned."""
    known = store.find(session, wish.id)
    return known or _register(session, _candidate(wish), wish.requester, now)


def propose(session: Session, *, wish: Wish, now: datetime) -> RightsRequest:
    """Keep what may be a rights request, and return the candidate."""
    candidate = _candidate(wish)
    store.save(session, candidate)
    record(session, actor=wish.requester, action="kept as a candidate", case=wish.id, now=now)
    return candidate


def log(session: Session, *, request: str, actor: PersonId, now: datetime) -> RightsRequest:
    """Register a candidate, from the time of its message.

    Raises `NoSuchRequest` and `StepNotAllowed`.
    """
    return _register(session, store.get(session, request), actor, now)


def dismiss(session: Session, *, request: str, actor: PersonId, now: datetime) -> RightsRequest:
    """Set a candidate aside; raises `NoSuchRequest` and `StepNotAllowed`."""
    return _step(session, request, Step.DISMISS, actor, now)


def confirm(session: Session, *, request: str, actor: PersonId, now: datetime) -> RightsRequest:
    """Record that we understood; raises `NoSuchRequest` and `StepNotAllowed`."""
    return _step(session, request, Step.CONFIRM, actor, now)


def only_asking(session: Session, *, request: str, actor: PersonId, now: datetime) -> RightsRequest:
    """Record that it was a question; raises `NoSuchRequest` and `StepNotAllowed`."""
    return _step(session, request, Step.ONLY_ASKING, actor, now)


def add_details(
    session: Session,
    *,
    request: str,
    details: str,
    rights: tuple[Right, ...],
    actor: PersonId,
    now: datetime,
) -> RightsRequest:
    """Add words and rights, and return the request with its clock set anew.

    A right that was registered stays: to take one back is to withdraw, not to add.
    Raises `NoSuchRequest` and `StepNotAllowed`.
    """
    found = store.get(session, request).after(Step.ADD_DETAILS)
    together = tuple(dict.fromkeys((*found.rights, *rights)))
    deadline = _deadline(found.received, together, found.nation)
    changed = found.model_copy(
        update={
            "words": "\n".join(part for part in (found.words, details) if part),
            "rights": together,
            "due": deadline.due,
            "working": deadline.sentences,
        }
    )
    store.save(session, changed)
    record(session, actor=actor, action=Step.ADD_DETAILS, case=_called(changed), now=now)
    return changed


def record(session: Session, *, actor: PersonId, action: str, case: str, now: datetime) -> None:
    """Add an audit record; `case` is a reference or an id, never a person's words."""
    head = store.last_audit_record(session)
    who = f"{actor.team}/{actor.user}"
    store.append(session, chain(head, at=now, actor=who, action=action, subject=case))


def _candidate(wish: Wish) -> RightsRequest:
    return RightsRequest(
        id=wish.id,
        status=Status.CANDIDATE,
        requester=wish.requester,
        requester_name=wish.requester_name,
        subject=wish.subject,
        rights=wish.rights or (Right.OTHER,),
        words=wish.words,
        audience=wish.audience,
        origin=wish.origin,
        received=wish.received,
        received_at=wish.received_at,
        nation=wish.nation,
    )


def _register(
    session: Session, candidate: RightsRequest, actor: PersonId, now: datetime
) -> RightsRequest:
    deadline = _deadline(candidate.received, candidate.rights, candidate.nation)
    prefix, year = Prefix.RIGHTS_REQUEST, candidate.received.year
    registered = candidate.logged(
        reference=next_reference(session, prefix=prefix, year=year), deadline=deadline
    )
    store.save(session, registered)
    record(session, actor=actor, action=Step.LOG, case=_called(registered), now=now)
    return registered


def _step(
    session: Session, request: str, step: Step, actor: PersonId, now: datetime
) -> RightsRequest:
    changed = store.get(session, request).after(step)
    store.save(session, changed)
    record(session, actor=actor, action=step, case=_called(changed), now=now)
    return changed


def _deadline(received: date, rights: tuple[Right, ...], nation: Nation) -> Deadline:
    return on_receipt(received=received, rights=rights, nation=nation)


def _called(request: RightsRequest) -> str:
    return request.reference or request.id
