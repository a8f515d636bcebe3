"""What a larger reader made of the corpus: kept, read, and learned beside the labels."""

from pathlib import Path

import numpy as np
import pytest

from knowledge import arrays, opinions
from knowledge.base import INTENTS
from knowledge.builder import read_corpus
from knowledge.faults import KnowledgeFaults
from knowledge.intent import Chorus, Voice, learn
from knowledge.ngrams import grams_of
from knowledge.opinions import FILE, NONE, Opinion, key_of
from knowledge.rights import Right
from knowledge.verdict import Audience, Intent, Wanted
from knowledge.wording import words

PLAIN, DOUBTFUL = "erase my file", "the file went to a stranger"
A_STEP = 1 / 255
TWO = {name: np.zeros((2, 1), dtype=np.uint8) for name in ("intents", "rights")}
"""What two opinions on one label each look like in the archive."""


def an_opinion(breach: float) -> Opinion:
    return Opinion(
        intents={"breach": breach, "request": 1 - breach}, rights={"access": 0.1, "erasure": 0.9}
    )


def a_chorus(intent: Intent, *texts: str, rights: tuple[Right, ...] = ()) -> Chorus:
    voice = Voice(voice="Amina, at home", audience="customer", rights=rights, texts=texts)
    return Chorus(intent=intent, voices=(voice,))


CORPUS = (
    a_chorus(Intent.BREACH, DOUBTFUL, "the laptop is gone"),
    a_chorus(Intent.REQUEST, PLAIN, rights=(Right.ERASURE,)),
    a_chorus(Intent.REQUEST, "a copy of it", rights=(Right.ACCESS,)),
)


def wanted(text: str, held: opinions.Opinions, corpus: tuple[Chorus, ...] = CORPUS) -> Wanted:
    said = words(text)
    return learn(corpus, None, held).wanted(text, grams_of(said), None, by=Audience.EVERYONE)


def test_opinions_are_read_as_they_were_written(tmp_path: Path) -> None:
    opinions.write(tmp_path, {key_of(PLAIN): an_opinion(0.25), key_of(DOUBTFUL): an_opinion(0.6)})

    found = opinions.read(tmp_path)

    assert found[key_of(DOUBTFUL)].intents == pytest.approx(
        {"breach": 0.6, "request": 0.4}, abs=A_STEP
    )
    assert found[key_of(PLAIN)].rights == pytest.approx({"access": 0.1, "erasure": 0.9}, abs=A_STEP)


def test_the_same_opinions_are_written_as_the_same_bytes(tmp_path: Path) -> None:
    both = {key_of(PLAIN): an_opinion(0.25), key_of(DOUBTFUL): an_opinion(0.6)}

    opinions.write(tmp_path, both)
    first = (tmp_path / FILE).read_bytes()
    opinions.write(tmp_path, dict(reversed(both.items())))

    assert (tmp_path / FILE).read_bytes() == first


def test_where_no_opinions_lie_labels_alone_are_learned(tmp_path: Path) -> None:
    assert opinions.read(tmp_path) is NONE


def test_damaged_opinions_are_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"PK no longer")

    with pytest.raises(KnowledgeFaults, match=f"{FILE}:1: is damaged; put back the one that came"):
        opinions.read(tmp_path)


@pytest.mark.parametrize(
    ("held", "texts"),
    [
        ({}, {}),
        (TWO, {"keys": ["one"], "intents": ["breach"], "rights": ["access"]}),
        (TWO, {"keys": ["one", "two"], "intents": ["breach", "other"], "rights": ["access"]}),
        (
            {**TWO, "rights": np.arange(2, dtype=np.uint8)},
            {"keys": ["one"], "intents": ["breach"], "rights": []},
        ),
    ],
)
def test_an_archive_that_holds_something_else_is_damaged_too(
    tmp_path: Path, held: arrays.Arrays, texts: dict[str, list[str]]
) -> None:
    arrays.save(tmp_path / FILE, held, texts)

    with pytest.raises(KnowledgeFaults, match="is damaged"):
        opinions.read(tmp_path)


def test_a_message_of_which_somebody_doubts_the_label_is_learned_less_surely() -> None:
    doubted = {key_of(DOUBTFUL): an_opinion(0.4)}

    sure, unsure = wanted(DOUBTFUL, NONE), wanted(DOUBTFUL, doubted)

    assert 0.5 < unsure.likelihood[Intent.BREACH] < sure.likelihood[Intent.BREACH] - 0.1


def test_a_right_that_somebody_hears_too_is_learned_a_little() -> None:
    heard_too = {
        key_of(PLAIN): Opinion(
            intents={"breach": 0, "request": 1}, rights={"access": 0.9, "erasure": 0.9}
        )
    }

    alone, both = wanted(PLAIN, NONE), wanted(PLAIN, heard_too)

    assert both.rights[Right.ACCESS] > alone.rights[Right.ACCESS] + 0.1
    assert next(iter(both.rights)) is Right.ERASURE


def test_a_right_and_an_intent_named_since_are_learned_by_their_labels_alone() -> None:
    named_since = (
        a_chorus(Intent.REQUEST, "no profile of me", rights=(Right.OBJECTION,)),
        a_chorus(Intent.OTHER, "lunch is at one"),
    )
    of_before = {key_of(text): an_opinion(0.4) for text in (PLAIN, DOUBTFUL, "lunch is at one")}

    objects = wanted("no profile of me", of_before, CORPUS + named_since)
    talks = wanted("lunch is at one", of_before, CORPUS + named_since)

    assert next(iter(objects.rights)) is Right.OBJECTION
    assert talks.likelihood[Intent.OTHER] > 0.9


def test_what_ships_is_of_messages_of_the_corpus() -> None:
    shipped = opinions.read(INTENTS)
    said = {
        key_of(text)
        for chorus in read_corpus(INTENTS)
        for voice in chorus.voices
        for text in voice.texts
    }

    assert len(shipped.keys() & said) > 0.9 * max(len(shipped), len(said))
    for opinion in shipped.values():
        assert set(opinion.intents) <= set(Intent)
        assert set(opinion.rights) <= set(Right)
        assert sum(opinion.intents.values()) == pytest.approx(1, abs=len(Intent) * A_STEP)
