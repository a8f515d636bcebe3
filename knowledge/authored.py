"""The files of a knowledge folder as their authors write them, before quotes are looked up."""

from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from knowledge.entries import OfficerFlag
from knowledge.notice import FOOT
from knowledge.rights import Right
from knowledge.verdict import Audience, Frozen

FEWEST_PHRASINGS: Final = 6


class Raw(Frozen):
    """A part of an author's file, before its quotes are looked up."""


def _as_section(section: object) -> object:
    if section == "foot" or str(section).isdecimal():
        return section
    raise ValueError("takes the number of a section, or foot")


SectionNumber = Annotated[int | Literal["foot"], BeforeValidator(_as_section)]


def number_of(section: SectionNumber) -> int:
    """Return the section's number as the notice counts; its foot has one, too."""
    return FOOT if section == "foot" else section


class Quoted(Raw):
    """A quote; its section is the file's unless it says another."""

    section: SectionNumber | None = None
    text: str = Field(min_length=1)


class RawCitation(Raw):
    """What the notice says of a fact."""

    section: SectionNumber
    quote: str = Field(min_length=1)


def _as_quoted(quote: object) -> object:
    return {"text": quote} if isinstance(quote, str) else quote


AnyQuote = Annotated[Quoted, BeforeValidator(_as_quoted)]
Phrasing = Annotated[str, Field(min_length=1, max_length=300)]


class RawEntry(Raw):
    """An entry as its author writes it."""

    topic: str = Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$", max_length=60)
    section: SectionNumber | None = None
    title: str = Field(min_length=1, max_length=60)
    audience: Audience = Audience.EVERYONE
    lead: str = Field(min_length=1, max_length=140)
    quotes: tuple[AnyQuote, ...] = Field(min_length=1)
    right: Right | None = None
    staff_note: str | None = None
    officer_flag: OfficerFlag | None = None
    phrasings: tuple[Phrasing, ...] = Field(min_length=FEWEST_PHRASINGS)


class RawEntries(Raw):
    """A file of entries."""

    section: SectionNumber
    entries: tuple[RawEntry, ...] = Field(min_length=1)


class RawSilence(Raw):
    """A silence as its author writes it."""

    id: str = Field(pattern="^[a-z][a-z0-9_]*$")
    unsaid: str = Field(min_length=1, max_length=100)
    nearest: tuple[str, ...] = Field(min_length=1, max_length=3)
    staff_note: str | None = None
    right: Right | None = None
    phrasings: tuple[Phrasing, ...] = Field(min_length=FEWEST_PHRASINGS)


class RawSilences(Raw):
    """The file of silences."""

    silences: tuple[RawSilence, ...]
