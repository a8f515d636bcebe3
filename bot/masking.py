"""What people write, without the numbers of identity papers (pure): masked before it is kept."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.papers import AND_IS, CALLED_OTHERWISE, FORMS, OTHERS, Form, Paper

MASK: Final = "▢"
"""Stands for a letter or digit that was not kept; as long as what was there."""

_NEAR: Final = 48
"""Characters before a number in which a word may say what it is."""


@dataclass(frozen=True)
class Masked:
    """What somebody wrote, without the numbers of identity papers, and which papers those were."""

    text: str
    papers: tuple[Paper, ...] = ()


def mask(text: str) -> Masked:
    """Return the text with each identity paper's number masked; its length stays."""
    shown, papers = text, list[Paper]()
    for hit in sorted(_found(text), key=lambda it: it.start):
        number = re.sub(r"&lt;|[\w<]", lambda sign: MASK * len(sign[0]), text[hit.start : hit.end])
        shown = shown[: hit.start] + number + shown[hit.end :]
        papers.append(hit.paper)
    return Masked(shown, tuple(dict.fromkeys(papers)))


def mask_all(found: Any) -> tuple[Any, tuple[Paper, ...]]:  # noqa: ANN401 - JSON is untyped
    """Return JSON with every text in it masked, and which papers there were."""
    papers: list[Paper] = []

    def masked(part: Any) -> Any:  # noqa: ANN401 - likewise
        match part:
            case str():
                told = mask(part)
                papers.extend(told.papers)
                return told.text
            case Mapping():
                return {name: masked(below) for name, below in part.items()}
            case list() | tuple():
                return [masked(below) for below in part]
            case _:
                return part

    return masked(found), tuple(dict.fromkeys(papers))


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    paper: Paper


def _found(text: str) -> Iterator[_Hit]:
    for form in FORMS:
        at = 0
        while match := form.looks_like.search(text, at):
            is_one = form.sound(_bare(match[0])) and _is_meant(form, text, match)
            if is_one:
                yield _Hit(match.start(), match.end(), form.paper)
            # what is none may hide one that begins at its second group
            at = match.end() if is_one else match.start() + 1


def _is_meant(form: Form, text: str, number: re.Match[str]) -> bool:
    if form.beyond_doubt:
        return True
    before = text[max(0, number.start() - _NEAR) : number.start()]
    if CALLED_OTHERWISE.search(before):
        return False
    if form.words is None:
        return True
    after = AND_IS.match(text, number.end())
    said_after = after is not None and form.words.match(text, after.end()) is not None
    return said_after or _last(form.words, before) > _last(OTHERS, before)


def _last(words: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in words.finditer(text)), default=-1)


def _bare(number: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", number)).upper()
