"""A person's words travel everywhere they should, and stand nowhere else."""

from pathlib import Path

from bot.sandbox.driver import DM
from tests.journeys.processes import process

CANARY = "heliotrope wheelbarrow"


async def test_a_persons_words_stand_in_no_log_no_metadata_and_no_file(tmp_path: Path) -> None:
    async with process(tmp_path / "data") as (bot, slack):
        said = await slack.says("Tom", f"Please send me all data on {CANARY} that you hold on me.")
        receipt = await slack.sees("Tom", "RR-", at=DM)
        card = await slack.sees("Jo", CANARY, at="#compliance")
        await slack.says("Tom", f"I mean the {CANARY}, of course", thread=said)
        await slack.presses("Tom", "Add details", on=receipt)
        await slack.submits("Tom", {"details": f"The {CANARY} again."})
        await slack.sees("Jo", f"The {CANARY} again", at="#compliance")
        await slack.presses("Jo", "Reply to requester", on=card)
        await slack.submits("Jo", {"reply": f"About the {CANARY}: soon."})
        await slack.submits("Jo")
        await slack.sees("Tom", f"About the {CANARY}", at=DM)
        await slack.says("Priya", f"how long do you keep my {CANARY}?")
        answer = await slack.sees("Priya", "Ask the compliance team", at=DM)
        await slack.presses("Priya", "Ask the compliance team", on=answer)
        await slack.sees("Jo", "QN-", at="#compliance")
        await bot.is_told_to_stop()

        metadata = [str(call.arguments.get("metadata")) for call in slack.calls("chat.postMessage")]
        written = [file.read_bytes() for file in bot.data.rglob("*") if file.is_file()]

    assert bot.log
    assert not [it for it in metadata if CANARY in it]
    assert not [it for it in written if CANARY.encode() in it]
