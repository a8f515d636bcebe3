"""What happens to a case; each function is one part of one transaction."""

from datetime import date, datetime

from sqlmodel import Session

from bot.delivery import deliveries
from bot.delivery.addresses import Beneath, InPlaceOf, ToCompliance
from bot.delivery.for_officers import (
    AddedWords,
    ApprovalAsked,
    Card,
    Document,
    Reminder,
    SentCopy,
    TeamNote,
)
from bot.delivery.for_requesters import Relayed
from bot.delivery.outgoing import Outgoing
from bot.delivery.pieces import Named
from bot.escalations import store
from bot.escalations.escalation import Escalation, Spoken, Way
from bot.escalations.relay import address_of_reply, said_of_deletion
from bot.places import ChannelId, Thread


def hand_over(
    session: Session,
    *,
    escalation: Escalation,
    compliance: ChannelId,
    now: datetime,
    message: str | None = None,
) -> None:
    """Keep the case and owe the officers its card; `message` is what it came from."""
    store.add(session, escalation, now=now)
    if message is not None:
        store.tie(session, message=message, escalation=escalation.id)
    deliveries.put(
        session,
        key=_card_key(escalation.id),
        address=ToCompliance(channel=compliance),
        message=escalation.card,
        now=now,
        escalation=escalation.id,
    )


def redraw(session: Session, *, escalation: str, card: Card, now: datetime) -> None:
    """Give the case's card a new face, in place."""
    face = store.redraw(session, escalation, card)
    deliveries.put(
        session,
        key=f"{_card_key(escalation)}/{face}",
        address=InPlaceOf(delivery=deliveries.id_of(_card_key(escalation))),
        message=card,
        now=now,
        escalation=escalation,
    )


def show_menu_anew(session: Session, *, escalation: str, now: datetime) -> None:
    """Draw the case's card once more as it is, since something was chosen in its menu.

    Slack goes on showing what was chosen, and does not tell of the same choice again: a step whose
    form was left without taking it could not be chosen a second time.
    """
    case = store.find(session, escalation)
    if case is not None and not case.card.erased:
        redraw(session, escalation=escalation, card=case.card, now=now)


def move(session: Session, *, old: ChannelId, new: ChannelId, now: datetime) -> None:
    """Let the cases that began in a channel follow to its new id, and the links on their cards.

    A closed case's card stands as it is until it is drawn for another reason: Slack takes few
    changes a minute, and the open ones wait for them.
    """
    for case in store.begun_in(session, channel=old):
        card = case.moved(old, new)
        if card == case.card:
            continue
        if card.open:
            redraw(session, escalation=case.id, card=card, now=now)
        else:
            store.redraw(session, case.id, card)
    store.move(session, old=old, new=new)


def claim(session: Session, *, escalation: str, officer: Named, now: datetime) -> None:
    """Give the case to the officer.

    Raises `NoSuchCase`, and `AlreadyClaimed` when another was first, and `Closed`.
    """
    card = store.get(session, escalation).claimed_by(officer)
    redraw(session, escalation=escalation, card=card, now=now)
    note(session, escalation=escalation, key="claimed", text=f"{officer.name} has it.", now=now)


def give(
    session: Session,
    *,
    escalation: str,
    officer: Named,
    by: Named,
    key: str,
    now: datetime,
) -> None:
    """Hand the case to another officer; raises `NoSuchCase` and `Closed`."""
    card = store.get(session, escalation).given_to(officer)
    redraw(session, escalation=escalation, card=card, now=now)
    text = f"{by.name} has handed it to {officer.name}."
    note(session, escalation=escalation, key=key, text=text, now=now)


def add_words(
    session: Session,
    *,
    escalation: str,
    who: Named,
    words: str,
    key: str,
    now: datetime,
    ended: str = "",
    edited: bool = False,
) -> None:
    """Show the officers what the person wrote later; under one key it is shown once.

    `ended` says of a case that had ended which it is and when that was; `edited` is what a message
    of the case reads now.
    """
    added = AddedWords(who=who, words=words, edited=edited)
    if ended:
        case = store.get(session, escalation)
        added = added.model_copy(
            update={
                "ended": ended,
                "case": case.card.case,
                "escalation": case.id,
                "reference": case.reference,
                "owner": case.card.owner,
            }
        )
    if _beneath(session, escalation, key, added, now):
        way = Way.EDITED if edited else Way.FROM_THEM
        said = Spoken(at=now, way=way, name=who.name, words=words)
        store.add_spoken(session, escalation, said)


