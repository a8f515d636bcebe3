"""A person's words travel everywhere they should, and stand nowhere else."""

from datetime import timedelta
from pathlib import Path

import aiohttp

from bot.sandbox.driver import DM, Driver
from bot.sandbox.elements import Given
from bot.sandbox.example import STAFF
from tests.journeys.processes import Bot, process
from tests.journeys.replying import replies
from tests.journeys.test_working_a_case import COMPLIANCE, choose

CANARY = "heliotrope wheelbarrow"
SHOWN = ("open", "publish", "push", "update")


async def a_request(slack: Driver) -> None:
    said = await slack.says("Tom", f"Please send me all data on {CANARY} that you hold on me.")
    receipt = await slack.sees("Tom", "RR-", at=DM)
    card = await slack.sees("Jo", CANARY, at="#compliance")
    await slack.says("Tom", f"I mean the {CANARY}, of course", thread=said)
    await slack.presses("Tom", "Add details", on=receipt)
    await slack.submits("Tom", {"details": f"The {CANARY} again."})
    await slack.sees("Jo", f"The {CANARY} again", at="#compliance")
    await slack.edits(said, f"Please send me all data on {CANARY} and delete it.")
    await replies(slack, "Jo", f"About the {CANARY}: soon.", on=card)
    await slack.sees("Tom", f"About the {CANARY}", at=DM)


async def an_officers_work(slack: Driver) -> None:
    """Let officers extend, answer and close with letters in which the words stand."""
    wish = f"Please erase the {CANARY} from what you hold about me."
    await slack.says("Mei", wish)
    card = await slack.sees("Jo", wish, at=COMPLIANCE)
    await slack.presses("Jo", "Claim", on=card)
    await choose(slack, "Jo", card, "extend")
    why = {"ground": "complex", "reasons": f"The {CANARY} is old.", "facts": f"{CANARY} archive"}
    await slack.submits("Jo", why)
    await slack.submits("Jo")
    await slack.sees("Mei", f"The {CANARY} is old.", at=DM)
    await choose(slack, "Jo", card, "nothing_held")
    await slack.submits("Jo")
    await slack.submits("Jo", {"letter": f"We hold no {CANARY}."})
    await slack.sees("Mei", f"We hold no {CANARY}.", at=DM)


async def a_call(slack: Driver) -> None:
    """Let a member of staff log what a caller with that name asked for."""
    await slack.commands("Priya", "/privacy log")
    heard: dict[str, Given] = {
        "rights": ["access"],
        "details": f"About the {CANARY}.",
        "subject": CANARY,
    }
    today = f"{slack.now:%Y-%m-%d}"
    reached: dict[str, Given] = {
        "contact": "caller@example.com",
        "came_by": "By telephone",
        "received": today,
    }
    logged = await slack.submits("Priya", heard | reached)
    assert logged.errors == {}
    await slack.sees("Priya", f"for {CANARY}", at=DM)


async def an_opinion(slack: Driver) -> None:
    """Let somebody ask about another's message, and rate an answer with their words."""
    said = await slack.says("Tom", f"is the {CANARY} in the cloud?", to="#shared-acme")
    await slack.shortcut("Priya", "ask_about_message", on=said)
    await slack.says("Priya", f"how long do you keep the {CANARY} data about me?")
    answer = await slack.sees("Priya", "This did not help", at=DM)
    await slack.presses("Priya", "This did not help", on=answer)
    asked = await slack.sees("Priya", "May I show your question", at=DM)
    await slack.presses("Priya", "Yes, show it", on=asked)
    await slack.sees("Priya", "helps to answer better", at=DM)


async def a_question(slack: Driver) -> None:
    asked = await slack.says("Priya", f"how long do you keep my {CANARY}?")
    answer = await slack.sees("Priya", "Ask the compliance team", at=DM)
    await slack.presses("Priya", "Ask the compliance team", on=answer)
    await slack.sees("Jo", "QN-", at="#compliance")
    await slack.edits(asked, f"how long do you keep my blue {CANARY}?")
    await slack.commands("Priya", f"/privacy who do you tell of my {CANARY}?")


async def a_breach(slack: Driver) -> None:
    await slack.says("Priya", f"I have just sent the {CANARY} customer's bill to somebody else")
    await slack.sees("Jo", "BR-", at="#compliance")


async def a_search(slack: Driver) -> None:
    """Let an officer ask a colleague to look for the words, and the colleague answer in them."""
    await slack.presses("Jo", "Open", on=await slack.opens_home("Jo"))
    await slack.presses("Jo", "Ask a colleague to search", on=await slack.modal("Jo"))
    await slack.until(lambda: slack.saw("Jo", "Who is asked?") or None)
    asked: dict[str, Given] = {"system": "Billing and accounts", "to": STAFF, "terms": CANARY}
    await slack.submits("Jo", {**asked, "on": f"{slack.now + timedelta(days=3):%Y-%m-%d}"})
    task = await slack.sees("Priya", CANARY, at=DM)
    await slack.presses("Priya", "Answer", on=task)
    await slack.submits("Priya", {"found": "found", "reasons": f"One {CANARY}."})
    await slack.sees("Jo", f"One {CANARY}.", at=COMPLIANCE)


async def an_end(slack: Driver) -> None:
    """Let an officer close a breach in these words, and take the register and a pack of it all."""
    card = await slack.sees("Jo", "BR-", at=COMPLIANCE)
    await choose(slack, "Jo", card, "close")
    said: dict[str, Given] = {"outcome": f"The {CANARY} came back.", "agreed": ["yes"]}
    await slack.submits("Jo", {**said, "reasons": f"No {CANARY} was read."})
    await slack.sees("Jo", f"The {CANARY} came back", at=COMPLIANCE)
    await slack.presses("Jo", "Export the register", on=await slack.opens_home("Jo"))
    await slack.submits("Jo", {"format": "json", "what": "full"})
    await slack.sees("Jo", "The register as JSON, with all names", at=COMPLIANCE)


async def told_to_operators(bot: Bot) -> str:
    """Return everything that `/metrics` and `/readyz` say."""
    address = (bot.sandbox.request_url or "").removesuffix("/slack/events")
    async with aiohttp.ClientSession(address) as session:
        return "".join([await (await session.get(it)).text() for it in ("/metrics", "/readyz")])


async def test_a_persons_words_stand_in_no_log_no_metadata_and_no_file(tmp_path: Path) -> None:
    async with process(tmp_path / "data") as (bot, slack):
        await a_request(slack)
        await a_search(slack)
        await a_question(slack)
        await a_breach(slack)
        await an_officers_work(slack)
        await a_call(slack)
        await an_opinion(slack)
        await an_end(slack)
        await slack.opens_home("Jo")
        await slack.opens_home("Priya")
        operators = await told_to_operators(bot)
        await bot.is_told_to_stop()

        posts = [*slack.calls("chat.postMessage"), *slack.calls("chat.update")]
        metadata = [str(call.arguments.get("metadata")) for call in posts]
        shown = [call for method in SHOWN for call in slack.calls(f"views.{method}")]
        views = [dict(call.arguments["view"]) for call in shown]
        private = [str(view.get("private_metadata")) for view in views]
        written = [file.read_bytes() for file in bot.data.rglob("*") if file.is_file()]

    assert bot.log
    assert CANARY not in operators
    assert not [it for it in metadata if CANARY in it]
    assert not [it for it in private if CANARY in it]
    assert not [it for it in written if CANARY.encode() in it]
