"""The calendar that the clocks run by: months, nations' working days, the day of an instant."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bot.places import Nation

if TYPE_CHECKING:
    from holidays.countries.united_kingdom import UnitedKingdom

PUBLISHED_UNTIL: Final = 2027
"""The last year whose bank holidays were seen published; later ones follow from the rules alone."""

_FIRST_WEEKEND_DAY: Final = 5


class ClockImpossible(Exception):
    """These dates cannot all be true, or give no date; the message says why in one sentence."""


class NoHolidayData(ClockImpossible):
    """No date can be given, for want of the year's public holidays."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"No date can be worked out for {year}: public holidays are known "
            f"from {_kingdom().start_year} to {_kingdom().end_year} only."
        )


def months_after(start: date, months: int) -> date:
    """Return the corresponding date so many months later, or that month's last day if it has none.

    ICO, right of access, "How long do we have to comply?".
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    _, last = monthrange(year, month + 1)
    return date(year, month + 1, min(start.day, last))


def next_working_day(day: date, nation: Nation) -> date:
    """Return the day itself if it is a working day, else the next that is.

    Raises `NoHolidayData`.
    """
    return day + timedelta(days=len(days_off_from(day, nation)))


def working_days_after(day: date, days: int, nation: Nation) -> date:
    """Return the working day that comes so many working days later; raises `NoHolidayData`."""
    for _ in range(days):
        day = next_working_day(day + timedelta(days=1), nation)
    return day


def is_working_day(day: date, nation: Nation) -> bool:
    """Return whether it is neither a weekend nor a public holiday; raises `NoHolidayData`."""
    return next_working_day(day, nation) == day


def working_day_before(day: date, nation: Nation) -> date:
    """Return the day itself if it is a working day, else the last before it that is.

    Raises `NoHolidayData`.
    """
    while not is_working_day(day, nation):
        day -= timedelta(days=1)
    return day


def days_off_from(day: date, nation: Nation) -> tuple[str, ...]:
    """Return why this day, and each that follows it without a gap, is not a working day.

    Raises `NoHolidayData`.
    """
    return tuple(_days_off_from(day, nation))


def require_holidays(year: int) -> None:
    """Raise `NoHolidayData` unless the public holidays of the year are known."""
    if not _kingdom().start_year <= year <= _kingdom().end_year:
        raise NoHolidayData(year)


def in_words(day: date) -> str:
    """Return the date as it is shown to people: Sat 3 Oct 2026."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def in_full(day: date) -> str:
    """Return the date as letters and receipts have it: Tuesday 29 December 2026."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def _days_off_from(day: date, nation: Nation) -> Iterator[str]:
    while why := _public_holidays(nation, day.year).get(day) or _weekend(day):
        yield why
        day += timedelta(days=1)


def _weekend(day: date) -> str | None:
    return f"{day:%A}" if day.weekday() >= _FIRST_WEEKEND_DAY else None


@cache
def _public_holidays(nation: Nation, year: int) -> Mapping[date, str]:
    require_holidays(year)  # beyond its years the package knows of no holidays, and says nothing
    named = _kingdom()(subdiv=nation.value, years=year, language="en_GB")
    return MappingProxyType({day: _named(names) for day, names in named.items()})


@cache
def _kingdom() -> "type[UnitedKingdom]":
    """Return the country; its package brings all others, for which a start need not wait."""
    from holidays.countries.united_kingdom import UnitedKingdom  # noqa: PLC0415 - as it says

    return UnitedKingdom


def _named(names: str) -> str:
    return " and ".join(_substitute_said(name) for name in names.split("; "))


def _substitute_said(name: str) -> str:
    """Say "substitute day", as GOV.UK does, where the package says "observed"."""
    holiday = name.removesuffix(" (observed)")
    return name if holiday == name else f"substitute day for {holiday}"


class InstantWithoutZone(Exception):
    """A time of day without its zone is on no certain day."""

    def __init__(self, instant: datetime) -> None:
        super().__init__(f"{instant.isoformat()} has no time zone, so its day is not certain.")


def received_on(instant: datetime, zone: tzinfo) -> date:
    """Return the calendar day on which it was received there; raises `InstantWithoutZone`.

    London, in summer: 23:30 UTC is already the next day.
    """
    if instant.utcoffset() is None:
        raise InstantWithoutZone(instant)
    return instant.astimezone(zone).date()
