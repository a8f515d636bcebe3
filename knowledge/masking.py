"""A message without what could tell who wrote it: names, numbers, addresses, rare words."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

MASK: Final = "▢"
_COMMON: Final = 3
"""A word that this many messages use in small letters tells nobody's name."""

_TOKEN = re.compile(r"[^\s]+")
_WORD = re.compile(r"[A-Za-z]+(?:['\u2019-][A-Za-z]+)*")
_ENDS = (".", "!", "?", ":")


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that several of the texts use in small letters."""
    used: Counter[str] = Counter()
    for text in texts:
        used.update({word for word in _WORD.findall(text) if word.islower()})
    return frozenset(word for word, count in used.items() if count >= _COMMON)


def masked(text: str, common: Collection[str]) -> str:
    """Return the text with everything masked that is no common word, run together where it is.

    Capitals within a sentence are masked, since names have them; so are digits and addresses.
    """
    shown: list[str] = []
    begins = True
    for token in _TOKEN.findall(text):
        kept = token if _is_harmless(token, common, begins=begins) else MASK
        if kept != MASK or shown[-1:] != [MASK]:
            shown.append(kept)
        begins = token.endswith(_ENDS)
    return " ".join(shown)


def _is_harmless(token: str, common: Collection[str], *, begins: bool) -> bool:
    found, around = _WORD.findall(token), _WORD.sub("", token)
    if any(sign.isalnum() or sign in "@/\\<>" for sign in around):
        return False
    return all(_is_common(word, common, begins=begins) for word in found)


def _is_common(word: str, common: Collection[str], *, begins: bool) -> bool:
    known = word.lower().replace("\u2019", "'") in common
    return known and (begins or word.islower() or word.isupper())
