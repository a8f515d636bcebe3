"""The machine's clock, which the rim alone reads: further in, time is an argument."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)
