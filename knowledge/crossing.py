"""How well intents are told in voices that were never learned from (cross-validation by voice)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final
from zlib import crc32

from knowledge.base import KnowledgeBase
from knowledge.evaluation import Judged
from knowledge.intent import Chorus
from knowledge.labelled import Labelled
from knowledge.verdict import Intent, Kind

FOLDS: Final = 5

_KINDS: Final = {
    Intent.REQUEST: (Kind.REQUEST,),
    Intent.BREACH: (Kind.BREACH,),
    Intent.SMALL_TALK: (Kind.SMALL_TALK,),
    Intent.OTHER: (Kind.OFF_TOPIC,),
    Intent.QUESTION: (Kind.ANSWER, Kind.NOT_COVERED),
}
"""What a message of this intent may be taken for; whether the notice speaks to it is not asked."""


def fold_of(voice: str) -> int:
    """Return the fold of a voice: always the same, whatever else is in the corpus."""
    return crc32(voice.encode()) % FOLDS


def across_voices(base: KnowledgeBase, corpus: Sequence[Chorus]) -> Iterator[Judged]:
    """Yield each message of the corpus as judged by a model that never heard its voice.

    The encoder has heard all voices, and so have those whose opinions on the other messages are
    learned; what that is worth is written beside the encoder.
    """
    for fold in range(FOLDS):
        taught = base.taught(of_folds(corpus, set(range(FOLDS)) - {fold}))
        for question in _labelled(of_folds(corpus, {fold})):
            verdict = taught.judge(question.text, question.reader)
            yield Judged(question=question, verdict=verdict, verbatim=True)


def of_folds(corpus: Iterable[Chorus], folds: Collection[int]) -> list[Chorus]:
    """Return the corpus with the voices of these folds alone."""
    found = []
    for chorus in corpus:
        voices = tuple(voice for voice in chorus.voices if fold_of(voice.voice) in folds)
        if voices:
            found.append(chorus.model_copy(update={"voices": voices}))
    return found


def _labelled(corpus: Iterable[Chorus]) -> Iterator[Labelled]:
    for chorus in corpus:
        kind, *others = _KINDS[chorus.intent]
        for voice in chorus.voices:
            for place, text in enumerate(voice.texts):
                yield Labelled(
                    id=f"{voice.voice}/{place}",
                    text=text,
                    kind=kind,
                    audience=voice.audience,
                    rights=voice.rights,
                    alt_kinds=tuple(others),
                )
