"""The hash chain over what was done with a rights request, by whom and when.

Theory of operation. Each record carries the hash of the one before it and a hash over all of its
own, so that nothing can be altered, removed, inserted or moved between two records without a break
that `verify` finds. What the chain cannot show by itself is that records were cut off its end, or
that all of it was made anew: against that an earlier verification is kept elsewhere, where whoever
alters the database does not reach, and is given as the anchor. Records hold references only.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict

BEGINNING: Final = "0" * 64
"""Stands for the hash before the first record."""


class AuditRecord(BaseModel):
    """Who did what when to which case."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    number: int
    """From 1, without gaps."""
    at: AwareDatetime
    actor: str
    action: str
    subject: str
    """The reference of what was acted on; never a person's words."""
    previous: str
    hash: str


class Intact(BaseModel):
    """A chain without a break, as far as it goes; kept elsewhere, it anchors what it saw."""

    model_config = ConfigDict(frozen=True)

    head: str
    """The hash of the last record; of an anchor its first signs are enough."""
    count: int


class Broken(BaseModel):
    """A chain that was tampered with: the first number that is wrong, and how."""

    model_config = ConfigDict(frozen=True)

    number: int
    why: str


def chain(
    previous: AuditRecord | None, *, at: AwareDatetime, actor: str, action: str, subject: str
) -> AuditRecord:
    """Return the record that follows the previous one; None before the first."""
    number, head = (previous.number + 1, previous.hash) if previous else (1, BEGINNING)
    record = AuditRecord(
        number=number, at=at, actor=actor, action=action, subject=subject, previous=head, hash=""
    )
    return record.model_copy(update={"hash": _hash_of(record)})


def verify(records: Iterable[AuditRecord], *, anchor: Intact | None = None) -> Intact | Broken:
    """Return whether the records, in the order of the register, are as they were written.

    With an anchor they must also contain all that was there when it was taken.
    """
    head, count = BEGINNING, 0
    for record in records:
        why = _fault(record, number=count + 1, previous=head)
        if why:
            return Broken(number=count + 1, why=why)
        head, count = record.hash, record.number
        if anchor and anchor.count == count and not head.startswith(anchor.head):
            return Broken(number=count, why="the chain was made anew after it was anchored")
    if anchor and anchor.count > count:
        return Broken(number=count + 1, why=f"the last {anchor.count - count} were removed")
    return Intact(head=head, count=count)


def _fault(record: AuditRecord, *, number: int, previous: str) -> str | None:
    if record.hash != _hash_of(record):
        return f"record {record.number} was altered after it was written"
    if record.number > number:
        return f"record {record.number} stands in its place: it was removed or moved"
    if record.number < number:
        return f"record {record.number} stands in its place: it was repeated or moved"
    if record.previous != previous:
        return "it does not follow from the record before: one of them was replaced"
    return None


def _hash_of(record: AuditRecord) -> str:
    """Hash what the record says, in one spelling whatever zone or order it came in."""
    said = {
        "number": record.number,
        "at": _spelt(record.at),
        "actor": record.actor,
        "action": record.action,
        "subject": record.subject,
        "previous": record.previous,
    }
    spelling = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return sha256(spelling.encode()).hexdigest()


def _spelt(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
