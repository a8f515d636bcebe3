"""Where the sections of a notice begin, in notices of several makes (pure).

Theory of operation. Headings that are marked (`## Title`) are meant as such, and numbers below them
are lists. Otherwise numbered headings are looked for: a table of contents and numbered lists have
the same numbers, so of all rising sequences the one is taken whose headings look most like
headings: a short title, with text below. Where most of them do not look so, or there are none,
underlined lines, lines in bold, lines in capitals, or short lines that stand alone above a
paragraph are headings. These, and marked ones, are numbered in their order; the same number that
leads their title is no part of it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise
from string import ascii_lowercase
from typing import Final

_SECTION: Final = r"(?:section|article|part) +(\d{1,2})\b[ .):\u2013\u2014-]*"
_NUMBER: Final = r"(\d{1,2})(?:[.)](?!\d) *|(?: {2,}|\t+)(?=(?-i:[A-Z])))"
_ANY_NUMBER: Final = (
    r"\(?(\d{1,2})(?:\.0)?(?:[.):](?!\d)[ \t\u00a0]*|[ \t\u00a0\u2013\u2014-]+(?=(?-i:[A-Z])))"
)
_NUMBERED: Final = tuple(
    re.compile(rf"^{form}(\S.*?)[ \u00a0*]*$", re.MULTILINE | re.IGNORECASE)
    for form in (
        rf"(?:{_NUMBER}|{_SECTION})",
        rf"[ \t\u00a0]*\**(?:{_ANY_NUMBER}|{_SECTION})",
    )
)
"""Numbered headings, as most notices have them; and indented, in bold, or with other signs."""
_MARKED = re.compile(r"^(#{1,4})[ \u00a0]+(\S.*?)[ #\u00a0]*$", re.MULTILINE)
_BOLD = re.compile(r"^[ \u00a0]*(\*\*|__)(?=\S)([^*_\n]+?)[:.]?\1[:.]?[ \u00a0]*$", re.MULTILINE)
_UNDERLINED: Final = {
    sign: re.compile(
        rf"^[ \t\u00a0]*(\S.*?)[ \t\u00a0]*\n[ \t\u00a0]*{sign}{{3,}}[ \t\u00a0]*$", re.MULTILINE
    )
    for sign in "=-"
}
_LINE = re.compile(r"^[ \t\u00a0]*(\S.*?)[ \t\u00a0]*$", re.MULTILINE)
_COUNTED = re.compile(
    r"(?:(?:section|article|part) +)?\(?"
    r"(?:(\d{1,2})(?:\.0)?(?:\\?[.):](?!\d)|(?=[\s\u2013\u2014-]+(?-i:[A-Z])))|([ivx]+|[a-z])[.)])"
    r"[\s\u2013\u2014-]*(\S.*)",
    re.IGNORECASE,
)
"""A title that a number leads."""
_ROMAN: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LETTERS: Final = f" {ascii_lowercase}"
_BARE: Final = "*_ \u00a0"
"""What marks bold, and blanks: no part of a title."""
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
    if marked:
        return marked
    chains = [_best_chain(text, _numbered(text, form)) for form in _NUMBERED]
    for numbered in chains:
        if len(numbered) >= _FEWEST and _look_titled(numbered):
            return numbered
    plain = _plain_headings(text, dated, _underlined, _bold, _in_capitals, _standing_alone)
    return plain or chains[0]


def _plain_headings(text: str, dated: int, *makes: Make) -> tuple[Heading, ...]:
    """Return the headings of the first make that a notice has, numbered in their order."""
    for make in makes:
        found = list(dropwhile(lambda it: _leads(text, it[1], dated), make(text)))
        if len(found) >= _FEWEST:
            return tuple(
                Heading(start, end, number, _without_number(title, number))
                for number, (start, end, title) in enumerate(found, start=1)
            )
    return ()


def _without_number(title: str, number: int) -> str:
    """Return the title without marks of bold, and without its number if it is this one.

    Another number stays: a reader looks for it in the notice.
    """
    bare = title.strip(_BARE)
    found = _COUNTED.fullmatch(bare)
    same = found and (found[1] or found[2]).lower().lstrip("0") in _counts(number)
    return found[3].strip(_BARE) if found and same else bare


def _counts(number: int) -> tuple[str, ...]:
    """Return how headings count: by numbers, Roman ones, or letters."""
    return (str(number), *_ROMAN[number : number + 1], *_LETTERS[number : number + 1])


def _look_titled(found: Sequence[Heading]) -> bool:
    """Return whether most of them look like titles, and not like items of a list."""
    return 2 * sum(_titled(heading) for heading in found) > len(found)


def _titled(heading: Heading) -> bool:
    return len(heading.title) <= _LONGEST_TITLE and heading.title[-1] not in ".;,:"


def _leads(text: str, end: int, dated: int) -> bool:
    """Return whether the date stands in the line below what ends here, if it leads the notice."""
    return end <= dated and "\n" not in text[end:dated].strip()


def _numbered(text: str, form: re.Pattern[str]) -> list[Heading]:
    return [
        Heading(found.start(), found.end(), int(found[1] or found[2]), found[3].strip(_BARE))
        for found in form.finditer(text)
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
    return 1.0 + _titled(heading) + bool(text[heading.end : end].strip())


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


def _bold(text: str) -> list[tuple[int, int, str]]:
    """Return the lines that are bold from end to end, with text below at once or not."""
    return [(it.start(), it.end(), it[2]) for it in _BOLD.finditer(text) if _begins(text, it)]


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
