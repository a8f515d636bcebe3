"""What a new version of the notice does to the knowledge folder: a work list for its authors."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz, process

from knowledge.entries import Knowledge
from knowledge.notice import Notice

_ALIKE: Final = 60.0
"""How alike a passage must be to be the same one in other words (0 to 100)."""


class Broken(BaseModel):
    """A quote that no longer stands in the notice."""

    model_config = ConfigDict(frozen=True)

    topic: str
    section: int
    quote: str
    now: str | None
    """The passage that it has become; None where nothing is like it."""

    def __str__(self) -> str:
        begin = f"{self.topic}: section {self.section} no longer says {_short(self.quote)}"
        if self.now is None:
            return f"{begin}; nothing like it is left."
        return f"{begin}; nearest now: {_short(self.now)} ({_changed(self.quote, self.now)})."


class Differences(BaseModel):
    """All that an author must look at."""

    model_config = ConfigDict(frozen=True)

    dates: tuple[str, str] | None
    """Since when the folder's notice and the other apply; None where it is the same day."""
    broken: tuple[Broken, ...]
    new: tuple[str, ...]
    """Passages of the other notice that the folder's does not have."""
    gone: tuple[str, ...]
    """Passages of the folder's notice that the other does not have."""

    def __str__(self) -> str:
        lines = [f"The date changes from {self.dates[0]} to {self.dates[1]}."] if self.dates else []
        lines += [str(one) for one in self.broken]
        lines += [f"New or changed: {_short(words)}" for words in self.new]
        lines += [f"Gone: {_short(words)}" for words in self.gone]
        return "\n".join(lines) or "Nothing changes."


def differences(knowledge: Knowledge, other: Notice) -> Differences:
    """Return what changes where the other notice takes the place of the folder's."""
    ours, theirs = _passages(knowledge.notice), _passages(other)
    old, new = knowledge.notice.effective, other.effective
    return Differences(
        dates=None if old == new else (f"{old:%-d %B %Y}", f"{new:%-d %B %Y}"),
        broken=tuple(_broken(knowledge, other, theirs)),
        new=tuple(words for words in theirs if words not in ours),
        gone=tuple(words for words in ours if words not in theirs),
    )


def _broken(knowledge: Knowledge, other: Notice, theirs: list[str]) -> Iterator[Broken]:
    text = _plain(other.text)
    for topic, entry in sorted(knowledge.entries.items()):
        for cited in entry.citations:
            if _plain(cited.quote) not in text:
                found = process.extractOne(
                    _plain(cited.quote), theirs, scorer=fuzz.ratio, score_cutoff=_ALIKE
                )
                now = found[0] if found else None
                yield Broken(topic=topic, section=cited.section, quote=cited.quote, now=now)


def _passages(notice: Notice) -> list[str]:
    """Return the passages as plain lines, so that blanks and breaks do not count."""
    return [_plain(notice.words_of(passage)) for passage in notice.passages]


def _plain(words: str) -> str:
    return re.sub(r"[\s\u00a0]+", " ", words).strip()


def _short(words: str) -> str:
    plain = _plain(words)
    return f'"{plain[:90]}{"..." if len(plain) > 90 else ""}"'  # noqa: PLR2004 - a line's width


def _changed(before: str, after: str) -> str:
    """Return the words that went and came, the first few of each."""
    old, new = _plain(before).split(), _plain(after).split()
    parts = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    went = [word for tag, a, b, _, _ in parts if tag != "equal" for word in old[a:b]]
    came = [word for tag, _, _, a, b in parts if tag != "equal" for word in new[a:b]]
    said = [f"{sign}{' '.join(some[:8])}" for sign, some in (("-", went), ("+", came)) if some]
    return ", ".join(said) or "other blanks only"
