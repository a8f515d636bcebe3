"""Where the sections of a notice begin, in notices of several makes (pure).

Theory of operation. Headings that are marked (`## Title`) are meant as such, and numbers below them
are lists. Otherwise numbered headings are looked for: a table of contents and numbered lists have
the same numbers, so of all rising sequences the one is taken whose headings look most like
headings: a short title, with text below. Without numbers, underlined lines, lines in capitals, or
short lines that stand alone above a paragraph are headings. Without numbers they are numbered in
their order.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise
from typing import Final

_NUMBERED = re.compile(
    r"^(?:(\d{1,2})(?:[.)](?!\d) *|(?: {2,}|\t+)(?=(?-i:[A-Z])))"
    r"|(?:section|article|part) +(\d{1,2})\b[ .):\u2013-]*)(\S.*?)[ \u00a0]*$",
    re.MULTILINE | re.IGNORECASE,
)
_MARKED = re.compile(r"^(#{1,4}) +(\S.*?)[ #\u00a0]*$", re.MULTILINE)
_UNDERLINED: Final = {
    sign: re.compile(
        rf"^[ \t\u00a0]*(\S.*?)[ \t\u00a0]*\n[ \t\u00a0]*{sign}{{3,}}[ \t\u00a0]*$", re.MULTILINE
    )
    for sign in "=-"
}
_LINE = re.compile(r"^[ \t\u00a0]*(\S.*?)[ \t\u00a0]*$", re.MULTILINE)
_LONGEST_TITLE: Final = 90
_LONGEST_PLAIN: Final = 60
_FEWEST: Final = 2
_FIRST: Final = 1
_GAP: Final = 0.5
"""What a missing number takes off; a heading gives 1 to 3."""

Make = Callable[[str], list[tuple[int, int, str]]]
"""Finds headings of one make in a text: where each begins and ends, and its title."""


@dataclass(frozen=True)
class Heading:
    """A heading: where its line begins, its number and its title."""

    start: int
    end: int
    number: int
    title: str


def headings_of(text: str, *, dated: int) -> tuple[Heading, ...]:
    """Return the headings of a notice, in order; none where no make is recognised.

    `dated` is where its date stands: what leads the notice right above that is its title, and no
    heading; a later heading right above it, such as "Changes", is one.
    """
    marked = _plain_headings(text, dated, _marked)
    numbered = () if marked else _best_chain(text, _numbered(text))
    if marked or len(numbered) >= _FEWEST:
        return marked or numbered
    return _plain_headings(text, dated, _underlined, _in_capitals, _standing_alone) or numbered


def _plain_headings(text: str, dated: int, *makes: Make) -> tuple[Heading, ...]:
    """Return the headings of the first make that a notice has, numbered in their order."""
    for make in makes:
        found = list(dropwhile(lambda it: _leads(text, it[1], dated), make(text)))
        if len(found) >= _FEWEST:
            return tuple(
                Heading(start, end, number, title)
                for number, (start, end, title) in enumerate(found, start=1)
            )
    return ()


def _leads(text: str, end: int, dated: int) -> bool:
    """Return whether the date stands in the line below what ends here, if it leads the notice."""
    return end <= dated and "\n" not in text[end:dated].strip()


def _numbered(text: str) -> list[Heading]:
    return [
        Heading(found.start(), found.end(), int(found[1] or found[2]), found[3])
        for found in _NUMBERED.finditer(text)
    ]


def _best_chain(text: str, found: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return the rising sequence from 1 whose headings look most like such; later ones if equal."""
    if not found:
        return ()
    ends = [*(heading.start for heading in found[1:]), len(text)]
    looks = [_looks(text, one, end) for one, end in zip(found, ends, strict=True)]
    best: list[tuple[float, tuple[int, ...]]] = []
    for place, heading in enumerate(found):
        before = [
            (score - _GAP * (heading.number - found[chain[-1]].number - 1), chain)
            for score, chain in best
            if chain and found[chain[-1]].number < heading.number
        ]
        score, chain = max(before, default=(0.0, ()))
        begins = heading.number == _FIRST
        if not chain and not begins:
            best.append((0.0, ()))
            continue
        best.append((looks[place], (place,)) if begins else (score + looks[place], (*chain, place)))
    _, chain = max(best, default=(0.0, ()))
    return tuple(found[place] for place in chain)


def _looks(text: str, heading: Heading, end: int) -> float:
    """Return how much like a heading it looks, 1 to 3: a short title, and text below."""
    titled = len(heading.title) <= _LONGEST_TITLE and heading.title[-1] not in ".;,:"
    return 1.0 + titled + bool(text[heading.end : end].strip())


def _marked(text: str) -> list[tuple[int, int, str]]:
    """Return the headings of the highest mark that stands several times."""
    found = list(_MARKED.finditer(text))
    for level in range(1, 5):
        marked = [it for it in found if len(it[1]) == level]
        if len(marked) >= _FEWEST:
            return [(it.start(), it.end(), it[2]) for it in marked]
    return []


def _underlined(text: str) -> list[tuple[int, int, str]]:
    """Return the lines underlined with = where several are, else those underlined with -."""
    for found in (list(_UNDERLINED[sign].finditer(text)) for sign in "=-"):
        if len(found) >= _FEWEST:
            return [(it.start(), it.end(), it[1]) for it in found]
    return []


def _in_capitals(text: str) -> list[tuple[int, int, str]]:
    """Return lines in capitals below a blank line; their text may follow at once."""
    return [
        (it.start(), it.end(), it[1])
        for it in _LINE.finditer(text)
        if it[1].isupper() and len(it[1]) <= _LONGEST_TITLE and _begins(text, it)
    ]


def _standing_alone(text: str) -> list[tuple[int, int, str]]:
    """Return short lines between blank lines that end like a title, with a longer text below."""
    lines = list(_LINE.finditer(text))
    return [
        (it.start(), it.end(), it[1])
        for it, below in pairwise(lines)
        if _is_title(it[1]) and _is_alone(text, it) and len(below[1]) > _LONGEST_PLAIN
    ]


def _is_title(line: str) -> bool:
    begins = line[:1].isupper() and len(line) <= _LONGEST_PLAIN
    return begins and line[-1] not in ".;,:!\u2022" and "@" not in line


def _is_alone(text: str, line: re.Match[str]) -> bool:
    """Return whether blank lines stand above and below."""
    below = text[line.end() :].lstrip(" \t\u00a0")
    return _begins(text, line) and re.match(r"\n[ \t\u00a0]*\n", below) is not None


def _begins(text: str, line: re.Match[str]) -> bool:
    """Return whether a blank line stands above, or nothing."""
    above = text[: line.start()].rstrip(" \t\u00a0")
    return not above or above.endswith("\n\n") or above[:-1].rstrip(" \t\u00a0").endswith("\n")
