"""Officers are reminded of their cases, by the clock; each function is one transaction.

A reminder stands in the thread of the case's card, where it mentions the owner; where there is no
owner, or nobody stirs, the channel hears it too. What was given is kept, so that it is given once.
"""

from datetime import date, datetime, time, timedelta
from typing import Final

from sqlmodel import Session

from bot.delivery.for_officers import Reminder
from bot.desk import cards
from bot.desk.values import Desk
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.escalations import waiting
from bot.escalations.escalation import Case, Escalation
from bot.register import reminders, steps_taken, upcoming
from bot.register import store as requests
from bot.register.lifecycle import Step
from bot.register.reminders import About, Deserved, Given
from bot.register.requests import RightsRequest
from bot.register.working_days import in_words

_AT_ONCE: Final = 100
"""Cases found at one look."""
_AHEAD: Final = timedelta(days=reminders.DAYS_BEFORE[0] + 7)
"""A deadline's first day, and a week for the holidays that it may give way to."""
_CALLS_ALL_EVERY: Final = timedelta(days=7)


def to_remind_of(session: Session, *, desk: Desk, after: str, now: datetime) -> tuple[str, ...]:
    """Return requests that may deserve a reminder; none before the office opens or on a day off."""
    if not desk.office.has_opened(now):
        return ()
    due_by = desk.today(now) + _AHEAD
    return upcoming.ids_to_remind_of(session, due_by=due_by, after=after, most=_AT_ONCE)


def remind(session: Session, *, desk: Desk, case: str, now: datetime) -> None:
    """Owe the reminder that the request deserves, if any.

    Raises `NoSuchRequest`, `NoSuchCase` and `ClockImpossible`.
    """
    request, escalation = requests.get(session, case), cases.get(session, case)
    today = desk.today(now)
    deserved = reminders.deserved(
        request,
        today=today,
        opened=desk.today(cases.opened_at(session, case)),
        owned=escalation.card.owner is not None,
        told_on=steps_taken.last_day(session, case, Step.TELL_PROGRESS),
        given=upcoming.given(session, case),
    )
    if deserved:
        _give(session, escalation, request, deserved, today, now)


def overdue(session: Session, *, desk: Desk, after: str, now: datetime) -> tuple[str, ...]:
    """Return requests whose last day has passed."""
    return upcoming.overdue_ids(session, today=desk.today(now), after=after, most=_AT_ONCE)


def mark_overdue(session: Session, *, desk: Desk, case: str, now: datetime) -> None:
    """Redraw the card of a request that has become overdue.

    Raises `NoSuchRequest` and `NoSuchCase`.
    """
    if not cases.get(session, case).card.overdue:
        cards.redraw(session, requests.get(session, case), today=desk.today(now), now=now)


def count_hours(session: Session, *, desk: Desk, now: datetime) -> bool:
    """Owe the reminders of possible breaches, at night and on days off too; nothing is left."""
    for case in waiting.open_breaches(session):
        aware_at = case.card.runs_from.astimezone(desk.zone)
        hour = reminders.of_breach(aware_at=aware_at, now=now)
        if hour:
            key, today = f"breach/{hour.mark}", desk.today(now)
            _owe(session, case, key, hour.text, today=today, aloud=True, now=now)
    return False


def call_again(session: Session, *, desk: Desk, now: datetime) -> bool:
    """Call for an owner of what nobody has claimed in time; nothing is left.

    A possible breach is first called for by the hours of the clock, all else by those of the
    office; then each is called for on every working day until somebody has it.
    """
    today, in_office = desk.today(now), desk.office.is_open(now)
    since = desk.office.since(now, desk.call_again_after)
    begun = datetime.combine(today, time.min, desk.zone)
    for one in waiting.to_call(session, before=now - desk.call_again_after, today=begun):
        at_night = one.case is Case.BREACH and not one.called
        by_its_hours = at_night or (in_office and one.opened_at <= since)
        had = upcoming.given(session, one.id)
        if not by_its_hours or any(before.given_on >= today for before in had):
            continue
        at = one.opened_at.astimezone(desk.zone)
        text = f"Nobody has claimed it since {in_words(at.date())}, {at:%H:%M}."
        key = f"unclaimed/{today.isoformat()}"
        _owe(session, cases.get(session, one.id), key, text, today=today, aloud=True, now=now)
        called = Given(about=About.UNCLAIMED, meant_for=today, given_on=today, version=0)
        upcoming.give(session, one.id, called)
        cases.called(session, one.id, now)
    return False


def _give(
    session: Session,
    case: Escalation,
    request: RightsRequest,
    deserved: Deserved,
    today: date,
    now: datetime,
) -> None:
    key = f"{deserved.about}/{deserved.meant_for.isoformat()}"
    _owe(session, case, key, deserved.text, today=today, aloud=deserved.aloud, now=now)
    given = Given(
        about=deserved.about,
        meant_for=deserved.meant_for,
        given_on=today,
        version=request.version,
    )
    upcoming.give(session, request.id, given)


def _owe(
    session: Session,
    case: Escalation,
    key: str,
    text: str,
    *,
    today: date,
    aloud: bool,
    now: datetime,
) -> None:
    """Owe a reminder; what is overdue and with nobody calls everybody who is there, once a week.

    Called every day, people mute the channel, and then hear of no case at all.
    """
    calls_here = aloud and _is_to_call_everybody(session, case, today)
    reminder = Reminder(
        reference=case.reference,
        text=text,
        owner=case.card.owner,
        aloud=aloud,
        calls_here=calls_here,
    )
    key = f"reminder/{key}"
    is_new = escalations.show(session, escalation=case.id, key=key, message=reminder, now=now)
    if is_new and calls_here:
        called = Given(about=About.EVERYBODY, meant_for=today, given_on=today, version=0)
        upcoming.give(session, case.id, called)


def _is_to_call_everybody(session: Session, case: Escalation, today: date) -> bool:
    """Return whether the case is overdue, with nobody, and has called nobody for a week."""
    last_day = case.card.last_day
    if case.card.owner is not None or last_day is None or last_day >= today:
        return False
    called = [it for it in upcoming.given(session, case.id) if it.about is About.EVERYBODY]
    return all(today - it.given_on >= _CALLS_ALL_EVERY for it in called)
