"""Long readings, a page a transaction: the bot can write between two, and memory stays flat."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from bot.database import Database
from bot.register import audit_records, store
from bot.register.audit import AuditRecord
from bot.register.requests import RightsRequest

_REQUESTS: Final = 500
_RECORDS: Final = 5_000


def every_request(database: Database, *, only_open: bool = False) -> Iterator[RightsRequest]:
    """Return the registered requests, oldest first, each as it stood when its page was read."""
    last: RightsRequest | None = None
    while page := database.transact(
        partial(store.page, after=last, most=_REQUESTS, only_open=only_open)
    ):
        yield from page
        last = page[-1]


def every_record(database: Database) -> Iterator[AuditRecord]:
    """Return the audit records in the order of the register; raises `Unreadable`."""
    last: int | None = None
    while page := database.transact(partial(audit_records.page, after=last, most=_RECORDS)):
        yield from page
        last = page[-1].number
