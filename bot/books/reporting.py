"""The monthly report is read in one transaction, and owed to the officers when a month is over."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.asked import questions
from bot.asked.gaps import gaps
from bot.books.report import MONTHS_BACK, Beside, Month, Report, lines, month_of, report, title
from bot.delivery import deliveries
from bot.delivery.addresses import Beneath, ToCompliance
from bot.delivery.for_officers import Document, MonthlyReport
from bot.escalations import store as cases
from bot.escalations.escalation import Case
from bot.places import ChannelId, Nation
from bot.register import figures
from bot.register.working_days import is_working_day, months_after


def report_on(
    session: Session, *, first: date, today: date, zone: ZoneInfo, now: datetime
) -> Report:
    """Return the report on the month that begins on this day; raises `MonthStillToCome`."""
    month = month_of(first, today)
    compared = months_after(first, 1 - MONTHS_BACK)
    received, closed = figures.flow(session, since=compared, until=month.last)
    return report(
        figures.between(session, since=month.first, until=month.last),
        month,
        beside=_beside(session, month, zone, now),
        received=received,
        closed=closed,
    )


def owe_report(
    session: Session, *, compliance: ChannelId, nation: Nation, zone: ZoneInfo, now: datetime
) -> bool:
    """Owe the officers the report on the last month that is over; once for each month.

    It comes on a working day, the first of the new month. A desk that had no request by then has
    nothing to report. Returns that nothing more is to do; raises `NoHolidayData`.
    """
    today = now.astimezone(zone).date()
    if not is_working_day(today, nation):
        return False
    first = months_after(today.replace(day=1), -1)
    if figures.is_any_by(session, months_after(first, 1) - timedelta(days=1)):
        found = report_on(session, first=first, today=today, zone=zone, now=now)
        words = deliveries.put(
            session,
            key=f"report/{first:%Y-%m}",
            address=ToCompliance(channel=compliance),
            message=MonthlyReport(title=title(found), lines=lines(found)),
            now=now,
        )
        if found.by_right:
            _owe_pictures(session, beneath=words, first=first, now=now)
    return False


def _owe_pictures(session: Session, *, beneath: str, first: date, now: datetime) -> None:
    deliveries.put(
        session,
        key=f"report/{first:%Y-%m}/pictures",
        address=Beneath(delivery=beneath),
        message=Document(what="pictures", month=first),
        now=now,
    )


def _beside(session: Session, month: Month, zone: ZoneInfo, now: datetime) -> Beside:
    since = datetime.combine(month.first, time.min, zone)
    until = datetime.combine(month.last + timedelta(days=1), time.min, zone)
    kept_since = max(since, now - questions.KEPT_FOR)
    return Beside(
        breaches=cases.how_many(session, Case.BREACH, since=since, until=until),
        questions=cases.how_many(session, Case.QUESTION, since=since, until=until),
        gaps=len(gaps(session, since=kept_since, until=until)) if kept_since < until else None,
    )
