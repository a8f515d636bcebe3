"""For how long something is kept, as a notice words it (pure)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

_ONES: Final = "one|two|three|four|five|six|seven|eight|nine"
_TEENS: Final = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS: Final = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_NUMBER: Final = rf"(?:\d{{1,4}}|(?:{_TENS})(?:[-\s](?:{_ONES}))?|{_TEENS}|{_ONES}|half an?|an?)"
_LENGTH: Final = r"(?:hour|day|week|fortnight|month|quarter|year|yr|decade)s?"
_PERIOD = re.compile(
    rf"\b(?:{_NUMBER}\s*(?:-|\u2013|to|or)\s*)?{_NUMBER}(?:\s+\((?:{_NUMBER})\))?"
    rf"(?:\s+\w+)??(?:\s+(?:calendar|working|business|full|financial|tax))?(?:-|\s+){_LENGTH}\b",
    re.IGNORECASE,
)
"""As in 6 years, thirty days, six (6) years, two to three years, a 30-day."""
_KEEPING = re.compile(
    r"\b(?:keep|kept|retain|retention|store|hold|stay|delete|erase|wipe|destroy|dispos|shred"
    r"|how long\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z\d])|(?<=[.:;!?|])\n+|\n+(?![ \t\u00a0]*[a-z])")
"""Between sentences, items and rows; a line that goes on in the next one ends none."""
_LEADS = re.compile(r"[:|][*_ \u00a0]*$|\t|[^\s.!?;:][ \u00a0]{2,}\S")
"""How a line ends that a list follows, or looks that heads a table."""


def sentences(words: str) -> list[str]:
    """Return the sentences, items and rows of a passage, each as it is written."""
    return _SENTENCE.split(words)


def kept_for(title: str, passages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each period for which something is kept, and the sentence that it stands in.

    What keeping is about may be said by the section's title, the sentence, the first line of its
    list or table, or the passage that leads up to that.
    """
    entitled = bool(_KEEPING.search(title))
    for before, words in pairwise(["", *passages]):
        about = entitled or _leads(before.rsplit("\n", 1)[-1]) or _leads(words.split("\n", 1)[0])
        for sentence in sentences(words):
            if about or _KEEPING.search(sentence):
                for found in _PERIOD.findall(sentence):
                    yield " ".join(found.split()), sentence.strip()


def _leads(line: str) -> bool:
    """Return whether what stands in the list or table below the line is about keeping."""
    return bool(_LEADS.search(line)) and bool(_KEEPING.search(line))
