"""Three replicas at one PostgreSQL database: one dies under load, nobody notices."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.sandbox.driver import DM, Driver
from bot.sandbox.faults import Waits
from tests.journeys.processes import Bot, process
from tests.postgres import Server

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
