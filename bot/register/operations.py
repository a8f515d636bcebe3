"""What happens to a rights request; each function is one part of one transaction."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlmodel import Session

from bot.places import Nation, PersonId, Thread
from bot.references import Prefix, next_reference
from bot.register import audit_records, steps_taken, store
from bot.register.addition import added
from bot.register.audit import chain
from bot.register.deadlines import on_receipt
from bot.register.history import Taken
from bot.register.lifecycle import Status, Step
from bot.register.on_behalf import OnBehalf
from bot.register.progress import Ground, Search
from bot.register.requests import RightsRequest
from bot.register.retention import pseudonymised
from bot.register.working import Deadline
from bot.register.working_days import in_words, received_on
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
    nation: Nation
    on_behalf: OnBehalf | None = None
    """The data subject, when somebody of ours heard it and logs it for them."""


@dataclass(frozen=True)
class Actor:
    """Who does something, and in which zone their day is."""

    person: PersonId
    name: str
    zone: tzinfo


@dataclass(frozen=True)
class Act:
    """One step as somebody takes it."""

    step: Step
    on: date | None = None
    """The day on which it happened; None for today."""
    rights: tuple[Right, ...] = ()
    """The rights that an outcome ends; all open ones where none are named."""
    ground: Ground | None = None
    why: str = ""
    search: Search | None = None
    version: int | None = None
    """The version that was looked at; None where that does not matter."""


class ChangedMeanwhile(Exception):
    """Somebody did something with the case since it was looked at."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"{reference} has changed since you opened this form. Look at it again, please."
        )


class StillToCome(Exception):
    """What is recorded has not happened yet."""

    def __init__(self, on: date) -> None:
        super().__init__(f"{in_words(on)} is still to come.")


def receive(session: Session, *, wish: Wish, actor: Actor, now: datetime) -> RightsRequest:
    """Register a rights request and return it; one that is registered already is returned."""
    known = store.find(session, wish.id)
    return known or _register(session, _candidate(wish), actor, now)


def propose(session: Session, *, wish: Wish, now: datetime) -> RightsRequest:
    """Keep what may be a rights request, and return the candidate."""
    candidate = _candidate(wish)
    store.save(session, candidate)
    record(session, actor=wish.requester, action="kept as a candidate", case=wish.id, now=now)
    return candidate


def log(session: Session, *, request: str, actor: Actor, now: datetime) -> RightsRequest:
    """Register a candidate, from the time of its message.

    Raises `NoSuchRequest` and `StepNotAllowed`.
    """
    return _register(session, store.get(session, request), actor, now)


def link(
    session: Session, *, request: str, earlier: str, actor: Actor, now: datetime
) -> tuple[RightsRequest, RightsRequest]:
    """Add a request to an earlier one and end it there; return the later, then the earlier.

    Raises `NoSuchRequest`, `StepNotAllowed` and `CannotBeAdded`.
    """
    later, before = store.get(session, request), store.get(session, earlier)
    today = received_on(now, actor.zone)
    act = Act(Step.LINK, why=before.called)
    linked = take(session, request=request, act=act, actor=actor, now=now)
    together = added(before.after(Step.ADD_DETAILS, on=today), later, on=today)
    why = f"with {later.called}"
    return linked, _keep(session, together, Act(Step.ADD_DETAILS, why=why), actor, now)


def dismiss(session: Session, *, request: str, actor: Actor, now: datetime) -> RightsRequest:
    """Set a candidate aside; raises `NoSuchRequest` and `StepNotAllowed`."""
    return take(session, request=request, act=Act(Step.DISMISS), actor=actor, now=now)


def confirm(session: Session, *, request: str, actor: Actor, now: datetime) -> RightsRequest:
    """Record that we understood; raises `NoSuchRequest` and `StepNotAllowed`."""
    return take(session, request=request, act=Act(Step.CONFIRM), actor=actor, now=now)


def only_asking(session: Session, *, request: str, actor: Actor, now: datetime) -> RightsRequest:
    """Record that it was a question; raises `NoSuchRequest` and `StepNotAllowed`."""
    return take(session, request=request, act=Act(Step.ONLY_ASKING), actor=actor, now=now)


