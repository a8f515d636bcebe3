"""What authors should look at: passages that no answer cites, and phrasings that confuse."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from pydantic import Field
from rapidfuzz import fuzz, process

from knowledge.authored import Raw, RawCitation, number_of
from knowledge.entries import Knowledge
from knowledge.faults import Fault, KnowledgeFaults, Source
from knowledge.notice import Notice, Passage, QuoteNotVerbatim, Span
from knowledge.wording import words

UNCITED: Final = "uncited.yml"
_FEWEST: Final = 5
"""How many of those with the fewest phrasings are named."""
_ALIKE: Final = 88.0
"""From here on two phrasings of different topics are as good as the same (0 to 100)."""


class RawUncited(RawCitation):
    """A passage that no answer needs, and why."""

    why: str = Field(min_length=1)


class RawReview(Raw):
    """The file of passages that are left out on purpose."""

    uncited: tuple[RawUncited, ...] = ()


class Alike(Raw):
    """Two phrasings of different topics that can hardly be told apart."""

    one: str
    of: str
    other: str
    of_other: str

    def __str__(self) -> str:
        return f'Easily confused: "{self.one}" ({self.of}) and "{self.other}" ({self.of_other}).'


def uncited(folder: Path, knowledge: Knowledge) -> tuple[Fault, ...]:
    """Return the passages that are neither cited nor left out on purpose, and what is wrong there.

    Headings and the contents, which are before the first section, need no answer.
    """
    notice = knowledge.notice
    try:
        left_out = _left_out(folder, notice)
    except KnowledgeFaults as wrong:
        return wrong.faults
    cited = [cited for entry in knowledge.entries.values() for cited in entry.citations]
    return tuple(
        Fault(
            file="notice.txt",
            line=notice.text.count("\n", 0, passage.start) + 1,
            reason=f"no answer cites it, nor does {UNCITED}: {notice.words_of(passage)[:60]!r}",
        )
        for passage in notice.passages
        if not _is_heading(notice, passage) and not _touches(passage, [*cited, *left_out])
    )


def unreachable(knowledge: Knowledge) -> tuple[Fault, ...]:
    """Return that letters cannot say where to write to, if so."""
    if knowledge.facts.contact:
        return ()
    reason = (
        "contact_points: needs an e-mail or a postal address; every letter names the first e-mail, "
        "or where there is none the first postal address, for replies, complaints and identity "
        "papers"
    )
    return (Fault(file="facts.yml", line=1, reason=reason),)


def unread(folder: Path) -> tuple[Fault, ...]:
    """Return the files among the entries that nobody reads, since their names end otherwise."""
    reason = "is not read; the name of a file of entries ends in .yml"
    return tuple(
        Fault(file=str(file.relative_to(folder)), line=1, reason=reason)
        for file in sorted(folder.glob("entries/*"))
        if file.suffix != ".yml" and not file.name.startswith(".")
    )


def alike(knowledge: Knowledge) -> tuple[Alike, ...]:
    """Return the phrasings of different topics that are as good as the same."""
    entries = [(topic, text) for topic, it in knowledge.entries.items() for text in it.phrasings]
    silences = [(name, text) for name, it in knowledge.silences.items() for text in it.phrasings]
    phrased = [*entries, *silences]
    plain = [" ".join(words(text)) for _, text in phrased]
    likeness = process.cdist(
        plain, plain, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, dtype=np.uint8
    )
    return tuple(
        Alike(one=phrased[row][1], of=phrased[row][0], other=text, of_other=topic)
        for row, column in zip(*np.nonzero(likeness), strict=True)
        if row < column and (topic := phrased[column][0]) != phrased[row][0]
        for text in (phrased[column][1],)
    )


def counted(knowledge: Knowledge) -> str:
    """Return how many phrasings there are, and which topics and silences have the fewest."""
    counts = {name: len(it.phrasings) for name, it in knowledge.entries.items()}
    counts |= {name: len(it.phrasings) for name, it in knowledge.silences.items()}
    ranked = sorted(counts.items(), key=lambda one: (one[1], one[0]))
    fewest = ", ".join(f"{name} ({count})" for name, count in ranked[:_FEWEST])
    return (
        f"{len(knowledge.entries)} topics and {len(knowledge.silences)} silences, "
        f"{sum(counts.values()):,} phrasings. Fewest: {fewest}."
    )


def _left_out(folder: Path, notice: Notice) -> list[Span]:
    """Return what is left out on purpose; raises `KnowledgeFaults`."""
    if not (folder / UNCITED).exists():
        return []
    source = Source(folder / UNCITED, root=folder)
    found: list[Span] = []
    faults: list[Fault] = []
    for place, left_out in enumerate(source.parsed(RawReview).uncited):
        try:
            found.append(notice.cite(number_of(left_out.section), left_out.quote))
        except QuoteNotVerbatim as cause:
            faults.append(source.fault(("uncited", place), str(cause)))
    if faults:
        raise KnowledgeFaults(faults)
    return found


def _is_heading(notice: Notice, passage: Passage) -> bool:
    return passage.start < notice.head.end or any(
        section.start <= passage.start < section.body for section in notice.sections
    )


def _touches(passage: Passage, spans: Sequence[Span]) -> bool:
    return any(span.start < passage.end and span.end > passage.start for span in spans)
