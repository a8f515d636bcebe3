"""A privacy notice: its text, sections and passages; a passage is a span, never a copy."""

import re
from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.dating import Dated, NotADay, dated
from knowledge.headings import headings_of

FOOT: Final = -1
"""Stands for the foot of the notice where a section's number is asked for; shown as 0."""
HEAD: Final = 0

_FOOT = re.compile(r"(?:\n[ \t\u00a0]*){6,}\n(?=\S)")
_BLANK = re.compile(r"\n[ \t\u00a0]*(?:\n[ \t\u00a0]*)+")
_MARKED = re.compile(r"^[ \t\u00a0]*(?:•|\d{1,2}\.)\s")
_MARKS: Final = " \t\u00a0#*_=-"
"""What may mark a line as the title, or stand below it."""
_UNFINISHED = re.compile(r"(?<![;,] )\b(?:or|and|the|of|to|with)$")
"""How a line ends that breaks off in mid-sentence; an item ending in "; and" does not."""


class NotANotice(Exception):
    """The text has no numbered sections, or no date, so that nothing in it can be cited."""


class QuoteNotVerbatim(Exception):
    """These are not the notice's words."""

    def __init__(self, quote: str, section: int) -> None:
        self.quote = quote
        where = {HEAD: "its head", FOOT: "its foot"}.get(section, f"section {section}")
        super().__init__(f"not the notice's words in {where}: {quote[:80]!r}")


class Span(BaseModel):
    """A stretch of the notice's text."""

    model_config = ConfigDict(frozen=True)

    start: int
    end: int


class Section(Span):
    """A numbered section with its heading; head and foot count as sections without a number."""

    number: int
    title: str
    body: int
    """Where the text below its heading begins."""


class Passage(Span):
    """A paragraph or list of a section."""

    section: int


class Citation(Span):
    """Words of the notice, and the section they stand in."""

    section: int
    """0 for head and foot."""
    title: str
    quote: str


class Notice(BaseModel):
    """A privacy notice."""

    model_config = ConfigDict(frozen=True)

    text: str
    title: str
    effective: date
    sections: tuple[Section, ...]
    head: Section
    foot: Section | None

    def cite(self, section: int, quote: str) -> Citation:
        """Return the first place of these words in the section; raises `QuoteNotVerbatim`."""
        where = self._part(section)
        start = self.text.find(quote, where.start, where.end) if where and quote.strip() else -1
        if where is None or start < 0:
            raise QuoteNotVerbatim(quote, section)
        return Citation(
            start=start,
            end=start + len(quote),
            section=max(where.number, 0),
            title=where.title,
            quote=quote,
        )

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every paragraph and list, in order, without headings' blank surroundings."""
        parts = (self.head, *self.sections, *((self.foot,) if self.foot else ()))
        return tuple(passage for part in parts for passage in _passages(self.text, part))

    def words_of(self, span: Span) -> str:
        """Return the notice's own words there."""
        return self.text[span.start : span.end]

    def _part(self, section: int) -> Section | None:
        if section == HEAD:
            return self.head
        if section == FOOT:
            return self.foot
        return next((part for part in self.sections if part.number == section), None)


def parse(text: str) -> Notice:
    """Return the notice that the text is; raises `NotANotice`.

    Spans count in the text with line feeds only, whatever the file's line ends are, and without
    the mark that some editors put before it.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = _dated(text)
    starts = headings_of(text, dated=found.start if found else 0)
    if not starts:
        raise NotANotice("no sections were found: no numbered, marked, underlined or lone headings")
    if found is None:
        raise NotANotice(
            "no date from which it applies was found, such as: effective from 25 May 2018"
        )
    last = starts[-1].end
    foot = _FOOT.search(text, last)
    end = foot.start() if foot else len(text)
    ends = [heading.start for heading in starts[1:]] + [end]
    return Notice(
        text=text,
        title=_title(text, dated=found.start, first=starts[0].start),
        effective=found.day,
        sections=tuple(
            Section(
                start=heading.start,
                end=stop,
                number=heading.number,
                title=heading.title,
                body=heading.end,
            )
            for heading, stop in zip(starts, ends, strict=True)
        ),
        head=Section(start=0, end=starts[0].start, number=HEAD, title="Head of the notice", body=0),
        foot=Section(
            start=foot.end(),
            end=len(text),
            number=FOOT,
            title="Foot of the notice",
            body=foot.end(),
        )
        if foot
        else None,
    )


def displayed(quote: str) -> str:
    """Return words for display: a line broken in mid-sentence is joined, lists stay lists."""
    lines: list[str] = []
    for line in quote.split("\n"):
        text = line.strip(" \t\u00a0")
        if lines and text and _continues(lines[-1], line):
            lines[-1] = f"{lines[-1]} {text.removeprefix('•').strip()}"
        else:
            lines.append(text)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _continues(before: str, line: str) -> bool:
    if not before:
        return False
    if _MARKED.match(line):
        return bool(_UNFINISHED.search(before))
    return before[-1] not in ".:;?!" and line.strip()[:1].islower()


def _passages(text: str, part: Section) -> list[Passage]:
    """Return the heading, where there is one, and the paragraphs and lists below it."""
    found = _passage(text, part, part.start, part.body)
    start = part.body
    for gap in [*_BLANK.finditer(text, part.body, part.end), None]:
        end = gap.start() if gap else part.end
        found += _passage(text, part, start, end)
        start = gap.end() if gap else end
    return found


def _passage(text: str, part: Section, start: int, end: int) -> list[Passage]:
    """Return what stands there without the blanks around it; nothing where only blanks stand."""
    words = text[start:end]
    kept = words.strip(" \t\n\u00a0")
    if not kept:
        return []
    begin = start + words.index(kept)
    return [Passage(start=begin, end=begin + len(kept), section=max(part.number, 0))]


def _dated(text: str) -> Dated | None:
    try:
        return dated(text)
    except NotADay as cause:
        raise NotANotice(str(cause)) from cause


def _title(text: str, *, dated: int, first: int) -> str:
    """Return the line above the date; where the date stands elsewhere, the first line."""
    lines = text[: min(dated, first)].split("\n")[:-1]
    above = [bare for line in lines if (bare := line.strip(_MARKS))]
    if not above:
        return "Privacy notice"
    return above[-1] if dated < first else above[0]
