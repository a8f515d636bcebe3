"""How an officer replies, as the journeys need it: by the form, and by what it shows before."""

from bot.sandbox.driver import Driver
from bot.sandbox.seen import Seen


async def replies(
    slack: Driver, who: str, words: str, *, on: Seen, to: str = "Reply to requester"
) -> None:
    """Write a reply into the form of a card, and send it from its preview."""
    await slack.presses(who, to, on=on)
    await slack.submits(who, {"reply": words})
    await slack.submits(who)
