"""Words made comparable: what people type -> lower case, no markup, spelt as the authors spell."""

import html
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache, lru_cache
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

MOST_JUDGED: Final = 2_000
"""Characters of a message that are judged as a whole; its wish is at the beginning or the end."""

_SLACK = re.compile(
    r"<([@#!][^>|]*)(?:\|([^>]*))?>|<(https?:[^>|]*|mailto:[^>|]*)(?:\|([^>]*))?>", re.IGNORECASE
)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9][a-z0-9'@.-]*[a-z0-9]|[a-z0-9]|\?")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_ABBREVIATIONS: Final = {
    "u": "you", "ur": "your", "r": "are", "y": "why", "pls": "please", "plz": "please",
    "thx": "thanks", "ty": "thanks", "cos": "because", "coz": "because", "bc": "because",
    "b4": "before", "im": "i'm", "ive": "i've",
    "dont": "don't", "doesnt": "doesn't", "cant": "can't", "wont": "won't", "whats": "what's",
    "wot": "what", "wat": "what", "abt": "about", "info": "information", "pw": "password",
    "asap": "as soon as possible", "gonna": "going to", "wanna": "want to", "gimme": "give me",
    "dsar": "subject access request", "sar": "subject access request", "dp": "data protection",
    "msg": "message", "acct": "account", "num": "number", "tel": "telephone", "yr": "your",
    "ppl": "people", "hv": "have", "shud": "should", "cud": "could", "wud": "would",
}  # fmt: skip
_BEFORE: Final = {
    ("id", "i'd"): "like love want rather be prefer appreciate need ask say never",
    ("2", "to"): "you me my the be get do have know see us it go make ask stop talk whom who",
    ("4", "for"): "you me my the us it now him her them what whom free sure good",
}
"""Abbreviations only before these words: otherwise "2 weeks" and "ID card" would be others."""
_WRITTEN_OUT: Final = {
    (short, after): long for (short, long), those in _BEFORE.items() for after in those.split()
}
_SHORTEST_CORRECTED = 4
_LONG_WORD = 8


def words(text: str) -> list[str]:
    """Return the words of a message in comparable form; a question mark counts as a word."""
    typed = _WORD.findall(_plain(text))
    known = [part for word in typed for part in _ABBREVIATIONS.get(word, word).split()]
    return [
        _WRITTEN_OUT.get((word, after), word)
        for word, after in zip_longest(known, known[1:], fillvalue="")
    ]


def both_ends(text: str, most: int = MOST_JUDGED) -> str:
    """Return as much of a message as is judged: all, or its beginning and its end."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} {text[-half:]}"


def _plain(text: str) -> str:
    text = both_ends(text)
    text = _SLACK.sub(lambda found: found[2] or found[4] or " ", html.unescape(text))
    text = unicodedata.normalize("NFKD", _LINK.sub(" ", text)).lower()
    text = text.replace("\u2019", "'").replace("\u2018", "'")
    return _LONG_RUN.sub(r"\1\1", "".join(map(_shown, text)))


def _shown(sign: str) -> str:
    """Return the sign; nothing for accents and joiners within a word, a blank for controls."""
    kind = unicodedata.category(sign)
    if kind in {"Mn", "Cf"}:
        return ""
    return " " if kind.startswith("C") else sign


def share_known(typed: list[str], vocabulary: Collection[str]) -> float:
    """Return how many of the words are in the vocabulary, 0 to 1; numbers and signs aside."""
    letters = [word for word in typed if word.replace("'", "").isalpha()]
    return sum(word in vocabulary for word in letters) / len(letters) if letters else 0.0


def speller(vocabulary: Iterable[str], *, alike: float) -> Callable[[list[str]], list[str]]:
    """Return what corrects words towards a vocabulary.

    A word that is known stays; another becomes the nearest known one at one edit, or two in a long
    word, if it begins with the same letter and is at least so much alike (1 is the same). To swap
    two neighbours is one edit (optimal string alignment).
    """
    known = frozenset(vocabulary)
    targets = sorted(word for word in known if len(word) >= _SHORTEST_CORRECTED and word.isalpha())
    by_letter = {letter: list(those) for letter, those in groupby(targets, key=itemgetter(0))}

    @cache
    def about_as_long(length: int, edits: int) -> list[str]:
        return [word for word in targets if abs(len(word) - length) <= edits]

    @lru_cache(maxsize=4_096)
    def corrected(word: str) -> str:
        if word in known or len(word) < _SHORTEST_CORRECTED or not word.isalpha():
            return word
        edits = 2 if len(word) >= _LONG_WORD else 1
        if _nearest(word, by_letter.get(word[0], []), edits) is None:
            return word  # told soon, as most names and rare words are
        found = _nearest(word, about_as_long(len(word), edits), edits)
        if found is None or 1 - found[1] / len(word) < alike or found[0][0] != word[0]:
            return word
        return str(found[0])

    return lambda some: [corrected(word) for word in some]


def _nearest(word: str, targets: Sequence[str], edits: int) -> tuple[str, float, int] | None:
    return process.extractOne(word, targets, scorer=OSA.distance, score_cutoff=edits)
