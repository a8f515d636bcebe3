"""What officers say of channels shared with other companies, as the journeys need it."""

from bot.sandbox.driver import Driver
from bot.sandbox.seen import Seen

SHARED, COMPLIANCE = "#shared-acme", "#compliance"


async def asks(slack: Driver, *, channel: str = SHARED) -> Seen:
    """Let the bot come into a shared channel, and return the card that asks the officers."""
    await slack.joins(slack.workspace.app.bot_user, channel)
    return await slack.sees("Jo", "May I answer questions in", at=COMPLIANCE)


async def approves(slack: Driver, *, channel: str = SHARED) -> Seen:
    """Let an officer approve of answers in a shared channel, and return the card."""
    card = await asks(slack, channel=channel)
    await slack.presses("Jo", "Answer there", on=card)
    return await slack.sees("Jo", ", says ", at=COMPLIANCE)
