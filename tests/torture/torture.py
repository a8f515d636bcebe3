"""The torture: random misfortunes while people talk, and what was lost or came twice.

`poe torture --kills 500 --database postgresql --replicas 3 --seed 7`; the same seed throws the same
dice (what the machine's own timing makes of them differs). With `--without-look-up` the bot posts
again without looking whether it has: then there must be duplicates, or the torture does not bite.
"""

import argparse
import asyncio
import logging
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from cryptography.fernet import Fernet

from bot.sandbox.driver import Driver
from bot.sandbox.events import Patience
from bot.sandbox.example import COMPLIANCE, example_workspace
from bot.sandbox.server import Sandbox, Terms
from bot.trial import OFFERS
from tests.postgres import Server, server
from tests.torture.misfortunes import Misfortunes
from tests.torture.replicas import Replica
from tests.torture.town import Counted, Town

_PATIENCE = Patience(delays=(0.0, 0.5, 1.0, 2.0, 4.0, 8.0, *(16.0,) * 12))
_SETTLES_WITHIN = 240.0
_LATER = 40 * 24 * 3600.0


@dataclass(frozen=True)
class Plan:
    """What is to be done."""

    kills: int
    database: str = "sqlite"
    replicas: int = 1
    seed: int = 1
    looks_up: bool = True
    minutes: float = 600.0
    """After which there are no more misfortunes, however many there were."""


@dataclass
class Outcome:
    """What came of it."""

    counted: Counted
    met: Counter[str]
    kills: int
    took: float
    settled_after: float
    taken_back: int
    broken_logs: int


class Balanced(Sandbox):
    """A pretend Slack before several replicas: each event goes to one that is up."""

    replicas: tuple[Replica, ...] = ()
    chance: random.Random

    @property
    def request_url(self) -> str | None:
        """Where the next event goes."""
        up = [replica.address for replica in self.replicas if replica.address]
        return self.chance.choice(up) if up else None

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        """Leave it to chance."""


async def torture(plan: Plan, folder: Path) -> Outcome:
    """Do what is planned, let it settle, go on to the day of the reminders, and count."""
    with _database(plan, folder) as (url, postgres):
        chance = random.Random(plan.seed)  # noqa: S311 - dice, no secrets
        workspace = example_workspace(company="Next Connex", app_name="privacy-helpdesk")
        sandbox = Balanced(workspace, Terms(offers=OFFERS, patience=_PATIENCE))
        sandbox.chance = random.Random(plan.seed)  # noqa: S311
        await sandbox.start()
        clock = folder / "clock"
        clock.write_text("0", encoding="ascii")
        settings = _settings(sandbox, folder, url, clock, plan)
        sandbox.replicas = tuple(
            Replica(settings, folder / f"log-{number}") for number in range(plan.replicas)
        )
        try:
            await asyncio.gather(*(replica.open() for replica in sandbox.replicas))
            misfortunes = Misfortunes(sandbox, list(sandbox.replicas), clock, chance, postgres)
            return await _lived(plan, sandbox, misfortunes)
        finally:
            await asyncio.gather(*(replica.close() for replica in sandbox.replicas))
            await sandbox.stop()


async def _lived(plan: Plan, sandbox: Balanced, misfortunes: Misfortunes) -> Outcome:
    began = monotonic()
    town = Town(Driver(sandbox, patience=_SETTLES_WITHIN), random.Random(plan.seed + 1))  # noqa: S311
    over = asyncio.Event()
    life = asyncio.create_task(town.lives(over))
    telling = asyncio.create_task(_tell(town, sandbox))
    await misfortunes.rage(kills=plan.kills, seconds=plan.minutes * 60)
    over.set()
    misfortunes.clock.write_text("0", encoding="ascii")
    quiet = monotonic()
    await life
    await _until(town.settled, within=_SETTLES_WITHIN)
    settled_after = monotonic() - quiet
    telling.cancel()
    await _let_the_reminders_come(sandbox, misfortunes)
    return Outcome(
        counted=town.counted(),
        met=misfortunes.met,
        kills=sum(replica.kills for replica in sandbox.replicas),
        took=monotonic() - began,
        settled_after=settled_after,
        taken_back=len(sandbox.record.calls_of("chat.delete")),
        broken_logs=sum(
            replica.log.read_text(encoding="utf-8").count("broke off")
            for replica in sandbox.replicas
        ),
    )


