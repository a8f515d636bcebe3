"""What the books are made of, gathered once and frozen (pure values)."""

from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime

from bot.delivery.for_officers import Card
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


class Gathered(Value):
    """What shows how any case was dealt with."""

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


class Evidence(Gathered):
    """All that shows how one rights request was dealt with, a complaint too."""

    request: RightsRequest
    steps: tuple[Taken, ...]

    @property
    def reference(self) -> str:
        """What the case is called."""
        return self.request.reference or ""


class CaseEvidence(Gathered):
    """All that shows how a possible breach, or a question, was dealt with."""

    card: Card

    @property
    def reference(self) -> str:
        """What the case is called."""
        return self.card.reference


class Sources(Value):
    """What the desk answers and reckons by."""

    law: tuple[LawFact, ...]
    notice_sha256: str


def moment_of(ts: str | None) -> datetime | None:
    """Return when Slack took a message, by its `ts`."""
    return None if ts is None else datetime.fromtimestamp(float(ts), UTC)
