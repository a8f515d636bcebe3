"""Word pieces: a text as the numbers that the encoder was trained on (BERT's uncased tokenizer).

Own code, since the library that does it brings fifty megabytes for these few lines.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

_LONGEST_WORD: Final = 100
"""Signs of a word that BERT looks at."""
_LONGEST_KEPT: Final = 30
_ASCII_PUNCTUATION: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_IDEOGRAPHS: Final = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))


class WordPieces:
    """Cuts words into the longest known pieces, from the left."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self._unknown = self._ids["[UNK]"]
        self._kept = lru_cache(maxsize=8_192)(self._ids_of)

    def ids(self, text: str, *, most: int) -> list[int]:
        """Return the ids of the text's pieces between start and end marks, at most so many."""
        parts = "".join(map(_spaced, text)).split()
        ids = [number for part in parts for number in self._of(part)]
        return [self._ids["[CLS]"], *ids[: most - 2], self._ids["[SEP]"]]

    def _of(self, part: str) -> tuple[int, ...]:
        """Return the ids of what stands between blanks: the same few thousand words are kept."""
        return (self._kept if len(part) <= _LONGEST_KEPT else self._ids_of)(part)

    def _ids_of(self, part: str) -> tuple[int, ...]:
        return tuple(number for word in _words(part) for number in self._pieces(word))

    def _pieces(self, word: str) -> list[int]:
        if len(word) > _LONGEST_WORD:
            return [self._unknown]
        found: list[int] = []
        start = 0
        while start < len(word):
            end = self._end_of_piece(word, start)
            if end == start:
                return [self._unknown]
            found.append(self._ids[_marked(word, start, end)])
            start = end
        return found

    def _end_of_piece(self, word: str, start: int) -> int:
        ends = range(len(word), start, -1)
        return next((end for end in ends if _marked(word, start, end) in self._ids), start)


def _marked(word: str, start: int, end: int) -> str:
    return f"##{word[start:end]}" if start else word[start:end]


def _words(part: str) -> Iterator[str]:
    """Yield the words and punctuation marks of a part, in lower case and without accents."""
    plain = unicodedata.normalize("NFD", part.lower())
    word = ""
    for sign in plain:
        if unicodedata.category(sign) == "Mn":
            continue
        if _stands_alone(sign):
            if word:
                yield word
            yield sign
            word = ""
        else:
            word += sign
    if word:
        yield word


def _spaced(sign: str) -> str:
    if sign in "\t\n\r" or unicodedata.category(sign) == "Zs":
        return " "
    return "" if sign == "\ufffd" or unicodedata.category(sign).startswith("C") else sign


def _stands_alone(sign: str) -> bool:
    code = ord(sign)
    return (
        sign in _ASCII_PUNCTUATION
        or unicodedata.category(sign).startswith("P")
        or any(first <= code <= last for first, last in _IDEOGRAPHS)
    )
