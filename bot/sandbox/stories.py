"""Stories that the page plays by itself: who does what, step by step, and what is seen then.

Their words belong to the app that is tried, which gives the page its programme.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.sandbox.elements import Given
from bot.sandbox.scene import Gaze

DM: Final = "dm"
"""The person's own conversation with the app."""


@dataclass(frozen=True)
class Says:
    """Somebody writes."""

    person: str
    words: str
    at: str = DM


@dataclass(frozen=True)
class Presses:
    """Somebody presses a button, or chooses from a menu, in the message with these words."""

    person: str
    what: str
    words: str
    at: str = DM
    choosing: str | None = None


@dataclass(frozen=True)
class Submits:
    """Somebody fills in the form before them and sends it."""

    person: str
    values: Mapping[str, Given] = field(default_factory=dict)


@dataclass(frozen=True)
class Seeing:
    """Somebody looks at the newest message with these words; without words at the place."""

    person: str
    words: str = ""
    at: str = DM


Act = Says | Presses | Submits


@dataclass(frozen=True)
class Step:
    """One click in the story."""

    tells: str
    """To who watches: what is done here, and why."""
    act: Act | None
    sees: Seeing


@dataclass(frozen=True)
class Story:
    """A few steps with a title."""

    title: str
    about: str
    steps: tuple[Step, ...]


class StoryStuck(Exception):
    """What a story waits for did not come: somebody has done something else meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "The story cannot go on: something else was done meanwhile. Play it from its beginning;"
            " if it stops once more, start the sandbox again."
        )


@dataclass(frozen=True)
class Programme:
    """The stories that the page offers, and what plays a step of one."""

    stories: tuple[Story, ...]
    play: Callable[[Story, Step], Awaitable[Gaze]]
    """Returns where to look; raises `StoryStuck`."""
