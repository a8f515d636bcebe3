"""How the database finds what is asked of it, by its own word: EXPLAIN on SQLite and PostgreSQL."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import event
from sqlmodel import Session

from bot.database import Database

Look = Callable[[Session], object]

BIG: Final = ("rights_requests", "escalations", "deliveries", "audit_records", "request_steps")
"""The tables that grow with the register."""
_EXPLAIN: Final = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
_INDEX: Final = re.compile(r"USING (?:COVERING )?INDEX (\S+)|(?:using|Index Scan on) (\w+)")
_BY_KEY: Final = re.compile(r"USING INTEGER PRIMARY KEY")


@dataclass(frozen=True)
class Plan:
    """How what a look asks is found."""

    reads_whole: frozenset[str]
    """The steps that read a big table from end to end."""
    by: frozenset[str]
    """The indexes of any table that are used."""


def plan_of(database: Database, look: Look) -> Plan:
    """Take the look, and return how the database finds all that it asks or changes."""
    with _asked(database) as statements:
        database.transact(look)
    steps = {
        step
        for statement, values in statements
        if not _is_of_the_last(statement)
        for step in _explained(database, statement, values)
    }
    return Plan(
        reads_whole=frozenset(step.strip() for step in steps if _is_whole(step)),
        by=frozenset(index for step in steps for index in _indexes_in(step)),
    )


@contextmanager
def _asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Collect what is asked of the database meanwhile."""
    found: list[tuple[str, Any]] = []

    def note(_c: object, _k: object, statement: str, values: Any, _x: object, many: object) -> None:  # noqa: ANN401
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")) and not many:
            found.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    yield found
    event.remove(database.engine, "before_cursor_execute", note)


def _explained(database: Database, statement: str, values: Any) -> list[str]:  # noqa: ANN401
    explain = _EXPLAIN[database.engine.dialect.name]
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"{explain} {statement}", values).all()
    return [str(row[-1]) for row in rows]


def _is_of_the_last(statement: str) -> bool:
    """Return whether it asks for the first or last row there is: to EXPLAIN that is a scan, too."""
    return "WHERE" not in statement and "LIMIT" in statement


def _is_whole(step: str) -> bool:
    by_itself = step.startswith("SCAN") and "INDEX" not in step
    return (by_itself or "Seq Scan on" in step) and any(table in step for table in BIG)


def _indexes_in(step: str) -> list[str]:
    named = [found[1] or found[2] for found in _INDEX.finditer(step)]
    return [*named, *(["the key"] if _BY_KEY.search(step) else [])]
