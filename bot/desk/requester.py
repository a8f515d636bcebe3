"""What a requester decides by button or form; one function is one transaction.

A button is for the person whose message it belongs to; the value it carries is only an id.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from bot import arrivals
from bot.access import Deed, Whose, require, role_of, whose
from bot.asked import opinions, questions
from bot.asked.questions import NoSuchQuestion, Question
from bot.asked.scale import BEST
from bot.delivery import deliveries, unreached
from bot.delivery.addresses import Beneath
from bot.delivery.for_anybody import Told
from bot.delivery.outgoing import Outgoing
from bot.desk import cards, drafts, identity, receipts
from bot.desk.asker import drop_doubt
from bot.desk.handover import RECEIPT, hand_over_request, told_earlier
from bot.desk.identity import NOTHING_POSTED, Posted
from bot.desk.intake import wish
from bot.desk.values import Desk, Writer, actor
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.places import Room
from bot.register import operations as register
from bot.register import store as requests
from bot.register.lifecycle import ANSWERED, Step
from bot.register.on_behalf import OnBehalf
from bot.register.requests import RightsRequest
from bot.register.saying import StepNotAllowed
from knowledge.rights import Right
from knowledge.verdict import Kind, Verdict


def log_candidate(
    session: Session, *, desk: Desk, request: str, writer: Writer, now: datetime
) -> None:
    """Register a candidate after all, from the time of its message.

    Raises `NoSuchRequest`, `NotAllowed` and `NotPossibleNow`.
    """
    found = _own(session, request, writer)
    with _plainly(found):
        registered = register.log(session, request=request, actor=actor(desk, writer), now=now)
    question = questions.get(session, request)
    drop_doubt(session, request, f"Logged as {registered.reference}.", now)
    hand_over_request(session, desk=desk, request=registered, question=question, now=now)


def dismiss_candidate(
    session: Session, *, desk: Desk, request: str, writer: Writer, now: datetime
) -> None:
    """Record that it was no request; raises `NoSuchRequest`, `NotAllowed` and `NotPossibleNow`."""
    found = _own(session, request, writer)
    with _plainly(found):
        register.dismiss(session, request=request, actor=actor(desk, writer), now=now)
    text = "All right, I have not logged it. You can make a request at any time."
    drop_doubt(session, request, text, now)


def confirm(session: Session, *, desk: Desk, request: str, writer: Writer, now: datetime) -> None:
    """Record that we understood.

    Raises `NoSuchRequest`, `NotAllowed`, `OnlyLogged` and `NotPossibleNow`.
    """
    found = _theirs(session, request, writer)
    with _plainly(found):
        confirmed = register.confirm(session, request=request, actor=actor(desk, writer), now=now)
    key = f"confirmed/{confirmed.version}"
    receipts.redraw(session, confirmed, desk=desk, key=key, now=now)
    _show(session, desk, confirmed, "Confirmed by the requester.", key, now)


def only_asking(
    session: Session, *, desk: Desk, request: str, writer: Writer, now: datetime
) -> None:
    """Record that it was a question.

    Raises `NoSuchRequest`, `NotAllowed`, `OnlyLogged` and `NotPossibleNow`.
    """
    found = _theirs(session, request, writer)
    with _plainly(found):
        asked = register.only_asking(session, request=request, actor=actor(desk, writer), now=now)
    key = f"only-asking/{asked.version}"
    receipts.redraw(session, asked, desk=desk, key=key, now=now)
    _show(session, desk, asked, "The requester was only asking.", key, now)


def look_at(session: Session, *, request: str, writer: Writer) -> RightsRequest:
    """Return a request of the writer's own; raises `NoSuchRequest`, `NotAllowed`, `OnlyLogged`."""
    return _theirs(session, request, writer)


def withdraw(session: Session, *, desk: Desk, request: str, writer: Writer, now: datetime) -> None:
    """Record that the requester no longer wants it, and say so to both sides.

    Raises `NoSuchRequest`, `NotAllowed`, `OnlyLogged` and `NotPossibleNow`.
    """
    found = _theirs(session, request, writer)
    act = register.Act(Step.WITHDRAW, why="by the requester")
    by = actor(desk, writer)
    with _plainly(found):
        withdrawn = register.take(session, request=request, act=act, actor=by, now=now)
    drafts.drop(session, escalation=request)
    key = f"withdrawn/{withdrawn.version}"
    text = f"You have withdrawn {withdrawn.reference}. You can ask again at any time."
    receipts.redraw(session, withdrawn, desk=desk, key=key, now=now)
    _tell(session, withdrawn, text, key, now)
    _show(session, desk, withdrawn, "Withdrawn by the requester.", key, now)


class StillUnderWay(Exception):
    """What was not answered cannot be judged."""

    def __init__(self) -> None:
        super().__init__("You have no answer to that request yet, so there is nothing to score.")


def rate(session: Session, *, request: str, score: int, writer: Writer, now: datetime) -> None:
    """Keep how well the requester thinks it was dealt with.

    Raises `NoSuchRequest`, `NotAllowed` and `StillUnderWay`.
    """
    _done_with(session, request, writer)
    opinions.rate(session, request=request, score=score, now=now)


