"""The figures of a register of 100,000 cases, printed by `poe bench`; nothing is asserted here."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final, NamedTuple

from cryptography.fernet import Fernet
from sqlalchemy import event
from sqlmodel import Session

from bot.access import Role
from bot.books.purging import may_go
from bot.books.reporting import report_on
from bot.database import Database
from bot.desk import home, morning, reminding
from bot.desk.values import Writer, as_officer
from bot.escalations.queue import Shown
from bot.places import PersonId
from bot.register import figures, store
from bot.schema import upgrade
from knowledge.verdict import Audience
from tests.benchmarks.big_register import NOW, OFFICER, TODAY, fill
from tests.benchmarks.figures import say, spread
from tests.bot.desk import desk

REQUESTS: Final = int(os.environ.get("BENCH_REQUESTS", "100000"))
JO: Final = as_officer(Writer(OFFICER, "Jo", Audience.STAFF), Role.OFFICER)
ASH: Final = Writer(PersonId(team="T1", user="U000007"), "Ash", Audience.EVERYONE)
BIG: Final = ("rights_requests", "escalations", "deliveries", "audit_records", "request_steps")

Look = Callable[[Session], object]


def looks() -> dict[str, Look]:
    """Return what a person waits for, by name."""
    tabs: dict[str, Look] = {
        f"Home tab, officer, {shown}": lambda session, shown=shown: home.of_officer(  # type: ignore[misc]
            session, desk=desk(), officer=JO, shown=shown, page=0, now=NOW
        )
        for shown in Shown
    }
    return tabs | {
        "Home tab, requester": lambda s: home.of_requester(s, desk=desk(), person=ASH),
        "morning digest": lambda s: morning.owe_digest(
            s, desk=desk(), flags=(), link_to=lambda _: None, now=NOW
        ),
        "reminders, a hundred cases": remind,
        "one request by its reference": lambda s: store.by_reference(s, "RR-000007"),
        "what may be purged": lambda s: may_go(
            s, schedule=desk().papers.casework.retention, today=TODAY
        ),
        "monthly report": lambda s: report_on(
            s, first=TODAY.replace(day=1), today=TODAY, zone=desk().zone, now=NOW
        ),
    }


def remind(session: Session) -> None:
    """Look at the first hundred requests that may deserve a reminder."""
    for case in reminding.to_remind_of(session, desk=desk(), after="", now=NOW):
        reminding.remind(session, desk=desk(), case=case, now=NOW)


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Collect what is asked of the database meanwhile."""
    found: list[tuple[str, Any]] = []

    def note(_c: object, _k: object, statement: str, values: Any, *_: object) -> None:  # noqa: ANN401
        if statement.lstrip().startswith("SELECT"):
            found.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    yield found
    event.remove(database.engine, "before_cursor_execute", note)


def read_whole(database: Database, look: Look) -> set[str]:
    """Return the big tables that a look reads from end to end, by SQLite's own plan."""
    with asked(database) as statements:
        database.transact(look)
    scanned = set()
    with database.engine.connect() as connection:
        for statement, values in statements:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            scanned |= {str(step[3]) for step in plan if _whole(str(step[3]))}
    return scanned


def _whole(step: str) -> bool:
    return step.startswith("SCAN") and "INDEX" not in step and any(it in step for it in BIG)


def look_at(database: Database) -> None:
    desk()  # what is read once at a start is no part of a look
    for name, look in looks().items():
        took = []
        for _ in range(7):
            began = perf_counter()
            database.transact(look)
            took.append((perf_counter() - began) * 1000)
        scanned = read_whole(database, look)
        say(name, f"{spread(took, 'ms')}{f', reads whole: {scanned}' if scanned else ''}")


class Ran(NamedTuple):
    """What a command took."""

    seconds: float
    processor: float
    """Seconds of processor time: what it takes where nothing else runs."""
    megabytes: int
    """Resident at most."""

    def __str__(self) -> str:
        return (
            f"{self.seconds:.1f} s ({self.processor:.1f} s of the processor), "
            f"resident at most {self.megabytes} MB"
        )


def command(environment: dict[str, str], *arguments: str) -> Ran:
    """Run `helpdesk register ...`, and return what it took, its start included."""
    began = perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot", "register", *arguments],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    processor = usage.ru_utime + usage.ru_stime
    return Ran(perf_counter() - began, processor, usage.ru_maxrss // 1024)


def run_commands(environment: dict[str, str], folder: Path) -> None:
    start = command(environment, "--help")
    say("start of a command, in all that follows", str(start))
    for form in ("csv", "json", "xlsx"):
        file = folder / f"register.{form}"
        ran = command(environment, "export", "--format", form, "--to", str(file))
        say(f"export as {form}", f"{ran}, {file.stat().st_size >> 20} MB")
    ran = command(environment, "verify")
    rates = (REQUESTS * 3 / (took - before) for took, before in zip(ran, start[:2], strict=False))
    wall, processor = rates
    say("verify", f"{ran}")
    say("", f"{wall:,.0f} records/s ({processor:,.0f} a second of the processor)")
    say("list --open", str(command(environment, "list", "--open")))


def main() -> None:
    with TemporaryDirectory(prefix="helpdesk-register-") as name:
        folder, key = Path(name), Fernet.generate_key().decode()
        url = f"sqlite:///{folder / 'register.sqlite'}"
        database = Database(url, [key])
        upgrade(database)
        began = perf_counter()
        fill(database, requests=REQUESTS)
        held = database.transact(figures.how_many)
        say("register", f"{held:,} requests, made in {perf_counter() - began:.0f} s")
        look_at(database)
        database.close()
        environment = {"HELPDESK_DATABASE_URL": url, "HELPDESK_ENCRYPTION_KEYS": key}
        run_commands(environment, folder)


if __name__ == "__main__":
    main()
