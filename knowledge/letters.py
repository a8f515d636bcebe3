"""The letters that officers send: plain text files with places to fill, checked like entries.

A folder without letters uses those of Next Connex, which name no company.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.faults import Fault, KnowledgeFaults

LONGEST: Final = 2_000
"""Characters of a letter before it is filled; a form's field takes 3,000."""


class LetterName(StrEnum):
    """Every letter that there must be."""

    RECEIPT = "receipt"
    IDENTITY_REQUEST = "identity_request"
    IDENTITY_RECEIVED = "identity_received"
    CLARIFICATION = "clarification"
    FEE = "fee"
    EXTENSION = "extension"
    PROGRESS = "progress"
    FULFILLED = "fulfilled"
    PARTIAL = "partial"
    NOTHING_HELD = "nothing_held"
    REFUSAL = "refusal"
    REDIRECTED = "redirected"
    COMPLAINT_ACKNOWLEDGEMENT = "complaint_acknowledgement"
    COMPLAINT_OUTCOME = "complaint_outcome"
    MARKETING_CONFIRMATION = "marketing_confirmation"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class Filling(BaseModel):
    """What stands in a letter's places; the field names are the names of the places."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    reference: str
    received: str
    due: str
    rights: str
    contact: str
    reasons: str = ""
    """What the officer wrote; a paragraph of its own, left out where it is empty."""
    ground: str = ""
    """Why, or what was found, fit for the middle of a sentence."""
    evidence: str = ""
    """What is needed of the identity evidence that the notice asks for."""
    meanwhile: str = ""
    """What becomes of the time to answer until the requester has replied, as a sentence."""


PLACES: Final = frozenset(Filling.model_fields)

_PLACE = re.compile(r"\{([^{}]*)\}")
_EMPTY_PARAGRAPHS = re.compile(r"\n{3,}")

_MUST_FILL: Final[Mapping[LetterName, frozenset[str]]] = {
    LetterName.RECEIPT: frozenset({"due", "received"}),
    LetterName.IDENTITY_REQUEST: frozenset({"evidence"}),
    LetterName.IDENTITY_RECEIVED: frozenset({"due"}),
    LetterName.CLARIFICATION: frozenset({"meanwhile", "reasons"}),
    LetterName.FEE: frozenset({"ground", "reasons"}),
    LetterName.EXTENSION: frozenset({"due", "ground", "reasons"}),
    LetterName.PROGRESS: frozenset({"reasons"}),
    LetterName.PARTIAL: frozenset({"ground", "reasons"}),
    LetterName.REFUSAL: frozenset({"ground", "reasons"}),
    LetterName.REDIRECTED: frozenset({"reasons"}),
    LetterName.COMPLAINT_ACKNOWLEDGEMENT: frozenset({"received"}),
    LetterName.COMPLAINT_OUTCOME: frozenset({"ground", "reasons"}),
}
"""The places that a letter cannot do without, beside the reference, which none can."""

_REMEDIES: Final = ("complain to us", "www.ico.org.uk", "court")
"""What a decision not to act tells of (UK GDPR Art 12(4))."""

MUST_TELL: Final[Mapping[LetterName, tuple[str, ...]]] = {
    LetterName.REFUSAL: _REMEDIES,
    LetterName.PARTIAL: _REMEDIES,
    LetterName.REDIRECTED: _REMEDIES,
    LetterName.EXTENSION: _REMEDIES,
    LetterName.FEE: _REMEDIES,
    LetterName.COMPLAINT_OUTCOME: ("www.ico.org.uk", "court"),
}
"""The words that a letter tells of remedies by, as it stands in its file and as it is sent."""


def left_out(name: LetterName, words: str) -> tuple[str, ...]:
    """Return what a letter must tell of and does not, however its lines are broken."""
    flowing = " ".join(words.casefold().split())
    return tuple(
        told
        for told in MUST_TELL.get(name, ())
        if not re.search(rf"\b{re.escape(told)}s?\b", flowing)
    )


class Letters(BaseModel):
    """The letters of a knowledge folder."""

    model_config = ConfigDict(frozen=True)

    texts: dict[LetterName, str]

    def filled(self, name: LetterName, filling: Filling) -> str:
        """Return a letter with its places filled; an empty place leaves no empty paragraph.

        What is filled in is never read as a place itself.
        """
        values = filling.model_dump()
        text = _PLACE.sub(lambda place: values[place[1]], self.texts[name])
        return _EMPTY_PARAGRAPHS.sub("\n\n", text).strip()


def letters(folder: Path, *, otherwise: Path) -> Letters:
    """Return the letters of a folder, or of another one where it has none at all.

    Raises `KnowledgeFaults` with all that is wrong.
    """
    place = folder if (folder / "letters").is_dir() else otherwise
    found = {name: place / "letters" / f"{name}.txt" for name in LetterName}
    faults = [fault for name, file in found.items() for fault in _faults(name, file, place)]
    if faults:
        raise KnowledgeFaults(faults)
    return Letters(texts={name: file.read_text(encoding="utf-8") for name, file in found.items()})


def _faults(name: LetterName, file: Path, root: Path) -> Iterator[Fault]:
    called = str(file.relative_to(root))
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        yield Fault(file=called, line=1, reason="is missing, or not UTF-8")
        return
    for number, line in enumerate(text.splitlines(), start=1):
        for unknown in sorted(set(_PLACE.findall(line)) - PLACES):
            known = ", ".join(sorted(PLACES))
            reason = f"there is no place called {{{unknown}}}; there are {known}"
            yield Fault(file=called, line=number, reason=reason)
    for missing in sorted((_MUST_FILL.get(name, frozenset()) | {"reference"}) - _places(text)):
        yield Fault(file=called, line=1, reason=f"must have the place {{{missing}}}")
    if len(text) > LONGEST:
        yield Fault(file=called, line=1, reason=f"is longer than {LONGEST} characters")
    for remedy in left_out(name, text):
        reason = f'must tell of complaint to us, the ICO and the courts: "{remedy}"'
        yield Fault(file=called, line=1, reason=reason)


def _places(text: str) -> set[str]:
    return set(_PLACE.findall(text))
