"""Block Kit as a table of types: what Slack takes of the blocks and elements that we use.

Each limit is Slack's own (its reference pages on blocks, elements and composition objects). A
type or field that is not here is refused, as Slack refuses what it does not know.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


class Strict(BaseModel):
    """Refuses fields that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _at_most(most: int) -> AfterValidator:
    def short_enough(text: Any) -> Any:  # noqa: ANN401 - every kind of text object
        if len(text.text) > most:
            raise ValueError(f"text is longer than {most} characters")
        return text

    return AfterValidator(short_enough)


class PlainText(Strict):
    """Text without formatting."""

    type: Literal["plain_text"]
    text: str = Field(min_length=1, max_length=3000)
    emoji: bool = True


class Mrkdwn(Strict):
    """Text in Slack's formatting."""

    type: Literal["mrkdwn"]
    text: str = Field(min_length=1, max_length=3000)
    verbatim: bool = False


Text = Annotated[PlainText | Mrkdwn, Field(discriminator="type")]
Label = Annotated[PlainText, _at_most(75)]
Id = Annotated[str, Field(min_length=1, max_length=255)]


class Confirm(Strict):
    """Asks whether somebody is sure."""

    title: Annotated[PlainText, _at_most(100)]
    text: Annotated[Text, _at_most(300)]
    confirm: Annotated[PlainText, _at_most(30)]
    deny: Annotated[PlainText, _at_most(30)]
    style: Literal["primary", "danger"] | None = None


class Option(Strict):
    """One of several to choose from."""

    text: Annotated[Text, _at_most(75)]
    value: str = Field(min_length=1, max_length=150)
    description: Label | None = None


class Button(Strict):
    """A button."""

    type: Literal["button"]
    action_id: Id
    text: Label
    value: str | None = Field(default=None, max_length=2000)
    url: str | None = Field(default=None, max_length=3000)
    style: Literal["primary", "danger"] | None = None
    confirm: Confirm | None = None
    accessibility_label: str | None = Field(default=None, max_length=75)


class Overflow(Strict):
    """A menu behind three dots."""

    type: Literal["overflow"]
    action_id: Id
    options: tuple[Option, ...] = Field(min_length=1, max_length=5)
    confirm: Confirm | None = None


class Select(Strict):
    """A menu."""

    type: Literal["static_select", "multi_static_select"]
    action_id: Id
    options: tuple[Option, ...] = Field(min_length=1, max_length=100)
    placeholder: Annotated[PlainText, _at_most(150)] | None = None
    initial_option: Option | None = None
    initial_options: tuple[Option, ...] | None = None


class UserSelect(Strict):
    """A colleague to choose."""

    type: Literal["users_select"]
    action_id: Id
    initial_user: str | None = None
    placeholder: Annotated[PlainText, _at_most(150)] | None = None


class Ticks(Strict):
    """Boxes or radio buttons."""

    type: Literal["checkboxes", "radio_buttons"]
    action_id: Id
    options: tuple[Option, ...] = Field(min_length=1, max_length=10)
    initial_option: Option | None = None
    initial_options: tuple[Option, ...] | None = None


class TextInput(Strict):
    """A field to write in."""

    type: Literal["plain_text_input", "email_text_input"]
    action_id: Id
    multiline: bool = False
    initial_value: str | None = Field(default=None, max_length=3000)
    min_length: int | None = Field(default=None, ge=0, le=3000)
    max_length: int | None = Field(default=None, ge=1, le=3000)
    placeholder: Annotated[PlainText, _at_most(150)] | None = None


class DatePicker(Strict):
    """A day to choose."""

    type: Literal["datepicker"]
    action_id: Id
    initial_date: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    placeholder: Annotated[PlainText, _at_most(150)] | None = None


class Thumb(Strict):
    """One of the two feedback buttons."""

    text: Label
    value: str = Field(max_length=2000)
    accessibility_label: str | None = Field(default=None, max_length=75)


class FeedbackButtons(Strict):
    """Thumb up, thumb down."""

    type: Literal["feedback_buttons"]
    action_id: Id
    positive_button: Thumb
    negative_button: Thumb


class IconButton(Strict):
    """A small button with a picture."""

    type: Literal["icon_button"]
    action_id: Id
    icon: str
    text: PlainText
    value: str | None = Field(default=None, max_length=2000)


Interactive = Annotated[
    Button | Overflow | Select | Ticks | DatePicker, Field(discriminator="type")
]
Typed = Annotated[Select | UserSelect | Ticks | TextInput | DatePicker, Field(discriminator="type")]


class Block(Strict):
    """What every block has."""

    block_id: Id | None = None


class Header(Block):
    """A heading."""

    type: Literal["header"]
    text: Annotated[PlainText, _at_most(150)]


class Section(Block):
    """Text, perhaps in two columns."""

    type: Literal["section"]
    text: Text | None = None
    fields: tuple[Annotated[Text, _at_most(2000)], ...] | None = Field(
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
    label: Annotated[PlainText, _at_most(2000)]
    element: Typed
    hint: Annotated[PlainText, _at_most(2000)] | None = None
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
    title: Annotated[PlainText, _at_most(24)]
    submit: Annotated[PlainText, _at_most(24)] | None = None
    close: Annotated[PlainText, _at_most(24)] | None = None
    blocks: tuple[AnyBlock, ...] = Field(max_length=100)
    private_metadata: str = Field(default="", max_length=3000)
    callback_id: str | None = Field(default=None, max_length=255)

    @model_validator(mode="after")
    def _can_be_sent(self) -> "Modal":
        if self.submit is None and any(block.type == "input" for block in self.blocks):
            raise ValueError("a form with inputs needs a submit button")
        return self
