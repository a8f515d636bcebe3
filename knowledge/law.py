"""The law that the desk works under: dated facts, each with its source and a review date."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from knowledge.faults import Source

_NAMED: Final = re.compile(r"(?<=\()facts? (\d+(?:, ?\d+)*)(?=\))")
_OURS: Final = Path(__file__).parent / "next_connex"
"""Where the facts stand by whose numbers the desk's own sentences name them."""


class Standing(StrEnum):
    """How certain a fact is."""

    CONFIRMED = "confirmed"
    """Read in ICO guidance or legislation."""
    SECONDARY = "secondary"
    """Read in a law firm's or public body's account."""
    PARTIAL = "partial"
    """Sources disagree or were read in part: the cautious reading is shown."""


class LawFact(BaseModel):
    """One fact of law."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(ge=1)
    says: str
    source: str
    in_brief: str = Field(default="", min_length=1)
    """The source in few words. None is asked of another company's file: its own facts stand at full
    length wherever they are shown, and a folder made by an earlier version must not stop the bot.
    """
    standing: Standing
    checked_on: date
    review_by: date

    @property
    def line(self) -> str:
        """The fact as it stands below what names it: number, what it says, source."""
        return f"Fact {self.number}: {self.says} ({self.source})"


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    facts: tuple[LawFact, ...]


def law_facts(folder: Path) -> tuple[LawFact, ...]:
    """Return the facts of a knowledge folder's `law.yml`; none where it has no such file.

    Raises `KnowledgeFaults` for a file that is not as it should be.
    """
    file = folder / "law.yml"
    return Source(file, root=folder).parsed(_File).facts if file.exists() else ()


def named_in(sentences: Iterable[str], facts: tuple[LawFact, ...]) -> tuple[LawFact, ...]:
    """Return the facts that the sentences name, as "(fact 4)" or "(facts 8, 11)" does."""
    lists = _NAMED.findall(" ".join(sentences))
    numbers = {int(number) for listed in lists for number in listed.split(",")}
    return tuple(fact for fact in facts if fact.number in numbers)


def with_sources(sentence: str) -> str:
    """Return the sentence with the sources of its facts in place of their numbers.

    It is for where the facts do not stand below: nobody knows them by number.
    """
    return _NAMED.sub(lambda named: "; ".join(map(_source_of, named[1].split(","))), sentence)


def _source_of(number: str) -> str:
    return _sources().get(int(number), f"fact {number.strip()}")


@cache
def _sources() -> Mapping[int, str]:
    """Return the source of each fact that our sentences may name, in few words where it has them.

    The sentences are the product's, so the facts are the product's too, whichever folder is in use.
    """
    return {fact.number: fact.in_brief or fact.source for fact in law_facts(_OURS)}


def past_review(facts: tuple[LawFact, ...], *, today: date) -> tuple[LawFact, ...]:
    """Return the facts that must be looked at again before anybody relies on them."""
    return tuple(fact for fact in facts if fact.review_by < today)
