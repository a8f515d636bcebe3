"""The same bot over Socket Mode: no public address, the same answers."""

from pathlib import Path

from bot.sandbox.driver import DM
from bot.sandbox.faults import FailsBefore
from tests.journeys.processes import process


async def test_a_question_over_a_socket_is_answered(tmp_path: Path) -> None:
    async with process(tmp_path / "data", over_socket=True) as (_, slack):
        await slack.says("Priya", "who is your data protection officer?")
        answer = await slack.sees("Priya", "Satswana", at=DM)

        await slack.presses("Priya", "Ask the compliance team", on=answer)

        await slack.sees("Jo", "QN-", at="#compliance")


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
