"""What an officer may do with a case beside the lifecycle's steps."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Move(StrEnum):
    """As the menu of a card sends it back."""

    CHECKLIST = "checklist"
    CLOSE = "close"
    OPEN_AGAIN = "open_again"
    HAND_OVER = "hand_over"


MOVES: Final[Mapping[Move, str]] = {
    Move.CHECKLIST: "tick off what is done",
    Move.CLOSE: "close it",
    Move.OPEN_AGAIN: "open it again",
    Move.HAND_OVER: "hand it to another officer",
}
"""Each move, fit for the middle of a sentence."""
