"""What a folder gives the officers: letters, where to search, a breach's list, retention.

A folder without `casework.yml` uses that of Next Connex, which names no company.
"""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from knowledge.faults import Fault, KnowledgeFaults, Source
from knowledge.law import LawFact, law_facts
from knowledge.letters import Letters, letters

Line = Annotated[str, Field(min_length=1, max_length=150)]
Months = Annotated[int, Field(ge=0, le=1_200)]


class Retention(BaseModel):
    """Months that a case is kept after it was closed, by how it ended (LAW fact 16: one's own)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    responded: Months
    refused: Months
    redirected: Months
    withdrawn: Months
    only_asking: Months
    dismissed: Months
    """A message that was looked at and was no request."""
    question: Months
    breach: Months


class Casework(BaseModel):
    """What `casework.yml` says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    systems: tuple[Line, ...] = Field(min_length=1, max_length=50)
    """Where a reasonable search looks."""
    breach_checklist: tuple[Line, ...] = Field(min_length=1, max_length=10)
    """A form holds ten ticks."""
    retention: Retention


class Papers(BaseModel):
    """All that the officers of a folder work with."""

    model_config = ConfigDict(frozen=True)

    casework: Casework
    letters: Letters
    law: tuple[LawFact, ...] = ()
    """The facts of law that dates and refusals name by their numbers."""


def papers(folder: Path, *, otherwise: Path) -> Papers:
    """Return what a folder gives the officers; what it lacks comes from the other one.

    Raises `KnowledgeFaults` with all that is wrong.
    """
    faults: list[Fault] = []
    own = folder if (folder / "casework.yml").exists() else otherwise
    try:
        casework = Source(own / "casework.yml", root=own).parsed(Casework)
    except KnowledgeFaults as wrong:
        faults += wrong.faults
    try:
        texts = letters(folder, otherwise=otherwise)
    except KnowledgeFaults as wrong:
        faults += wrong.faults
    try:
        law = law_facts(folder) or law_facts(otherwise)
    except KnowledgeFaults as wrong:
        faults += wrong.faults
    if faults:
        raise KnowledgeFaults(faults)
    return Papers(casework=casework, letters=texts, law=law)
