"""What this desk holds about one person: an answer to an access request to the desk itself.

Fact 17: what is written in a chat is in reach of an access request, and so is what we made of it.
"""

from collections.abc import Sequence
from typing import Final, Literal

from pydantic import AwareDatetime, BaseModel

from bot.asked.feedback import Feedback
from bot.asked.opinions import Opinion
from bot.asked.questions import Question
from bot.books.packs import as_json, packed
from bot.books.values import Sent
from bot.delivery.for_officers import Card
from bot.delivery.outgoing import Outgoing
from bot.escalations.escalation import Spoken
from bot.places import PersonId, Value
from bot.register.audit import AuditRecord
from bot.register.history import Taken
from bot.register.requests import RightsRequest
from bot.tasks import Task

VERSION: Final = 1
"""Of the files; it grows when a reader of the last ones would misunderstand."""


class Held(Value):
    """A rights request that is theirs, with all that belongs to it."""

    found_by: Literal["id", "name"]
    """By name only, it may be another person's of the same name: look before it is given out."""
    request: RightsRequest
    steps: tuple[Taken, ...]
    messages: tuple[Spoken, ...]
    sent: tuple[Sent, ...]
    opinion: Opinion | None


class Case(Value):
    """A question or a possible breach that they brought to the officers."""

    card: Card
    messages: tuple[Spoken, ...]


class Logged(Value):
    """A request that they logged for somebody else, whose data it is."""

    reference: str
    received: str


class Holdings(Value):
    """All that is held about a person."""

    person: PersonId | None
    """None where they are known by name only."""
    name: str
    requests: tuple[Held, ...]
    logged_for_others: tuple[Logged, ...]
    cases: tuple[Case, ...]
    questions: tuple[Question, ...]
    feedback: tuple[Feedback, ...]
    still_owed: tuple[Outgoing, ...]
    searches_asked_of_them: tuple[Task, ...]
    what_they_did: tuple[AuditRecord, ...]
    made_at: AwareDatetime
    made_by: str


def as_object(holdings: Holdings) -> dict[str, object]:
    """Return all of it as one JSON object with a version."""
    return {"version": VERSION, **holdings.model_dump(mode="json")}


def as_pack(holdings: Holdings) -> bytes:
    """Return all of it as a ZIP: a file for each kind of thing, and what is in it."""
    kinds: dict[str, Sequence[BaseModel]] = {
        "requests": holdings.requests,
        "logged_for_others": holdings.logged_for_others,
        "cases": holdings.cases,
        "questions": holdings.questions,
        "feedback": holdings.feedback,
        "still_owed": holdings.still_owed,
        "searches_asked_of_them": holdings.searches_asked_of_them,
        "what_they_did": holdings.what_they_did,
    }
    files = {
        f"{name}.json": as_json([it.model_dump(mode="json") for it in found])
        for name, found in kinds.items()
    }
    about = {
        "version": VERSION,
        "person": holdings.person and holdings.person.model_dump(),
        "name": holdings.name,
        "made_by": holdings.made_by,
        "held": {name: len(found) for name, found in kinds.items()},
    }
    return packed(files, about=about, at=holdings.made_at)