def add_details(
    session: Session,
    *,
    request: str,
    details: str,
    rights: tuple[Right, ...],
    actor: Actor,
    now: datetime,
) -> RightsRequest:
    """Add words and rights, and return the request with its clock set anew.

    A right that was registered stays: to take one back is to withdraw, not to add. Of a complaint
    that is new the word that it was added is the acknowledgement, for who reads it in Slack.
    Raises `NoSuchRequest` and `StepNotAllowed`.
    """
    found, today = store.get(session, request), received_on(now, actor.zone)
    complains = Right.COMPLAINT in rights and Right.COMPLAINT not in found.rights
    changed = found.after(Step.ADD_DETAILS, on=today)
    if complains and changed.on_behalf is None:
        changed = changed.acknowledged(on=today)
    changed = changed.with_added(details=details, rights=rights)
    kept = _keep(session, changed, Act(Step.ADD_DETAILS), actor, now)
    if complains:
        _record_acknowledgement(session, kept, actor, now)
    return kept


def take(session: Session, *, request: str, act: Act, actor: Actor, now: datetime) -> RightsRequest:
    """Take one step with a request and return it as it then stands.

    Raises `NoSuchRequest`, `ChangedMeanwhile`, `StillToCome`, `StepNotAllowed` and
    `ClockImpossible`.
    """
    changed = tried(session, request=request, act=act, actor=actor, now=now)
    return _keep(session, changed, act, actor, now)


def tried(
    session: Session, *, request: str, act: Act, actor: Actor, now: datetime
) -> RightsRequest:
    """Return the request as it would stand after a step, and keep nothing; raises as `take`."""
    found = store.get(session, request)
    if act.version is not None and act.version != found.version:
        raise ChangedMeanwhile(found.called)
    today = received_on(now, actor.zone)
    if act.on is not None and act.on > today:
        raise StillToCome(act.on)
    changed = found.after(
        act.step,
        on=act.on or today,
        rights=act.rights,
        ground=act.ground,
        why=act.why,
        held_by=store.holding(session, found),
    )
    if act.search is not None:
        changed = changed.searched(act.search)
    return changed


def erase(session: Session, *, request: str, on: date, by: PersonId, now: datetime) -> None:
    """Erase names, words and reasons; what was never registered goes wholly.

    What statistics need and the audit records stay. Raises `NoSuchRequest`.
    """
    found = store.get(session, request)
    if found.reference is None:
        store.remove(session, request)
    else:
        store.save(session, pseudonymised(found, on=on))
        steps_taken.erase(session, request, found.requester)
    record(session, actor=by, action="erased", case=found.called, now=now)


def record(session: Session, *, actor: PersonId, action: str, case: str, now: datetime) -> None:
    """Add an audit record; `case` is a reference or an id, never a person's words."""
    head = audit_records.last(session)
    who = f"{actor.team}/{actor.user}"
    audit_records.append(session, chain(head, at=now, actor=who, action=action, subject=case))


def _candidate(wish: Wish) -> RightsRequest:
    return RightsRequest(
        id=wish.id,
        status=Status.CANDIDATE,
        requester=wish.requester,
        requester_name=wish.requester_name,
        on_behalf=wish.on_behalf,
        rights=wish.rights or (Right.OTHER,),
        words=wish.words,
        audience=wish.audience,
        origin=wish.origin,
        received=wish.received,
        received_at=wish.received_at,
        nation=wish.nation,
    )


def _register(
    session: Session, candidate: RightsRequest, actor: Actor, now: datetime
) -> RightsRequest:
    deadline = _deadline(candidate.received, candidate.rights, candidate.nation)
    prefix, year = Prefix.RIGHTS_REQUEST, candidate.received.year
    registered = candidate.logged(
        reference=next_reference(session, prefix=prefix, year=year),
        deadline=deadline,
        on=received_on(now, actor.zone),
    )
    kept = _keep(session, registered, Act(Step.LOG), actor, now)
    _record_acknowledgement(session, kept, actor, now)
    return kept


def _record_acknowledgement(
    session: Session, kept: RightsRequest, actor: Actor, now: datetime
) -> None:
    """Record that a complaint is acknowledged, by a word that this transaction owes (s.164A)."""
    if Right.COMPLAINT in kept.rights and kept.progress.acknowledged:
        record(session, actor=actor.person, action="acknowledged", case=kept.called, now=now)


def _keep(
    session: Session, changed: RightsRequest, act: Act, actor: Actor, now: datetime
) -> RightsRequest:
    kept = changed.model_copy(update={"version": changed.version + 1})
    store.save(session, kept)
    steps_taken.add(
        session,
        Taken(
            request=kept.id,
            number=kept.version,
            at=now,
            who=actor.person,
            name=actor.name,
            step=act.step,
            on=act.on or received_on(now, actor.zone),
            rights=act.rights,
            why=act.why,
        ),
    )
    record(session, actor=actor.person, action=act.step, case=kept.called, now=now)
    return kept


def _deadline(received: date, rights: tuple[Right, ...], nation: Nation) -> Deadline:
    return on_receipt(received=received, rights=rights, nation=nation)
