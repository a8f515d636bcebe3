"""Values -> Block Kit, pure: `draw` for everything that we may ever send."""

from bot.delivery.for_askers import ForAskers
from bot.delivery.for_colleagues import ForColleagues
from bot.delivery.for_requesters import ForRequesters
from bot.delivery.outgoing import Outgoing
from bot.slack.blocks import answers, colleagues, escalations, requests
from bot.slack.blocks.drawn import Drawn

__all__ = ["Drawn", "draw"]


def draw(message: Outgoing) -> Drawn:
    """Return the message as Slack takes it."""
    if isinstance(message, ForAskers):
        return answers.draw(message)
    if isinstance(message, ForRequesters):
        return requests.draw(message)
    if isinstance(message, ForColleagues):
        return colleagues.draw(message)
    return escalations.draw(message)