async def _let_the_reminders_come(sandbox: Balanced, misfortunes: Misfortunes) -> None:
    """Start anew on a day on which what is still open is overdue; the closed ones are left."""
    misfortunes.clock.write_text(str(_LATER), encoding="ascii")
    for replica in sandbox.replicas:
        await replica.kill()
        replica.kills -= 1
        await replica.start()
    await _until(
        lambda: any(
            ":alarm_clock:" in it.text for it in sandbox.workspace.messages[COMPLIANCE].values()
        ),
        within=60,
    )
    await asyncio.sleep(5)


async def _tell(town: Town, sandbox: Balanced) -> None:
    """Say now and then how far it is."""
    while True:
        await asyncio.sleep(10)
        kills = sum(replica.kills for replica in sandbox.replicas)
        waits, twice = f"{town.missing()[:3]}", f"{town.twice()}"
        print(f"{kills} kills, {town.counted()} {waits}, {twice}", file=sys.stderr, flush=True)  # noqa: T201


async def _until(condition: Callable[[], bool], *, within: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(within):
            while not condition():  # noqa: ASYNC110 - what is counted is no event
                await asyncio.sleep(0.2)


@contextmanager
def _database(plan: Plan, folder: Path) -> Iterator[tuple[str, Server | None]]:
    if plan.database == "sqlite":
        yield f"sqlite:///{folder / 'helpdesk.sqlite'}", None
        return
    with server(fsync="on", full_page_writes="on") as ours:
        yield ours.make(), ours


def _settings(sandbox: Sandbox, folder: Path, url: str, clock: Path, plan: Plan) -> dict[str, str]:
    blind = {} if plan.looks_up else {"TORTURE_WITHOUT_LOOK_UP": "1"}
    return blind | {
        "TORTURE_CLOCK": str(clock),
        "SLACK_BOT_TOKEN": sandbox.terms.bot_token,
        "SLACK_SIGNING_SECRET": sandbox.terms.signing_secret,
        "SLACK_API_URL": sandbox.api_url,
        "HELPDESK_COMPLIANCE_CHANNEL": COMPLIANCE,
        "HELPDESK_DATA": str(folder),
        "HELPDESK_DATABASE_URL": url,
        "HELPDESK_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "HELPDESK_PORT": "0",
    }


def table(plan: Plan, outcome: Outcome) -> str:
    """Return the outcome as lines to be kept."""
    looks = "" if plan.looks_up else ", look-up switched off"
    counted = outcome.counted
    rows = {
        "kills": outcome.kills,
        **{name: number for name, number in sorted(outcome.met.items()) if name != "kills"},
        "questions answered": counted.answered,
        "requests with receipt and card": counted.cases,
        "lost": counted.lost,
        "duplicated": counted.duplicated,
        "wrong order within a thread": counted.disordered,
        "reminders after closing": counted.reminded_after_closing,
        "posted beside another and taken back": outcome.taken_back,
        "settled after the last misfortune": f"{outcome.settled_after:.1f} s",
        "took": f"{outcome.took:.0f} s",
    }
    head = f"{plan.database}, {plan.replicas} replica(s), seed {plan.seed}{looks}"
    return "\n".join([head, *(f"  {name:38}{value}" for name, value in rows.items())])


def main() -> None:
    """Read what is wished, do it, and print the table; exit 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--replicas", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-look-up", action="store_true")
    parser.add_argument("--minutes", type=float, default=600.0, help="No more after so long.")
    parser.add_argument("--keep", type=Path, help="A folder for database and logs.")
    given = parser.parse_args()
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # the connections that we drop
    plan = Plan(
        given.kills,
        given.database,
        given.replicas,
        given.seed,
        looks_up=not given.without_look_up,
        minutes=given.minutes,
    )
    with TemporaryDirectory(prefix="helpdesk-torture-") as own:
        folder = given.keep or Path(own)
        folder.mkdir(exist_ok=True, parents=True)
        outcome = asyncio.run(torture(plan, folder))
    print(table(plan, outcome), flush=True)  # noqa: T201 - it speaks
    counted = outcome.counted
    wrong = counted.lost + counted.duplicated + counted.disordered + counted.reminded_after_closing
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
