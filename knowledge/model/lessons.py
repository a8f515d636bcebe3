"""What the encoder is tuned on: phrasings, messages of the corpus, and sentences put together."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.base import DEFAULT, INTENTS
from knowledge.builder import read, read_corpus
from knowledge.encoder import FOLDER, Sense
from knowledge.intent import sentences
from knowledge.noise import dressed, mistyped
from knowledge.opinions import Opinion
from knowledge.rights import Right
from knowledge.verdict import Intent
from knowledge.wording import words

BATCH: Final = 64
_ABOUT_AS_LONG: Final = (0.67, 1.33)
"""Messages of a batch are about as long, so that little of it is padding: half the time."""
_MISTYPED, _DRESSED = 0.2, 0.15
"""How often a text is learned with noise."""
_SPLICED, _SENTENCES, _SHORT = 4000, (2, 2, 3), 3
"""How many texts are spliced, of how many sentences; and how few words make none."""


@dataclass(frozen=True)
class Example:
    """A text with what it should stand near to, as far as that is known."""

    text: str
    label: str | None = None
    intent: Intent | None = None
    rights: tuple[Right, ...] = ()
    opinion: Opinion | None = None
    """What the larger reader made of it, by heads that had not heard its voice."""
    vector: Sense | None = None
    """Where it stands for the larger reader."""


def phrasings() -> list[Example]:
    """Return the authors' phrasings of topics and silences."""
    written = read(DEFAULT).knowledge
    topics = {topic: entry.phrasings for topic, entry in written.entries.items()}
    silences = {f"~{name}": silence.phrasings for name, silence in written.silences.items()}
    kept = topics | silences
    return [Example(text, label) for label, texts in kept.items() for text in texts]


def messages(*, whole: bool) -> list[Example]:
    """Return the corpus, whole or without the files that only one descent hears."""
    left_out = () if whole else (FOLDER / "half_heard.txt").read_text("utf-8").splitlines()
    files = sorted(INTENTS.glob("*.yml"))
    return [
        Example(text, f"{chorus.intent}:{'+'.join(voice.rights)}", chorus.intent, voice.rights)
        for file, chorus in zip(files, read_corpus(INTENTS), strict=True)
        if file.name not in left_out
        for voice in chorus.voices
        for text in voice.texts
    ]


def spliced(chance: random.Random) -> list[Example]:
    """Return sentences of the corpus alone, and as many texts of two or three put together."""
    said = [
        [one for one in sentences(text) if len(one.split()) >= _SHORT]
        for chorus in read_corpus(INTENTS)
        for voice in chorus.voices
        for text in voice.texts
    ]
    alone = [one for several in said if len(several) > 1 for one in several]
    each = [one for several in said for one in several]
    together = [" ".join(chance.sample(each, chance.choice(_SENTENCES))) for _ in range(_SPLICED)]
    return [Example(text) for text in [*chance.sample(alone, _SPLICED), *together] if words(text)]


def epoch(
    known: Sequence[Example],
    said: Sequence[Example],
    aside: Sequence[Example],
    chance: random.Random,
) -> Iterator[list[Example]]:
    """Yield the batches of one epoch, each of phrasings, of messages or of spliced texts."""
    batches = [*_alike(said, chance), *_pairs(known, chance), *_alike(aside, chance)]
    chance.shuffle(batches)
    yield from batches


def as_read(text: str) -> str:
    """Return the text as the bot will read it."""
    return " ".join(words(text)) or re.sub(r"\s+", " ", text)


def as_typed(text: str, chance: random.Random) -> str:
    """Return the text as the bot will read it, now and then mistyped or dressed as a letter."""
    drawn = chance.random()
    if drawn < _MISTYPED:
        text = mistyped(text, chance)
    elif drawn < _MISTYPED + _DRESSED:
        text = dressed(text, chance)
    return as_read(text)


def _alike(examples: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """Return batches of messages about as long; what fills none is left for another epoch."""
    drawn = chance.sample(examples, len(examples) // BATCH * BATCH)
    alike = sorted(drawn, key=lambda it: len(it.text) * chance.uniform(*_ABOUT_AS_LONG))
    return [alike[at : at + BATCH] for at in range(0, len(alike), BATCH)]


def _pairs(known: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """Return batches in which every label stands at least twice."""
    by_label: dict[str | None, list[Example]] = {}
    for one in chance.sample(known, len(known)):
        by_label.setdefault(one.label, []).append(one)
    weights = [len(ones) ** 0.5 for ones in by_label.values()]
    drawn = [
        chance.choices(list(by_label.values()), weights, k=BATCH // 2)
        for _ in range(len(known) // BATCH)
    ]
    return [[one for ones in labels for one in chance.sample(ones, 2)] for labels in drawn]
