"""Questions and possible breaches to their end: what is done, the outcome; each a transaction.

Whether a breach is reported is for people: the list only keeps anything from being forgotten.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.delivery import deliveries
from bot.delivery.for_anybody import Told
from bot.delivery.for_officers import Card
from bot.desk import drafts
from bot.desk.values import Desk, Officer
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.escalations.escalation import Case, Escalation
from bot.escalations.relay import address_of_reply
from bot.register import operations as register
from bot.register.operations import StillToCome
from bot.register.saying import ended
from bot.register.working_days import in_words


class NotEarlier(Exception):
    """Awareness is at the message at the latest, since it was one of ours who read it."""

    def __init__(self) -> None:
        super().__init__("We knew when the message came: choose a day and time before it.")


class NotAllDone(Exception):
    """A breach is closed with lines left only where an officer says so, and why."""

    def __init__(self) -> None:
        super().__init__("Not all of the list is done: tick it off, or say why it is closed so.")


@dataclass(frozen=True)
class Known:
    """What officers record of a breach beside its list."""

    aware_at: datetime | None
    """When somebody of ours knew of it, in the company's own time; None where at the message."""
    ico_told_on: date | None
    ico_reference: str


def tick(
    session: Session,
    *,
    desk: Desk,
    escalation: str,
    lines: tuple[str, ...],
    known: Known,
    officer: Officer,
    key: str,
    now: datetime,
) -> None:
    """Record what of a breach's list is done, and what is known of it.

    Raises `NoSuchCase`, `Closed`, `NotEarlier` and `StillToCome`.
    """
    case = cases.get(session, escalation)
    if known.aware_at is not None and known.aware_at > case.card.received_at:
        raise NotEarlier
    if known.ico_told_on is not None and known.ico_told_on > desk.today(now):
        raise StillToCome(known.ico_told_on)
    card = case.ticked(lines).model_copy(update=asdict(known))
    escalations.redraw(session, escalation=escalation, card=card, now=now)
    news = [line for line in card.ticked if line not in case.card.ticked]
    undone = [line for line in case.card.ticked if line not in card.ticked]
    before, after = _recorded(_known_of(case.card)), _recorded(known)
    recorded = [said for about, said in after.items() if before.get(about) != said]
    taken_back = [said for about, said in before.items() if about not in after]
    for what, said in (
        ("done", news),
        ("not done after all", undone),
        ("recorded", recorded),
        ("taken back", taken_back),
    ):
        if said:
            text = f"{officer.named.name}: {what}: {'; '.join(said)}."
            escalations.note(
                session, escalation=escalation, key=f"{key}/{what}", text=text, now=now
            )
    register.record(session, actor=officer.person, action="ticked", case=case.reference, now=now)


def _known_of(card: Card) -> Known:
    return Known(
        aware_at=card.aware_at, ico_told_on=card.ico_told_on, ico_reference=card.ico_reference
    )


def _recorded(known: Known) -> dict[str, str]:
    """Return what is known, in words, by what it is about."""
    aware, told, called = known.aware_at, known.ico_told_on, known.ico_reference
    said = {
        "aware": f"we knew on {in_words(aware.date())}, {aware:%H:%M}" if aware else "",
        "told": f"the ICO was told on {in_words(told)}" if told else "",
        "called": f"the ICO's reference is {called}" if called else "",
    }
    return {about: words for about, words in said.items() if words}


def close(
    session: Session,
    *,
    desk: Desk,
    escalation: str,
    outcome: str,
    all_the_same: str,
    officer: Officer,
    key: str,
    now: datetime,
) -> None:
    """Close a question or a possible breach, with its outcome; who reported a breach hears so.

    `all_the_same` is why it is closed though not all of its list is done.
    Raises `NoSuchCase`, `Closed` and `NotAllDone`.
    """
    case = cases.get(session, escalation)
    if set(case.card.checklist) - set(case.card.ticked):
        if not all_the_same:
            raise NotAllDone
        outcome = f"{ended(outcome)} Closed with lines left: {all_the_same}"
    card = case.closed_as(outcome, now.astimezone(desk.zone))
    escalations.redraw(session, escalation=escalation, card=card, now=now)
    if case.case is Case.BREACH:
        _tell_reporter(session, case, now)
    cases.close(session, escalation, desk.today(now))
    text = f"{officer.named.name} closed it: {outcome}"
    escalations.note(session, escalation=escalation, key=key, text=text, now=now)
    drafts.drop(session, escalation=escalation)
    register.record(session, actor=officer.person, action="closed", case=case.reference, now=now)


def _tell_reporter(session: Session, case: Escalation, now: datetime) -> None:
    """Owe who reported a breach the word that it was dealt with, once."""
    deliveries.put(
        session,
        key=f"{case.id}/dealt-with",
        address=address_of_reply(case, answers_there=False),
        message=Told(
            text=f"The compliance team has dealt with what you reported ({case.reference}). "
            "Thank you again for telling us."
        ),
        now=now,
        escalation=case.id,
    )


def open_again(
    session: Session, *, escalation: str, officer: Officer, key: str, now: datetime
) -> None:
    """Open a question or a possible breach again; raises `NoSuchCase`, `Erased`, `StillOpen`."""
    case = cases.get(session, escalation)
    escalations.redraw(session, escalation=escalation, card=case.opened_again(), now=now)
    cases.close(session, escalation, None)
    text = f"{officer.named.name} opened it again."
    escalations.note(session, escalation=escalation, key=key, text=text, now=now)
    register.record(session, actor=officer.person, action="reopened", case=case.reference, now=now)
