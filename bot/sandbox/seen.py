"""A message, a modal or a Home tab as somebody sees it."""

from dataclasses import dataclass

from bot.sandbox import elements
from bot.sandbox.plain_text import read_blocks, read_mrkdwn
from bot.sandbox.values import Message, View
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True)
class Seen:
    """A message as somebody sees it."""

    workspace: Workspace
    message: Message

    @property
    def words(self) -> str:
        """Everything readable in it: its blocks, or its text when it has none."""
        if self.message.blocks:
            return read_blocks(self.workspace, self.message.blocks)
        return read_mrkdwn(self.workspace, self.message.text)

    @property
    def text(self) -> str:
        """The `text` beside the blocks: what a notification or a screen reader says."""
        return read_mrkdwn(self.workspace, self.message.text)

    @property
    def buttons(self) -> list[str]:
        """The labels of what can be pressed."""
        return [one.label for one in elements.placed(self.message.blocks)]

    @property
    def author(self) -> str:
        """Who wrote it."""
        return self.workspace.people[self.message.author].name

    @property
    def ts(self) -> str:
        """Its ts."""
        return self.message.ts

    @property
    def is_ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return self.message.visible_to is not None

    @property
    def is_by_app(self) -> bool:
        """Whether the app wrote it."""
        return self.message.by_app

    def mentions(self, words: str) -> bool:
        """Return whether the words stand in it, in its blocks or in its text."""
        return words.casefold() in f"{self.words}\n{self.text}".casefold()

    quotes = mentions


@dataclass(frozen=True)
class SeenView:
    """A modal or a Home tab as its owner sees it."""

    workspace: Workspace
    view: View

    @property
    def title(self) -> str:
        """Its title."""
        return str((self.view.payload.get("title") or {}).get("text", ""))

    @property
    def words(self) -> str:
        """Everything readable in it, with what the app has put into its fields."""
        given = (elements.initially(one.element) for one in elements.placed(self.view.blocks))
        texts = [text for text in given if isinstance(text, str)]
        return "\n".join([read_blocks(self.workspace, self.view.blocks), *texts])

    @property
    def buttons(self) -> list[str]:
        """The labels of what can be pressed or filled in."""
        return [one.label for one in elements.placed(self.view.blocks)]

    def mentions(self, words: str) -> bool:
        """Return whether the words stand in it."""
        return words.casefold() in f"{self.title}\n{self.words}".casefold()
