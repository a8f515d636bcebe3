"""How much doubt there is about each label of the corpus, for a reader that never learned it.

Heads are fitted to what the reader makes of four fifths of the voices, and to their words, and say
how likely each intent and each right is for the messages of the last fifth; so five times.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from knowledge.crossing import FOLDS, of_folds
from knowledge.encoder import Sense
from knowledge.intent import Chorus, IntentModel, learn
from knowledge.ngrams import grams_of
from knowledge.opinions import Opinion, Opinions, key_of
from knowledge.rights import Right
from knowledge.verdict import Audience
from knowledge.wording import words

_LESS_SURE: Final = 1.2
"""A temperature: across voices it is more often wrong than it says."""


@dataclass(frozen=True)
class Read:
    """Texts that were read before, by the words of each."""

    vectors: Mapping[str, Sense]

    def sense(self, text: str) -> Sense:
        """Return what the text means."""
        return self.vectors[text]


def read_before(texts: Iterable[str], vectors: Iterable[Sense]) -> Read:
    """Return the texts with what was read of each; those that have no words are one text."""
    return Read({" ".join(words(text)): it for text, it in zip(texts, vectors, strict=True)})


def opinions(corpus: Sequence[Chorus], read: Read) -> Opinions:
    """Return what is made of each message by heads that did not hear its voice."""
    found: dict[str, Opinion] = {}
    for fold in range(FOLDS):
        taught = learn(of_folds(corpus, set(range(FOLDS)) - {fold}), read)
        for chorus in of_folds(corpus, {fold}):
            for voice in chorus.voices:
                found |= {
                    key_of(text): _opinion(taught, text, read, by=voice.reader)
                    for text in voice.texts
                }
    return found


def _opinion(taught: IntentModel, text: str, read: Read, *, by: Audience) -> Opinion:
    spelt = words(text)
    wanted = taught.wanted(text, grams_of(spelt), read.sense(" ".join(spelt)), by=by)
    shares = np.asarray(list(wanted.likelihood.values())) ** (1 / _LESS_SURE)
    intents = dict(zip(wanted.likelihood, (shares / shares.sum()).tolist(), strict=True))
    return Opinion(
        intents={intent.value: share for intent, share in intents.items()},
        rights={right.value: wanted.rights.get(right, 0.0) for right in sorted(Right)},
    )
