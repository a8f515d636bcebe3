"""The law that the desk works under: dated facts, each with its source and a review date."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from knowledge.faults import Source

_NAMED: Final = re.compile(r"\bfacts? (\d+(?:, ?\d+)*)")
_IN_BRIEF: Final = {
    3: "UK GDPR Art 12A",
    4: "ICO, how long we have",
    5: "DPA 2018 s.54(3A)",
    6: "DPA 2018 s.54(3C)",
    7: "ICO, proof of identity",
    8: "ICO, unfounded or excessive",
    9: "UK GDPR Art 12(4)",
    10: "ICO, acting for another",
    11: "ICO, direct marketing",
    12: "DPA 2018 s.164A",
    13: "ICO, breaches",
    14: "DPA 2018 s.173",
    15: "ICO, accountability",
    20: "gov.uk, bank holidays",
}
"""The source of each fact that our sentences name, in few words."""


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
    return _NAMED.sub(lambda named: "; ".join(map(_in_brief, named[1].split(","))), sentence)


def _in_brief(number: str) -> str:
    return _IN_BRIEF.get(int(number), f"fact {number.strip()}")


def past_review(facts: tuple[LawFact, ...], *, today: date) -> tuple[LawFact, ...]:
    """Return the facts that must be looked at again before anybody relies on them."""
    return tuple(fact for fact in facts if fact.review_by < today)
