"""The date from which a notice applies, however it is written (pure)."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final

_MONTHS: Final = tuple(date(2000, month, 1).strftime("%B").lower() for month in range(1, 13))
_SHORT: Final = 3
"""How many letters tell one month from all others."""
_DAY: Final = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th))?\.?"
_MONTH: Final = rf"(?P<month>{'|'.join(_MONTHS)}|sept|{'|'.join(it[:_SHORT] for it in _MONTHS)})\.?"
_YEAR: Final = r"(?P<year>\d{4})(?!\d)"
_FORMS: Final = (
    rf"{_DAY}(?:\s+day)?(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}",
    rf"{_MONTH}\s+(?:the\s+)?{_DAY},?\s+{_YEAR}",
    r"(?P<year>\d{4})(?P<between>[-/])(?P<month>\d{2})(?P=between)(?P<day>\d{2})(?!\d)",
    rf"(?P<day>\d{{1,2}})(?P<between>[-/.])(?P<month>\d{{1,2}})(?P=between){_YEAR}",
)
"""As in 3rd of June, 2024; June 3rd, 2024; 2024-06-03; 03/06/2024."""
_SURE: Final = "appl(?:y|ies)|effective|in force|updated|dated|as of|adopted|approved|revised"
_ALSO: Final = (
    "into force|in effect|takes? effect|valid from|update|revision|reviewed|modified|amended|"
    "last changed|issued|published|date:"
)
"""What leads a date where nothing surer does: laws are amended and published, too."""


@dataclass(frozen=True)
class Dated:
    """Where a notice names its date, and which it is."""

    start: int
    day: date


class NotADay(ValueError):
    """What looks like the notice's date is none."""


def dated(text: str) -> Dated | None:
    """Return the first date that the text says it applies from; raises `NotADay`.

    None where there is no date, or nothing tells of what day it is the date.
    """
    for leading in (_SURE, _ALSO):
        forms = (re.compile(rf"\b(?:{leading})\D{{0,40}}?{it}", re.IGNORECASE) for it in _FORMS)
        found = list(chain.from_iterable(form.finditer(text) for form in forms))
        if found:
            first = min(found, key=lambda it: it.start("year"))
            return Dated(first.start(), _day(first))
    return None


def _day(found: re.Match[str]) -> date:
    day, month, year = found["day"], found["month"].lower(), found["year"]
    try:
        return date(int(year), int(month) if month.isdigit() else _month(month), int(day))
    except ValueError as cause:
        raise NotADay(f"{day} {found['month']} {year} is not a day") from cause


def _month(name: str) -> int:
    return next(
        number for number, month in enumerate(_MONTHS, start=1) if month[:_SHORT] == name[:_SHORT]
    )
