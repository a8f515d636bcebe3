"""Typing errors and the trimmings of messages, made by chance: for learning and for measuring."""

from random import Random
from typing import Final

_SLIP_IN: Final = 10
"""One word in so many is mistyped."""
_SHORTEST: Final = 4

_BEGINNINGS: Final = (
    "hi all,", "hello", "hi team", "morning!", "hey,", "good afternoon,", "hi there -", "hiya",
    "quick one:", "sorry to bother you,", "fyi", "evening all,", "hi, hope you're well.",
)  # fmt: skip
_ENDS: Final = (
    "thanks", "thx", "cheers!", "many thanks, Jo", "kind regards\nSam Bell", "ta", "Best, Ravi",
    "sent from my phone", "thank you in advance", "regards, R. Moss\nOffice manager",
    "> On Tuesday the desk wrote:\n> How can we help?", "no rush", "any help appreciated",
)  # fmt: skip


def mistyped(text: str, chance: Random) -> str:
    """Return the text with a typing error in about one word of ten, and in one at least."""
    typed = text.split(" ")
    long = [place for place, word in enumerate(typed) if len(word) >= _SHORTEST and word.isalpha()]
    for place in chance.sample(long, min(len(long), max(1, len(typed) // _SLIP_IN))):
        typed[place] = _slipped(typed[place], chance)
    return " ".join(typed)


def dressed(text: str, chance: Random) -> str:
    """Return the text as people send it: with a greeting, a signature, another case."""
    beginning, end = chance.choice(_BEGINNINGS), chance.choice(_ENDS)
    parts = chance.choice([(beginning, text), (text, end), (beginning, text, end)])
    whole = chance.choice([" ", "\n"]).join(parts)
    return chance.choice([whole, whole, whole.lower(), whole.replace(".", ""), whole.upper()])


def _slipped(word: str, chance: Random) -> str:
    """Return the word with two letters swapped, one left out, or one typed twice."""
    place = chance.randrange(1, len(word) - 1)
    return chance.choice(
        [
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
        ]
    )
