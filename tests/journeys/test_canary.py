"""A person's words travel everywhere they should, and stand nowhere else."""

from pathlib import Path

import aiohttp

from bot.sandbox.driver import DM, Driver
from tests.journeys.processes import Bot, process

CANARY = "heliotrope wheelbarrow"


async def a_request(slack: Driver) -> None:
    said = await slack.says("Tom", f"Please send me all data on {CANARY} that you hold on me.")
    receipt = await slack.sees("Tom", "RR-", at=DM)
    card = await slack.sees("Jo", CANARY, at="#compliance")
    await slack.says("Tom", f"I mean the {CANARY}, of course", thread=said)
    await slack.presses("Tom", "Add details", on=receipt)
    await slack.submits("Tom", {"details": f"The {CANARY} again."})
    await slack.sees("Jo", f"The {CANARY} again", at="#compliance")
    await slack.edits(said, f"Please send me all data on {CANARY} and delete it.")
    await slack.presses("Jo", "Reply to requester", on=card)
    await slack.submits("Jo", {"reply": f"About the {CANARY}: soon."})
    await slack.submits("Jo")
    await slack.sees("Tom", f"About the {CANARY}", at=DM)


async def a_question(slack: Driver) -> None:
    asked = await slack.says("Priya", f"how long do you keep my {CANARY}?")
    answer = await slack.sees("Priya", "Ask the compliance team", at=DM)
    await slack.presses("Priya", "Ask the compliance team", on=answer)
    await slack.sees("Jo", "QN-", at="#compliance")
    await slack.edits(asked, f"how long do you keep my blue {CANARY}?")
    await slack.commands("Priya", f"/privacy who do you tell of my {CANARY}?")


async def a_breach(slack: Driver) -> None:
    await slack.says("Priya", f"I have just sent the bill about a {CANARY} to the wrong customer")
    await slack.sees("Jo", "BR-", at="#compliance")


async def told_to_operators(bot: Bot) -> str:
    """Return everything that `/metrics` and `/readyz` say."""
    address = (bot.sandbox.request_url or "").removesuffix("/slack/events")
    async with aiohttp.ClientSession(address) as session:
        return "".join([await (await session.get(it)).text() for it in ("/metrics", "/readyz")])


async def test_a_persons_words_stand_in_no_log_no_metadata_and_no_file(tmp_path: Path) -> None:
    async with process(tmp_path / "data") as (bot, slack):
        await a_request(slack)
        await a_question(slack)
        await a_breach(slack)
        operators = await told_to_operators(bot)
        await bot.is_told_to_stop()

        posts = [*slack.calls("chat.postMessage"), *slack.calls("chat.update")]
        metadata = [str(call.arguments.get("metadata")) for call in posts]
        views = [dict(call.arguments["view"]) for call in slack.calls("views.open")]
        private = [str(view.get("private_metadata")) for view in views]
        written = [file.read_bytes() for file in bot.data.rglob("*") if file.is_file()]

    assert bot.log
    assert CANARY not in operators
    assert not [it for it in metadata if CANARY in it]
    assert not [it for it in private if CANARY in it]
    assert not [it for it in written if CANARY.encode() in it]
