"""Who and where: opaque values that name a person, a channel, a thread and a nation."""

from enum import StrEnum
from typing import Final, NewType

from pydantic import BaseModel, ConfigDict

ChannelId = NewType("ChannelId", str)


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Nation(StrEnum):
    """The part of the United Kingdom whose bank holidays count."""

    ENG = "ENG"
    SCT = "SCT"
    NIR = "NIR"
    WLS = "WLS"


class PersonId(BaseModel):
    """A person, by the team they belong to and their id there; names are not unique."""

    model_config = ConfigDict(frozen=True)

    team: str
    user: str


NOBODY: Final = PersonId(team="", user="")
ERASED: Final = "(erased)"
"""Stand for a person, and for names and words, that are no longer kept."""


class Thread(BaseModel):
    """A thread in a channel or a direct message, by the `ts` of its first message."""

    model_config = ConfigDict(frozen=True)

    channel: ChannelId
    ts: str


class Room(StrEnum):
    """What kind of place a message was written in; decides what may be said there."""

    DIRECT = "direct"
    """A direct message with the bot: private to the person."""
    OPEN = "open"
    """A public channel of ours: anyone of ours may open it."""
    CLOSED = "closed"
    """A private channel or a group message."""
    SHARED = "shared"
    """A channel shared with another company, or one that may be."""
