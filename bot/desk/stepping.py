"""An officer takes a step with a rights request: a form, a letter to look at, one transaction.

A step that the requester is told of is first a draft: the step and its letter, kept at home. Only
when an officer sends it are both carried out, together or not at all; where the desk wants a second
pair of eyes, a refusal or an erasure waits in the case's thread until another officer approves it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.access import Deed, Role, require, whose
from bot.delivery.for_officers import ApprovalAsked
from bot.delivery.pieces import Named
from bot.desk import cards, drafts, receipts
from bot.desk.correspondence import (
    LONGEST_LETTER,
    Wording,
    ground_in_words,
    letter,
    letter_of,
    needs_second_eyes,
)
from bot.desk.drafts import Draft
from bot.desk.values import Desk, Officer, actor
from bot.escalations import operations as escalations
from bot.helpdesk import contact_of
from bot.register import operations as register
from bot.register import store as requests
from bot.register.lifecycle import CLOSED, Step
from bot.register.operations import Act, Actor
from bot.register.progress import Ground
from bot.register.requests import RightsRequest
from bot.register.saying import DONE, TO_DO, ended
from bot.register.what_if import MOVES_THE_CLOCK
from bot.register.working_days import in_words
from knowledge.letters import LetterName, left_out


class LetterLeavesOut(Exception):
    """A decision not to act tells of complaint and the courts, whatever else a letter says."""

    def __init__(self, words: tuple[str, ...]) -> None:
        wanting = ", ".join(f'"{one}"' for one in words)
        super().__init__(
            "This letter must tell of complaint to us, the ICO and the courts (fact 9), and these "
            f"words are not in it: {wanting}. Put that paragraph back, please."
        )


class LetterTooLong(Exception):
    """A letter must fit into one message."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"The letter would have {length} characters, and {LONGEST_LETTER} fit into one message."
            " Write less, please."
        )


class ExemptionNotNamed(Exception):
    """Without its name nobody can tell whether an exemption applies."""

    def __init__(self) -> None:
        super().__init__("Name the exemption, please: the letter and the register say which it is.")


def offer(
    session: Session, *, desk: Desk, escalation: str, step: Step, officer: Officer, now: datetime
) -> RightsRequest:
    """Return the request with which the step may be taken today.

    Raises `NoSuchRequest` and `StepNotAllowed`.
    """
    del officer  # who has none to give is shown nothing
    request = requests.get(session, escalation)
    today = desk.today(now)
    held_by = requests.holding(session, request)
    if step not in request.allowed(today, held_by):
        request.after(step, on=max(today, request.received), held_by=held_by)  # says why not
    return request


def begin(
    session: Session,
    *,
    desk: Desk,
    escalation: str,
    act: Act,
    officer: Officer,
    wording: Wording,
    now: datetime,
) -> Draft | None:
    """Take a step that needs no letter and return None; for one that does, return its draft.

    Raises `NoSuchRequest`, `ChangedMeanwhile`, `StillToCome`, `StepNotAllowed`,
    `ClockImpossible`, `ExemptionNotNamed` and `LetterTooLong`.
    """
    by, act = actor(desk, officer), _with_exemption(act, wording.exemption)
    as_it_will_be = register.tried(session, request=escalation, act=act, actor=by, now=now)
    rights = act.rights or requests.get(session, escalation).ended_by(act.step)
    name = letter_of(act.step, rights)
    if name is None:
        _carry_out(session, desk, escalation, act, by, now)
        return None
    words = letter(
        desk.papers.letters,
        name,
        as_it_will_be,
        rights=rights,
        contact=contact_of(desk.knowledge),
        wording=wording,
        ground=ground_in_words(act.step, act.ground, wording.exemption),
    )
    _must_fit(words)
    draft = Draft(
        id=drafts.new_id(),
        escalation=escalation,
        author=officer.person,
        author_name=officer.name,
        words=words,
        act=act,
        by_hand=as_it_will_be.subject is not None,
    )
    drafts.keep(session, draft, now=now)
    return draft


@dataclass(frozen=True)
class Preview:
    """What an author sees beside a letter before it is sent."""

    reference: str
    for_second_eyes: bool
    """Whether another officer looks at it before it goes."""


def preview(session: Session, *, desk: Desk, draft: Draft, officer: Officer) -> Preview:
    """Return what is shown beside a letter to look at; raises `NoSuchRequest`."""
    del officer
    request, act = requests.get(session, draft.escalation), draft.act
    second = act is not None and needs_second_eyes(
        act.step, act.rights or request.ended_by(act.step)
    )
    return Preview(
        reference=request.reference or "",
        for_second_eyes=desk.second_eyes and second,
    )


