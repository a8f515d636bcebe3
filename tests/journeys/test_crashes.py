"""The machine dies; what a person is owed arrives all the same, and once."""

from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import aiohttp
import pytest

from bot.sandbox.driver import DM, Driver
from bot.sandbox.faults import DropsAfter, FailsBefore, Waits
from tests.journeys.processes import Bot, process

BOT = "@privacy-helpdesk"
ASK, COMPLIANCE = "#ask-privacy", "#compliance"
KEEP = "we will only keep the information for as long as we need it"
IN_DOUBT_FOR = 90
"""Seconds: among several machines an attempt that broke off is first given time to end."""
WISH = "Please send me a copy of all the personal data you hold about me."


@pytest.fixture
async def running(tmp_path: Path, database_url: str) -> AsyncIterator[tuple[Bot, Driver]]:
    """Run it at a database of each kind."""
    async with process(tmp_path / "data", database_url=database_url) as both:
        yield both


async def called(slack: Driver, method: str, *, times: int = 1) -> None:
    await slack.until(lambda: len(slack.calls(method)) >= times or None)


async def test_what_was_registered_but_not_sent_is_sent_by_the_next_process(
    running: tuple[Bot, Driver],
) -> None:
    bot, slack = running
    slack.breaks("chat.postMessage", FailsBefore(), times=50)
    said = await slack.says("Tom", WISH)
    assert said.deliveries[-1].statuses[-1] == 200
    await called(slack, "chat.postMessage")

    await bot.is_killed()
    slack.sandbox.faults.clear()
    await bot.start()
    slack.patience = IN_DOUBT_FOR

    await slack.sees("Tom", "RR-", at=DM)
    await slack.sees("Jo", WISH, at=COMPLIANCE)
    assert len([it for it in slack.messages(DM, as_person="Tom") if it.mentions("RR-")]) == 1


async def test_what_was_sent_but_not_recorded_is_not_sent_again(
    running: tuple[Bot, Driver],
) -> None:
    bot, slack = running
    slack.breaks("chat.postMessage", DropsAfter())
    slack.breaks("conversations.replies", Waits(30))
    await slack.says("Tom", "how long do you keep my data?")
    await slack.sees("Tom", KEEP, at=DM)

    await bot.is_killed()
    slack.sandbox.faults.clear()
    await bot.start()
    slack.patience = IN_DOUBT_FOR
    await called(slack, "conversations.replies")
    await slack.says("Tom", "who is your data protection officer?")
    await slack.sees("Tom", "Satswana", at=DM)

    answers = [it for it in slack.messages(DM, as_person="Tom") if it.mentions(KEEP)]
    assert len(answers) == 1


async def test_an_event_that_was_acknowledged_but_not_understood_is_answered(
    running: tuple[Bot, Driver],
) -> None:
    bot, slack = running
    slack.breaks("conversations.info", FailsBefore(), times=50)
    await slack.says("Priya", f"{BOT} how long do you keep my data?", to=ASK)
    await called(slack, "conversations.info")

    await bot.is_killed()
    slack.sandbox.faults.clear()
    await bot.start()

    await slack.sees("Priya", KEEP, at=ASK)


async def test_a_process_that_is_told_to_stop_ends_well(running: tuple[Bot, Driver]) -> None:
    bot, slack = running
    await slack.says("Tom", "how long do you keep my data?")
    await slack.sees("Tom", KEEP, at=DM)

    code = await bot.is_told_to_stop()

    assert code == 0
    assert "Traceback" not in bot.log


async def test_a_process_that_is_told_to_stop_hands_back_what_takes_too_long(
    running: tuple[Bot, Driver],
) -> None:
    bot, slack = running
    slack.breaks("chat.postMessage", Waits(30))
    await slack.says("Tom", "how long do you keep my data?")
    await slack.sees("Tom", KEEP, at=DM)
    began = monotonic()

    code = await bot.is_told_to_stop()

    assert code == 0
    assert monotonic() - began < 10
    slack.sandbox.faults.clear()
    await bot.start()
    await slack.says("Tom", "who is your data protection officer?")
    await slack.sees("Tom", "Satswana", at=DM)
    assert len([it for it in slack.messages(DM, as_person="Tom") if it.mentions(KEEP)]) == 1


async def test_a_second_process_at_the_same_file_is_turned_away(tmp_path: Path) -> None:
    async with process(tmp_path / "data") as (first, slack):
        second = Bot(first.sandbox, first.data, key=first.key)

        with pytest.raises(AssertionError, match="Another helpdesk is at work on"):
            await second.start()

        await slack.says("Tom", "who is your data protection officer?")
        await slack.sees("Tom", "Satswana", at=DM)


async def test_what_comes_before_slack_has_said_who_the_bot_is_is_lost_to_nobody(
    running: tuple[Bot, Driver],
) -> None:
    bot, slack = running
    await slack.says("Priya", "how long do you keep my data?")
    answer = await slack.sees("Priya", KEEP, at=DM)
    await bot.is_killed()
    slack.breaks("auth.test", FailsBefore(), times=1_000)
    await bot.start()

    status, problems = await readyz(bot)
    said = await slack.says("Tom", WISH)
    typed = await slack.commands("Priya", "/privacy status")
    pressed = await slack.presses("Priya", "Ask the compliance team", on=answer)
    slack.sandbox.faults.clear()

    assert (status, problems["slack"]) == (503, "Slack has not said who the bot is")
    assert said.deliveries[-1].statuses[-1] == 200
    assert [typed.statuses, pressed.statuses] == [[200], [200]]
    assert "try again in a minute" in typed.attempts[0].body
    await slack.sees("Tom", "RR-", at=DM)
    assert len([it for it in slack.messages(DM, as_person="Tom") if it.mentions("RR-")]) == 1
    assert "listener broke off" not in bot.log


async def readyz(bot: Bot) -> tuple[int, dict[str, str]]:
    assert bot.address is not None
    url = bot.address.replace("/slack/events", "/readyz")
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, (await answer.json())["problems"]
