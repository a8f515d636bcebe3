"""A moment as it is typed: a day, a time of a day, or so much later than now."""

import re
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import typer

_LATER: Final = re.compile(r"\+(\d{1,4})([mhdw])")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_MORNING: Final = time(9)
_FURTHEST: Final = timedelta(days=5 * 365)


def moment_in(text: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment; a day alone is its morning. Raises `typer.BadParameter`."""
    moment = _read(text, now, zone)
    if abs(moment - now) > _FURTHEST:
        raise typer.BadParameter(f"{text!r} is more than five years from now.")
    return moment


def _read(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    later = _LATER.fullmatch(text)
    if later:
        return now + timedelta(**{_UNITS[later[2]]: int(later[1])})
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as cause:
        raise typer.BadParameter(
            f"{text!r} is neither a day such as 2026-12-01, nor a time such as 2026-12-01T09:00, "
            "nor a while such as +30m, +4h, +3d or +2w."
        ) from cause
    if "T" not in text and " " not in text:
        moment = datetime.combine(moment.date(), _MORNING)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
