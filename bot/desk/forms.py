"""A rights request form is sent in: what it asks for is registered, or added to a request."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from bot import arrivals
from bot.access import Deed, Whose, require, role_of, whose
from bot.asked import questions
from bot.asked.questions import NoSuchQuestion, Question
from bot.delivery import deliveries
from bot.desk import cards, identity, receipts
from bot.desk.handover import hand_over_request
from bot.desk.identity import NOTHING_POSTED, Posted
from bot.desk.intake import wish
from bot.desk.own import own, plainly
from bot.desk.values import Desk, Writer, actor
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.places import Room
from bot.register import operations as register
from bot.register.addition import apart
from bot.register.on_behalf import OnBehalf
from bot.register.requests import RightsRequest
from bot.register.rights import rights_in_words
from knowledge.rights import Right
from knowledge.verdict import Kind, Verdict


@dataclass(frozen=True)
class Form:
    """A rights request form as sent in."""

    key: str
    writer: Writer
    rights: tuple[Right, ...]
    details: str
    on_behalf: OnBehalf | None = None
    """Whose data it is and how it came, when one of ours logs it for another person."""
    received: date | None = None
    """The day on which it reached us, likewise."""
    question: str | None = None
    """The question it grew out of; its words and time count when the same person asked it."""
    message: str | None = None
    """The message that it was logged from, whoever wrote it."""
    posted: Posted = NOTHING_POSTED
    """What came with it that does not belong in Slack."""


def receive_form(session: Session, *, desk: Desk, form: Form, now: datetime) -> None:
    """Register what a form asks for; the same form sent twice is registered once.

    Raises `NotAllowed` for who is not ours and would log what another person wants.
    """
    if form.on_behalf or form.received:
        require(role_of(form.writer.audience), Deed.LOG, Whose.ANOTHERS)
    if not arrivals.is_new(session, key=form.key, now=now):
        return
    _register(session, desk, form, now)
    _tell_of_papers(session, desk, form, now)


def _register(session: Session, desk: Desk, form: Form, now: datetime) -> None:
    question = _question_of(session, form, now)
    questions.keep(session, question)
    asked = wish(desk, question, form.rights)
    received = form.received or asked.received
    asked = replace(asked, on_behalf=form.on_behalf, received=received)
    request = register.receive(session, wish=asked, actor=actor(desk, form.writer), now=now)
    hand_over_request(session, desk=desk, request=request, question=question, now=now)
    _tie_to_messages(session, form, request)


def _tie_to_messages(session: Session, form: Form, request: RightsRequest) -> None:
    """Remember the messages that a form grew out of, so that their edits are noted."""
    logged_from = deliveries.id_of(form.message) if form.message else None
    for message in (form.question, logged_from):
        if message:
            cases.tie(session, message=message, escalation=request.id)


def add_details(session: Session, *, desk: Desk, request: str, form: Form, now: datetime) -> None:
    """Add words and rights to a request; what cannot become part of it is a request of its own.

    Raises `NoSuchRequest`, `NotAllowed` and `NotPossibleNow`.
    """
    found = own(session, request, form.writer)
    if not arrivals.is_new(session, key=form.key, now=now):
        return
    by_themselves = apart(found, form.rights, on=desk.today(now)) if found.is_open else ()
    rest = tuple(right for right in form.rights if right not in by_themselves)
    if by_themselves:
        alone = replace(form, rights=by_themselves, on_behalf=_as_it_stands(found))
        _register(session, desk, alone, now)
    if rest or not by_themselves:
        _add(session, desk, found, replace(form, rights=rest), now)
    _tell_of_papers(session, desk, form, now)


def _as_it_stands(request: RightsRequest) -> OnBehalf | None:
    """Return for whom it was logged, with the authority as it stands by now."""
    authority = {"authority": request.progress.authority}
    return request.on_behalf and request.on_behalf.model_copy(update=authority)


def _add(session: Session, desk: Desk, found: RightsRequest, form: Form, now: datetime) -> None:
    with plainly(found):
        changed = register.add_details(
            session,
            request=found.id,
            details=form.details,
            rights=form.rights,
            actor=actor(desk, form.writer),
            now=now,
        )
    key, who = f"details/{form.key}", form.writer.named
    if form.details:
        escalations.add_words(
            session, escalation=found.id, who=who, words=form.details, key=key, now=now
        )
    new = tuple(right for right in changed.rights if right not in found.rights)
    if new:
        said = f"{who.name} added: {rights_in_words(new)}."
        escalations.note(session, escalation=found.id, key=f"{key}/rights", text=said, now=now)
    receipts.redraw(session, changed, desk=desk, key=key, now=now)
    cards.redraw(session, changed, today=desk.today(now), now=now)
    text = f"I've added that to {changed.reference}."
    receipts.tell_beneath(session, changed, text, key=f"told/{key}", now=now)


def _tell_of_papers(session: Session, desk: Desk, form: Form, now: datetime) -> None:
    """Say what of the form was not kept; a form has no thread, so this is said in the DM."""
    made = replace(form, question=None)
    question = _question_of(session, made, now)
    identity.tell(session, desk=desk, question=question, posted=form.posted, key=form.key, now=now)


def _question_of(session: Session, form: Form, now: datetime) -> Question:
    """Return the question that the form grew out of, or one made of the form itself."""
    grown = _asked_by_the_same(session, form)
    words = "\n".join(part for part in (grown and grown.words, form.details) if part)
    made = Question(
        id=deliveries.id_of(form.key),
        asker=form.writer.person,
        name=form.writer.name,
        audience=form.writer.audience,
        room=Room.DIRECT,
        thread=None,
        link=None,
        words=words,
        verdict=Verdict(kind=Kind.REQUEST, topics=(), rights=form.rights, confidence=1, reason=""),
        asked_at=now,
    )
    if grown is None:
        return made
    kept = {"room": grown.room, "thread": grown.thread, "link": grown.link}
    return made.model_copy(update={**kept, "asked_at": grown.asked_at})


def _asked_by_the_same(session: Session, form: Form) -> Question | None:
    if form.question is None:
        return None
    try:
        asked = questions.get(session, form.question)
    except NoSuchQuestion:
        return None
    mine = whose(presser=form.writer.person.user, concerned=asked.asker.user)
    return asked if mine is Whose.OWN else None
