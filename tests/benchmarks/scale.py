"""What one, two and three replicas carry, on a file and on PostgreSQL; printed by `poe bench`.

Everything is read from outside: signed events at the bots' doors, and what a pretend Slack saw of
it and when. All of it (bots, database, Slack, people) shares this machine's cores; the processor's
shares say what limits it. Linux only. Nothing is asserted.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from os import getpid
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import aiohttp

from tests.benchmarks.bots import Bot, Kind, database, processor, set_up
from tests.benchmarks.figures import draw, say, spread
from tests.benchmarks.people import People, Told, at_a_rate, in_a_crowd, one_by_one
from tests.benchmarks.quick_slack import QuickSlack, quick_slack

EACH_SECOND: Final = 20
SLOW_SECONDS: Final = 2.0
AT_ONCE: Final = 64
_WARMING: Final = 60
_IN_FLIGHT: Final = 20

Figures = dict[str, str]


@dataclass(frozen=True)
class Plan:
    """Where the bots keep what they must not lose, and how many they are."""

    database: Kind
    replicas: int

    def __str__(self) -> str:
        return f"{self.database}, {self.replicas}"


@dataclass(frozen=True)
class Site:
    """Bots at work, and who writes to them."""

    bots: Sequence[Bot]
    people: People
    slack: QuickSlack
    session: aiohttp.ClientSession
    of_the_database: Callable[[], Sequence[int]]
    """The processes of the database's server."""


async def measure(plan: Plan, seconds: float) -> Figures:
    """Return every figure of this plan, by name; each load lasts so many seconds."""
    async with _site(plan) as (site, start):
        await one_by_one(site.people.ask, _WARMING)
        found = {"start to ready": f"{start:.1f} s"}
        found |= await _with_an_easy_load(site, seconds)
        found |= await _with_all_it_takes(site, seconds)
        found |= await _with_a_slow_slack(site, seconds)
        found |= await _at_rest(site, seconds)
        found |= await _killed(site)
        found["events not taken at first"] = str(site.people.told_again)
    return found


@asynccontextmanager
async def _site(plan: Plan) -> AsyncIterator[tuple[Site, float]]:
    async with AsyncExitStack() as ends:
        folder = Path(ends.enter_context(TemporaryDirectory(prefix="helpdesk-scale-")))
        url, of_the_database = ends.enter_context(database(plan.database, folder))
        slack = await ends.enter_async_context(quick_slack())
        session = await ends.enter_async_context(aiohttp.ClientSession())
        key = set_up(url)
        bots = [Bot(slack, url, folder / str(number), key) for number in range(plan.replicas)]
        start = 0.0
        for bot in bots:
            bot.folder.mkdir()
            start = max(start, await bot.start(session))
            ends.push_async_callback(bot.close)
        people = People(session, slack, [bot.door for bot in bots])
        yield Site(bots, people, slack, session, of_the_database), start


async def _with_an_easy_load(site: Site, seconds: float) -> Figures:
    told = await at_a_rate(site.people.ask, each_second=EACH_SECOND, seconds=seconds)
    replies = await _replies(told)
    return {
        f"acknowledged, {EACH_SECOND} events/s": _acknowledged(told),
        f"visible reply, {EACH_SECOND} events/s": spread(replies, "ms"),
    }


async def _with_all_it_takes(site: Site, seconds: float) -> Figures:
    taking = _Taking(site)
    came = await in_a_crowd(site.people.ask, at_once=AT_ONCE, seconds=seconds)
    rate = len(came) / (max(came) - taking.began)
    return {
        f"events/s, {AT_ONCE} always waiting": f"{rate:.0f}",
        "  processor for each": taking.said(len(came), "ms", 1000),
        "  of a core": taking.said(perf_counter() - taking.began, "%", 100),
    }


async def _with_a_slow_slack(site: Site, seconds: float) -> Figures:
    site.slack.seconds_a_call = SLOW_SECONDS
    told = await at_a_rate(site.people.ask, each_second=EACH_SECOND, seconds=seconds)
    site.slack.seconds_a_call = 0.0
    await _replies(told)
    return {f"acknowledged, Slack takes {SLOW_SECONDS:.0f} s a call": _acknowledged(told)}


async def _at_rest(site: Site, seconds: float) -> Figures:
    resident = max(bot.resident() for bot in site.bots)
    taking = _Taking(site)
    await asyncio.sleep(seconds)
    idle = taking.said(perf_counter() - taking.began, "%", 100)
    return {"resident, a replica": f"{resident:.0f} MB", "idle, of a core": idle}


async def _killed(site: Site) -> Figures:
    """Kill one that has taken events and brought nothing yet; start it again at once."""
    site.slack.seconds_a_call = 1.0
    told = await asyncio.gather(*(site.people.ask() for _ in range(_IN_FLIGHT)))
    await site.bots[0].is_killed()
    at = perf_counter()
    site.slack.seconds_a_call = 0.0
    starting = asyncio.create_task(site.bots[0].start(site.session))
    after = sorted([one.at + await one.replied() - at for one in told])
    await starting
    return {
        "killed: first delivery after": f"{max(after[0], 0):.1f} s",
        f"killed: all {_IN_FLIGHT} after": f"{after[-1]:.1f} s",
    }


async def _replies(told: Sequence[Told]) -> list[float]:
    """Return the milliseconds from each event to its reply."""
    return [await one.replied() * 1000 for one in told]


def _acknowledged(told: Sequence[Told]) -> str:
    return spread([one.acknowledged * 1000 for one in told], "ms")


class _Taking:
    """Who takes how much of the processor from now on; the rest is Slack, and who writes."""

    def __init__(self, site: Site) -> None:
        self._of: dict[str, Callable[[], Sequence[int]]] = {
            "bots": lambda: [bot.pid for bot in site.bots],
            "database": site.of_the_database,
            "rest": lambda: [getpid()],
        }
        self.began = perf_counter()
        self._before = self._taken()

    def said(self, over: float, unit: str, times: int) -> str:
        """Return what each has taken so far, all replicas together, for each of so many."""
        now = self._taken()
        took = {who: (now[who] - self._before[who]) / over * times for who in now}
        return ", ".join(f"{who} {it:.1f}" for who, it in took.items() if it) + f" {unit}"

    def _taken(self) -> dict[str, float]:
        return {who: processor(pids()) for who, pids in self._of.items()}


def main() -> None:
    """Read how long each load lasts, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8, help="How long each load lasts.")
    parser.add_argument("--replicas", type=int, default=3, help="Up to so many on PostgreSQL.")
    given = parser.parse_args()
    plans = [Plan("SQLite", 1), *(Plan("PostgreSQL", it + 1) for it in range(given.replicas))]
    columns: dict[str, Figures] = {}
    for plan in plans:
        began = perf_counter()
        columns[str(plan)] = asyncio.run(measure(plan, given.seconds))
        say(str(plan), f"measured in {perf_counter() - began:.0f} s")
    draw(columns)


if __name__ == "__main__":
    main()
