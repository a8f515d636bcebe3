"""The same bot over Socket Mode: no public address, the same answers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.driver import DM, Driver
from bot.sandbox.elements import Given
from bot.sandbox.faults import FailsBefore
from tests.journeys.processes import Bot, process
from tests.postgres import Server

WISH = "Please send me a copy of all the personal data you hold about me."
KEEP = "we will only keep the information for as long as we need it"


async def test_a_question_over_a_socket_is_answered(tmp_path: Path) -> None:
    async with process(tmp_path / "data", over_socket=True) as (_, slack):
        await slack.says("Priya", "who is your data protection officer?")
        answer = await slack.sees("Priya", "Satswana", at=DM)

        await slack.presses("Priya", "Ask the compliance team", on=answer)

        await slack.sees("Jo", "QN-", at="#compliance")


async def test_a_form_that_cannot_be_taken_just_now_stays_filled_in(tmp_path: Path) -> None:
    async with process(tmp_path / "data", over_socket=True) as (_, slack):
        await slack.shortcut("Priya", "new_rights_request")
        filled: dict[str, Given] = {"rights": ["access"], "details": WISH}
        slack.breaks("users.info", FailsBefore(), times=9)

        (told,) = (await slack.submits("Priya", filled)).errors.values()

        assert "Slack does not tell me just now who is who" in told
        slack.sandbox.faults.clear()
        assert (await slack.submits("Priya", filled)).errors == {}
        await slack.sees("Priya", "RR-", at=DM)


async def test_a_connection_that_slack_refreshes_loses_nothing(tmp_path: Path) -> None:
    async with process(tmp_path / "data", over_socket=True) as (_, slack):
        await slack.says("Priya", "who is your data protection officer?")
        await slack.sees("Priya", "Satswana", at=DM)

        await slack.sandbox.sockets.refresh()
        await slack.says("Priya", "do you use cookies?")

        await slack.sees("Priya", "Cookie Policy", at=DM)


async def test_what_nobody_acknowledged_comes_again_to_the_next_connection(tmp_path: Path) -> None:
    async with process(tmp_path / "data", over_socket=True) as (bot, slack):
        await slack.says("Priya", "do you use cookies?")
        await slack.sees("Priya", "Cookie Policy", at=DM)
        await bot.is_killed()
        await slack.says("Priya", "who is your data protection officer?")

        await bot.start()

        await slack.sees("Priya", "Satswana", at=DM)
        answers = [it for it in slack.messages(DM, as_person="Priya") if it.mentions("Satswana")]
        assert len(answers) == 1


async def test_a_start_while_slack_is_away_connects_once_it_is_back(tmp_path: Path) -> None:
    async with process(tmp_path / "data", over_socket=True) as (bot, slack):
        await slack.says("Priya", "do you use cookies?")
        await slack.sees("Priya", "Cookie Policy", at=DM)
        await bot.is_killed()
        slack.breaks("apps.connections.open", FailsBefore())

        await bot.start()
        await slack.says("Priya", "who is your data protection officer?")

        await slack.until(lambda: slack.sandbox.sockets.are_open or None)


@pytest.fixture
async def two_replicas(
    tmp_path: Path, postgres: Server, set_up_on_server: str
) -> AsyncIterator[tuple[Bot, Driver]]:
    """Return the replica whose connection is the older one, and the workspace."""
    url = postgres.make(like=set_up_on_server)
    async with process(tmp_path / "0", over_socket=True, database_url=url) as (first, slack):
        second = Bot(
            first.sandbox, tmp_path / "1", over_socket=True, database_url=url, key=first.key
        )
        try:
            await second.start()
            await both_are_connected(slack)
            yield first, slack
        finally:
            await second.close()
    postgres.drop(url)


async def both_are_connected(slack: Driver) -> None:
    async with asyncio.timeout(60):
        while slack.sandbox.sockets.number < 2 or slack.sandbox.sockets.has_old:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_while_one_replica_is_connected_anew_the_other_serves(
    two_replicas: tuple[Bot, Driver],
) -> None:
    _, slack = two_replicas

    await slack.sandbox.sockets.refresh()
    await slack.says("Tom", WISH)
    await slack.says("Mei", WISH)

    for person in ("Tom", "Mei"):
        await slack.sees(person, "RR-", at=DM)
    assert receipts(slack) == {"Tom": 1, "Mei": 1}


async def test_what_a_frozen_replica_did_not_acknowledge_another_takes_and_it_is_done_once(
    two_replicas: tuple[Bot, Driver],
) -> None:
    frozen, slack = two_replicas

    frozen.is_frozen()
    await asyncio.gather(slack.says("Tom", WISH), slack.says("Mei", WISH))
    for person in ("Tom", "Mei"):
        await slack.sees(person, "RR-", at=DM)
    frozen.goes_on()
    await both_are_connected(slack)
    await asyncio.gather(
        *(slack.says(it, "how long do you keep my data?") for it in ("Tom", "Mei"))
    )

    for person in ("Tom", "Mei"):
        await slack.sees(person, KEEP, at=DM)
    assert receipts(slack) == {"Tom": 1, "Mei": 1}


def receipts(slack: Driver) -> dict[str, int]:
    return {
        person: len([it for it in slack.messages(DM, as_person=person) if it.mentions("RR-")])
        for person in ("Tom", "Mei")
    }
