"""The morning digest: what waits for the officers, in one message; nothing where nothing does.

Counts and pages come from the queue's own columns, so that a long register costs no more than a
short one.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from sqlmodel import Session

import knowledge
from bot.asked import gaps
from bot.counting import many
from bot.delivery import deliveries
from bot.delivery.addresses import ToCompliance
from bot.delivery.for_officers import Card, Line, Listed, Morning
from bot.desk.naming import called
from bot.desk.telling import tell_officers
from bot.desk.values import Desk
from bot.escalations import operations as escalations
from bot.escalations import waiting
from bot.escalations.escalation import Escalation
from bot.escalations.queue import Shown
from bot.places import NOBODY, Thread
from bot.register import audit_records
from bot.register.lifecycle import ReceiptState, Step
from bot.register.saying import BESIDE
from bot.register.working_days import in_words, is_working_day, working_day_before
from knowledge.law import law_facts, past_review

_MOST: Final = 10
"""Cases that one list names."""
_HASH_SHOWN: Final = 32
"""Signs of the chain's head: 128 bits, which nobody meets twice by trying."""

LinkTo = Callable[[Thread], str | None]
"""Returns a link to a message of ours, if Slack has said where we are."""


def owe_digest(
    session: Session, *, desk: Desk, flags: tuple[str, ...], link_to: LinkTo, now: datetime
) -> None:
    """Owe the officers this working day's digest, once, at its hour or until the office closes.

    Raises `NoHolidayData`.
    """
    today, hour = desk.today(now), now.astimezone(desk.zone).time()
    if not is_working_day(today, desk.nation) or not desk.digest_at <= hour < desk.closes:
        return
    since = _digest_before(desk, today)
    lists = tuple(_lists(session, today, since, link_to))
    said = (*_of_gaps(session, since, now), *flags)
    if not lists and not said:
        return
    deliveries.put(
        session,
        key=f"morning/{today.isoformat()}",
        address=ToCompliance(channel=desk.compliance),
        message=Morning(day=today, lists=lists, flags=said),
        now=now,
    )


def flags_of(folder: Path, today: date) -> tuple[str, ...]:
    """Return what is to be mended in a knowledge folder; its files are read."""
    stale = len(past_review(law_facts(folder), today=today))
    faults = len(knowledge.check(folder))
    said = (
        f"{many(stale, 'fact')} of law past the review date: helpdesk check" if stale else "",
        f"{many(faults, 'place')} to mend in the knowledge folder: helpdesk knowledge check"
        if faults
        else "",
    )
    return tuple(filter(None, said))


def owe_anchor(session: Session, *, desk: Desk, now: datetime) -> bool:
    """Owe the officers the head of the audit chain, once for each head; nothing is left.

    The channel keeps it where who alters the database does not reach.
    """
    head = audit_records.last(session)
    if head is None:
        return False
    anchor = f"{head.number}:{head.hash[:_HASH_SHOWN]}"
    records = many(head.number, "record")
    text = (
        f"Nothing to do: today's seal on the {records} of who did what. It stays here so "
        "that whoever runs this desk can show that none was altered since, by: "
        f"helpdesk register verify --anchor {anchor}"
    )
    tell_officers(session, desk=desk, key=f"anchor/{anchor}", text=text, now=now)
    return False


def _digest_before(desk: Desk, today: date) -> datetime:
    """Return when the last digest was due: what came since is new."""
    day = working_day_before(today - timedelta(days=1), desk.nation)
    return datetime.combine(day, desk.digest_at, desk.zone)


def _lists(session: Session, today: date, since: datetime, link_to: LinkTo) -> Iterator[Listed]:
    def listed(
        title: str, count: int, found: tuple[Escalation, ...], note: Callable[[Card], str]
    ) -> Listed:
        lines = tuple(
            Line(
                reference=case.reference,
                note=note(case.card),
                link=_link(session, case.id, link_to),
            )
            for case in found
        )
        return Listed(title=title, count=count, lines=lines)

    news, found = waiting.opened_since(session, since, most=_MOST)
    if news:
        yield listed("New", news, found, called)
    after = waiting.written_after_the_end(session, since)
    if after:
        title = "Somebody wrote in a case that has ended"
        yield listed(
            title, len(after), after[:_MOST], lambda card: f"{called(card)}, {_ended(card)}"
        )
    counts = waiting.counted(session, officer=NOBODY, today=today)
    for shown, (title, note) in _SHOWN.items():
        if counts[shown]:
            page = waiting.queued(
                session, shown=shown, officer=NOBODY, today=today, skip=0, most=_MOST
            )
            yield listed(title, counts[shown], page, note)


def _ended(card: Card) -> str:
    return card.state_in_brief.lower()


def _link(session: Session, case: str, link_to: LinkTo) -> str | None:
    card = escalations.place_of_card(session, escalation=case)
    return link_to(card) if card else None


def _since(card: Card) -> str:
    return f"{called(card)}, came on {in_words(card.came_on)}"


def _last_day(card: Card, breach: str = "72 hours end") -> str:
    what = breach if card.case == "breach" else "due"
    ends = f"{what} {in_words(card.last_day)}" if card.last_day else ""
    return ends if card.owner is None else f"{ends}, with {card.owner.name}"


def _awaited(card: Card) -> str:
    receipt = [BESIDE[ReceiptState.OWED]] if Step.SEND_RECEIPT in card.steps else []
    return ", ".join((*(_BESIDE[state] for state in card.awaits), *receipt))


_BESIDE: Final[dict[str, str]] = {state.value: words for state, words in BESIDE.items()}

_SHOWN: Final[dict[Shown, tuple[str, Callable[[Card], str]]]] = {
    Shown.UNCLAIMED: ("With nobody", _since),
    Shown.OVERDUE: ("Overdue", partial(_last_day, breach="72 hours ended")),
    Shown.SOON: ("Due within 7 days", _last_day),
    Shown.WAITING: ("Waiting for the requester", _awaited),
}


def _of_gaps(session: Session, since: datetime, now: datetime) -> Iterator[str]:
    count = gaps.how_many(session, since=since, until=now)
    if count:
        questions = many(count, "question")
        yield (
            f"{questions} since {in_words(since.date())} had no answer, or had to be asked back: "
            "helpdesk knowledge gaps"
        )
