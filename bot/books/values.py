"""What the books are made of, gathered once and frozen (pure values)."""

from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime

from bot.escalations.escalation import Spoken
from bot.places import Value
from bot.register.audit import AuditRecord
from bot.register.history import Taken
from bot.register.requests import RightsRequest
from knowledge.law import LawFact


class Sent(Value):
    """One message of ours in a case, as far as it has come."""

    to: Literal["person", "officers"]
    status: str
    at: AwareDatetime | None
    """When Slack took it; None where it has not."""


class Evidence(Value):
    """All that shows how one request was dealt with."""

    request: RightsRequest
    steps: tuple[Taken, ...]
    spoken: tuple[Spoken, ...]
    sent: tuple[Sent, ...]
    audit: tuple[AuditRecord, ...]
    anchor: str
    """The head of the audit chain when this was gathered, as COUNT:HASH."""
    law: tuple[LawFact, ...]
    notice_sha256: str
    made_at: AwareDatetime
    made_by: str
    zone: ZoneInfo
    """The company's, in which the readable page tells times; the rest tells them in UTC."""


class Sources(Value):
    """What the desk answers and reckons by."""

    law: tuple[LawFact, ...]
    notice_sha256: str


def moment_of(ts: str | None) -> datetime | None:
    """Return when Slack took a message, by its `ts`."""
    return None if ts is None else datetime.fromtimestamp(float(ts), UTC)