def explain_score(
    session: Session, *, request: str, words: str, writer: Writer, key: str, now: datetime
) -> None:
    """Keep the requester's words beside their score, as they agreed; `key` is their form's.

    Raises `NoSuchRequest`, `NotAllowed` and `StillUnderWay`.
    """
    found = _done_with(session, request, writer)
    opinion = opinions.explain(session, request=request, words=words)
    said = f"The requester gave {opinion.score} of {BEST}: {words}"
    escalations.note(session, escalation=found.id, key=f"opinion/{key}", text=said, now=now)


def _done_with(session: Session, request: str, writer: Writer) -> RightsRequest:
    found = _theirs(session, request, writer)
    if found.status not in ANSWERED:
        raise StillUnderWay
    return found


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
    question = _question_of(session, form, now)
    questions.keep(session, question)
    asked = wish(desk, question, form.rights)
    received = form.received or asked.received
    asked = replace(asked, on_behalf=form.on_behalf, received=received)
    request = register.receive(session, wish=asked, actor=actor(desk, form.writer), now=now)
    hand_over_request(session, desk=desk, request=request, question=question, now=now)
    _tie_to_messages(session, form, request)
    _tell_of_papers(session, desk, form, now)


def _tie_to_messages(session: Session, form: Form, request: RightsRequest) -> None:
    """Remember the messages that a form grew out of, so that their edits are noted."""
    logged_from = deliveries.id_of(form.message) if form.message else None
    for message in (form.question, logged_from):
        if message:
            cases.tie(session, message=message, escalation=request.id)


def add_details(session: Session, *, desk: Desk, request: str, form: Form, now: datetime) -> None:
    """Add words and rights to a request.

    Raises `NoSuchRequest`, `NotAllowed` and `NotPossibleNow`.
    """
    found = _own(session, request, form.writer)
    if not arrivals.is_new(session, key=form.key, now=now):
        return
    with _plainly(found):
        changed = register.add_details(
            session,
            request=request,
            details=form.details,
            rights=form.rights,
            actor=actor(desk, form.writer),
            now=now,
        )
    key = f"details/{form.key}"
    who = form.writer.named
    if form.details:
        escalations.add_words(
            session, escalation=request, who=who, words=form.details, key=key, now=now
        )
    receipts.redraw(session, changed, desk=desk, key=key, now=now)
    _tell(session, changed, f"I've added that to {changed.reference}.", key, now)
    _show(session, desk, changed, "Details added by the requester.", key, now)
    _tell_of_papers(session, desk, form, now)


def _tell_of_papers(session: Session, desk: Desk, form: Form, now: datetime) -> None:
    """Say what of the form was not kept; a form has no thread, so this is said in the DM."""
    made = replace(form, question=None)
    question = _question_of(session, made, now)
    identity.tell(session, desk=desk, question=question, posted=form.posted, key=form.key, now=now)


def read(session: Session, *, delivery: str, writer: Writer) -> Outgoing:
    """Return what Slack did not let us send to the presser.

    Raises `NothingWaits`, and `NotAllowed` for who is not the person that it was meant for.
    """
    whom, message = unreached.waiting(session, delivery)
    mine = whose(presser=writer.person.user, concerned=whom.person.user)
    require(role_of(writer.audience), Deed.READ, mine)
    return message


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


class OnlyLogged(Exception):
    """Somebody logged it for another person, and would now speak for them."""

    def __init__(self) -> None:
        super().__init__(
            "You logged this for somebody else, so only they can say that. If they have told you, "
            "add it to the request, please."
        )


class NotPossibleNow(Exception):
    """What its requester wants does not fit how the request stands."""

    def __init__(self, request: RightsRequest) -> None:
        which = request.reference or "your message"
        said = f'That is not possible now, since {which} stands as "{request.stands_for_them}".'
        super().__init__(said)


@contextmanager
def _plainly(request: RightsRequest) -> Iterator[None]:
    """Refuse in a requester's words what the lifecycle refuses in an officer's."""
    try:
        yield
    except StepNotAllowed as refused:
        raise NotPossibleNow(request) from refused


def _theirs(session: Session, request: str, writer: Writer) -> RightsRequest:
    """Return the writer's own request: who logs one for another is not its requester in law."""
    found = _own(session, request, writer)
    if found.on_behalf is not None:
        raise OnlyLogged
    return found


def _own(session: Session, request: str, writer: Writer) -> RightsRequest:
    found = requests.get(session, request)
    mine = whose(presser=writer.person.user, concerned=found.requester.user)
    require(role_of(writer.audience), Deed.DECIDE, mine)
    return found


def _tell(session: Session, request: RightsRequest, text: str, key: str, now: datetime) -> None:
    """Say one sentence below the receipt."""
    deliveries.put(
        session,
        key=f"{request.id}/told/{key}",
        address=Beneath(delivery=told_earlier(request.id, RECEIPT)),
        message=Told(text=text),
        now=now,
        escalation=request.id,
    )


def _show(
    session: Session, desk: Desk, request: RightsRequest, said: str, key: str, now: datetime
) -> None:
    cards.show(session, request, said=said, key=key, today=desk.today(now), now=now)
