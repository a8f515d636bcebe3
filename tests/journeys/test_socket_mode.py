"""The same bot over Socket Mode: no public address, the same answers."""

from pathlib import Path

from bot.sandbox.driver import DM
from tests.journeys.processes import process


async def test_a_question_over_a_socket_is_answered(tmp_path: Path) -> None:
    async with process(tmp_path / "data", over_socket=True) as (_, slack):
        await slack.says("Priya", "who is your data protection officer?")
        answer = await slack.sees("Priya", "Satswana", at=DM)

        await slack.presses("Priya", "Ask the compliance team", on=answer)

        await slack.sees("Jo", "QN-", at="#compliance")
