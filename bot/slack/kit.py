"""Block Kit's blocks and surfaces as a table of types: what Slack takes of those that we use.

Each limit is Slack's own (its reference pages on blocks, elements and composition objects). A
type or field that is not here is refused, as Slack refuses what it does not know.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.slack.kit_elements import (
    FeedbackButtons,
    IconButton,
    Id,
    Interactive,
    PlainText,
    Strict,
    Text,
    Typed,
    at_most,
)


class Block(Strict):
    """What every block has."""

    block_id: Id | None = None


class Header(Block):
    """A heading."""

    type: Literal["header"]
    text: Annotated[PlainText, at_most(150)]


class Section(Block):
    """Text, perhaps in two columns."""

    type: Literal["section"]
    text: Text | None = None
    fields: tuple[Annotated[Text, at_most(2000)], ...] | None = Field(
        default=None, min_length=1, max_length=10
    )
    accessory: Interactive | None = None
    expand: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> "Section":
        if self.text is None and self.fields is None:
            raise ValueError("a section needs text or fields")
        return self


class Divider(Block):
    """A line."""

    type: Literal["divider"]


class Context(Block):
    """Small print."""

    type: Literal["context"]
    elements: tuple[Text, ...] = Field(min_length=1, max_length=10)


class Actions(Block):
    """A row of buttons."""

    type: Literal["actions"]
    elements: tuple[Interactive, ...] = Field(min_length=1, max_length=25)


class ContextActions(Block):
    """Feedback under a message."""

    type: Literal["context_actions"]
    elements: tuple[Annotated[FeedbackButtons | IconButton, Field(discriminator="type")], ...] = (
        Field(min_length=1, max_length=5)
    )


class RichText(Block):
    """Text in parts; nothing in it is live that is not an element of its own."""

    type: Literal["rich_text"]
    elements: tuple["RichPart", ...] = Field(min_length=1)


class RichWords(Strict):
    """Words."""

    type: Literal["text"]
    text: str = Field(min_length=1)
    style: dict[Literal["bold", "italic", "strike", "code"], bool] | None = None


class RichPart(Strict):
    """A paragraph, a quotation, or words as they are typed."""

    type: Literal["rich_text_section", "rich_text_quote", "rich_text_preformatted"]
    elements: tuple[RichWords, ...]
    border: int | None = None


class Markdown(Block):
    """Markdown; the limit is for the whole payload."""

    type: Literal["markdown"]
    text: str = Field(min_length=1, max_length=12_000)


class RawText(Strict):
    """A cell."""

    type: Literal["raw_text"]
    text: str = Field(min_length=1)


class Table(Block):
    """A table."""

    type: Literal["table"]
    rows: tuple[Annotated[tuple[RawText, ...], Field(min_length=1, max_length=20)], ...] = Field(
        min_length=1, max_length=100
    )


class Input(Block):
    """A field of a form, with its label."""

    type: Literal["input"]
    label: Annotated[PlainText, at_most(2000)]
    element: Typed
    hint: Annotated[PlainText, at_most(2000)] | None = None
    optional: bool = False
    dispatch_action: bool = False


AnyBlock = Annotated[
    Header
    | Section
    | Divider
    | Context
    | Actions
    | ContextActions
    | RichText
    | Markdown
    | Table
    | Input,
    Field(discriminator="type"),
]


class Message(BaseModel):
    """The parts of a message that Block Kit has rules for; where it goes is not its affair."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str = Field(min_length=1, max_length=4000)
    blocks: tuple[AnyBlock, ...] = Field(default=(), max_length=50)


class Home(Strict):
    """A Home tab."""

    type: Literal["home"]
    blocks: tuple[AnyBlock, ...] = Field(max_length=100)
    private_metadata: str = Field(default="", max_length=3000)
    callback_id: str | None = Field(default=None, max_length=255)


class Modal(Strict):
    """A form."""

    type: Literal["modal"]
    title: Annotated[PlainText, at_most(24)]
    submit: Annotated[PlainText, at_most(24)] | None = None
    close: Annotated[PlainText, at_most(24)] | None = None
    blocks: tuple[AnyBlock, ...] = Field(max_length=100)
    private_metadata: str = Field(default="", max_length=3000)
    callback_id: str | None = Field(default=None, max_length=255)

    @model_validator(mode="after")
    def _can_be_sent(self) -> "Modal":
        if self.submit is None and any(block.type == "input" for block in self.blocks):
            raise ValueError("a form with inputs needs a submit button")
        return self
