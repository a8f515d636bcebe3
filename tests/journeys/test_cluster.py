"""Replicas at one PostgreSQL database: one dies under load, or must stop, and nobody notices."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.database import Database
from bot.sandbox.driver import DM, Driver
from bot.sandbox.faults import Waits
from bot.schema import upgrade
from tests.journeys.processes import Bot, process
from tests.postgres import Server, server

COMPLIANCE = "#compliance"
KEEP = "we will only keep the information for as long as we need it"
WISH = "Please send me a copy of all the personal data you hold about me."


@dataclass
class Cluster:
    """Three replicas; the pretend Slack tells whichever is next in line."""

    replicas: list[Bot]
    slack: Driver

    def tell(self, replica: Bot) -> None:
        self.slack.sandbox.request_url = replica.address


@pytest.fixture
async def cluster(
    tmp_path: Path, postgres: Server, set_up_on_server: str
) -> AsyncIterator[Cluster]:
    url = postgres.make(like=set_up_on_server)
    async with (
        process(tmp_path / "0", database_url=url) as (first, slack),
        AsyncExitStack() as ends,
    ):
        others = [
            Bot(first.sandbox, tmp_path / str(number), key=first.key, database_url=url)
            for number in (1, 2)
        ]
        for other in others:
            ends.push_async_callback(other.close)
        await asyncio.gather(*(other.start() for other in others))
        yield Cluster([first, *others], slack)
    postgres.drop(url)


def answers(slack: Driver) -> list[str]:
    return [it.words for it in slack.messages(DM, as_person="Tom") if it.mentions(KEEP)]


async def test_what_one_replica_was_told_another_brings_when_it_dies(cluster: Cluster) -> None:
    first, second, _ = cluster.replicas
    slack = cluster.slack
    cluster.tell(first)
    slack.breaks("users.info", Waits(30), times=3)
    await slack.says("Tom", WISH)

    await first.is_killed()
    slack.sandbox.faults.clear()
    cluster.tell(second)

    await slack.sees("Tom", "RR-", at=DM)
    await slack.sees("Jo", "RR-", at=COMPLIANCE)
    assert len([it for it in slack.messages(DM, as_person="Tom") if it.mentions("RR-")]) == 1


async def test_each_question_is_answered_once_whoever_is_told(cluster: Cluster) -> None:
    slack = cluster.slack
    for number in range(6):
        cluster.tell(cluster.replicas[number % 3])
        await slack.says("Tom", f"how long do you keep my data? ({number})")

    await slack.until(lambda: len(answers(slack)) >= 6 or None)

    assert len(answers(slack)) == 6
    assert "Traceback" not in "".join(replica.log for replica in cluster.replicas)


async def test_a_replica_that_is_told_to_stop_hands_back(cluster: Cluster) -> None:
    first, second, _ = cluster.replicas
    slack = cluster.slack
    cluster.tell(first)
    await slack.says("Tom", "how long do you keep my data?")
    await slack.until(lambda: len(answers(slack)) == 1 or None)

    codes = await asyncio.gather(*(replica.is_told_to_stop() for replica in cluster.replicas[:2]))
    await second.start()
    await slack.says("Tom", "how long do you keep my data, really?")

    await slack.until(lambda: len(answers(slack)) == 2 or None)
    assert codes == [0, 0]


async def test_a_replica_stops_though_neither_slack_nor_its_database_answers(
    tmp_path: Path,
) -> None:
    with server(max_connections="50") as ours:
        url = ours.make()
        upgraded = Database(url, [Fernet.generate_key().decode()])
        upgrade(upgraded)
        upgraded.close()
        async with process(tmp_path / "data", database_url=url) as (bot, slack):
            slack.breaks("users.info", Waits(300), times=50)
            said = await slack.says("Tom", WISH)

            with frozen(ours):
                async with asyncio.timeout(90):
                    code = await bot.is_told_to_stop()
            slack.sandbox.faults.clear()
            await bot.start()

            slack.patience = 240
            await slack.sees("Jo", "RR-", at=COMPLIANCE)
            await slack.sees("Tom", "RR-", at=DM)
    assert said.deliveries[-1].statuses[-1] == 200
    assert code == 0
    assert len([it for it in slack.messages(DM, as_person="Tom") if it.mentions("RR-")]) == 1


@contextmanager
def frozen(ours: Server) -> Iterator[None]:
    """Let a database take connections and questions, and answer none."""
    pids = ours.pids()
    _tell(pids, signal.SIGSTOP)
    try:
        yield
    finally:
        _tell(pids, signal.SIGCONT)


def _tell(pids: Sequence[int], what: signal.Signals) -> None:
    """Send a signal to those of the processes that have not ended meanwhile."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, what)
