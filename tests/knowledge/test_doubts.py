"""What is made of each message by heads that did not hear its voice."""

from collections.abc import Iterable
from itertools import count

import numpy as np

from knowledge.crossing import FOLDS, fold_of
from knowledge.encoder import Sense
from knowledge.intent import Chorus, Voice
from knowledge.model.doubts import opinions, read_before
from knowledge.opinions import Opinions, key_of
from knowledge.rights import Right
from knowledge.verdict import Intent


def voice_in(fold: int, *texts: str, rights: tuple[Right, ...] = ()) -> Voice:
    name = next(name for name in map(str, count()) if fold_of(name) == fold)
    return Voice(voice=name, audience="customer", rights=rights, texts=texts)


def in_every_fold(intent: Intent, said: str, rights: tuple[Right, ...] = ()) -> Chorus:
    voices = (voice_in(fold, f"{said} {fold}", rights=rights) for fold in range(FOLDS))
    return Chorus(intent=intent, voices=tuple(voices))


def one_meaning(texts: Iterable[str]) -> list[Sense]:
    return [np.asarray([1, 0], dtype=np.float32) for _ in texts]


def heard(*corpus: Chorus) -> Opinions:
    texts = [text for it in corpus for voice in it.voices for text in voice.texts]
    return opinions(corpus, read_before(texts, one_meaning(texts)))


WISHES = in_every_fold(Intent.REQUEST, "please wipe my file", (Right.ERASURE,))
LOSSES = in_every_fold(Intent.BREACH, "somebody lost the laptop")


def test_every_message_has_an_opinion_on_every_intent_and_right() -> None:
    found = heard(WISHES, LOSSES)

    assert len(found) == 2 * FOLDS
    for opinion in found.values():
        assert opinion.intents.keys() == set(Intent)
        assert opinion.rights.keys() == set(Right)


def test_who_labels_a_message_oddly_is_not_believed_by_those_who_did_not_hear() -> None:
    odd = Chorus(intent=Intent.BREACH, voices=(voice_in(0, "please wipe my file today"),))

    opinion = heard(WISHES, LOSSES, odd)[key_of("please wipe my file today")]

    assert opinion.intents[Intent.REQUEST] > 0.6


def test_messages_without_words_have_an_opinion_too() -> None:
    cheers = Chorus(intent=Intent.SMALL_TALK, voices=(voice_in(0, "👍", ":)"), voice_in(1, "🎉")))

    assert heard(WISHES, LOSSES, cheers).keys() >= {key_of("👍"), key_of(":)"), key_of("🎉")}
