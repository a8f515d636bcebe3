"""What both models say of a text: what is wanted, and where the notice speaks to it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from knowledge.encoder import Sense
from knowledge.intent import IntentModel
from knowledge.matcher import MatcherModel
from knowledge.ngrams import Grams, grams_of
from knowledge.verdict import Audience, Found, Wanted
from knowledge.wording import both_ends, words

_AS_LONG_AS_PHRASINGS: Final = 10
"""Words of a message that a phrasing may well be near to."""


@dataclass(frozen=True)
class Said:
    """A text of words, read for somebody; each opinion takes time when it is first asked for."""

    text: str
    by: Audience
    grams: Grams
    sense: Sense | None
    reader: "Reader"

    @cached_property
    def wanted(self) -> Wanted:
        """What the person wants."""
        return self.reader.wants.wanted(both_ends(self.text), self.grams, self.sense, by=self.by)

    @cached_property
    def found(self) -> Found:
        """Where the notice speaks to it, of what this reader may be shown."""
        found = self.reader.finds.found(self.grams, self.sense)
        readable = self.reader.readable[self.by]
        topics = tuple(topic for topic in found.topics if topic[0] in readable)
        long = len(self.text.split()) > _AS_LONG_AS_PHRASINGS
        return found.model_copy(update={"topics": topics, "long": long})


@dataclass(frozen=True)
class Reader:
    """Reads texts by what was learned."""

    wants: IntentModel
    finds: MatcherModel
    senses: Callable[[Sequence[str]], Sequence[Sense]] | None
    """What texts mean; None where there is no encoder."""
    spell: Callable[[list[str]], list[str]]
    readable: Mapping[Audience, Collection[str]]
    """The topics on which each reader may be shown an entry."""


class Reading:
    """Reads the texts of one message for somebody: what is read twice takes time once."""

    def __init__(self, reader: Reader, by: Audience) -> None:
        self._reader, self._by = reader, by
        self._read: dict[str, Said | None] = {}
        self._senses: dict[str, Sense] = {}

    def one(self, text: str) -> Said | None:
        """Return what is said in a text; None where there are no words in it."""
        return self.each([text])[0]

    def each(self, texts: Sequence[str]) -> list[Said | None]:
        """Return the same of several texts, which are read in one go."""
        spelt = {text: self._reader.spell(words(text)) for text in texts if text not in self._read}
        self._sense([" ".join(typed) for typed in spelt.values() if typed])
        self._read |= {text: self._said(text, typed) for text, typed in spelt.items()}
        return [self._read[text] for text in texts]

    def _sense(self, texts: Iterable[str]) -> None:
        unread = list(dict.fromkeys(text for text in texts if text not in self._senses))
        if unread and self._reader.senses:
            self._senses |= zip(unread, self._reader.senses(unread), strict=True)

    def _said(self, text: str, spelt: list[str]) -> Said | None:
        if not spelt:
            return None
        sense = self._senses.get(" ".join(spelt))
        return Said(text, self._by, grams_of(spelt), sense, self._reader)
