"""The hours of a possible breach, by which officers' cards and reminders reckon (pure)."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

BREACH_HOURS: Final = timedelta(hours=72)
"""From the moment of awareness to the report, where there is to be one (UK GDPR Art 33(1))."""


def breach_ends(known_at: datetime, zone: tzinfo | None) -> datetime:
    """Return when the hours of a breach end, in this zone's time.

    There are 72 of them whether or not the clocks change meanwhile.
    """
    return (known_at.astimezone(UTC) + BREACH_HOURS).astimezone(zone)
