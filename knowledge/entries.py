"""What may be said: entries with verbatim quotes, known silences, and who may read what."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from pydantic import Field

from knowledge.facts import Facts
from knowledge.notice import Citation, Notice, displayed
from knowledge.rights import Right
from knowledge.verdict import Audience, Frozen


class Severity(StrEnum):
    """How much an officer should mind."""

    HIGH = "high"
    NOTE = "note"


class OfficerFlag(Frozen):
    """Where the notice is stale, ambiguous or silent; for officers only."""

    severity: Severity
    text: str


class Entry(Frozen):
    """What may be said on a topic."""

    topic: str
    title: str
    audience: Audience
    lead: str
    citations: tuple[Citation, ...] = Field(min_length=1)
    right: Right | None
    staff_note: str | None
    officer_flag: OfficerFlag | None
    phrasings: tuple[str, ...]


class Silence(Frozen):
    """Something that people ask and the notice does not say."""

    id: str
    unsaid: str
    nearest: tuple[str, ...]
    staff_note: str | None
    right: Right | None
    phrasings: tuple[str, ...]


class Quote(Frozen):
    """The notice's own words, and where they stand."""

    section: int
    """0 for head and foot."""
    title: str
    verbatim: str
    """Character for character as in the notice."""

    @property
    def text(self) -> str:
        """The words for display: a bullet broken over two lines is joined."""
        return displayed(self.verbatim)


class Answer(Frozen):
    """What a person is shown on a topic."""

    topic: str
    title: str
    lead: str
    quotes: tuple[Quote, ...]
    notice_date: date
    right: Right | None
    staff_note: str | None
    """None for anybody who is not staff."""


class NoSuchTopic(LookupError):
    """The knowledge base has no entry on this topic for this reader."""


class Knowledge(Frozen):
    """The notice, its entries, silences and facts: everything but the learned part."""

    notice: Notice
    facts: Facts
    entries: Mapping[str, Entry]
    silences: Mapping[str, Silence]

    def answer(self, topic: str, audience: Audience) -> Answer:
        """Return what this reader may be shown on a topic; raises `NoSuchTopic`.

        A staff note reaches staff and officers only; an officer flag is never part of an answer.
        """
        entry = self.entries.get(topic)
        if entry is None or not may_read(audience, entry.audience):
            raise NoSuchTopic(topic)
        return Answer(
            topic=topic,
            title=entry.title,
            lead=entry.lead,
            quotes=tuple(_quote(citation) for citation in entry.citations),
            notice_date=self.notice.effective,
            right=entry.right,
            staff_note=entry.staff_note if may_read(audience, Audience.STAFF) else None,
        )

    def identity_evidence(self) -> tuple[Quote, ...]:
        """Return the notice's own words on how a requester is identified."""
        facts = self.facts
        asked = (facts.identity_request, facts.identity_asked, *facts.identity_evidence)
        return tuple(_quote(fact.cited) for fact in asked if fact)

    def evidence_to_choose(self) -> tuple[str, ...]:
        """Return each piece of identity evidence that the notice asks for, in our own words."""
        return tuple(evidence.what for evidence in self.facts.identity_evidence)

    def flags(self, topic: str) -> tuple[str, ...]:
        """Return what officers should mind of a topic, if anything; for officers only."""
        entry = self.entries.get(topic)
        flag = entry and entry.officer_flag
        return (f"{_MIND[flag.severity]} ({entry.title}): {flag.text}",) if entry and flag else ()

    def title_of(self, topic: str) -> str:
        """Return a topic's title; raises `NoSuchTopic`."""
        if topic not in self.entries:
            raise NoSuchTopic(topic)
        return self.entries[topic].title

    def silence(self, silence: str, audience: Audience) -> Silence:
        """Return a known silence, with its staff note for staff only; raises `KeyError`."""
        found = self.silences[silence]
        is_staff = may_read(audience, Audience.STAFF)
        return found if is_staff else found.model_copy(update={"staff_note": None})


_MIND: Final = {Severity.HIGH: "Important for officers", Severity.NOTE: "For officers"}
_RANK = {Audience.EVERYONE: 0, Audience.STAFF: 1, Audience.OFFICERS: 2}


def may_read(reader: Audience, meant_for: Audience) -> bool:
    """Return whether a reader is among those something is meant for."""
    return _RANK[reader] >= _RANK[meant_for]


def _quote(citation: Citation) -> Quote:
    return Quote(section=citation.section, title=citation.title, verbatim=citation.quote)
