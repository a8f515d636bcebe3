"""Block Kit's texts and elements: what Slack takes of what stands within a block.

Like the blocks themselves (`kit.py`): each limit is Slack's own, and what is not here is refused.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """Refuses fields that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def at_most(most: int) -> AfterValidator:
    """Return what refuses a text of more characters."""

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
Label = Annotated[PlainText, at_most(75)]
Id = Annotated[str, Field(min_length=1, max_length=255)]


class Confirm(Strict):
    """Asks whether somebody is sure."""

    title: Annotated[PlainText, at_most(100)]
    text: Annotated[Text, at_most(300)]
    confirm: Annotated[PlainText, at_most(30)]
    deny: Annotated[PlainText, at_most(30)]
    style: Literal["primary", "danger"] | None = None


class Option(Strict):
    """One of several to choose from."""

    text: Annotated[Text, at_most(75)]
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
    placeholder: Annotated[PlainText, at_most(150)] | None = None
    initial_option: Option | None = None
    initial_options: tuple[Option, ...] | None = None


class UserSelect(Strict):
    """A colleague to choose."""

    type: Literal["users_select"]
    action_id: Id
    initial_user: str | None = None
    placeholder: Annotated[PlainText, at_most(150)] | None = None


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
    placeholder: Annotated[PlainText, at_most(150)] | None = None


class DatePicker(Strict):
    """A day to choose."""

    type: Literal["datepicker"]
    action_id: Id
    initial_date: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    placeholder: Annotated[PlainText, at_most(150)] | None = None


class TimePicker(Strict):
    """A time of day to choose."""

    type: Literal["timepicker"]
    action_id: Id
    initial_time: str | None = Field(default=None, pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    placeholder: Annotated[PlainText, at_most(150)] | None = None


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
Typed = Annotated[
    Select | UserSelect | Ticks | TextInput | DatePicker | TimePicker, Field(discriminator="type")
]