def deleted_at_source(
    session: Session, *, escalation: str, who: Named, began: bool, key: str, now: datetime
) -> bool:
    """Tell the officers that a message of the case is gone; return whether that was new.

    A thread without its first message takes no more replies, so they go to the person's own.
    """
    text = said_of_deletion(began=began)
    if not _beneath(session, escalation, key, TeamNote(text=text), now):
        return False
    if began:
        store.forget_origin(session, escalation)
    said = Spoken(at=now, way=Way.DELETED, name=who.name, words="")
    store.add_spoken(session, escalation, said)
    return True


def note(session: Session, *, escalation: str, key: str, text: str, now: datetime) -> None:
    """Tell the officers one thing in the card's thread."""
    _beneath(session, escalation, key, TeamNote(text=text), now)


def show(
    session: Session,
    *,
    escalation: str,
    key: str,
    message: ApprovalAsked | Reminder | Document,
    now: datetime,
) -> bool:
    """Show the officers in the card's thread what waits for one of them; say whether it is new."""
    return _beneath(session, escalation, key, message, now)


def reply(
    session: Session,
    *,
    escalation: str,
    officer: Named,
    words: str,
    key: str,
    now: datetime,
    answers_there: bool = False,
) -> None:
    """Carry an officer's words to the person, and show the officers what was sent and by whom.

    `answers_there` is whether the bot may answer in the channel where the case began.
    """
    case = store.get(session, escalation)
    deliveries.put(
        session,
        key=f"{escalation}/relayed/{key}",
        address=address_of_reply(case, answers_there=answers_there),
        message=Relayed(reference=case.reference, words=words),
        now=now,
        escalation=escalation,
    )
    _record(session, escalation, officer, words, Way.TO_THEM, key, now)


def sent_by_hand(
    session: Session, *, escalation: str, officer: Named, words: str, key: str, now: datetime
) -> None:
    """Record a letter that an officer sends on another way."""
    _record(session, escalation, officer, words, Way.BY_HAND, key, now)


def erase(session: Session, *, escalation: str, on: date, now: datetime) -> None:
    """Forget who and what the case was about, and give its card a face without them.

    What was sent is Slack's to forget; raises `NoSuchCase`.
    """
    card = store.get(session, escalation).erased()
    store.erase(session, escalation, on)
    deliveries.erase(session, escalation=escalation, but=deliveries.id_of(_card_key(escalation)))
    redraw(session, escalation=escalation, card=card, now=now)


def place_of_card(session: Session, *, escalation: str) -> Thread | None:
    """Return where the case's card stands; None before it is sent."""
    card = deliveries.find(session, deliveries.id_of(_card_key(escalation)))
    if card is None or card.channel is None or card.sent_ts is None:
        return None
    return Thread(channel=card.channel, ts=card.sent_ts)


def _record(
    session: Session,
    escalation: str,
    officer: Named,
    words: str,
    way: Way,
    key: str,
    now: datetime,
) -> None:
    copy = SentCopy(officer=officer, words=words, by_hand=way is Way.BY_HAND)
    _beneath(session, escalation, f"copy/{key}", copy, now)
    said = Spoken(at=now, way=way, name=officer.name, words=words)
    store.add_spoken(session, escalation, said)


def _beneath(session: Session, escalation: str, key: str, message: Outgoing, now: datetime) -> bool:
    """Owe the officers a message in the card's thread; return whether it was not owed before."""
    if deliveries.find(session, deliveries.id_of(f"{escalation}/{key}")) is not None:
        return False
    deliveries.put(
        session,
        key=f"{escalation}/{key}",
        address=Beneath(delivery=deliveries.id_of(_card_key(escalation))),
        message=message,
        now=now,
        escalation=escalation,
    )
    return True


def _card_key(escalation: str) -> str:
    return f"{escalation}/card"
