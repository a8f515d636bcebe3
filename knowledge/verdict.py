"""What a message turns out to be: the verdict, and the pure table that reaches it."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from knowledge.rights import Right


class Audience(StrEnum):
    """Who may read an entry; who asks is always STAFF or CUSTOMER's EVERYONE."""

    EVERYONE = "everyone"
    STAFF = "staff"
    OFFICERS = "officers"


class Kind(StrEnum):
    """What the person is met with."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    REQUEST = "request"
    NOT_COVERED = "not_covered"
    OFF_TOPIC = "off_topic"
    SMALL_TALK = "small_talk"
    BREACH = "breach"


class Verdict(BaseModel):
    """What a message is, where the notice speaks to it, and why we think so."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    topics: tuple[str, ...] = Field(max_length=3)
    """Topic ids, best first, filled for every kind that the notice can speak to."""
    rights: tuple[Right, ...] = ()
    """The rights exercised; only with a request."""
    certain: bool = True
    """For a request: register at once; otherwise ask first."""
    silence: str | None = None
    """Id of the known silence that was met; only with NOT_COVERED."""
    confidence: float = Field(ge=0, le=1)
    reason: str
    """The nearest phrasing, in its author's words; empty where nothing is near."""
