"""The closed union of everywhere that we may ever send to."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bot.places import ChannelId, PersonId, Thread, Value


class InThread(Value):
    """As a reply in a thread."""

    kind: Literal["in_thread"] = "in_thread"
    thread: Thread


class Privately(Value):
    """In the person's direct message with the bot."""

    kind: Literal["privately"] = "privately"
    person: PersonId
    wrote_in: Thread | None = None
    """The channel's thread in which they wrote: where a button stands if Slack refuses the rest."""


class ToCompliance(Value):
    """As a new message in the compliance channel; waits while that channel may not be trusted."""

    kind: Literal["to_compliance"] = "to_compliance"
    channel: ChannelId


class Beneath(Value):
    """In the thread of an earlier delivery, once that one is sent."""

    kind: Literal["beneath"] = "beneath"
    delivery: str


class InPlaceOf(Value):
    """As the new face of an earlier delivery, once that one is sent."""

    kind: Literal["in_place_of"] = "in_place_of"
    delivery: str


Address = Annotated[
    InThread | Privately | ToCompliance | Beneath | InPlaceOf, Field(discriminator="kind")
]
"""Where a message may go."""

ADDRESS: TypeAdapter[Address] = TypeAdapter(Address)
