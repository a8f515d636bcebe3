"""What a register costs by its size, on SQLite and on PostgreSQL; printed by `poe bench`.

Each figure is what somebody waits for: at the desk by the operations themselves, and from outside,
from a signed event to what is seen in a pretend Slack, with the bot as a process of its own. At the
largest size the database says how it finds all this, and the officers' commands are run. Linux.
"""

import argparse
import asyncio
import statistics
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import aiohttp
from sqlmodel import Session

from bot import arrivals
from bot.access import Role
from bot.books.purging import may_go
from bot.books.reporting import report_on
from bot.database import Database
from bot.delivery import deliveries
from bot.desk import home, morning, officer, reminding
from bot.desk.heard import Heard
from bot.desk.values import Writer, as_officer
from bot.escalations.queue import Shown
from bot.places import PersonId
from bot.register import figures, store
from knowledge.verdict import Audience, Kind
from tests.benchmarks import bots, ordinary_day
from tests.benchmarks.big_register import NOW, OFFICER, TODAY, fill
from tests.benchmarks.figures import draw, say
from tests.benchmarks.people import People, one_by_one
from tests.benchmarks.plans import Look, plan_of
from tests.benchmarks.quick_slack import quick_slack
from tests.benchmarks.register_commands import run_commands
from tests.bot.desk import desk, hear, heard, judged

JO: Final = as_officer(Writer(OFFICER, "Jo", Audience.STAFF), Role.OFFICER)
ASH: Final = Writer(PersonId(team="T1", user="U000007"), "Ash", Audience.EVERYONE)
_TIMES: Final = 7
_EVENTS: Final = 30
_NUMBERS: Final = count()
_KINDS: Final[tuple[bots.Kind, ...]] = ("SQLite", "PostgreSQL")


def looks() -> dict[str, Look]:
    """Return what the bot or a person waits for, by name."""
    tabs: dict[str, Look] = {
        f"Home tab, officer, {shown}": lambda session, shown=shown: home.of_officer(  # type: ignore[misc]
            session, desk=desk(), officer=JO, shown=shown, page=0, now=NOW
        )
        for shown in Shown
    }
    return tabs | {
        "Home tab, officer, page 200": lambda s: home.of_officer(
            s, desk=desk(), officer=JO, shown=Shown.ALL, page=200, now=NOW
        ),
        "Home tab, requester": lambda s: home.of_requester(s, desk=desk(), person=ASH, today=TODAY),
        "a case opened": lambda s: officer.look_into(
            s, desk=desk(), escalation="000007", officer=JO, now=NOW
        ),
        "a question taken up": lambda s: hear(
            s, judged(Kind.ANSWER, answers=("retention.period",)), _said()
        ),
        "a request taken up": lambda s: hear(s, judged(Kind.REQUEST), _said()),
        "what waits to be done": look_for_work,
        "one request by its reference": lambda s: store.by_reference(s, "RR-000007"),
        "morning digest": lambda s: morning.owe_digest(
            s, desk=desk(), flags=(), link_to=lambda _: None, now=NOW
        ),
        "reminders, a hundred cases": remind,
        "what may be purged": lambda s: may_go(
            s, schedule=desk().papers.casework.retention, today=TODAY
        ),
        "monthly report": lambda s: report_on(
            s, first=TODAY.replace(day=1), today=TODAY, zone=desk().zone, now=NOW
        ),
    }


def look_for_work(session: Session) -> None:
    """Look as the workers do, each time that something is new or done."""
    arrivals.due(session, now=NOW)
    arrivals.next_due_at(session, after=NOW)
    deliveries.due(session, now=NOW)
    deliveries.next_due_at(session, after=NOW)


def remind(session: Session) -> None:
    """Look at the first hundred requests that may deserve a reminder."""
    for case in reminding.to_remind_of(session, desk=desk(), after="", now=NOW):
        reminding.remind(session, desk=desk(), case=case, now=NOW)


def _said() -> Heard:
    number = next(_NUMBERS)
    writer = Writer(PersonId(team="T1", user=f"UNEW{number}"), "Tom", Audience.EVERYONE)
    return heard(key=f"bench{number}", writer=writer)


def at_the_desk(database: Database) -> dict[str, str]:
    """Return the median of each look."""
    desk()  # what is read once at a start is no part of a look
    found = {}
    for name, look in looks().items():
        took = []
        for _ in range(_TIMES):
            began = perf_counter()
            database.transact(look)
            took.append(perf_counter() - began)
        found[name] = _milliseconds(took)
    return found


def tell_plans(database: Database) -> None:
    """Print how the database finds what each look asks, and what it reads from end to end."""
    for name, look in looks().items():
        plan = plan_of(database, look)
        say(f"  {name}", ", ".join(sorted(plan.by)))
        for step in sorted(plan.reads_whole):
            say("", f"reads whole: {step}")


async def from_outside(url: str, key: str, folder: Path) -> dict[str, str]:
    """Return the median from an event at the bot's door to what is seen of it."""
    async with quick_slack() as slack, aiohttp.ClientSession() as session:
        bot = bots.Bot(slack, url, folder, key)
        start = await bot.start(session)
        await bot.is_calm()
        people = People(session, slack, [bot.door])
        found = {"start to ready": f"{start:.1f} s"}
        for name, tells in {
            "event to answer": people.ask,
            "event to receipt": people.request,
            "Home tab opened, requester": people.open_home,
            "Home tab opened, officer": people.open_queue,
        }.items():
            found[name] = _milliseconds(await one_by_one(tells, _EVENTS))
        found["resident"] = f"{bot.resident():.0f} MB"
        await bot.close()
    return found


def _milliseconds(took: list[float]) -> str:
    return f"{statistics.median(took) * 1000:.1f} ms"


def measure(kind: bots.Kind, requests: int, *, is_largest: bool) -> dict[str, str]:
    """Return every figure of a register of this size, by name."""
    with (
        TemporaryDirectory(prefix="helpdesk-register-") as name,
        bots.database(kind, Path(name)) as (url, _),
    ):
        key = bots.set_up(url)
        database = Database(url, [key])
        began = perf_counter()
        fill(database, requests=requests)
        held = database.transact(figures.how_many)
        say(f"{kind}, {held:,} requests", f"made in {perf_counter() - began:.0f} s")
        found = at_the_desk(database)
        if is_largest:
            tell_plans(database)
        ordinary_day.begin(database, desk())
        database.close()
        found |= asyncio.run(from_outside(url, key, Path(name)))
        if is_largest and kind == "SQLite":
            environment = {"HELPDESK_DATABASE_URL": url, "HELPDESK_ENCRYPTION_KEYS": key}
            run_commands(environment, Path(name), requests=requests)
    return found


def main() -> None:
    """Read how large the registers shall be, and print a column for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--on", nargs="+", choices=_KINDS, default=_KINDS)
    given = parser.parse_args()
    cases = sorted(given.cases)
    columns: dict[str, Mapping[str, str]] = {}
    for kind in given.on:
        for size in cases:
            columns[f"{kind}, {size:,}"] = measure(kind, size, is_largest=size == cases[-1])
    draw(columns)


if __name__ == "__main__":
    main()
