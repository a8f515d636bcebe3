"""What a message turns out to be, and what is weighed for it: values, and nothing else.

Two opinions meet in a verdict: what the person wants, whatever the notice (`Wanted`), and where
this notice speaks to it (`Found`). `reaching` is the table that turns them into one.
"""

from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from knowledge.rights import Right


class Audience(StrEnum):
    """For whom something is meant; somebody who asks is STAFF, or as a customer EVERYONE."""

    EVERYONE = "everyone"
    STAFF = "staff"
    OFFICERS = "officers"

    @classmethod
    def called(cls, who: str) -> "Audience":
        """Return as whom somebody is answered who is labelled "staff" or "customer"."""
        return cls.STAFF if who == "staff" else cls.EVERYONE


class Kind(StrEnum):
    """What the person is met with."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    REQUEST = "request"
    NOT_COVERED = "not_covered"
    OFF_TOPIC = "off_topic"
    SMALL_TALK = "small_talk"
    BREACH = "breach"


ACTED_ON: Final = frozenset({Kind.REQUEST, Kind.BREACH})
"""What people are not only told something about: officers act on it."""


class Intent(StrEnum):
    """What a person wants, whatever the notice says."""

    REQUEST = "request"
    QUESTION = "question"
    BREACH = "breach"
    SMALL_TALK = "small_talk"
    OTHER = "other"


class Frozen(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


_NOT_ABOVE: Final = {
    "breach_ask": "breach_certain",
    "breach_doubt": "breach_ask",
    "breach_doubt_silent": "breach_doubt",
    "breach_button": "breach_doubt_silent",
    "request_ask": "request_certain",
    "far": "near",
    "far_question": "far",
    "clarify": "answer",
}
"""Of two thresholds of one likelihood, the one where less is done and the one where more is."""


class Policy(Frozen):
    """What the desk does with a likelihood; each is a share of 1, explained in `policy.yml`."""

    breach_certain: float = Field(gt=0, lt=1)
    breach_ask: float = Field(gt=0, lt=1)
    breach_doubt: float = Field(gt=0, lt=1)
    breach_doubt_silent: float = Field(gt=0, lt=1)
    breach_button: float = Field(gt=0, lt=1)
    request_certain: float = Field(gt=0, lt=1)
    request_ask: float = Field(gt=0, lt=1)
    aside: float = Field(gt=0, lt=1)
    aside_whole: float = Field(gt=0, lt=1)
    right_also: float = Field(gt=0, lt=1)
    right_in_clause: float = Field(gt=0, lt=1)
    small_talk: float = Field(gt=0, lt=1)
    off_topic: float = Field(gt=0, lt=1)
    not_covered: float = Field(gt=0, lt=1)
    near: float = Field(gt=0, lt=1)
    far: float = Field(gt=0, lt=1)
    far_question: float = Field(gt=0, lt=1)
    answer: float = Field(gt=0, lt=1)
    answer_near: float = Field(gt=0, lt=1)
    answer_near_long: float = Field(gt=0, lt=1)
    answer_sure: float = Field(gt=0, lt=1)
    margin: float = Field(ge=0, lt=1)
    clarify: float = Field(ge=0, lt=1)
    spelling: float = Field(gt=0, le=1)

    @field_validator(*_NOT_ABOVE)
    @classmethod
    def _in_order(cls, needed: float, info: ValidationInfo) -> float:
        surer = _NOT_ABOVE[str(info.field_name)]
        most = info.data.get(surer, 1.0)
        if needed > most:
            raise ValueError(f"must not be above {surer}, which is {most}")
        return needed


class Wanted(Frozen):
    """How likely each intent is, and which rights a request would exercise."""

    likelihood: dict[Intent, float]
    rights: dict[Right, float]
    """How likely a request would exercise each right, the likeliest first; never empty."""
    is_directive: bool
    """Whether it is worded as a wish, not only as a question."""
    reports: bool
    """Whether words of a breach report stand in it."""


class Found(Frozen):
    """Where the notice speaks to it, or is known not to."""

    topics: tuple[tuple[str, float], ...]
    """Topics with their likelihood, best first, never empty."""
    silence: tuple[str, float]
    """The likeliest silence."""
    silent: float
    """How likely it is that the notice is silent."""
    nearest: str
    """The nearest phrasing, in its author's words."""
    near: float | None
    """How near in sense the nearest phrasing is, as a cosine; None without an encoder."""
    strange: bool
    """Whether nothing in the message is known from the phrasings."""
    long: bool = False
    """Whether the message is longer than phrasings are, and so further from each."""


class Weighed(Frozen):
    """A likelihood that was held against its threshold."""

    what: str
    """The threshold, as the policy names it."""
    found: float
    needed: float

    @property
    def met(self) -> bool:
        """Whether it was enough."""
        return self.found >= self.needed


class Verdict(Frozen):
    """What a message is, where the notice speaks to it, and why we think so."""

    kind: Kind
    topics: tuple[str, ...] = Field(max_length=3)
    """Topic ids, best first, filled for every kind that the notice can speak to."""
    answers: tuple[str, ...] = ()
    """The topics that are answered, one for each question in the message.

    With ANSWER; and with a request or a breach where a question stands beside it.
    """
    more_asked: bool = False
    """Whether more was asked than is answered: a fourth question, or one that the notice leaves."""
    rights: tuple[Right, ...] = ()
    """The rights exercised; only with a request."""
    certain: bool = True
    """For a request or a breach: act at once; otherwise ask first."""
    perhaps_breach: bool = False
    """Whether something may have happened, too little likely to ask of that alone.

    With CLARIFY, and with NOT_COVERED.
    """
    silence: str | None = None
    """Id of the known silence that was met; with NOT_COVERED, or CLARIFY in its place."""
    language: str | None = None
    """The language, where it is not English (ISO 639-1, else "und"); only with NOT_COVERED."""
    confidence: float = Field(ge=0, le=1)
    reason: str
    """The nearest phrasing, in its author's words; empty where nothing is near."""
    runner_up: tuple[str, float] | None = None
    """The second topic with its likelihood."""
    weighed: tuple[Weighed, ...] = ()
    """Every likelihood beside its threshold, in the order in which they are looked at."""