def send(
    session: Session,
    *,
    desk: Desk,
    draft: str,
    words: str,
    by_hand: bool,
    officer: Officer,
    now: datetime,
) -> None:
    """Take the step and send its letter, or ask for the second pair of eyes.

    Raises `NoSuchDraft`, `LetterLeavesOut`, and what `begin` raises.
    """
    _must_fit(words)
    taken = drafts.take(session, draft)
    act, by = taken.act, actor(desk, officer)
    if act is None or taken.awaits_second:
        raise drafts.NoSuchDraft  # what another officer looks at must stay as it is
    request = requests.get(session, taken.escalation)
    heard_by_us = request.on_behalf is not None
    written = drafts.with_words(taken, words, by_hand=by_hand or heard_by_us)
    rights = act.rights or request.ended_by(act.step)
    _must_tell(letter_of(act.step, rights), words)
    if desk.second_eyes and needs_second_eyes(act.step, rights):
        register.tried(session, request=request.id, act=act, actor=by, now=now)
        _ask_second(session, written, act, officer, now)
    else:
        _send(session, desk, written, act, by, now)


def approve(session: Session, *, desk: Desk, draft: str, officer: Officer, now: datetime) -> None:
    """Let a letter go that another officer wrote.

    Raises `NoSuchDraft`, `NotAllowed`, and what `begin` raises.
    """
    written = drafts.take(session, draft)
    wrote = written.author.user
    require(Role.OFFICER, Deed.APPROVE, whose(presser=officer.person.user, concerned=wrote))
    if written.act is None or not written.awaits_second:
        raise drafts.NoSuchDraft
    author = Actor(person=written.author, name=written.author_name, zone=desk.zone)
    case = requests.get(session, written.escalation).called
    register.record(session, actor=officer.person, action="approved", case=case, now=now)
    _note(session, written, f"{officer.named.name} has approved it.", "approved", now)
    _send(session, desk, written, written.act, author, now)


def send_back(session: Session, *, draft: str, officer: Officer, now: datetime) -> None:
    """Drop a letter that waits for approval, and say so; raises `NoSuchDraft`."""
    written = drafts.take(session, draft)
    if not written.awaits_second:
        raise drafts.NoSuchDraft
    request = requests.get(session, written.escalation)
    case = request.called
    register.record(session, actor=officer.person, action="sent back", case=case, now=now)
    said = f"{officer.named.name} has sent it back to {written.author_name}: nothing was sent."
    _note(session, written, said, "sent-back", now)


def _with_exemption(act: Act, exemption: str) -> Act:
    """Return the act with its exemption named for the register, where that is its ground."""
    if act.ground is not Ground.EXEMPTION:
        return act
    if not exemption:
        raise ExemptionNotNamed
    return replace(act, why=f"Exemption: {ended(exemption)} {act.why}".strip())


def _ask_second(
    session: Session, written: Draft, act: Act, officer: Officer, now: datetime
) -> None:
    drafts.keep(session, written.model_copy(update={"awaits_second": True}), now=now)
    escalations.show(
        session,
        escalation=written.escalation,
        key=f"approval/{written.id}",
        message=ApprovalAsked(
            draft=written.id,
            author=officer.named,
            what=TO_DO[act.step],
            words=written.words,
        ),
        now=now,
    )


def _send(session: Session, desk: Desk, written: Draft, act: Act, by: Actor, now: datetime) -> None:
    request = _carry_out(session, desk, written.escalation, act, by, now)
    author = Named(name=by.name, person=by.person)
    carry = escalations.sent_by_hand if written.by_hand else escalations.reply
    carry(
        session,
        escalation=request.id,
        officer=author,
        words=written.words,
        key=f"letter/{written.id}",
        now=now,
    )
    action = "letter by hand" if written.by_hand else "letter sent"
    case = request.called
    register.record(session, actor=by.person, action=action, case=case, now=now)


def _carry_out(
    session: Session, desk: Desk, escalation: str, act: Act, by: Actor, now: datetime
) -> RightsRequest:
    before = requests.get(session, escalation)
    request = register.take(session, request=escalation, act=act, actor=by, now=now)
    if request.status in CLOSED:
        drafts.drop(session, escalation=escalation)
    key, today = f"step/{request.version}", desk.today(now)
    receipts.follow(session, request, before=before, desk=desk, key=key, now=now)
    said = _told(request, act, by)
    cards.show(session, request, said=said, key=key, today=today, now=now)
    return request


def _told(request: RightsRequest, act: Act, by: Actor) -> str:
    """Return what the thread says of a step: who, what, why, and what follows for the clock."""
    why = f": {ended(act.why)}" if act.why else "."
    moved = act.step in MOVES_THE_CLOCK and request.due
    return f"{by.name} {DONE[act.step]}{why}" + (f" Due {in_words(moved)}." if moved else "")


def _note(session: Session, written: Draft, said: str, key: str, now: datetime) -> None:
    key = f"{key}/{written.id}"
    escalations.note(session, escalation=written.escalation, key=key, text=said, now=now)


def _must_tell(name: LetterName | None, words: str) -> None:
    wanting = left_out(name, words) if name else ()
    if wanting:
        raise LetterLeavesOut(wanting)


def _must_fit(words: str) -> None:
    if len(words) > LONGEST_LETTER:
        raise LetterTooLong(len(words))
