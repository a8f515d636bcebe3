"""What drawing makes: blocks, and the text that says the same to whoever does not see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.blocks.parts import MOST_TEXT, Block, clip


@dataclass(frozen=True)
class Drawn:
    """A message as Slack takes it; `text` carries its full meaning, in mrkdwn."""

    text: str
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, text: str, blocks: Sequence[Block]) -> "Drawn":
        """Return the message with its text cut to what Slack recommends."""
        return cls(clip(text, MOST_TEXT) or "…", tuple(blocks))
