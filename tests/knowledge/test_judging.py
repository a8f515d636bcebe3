"""How often a message is read: by models of a handful of texts, and something that counts."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

import knowledge
from knowledge.encoder import WIDTH, Sense
from knowledge.judging import Judge
from knowledge.reading import Reader
from knowledge.rights import Right
from knowledge.verdict import Audience, Kind
from tests.knowledge import test_intent, test_matcher

TALK = "Good morning to you all. Thanks a lot."
MIXED = "Good morning thanks a lot. The laptop is gone."


def read_in(text: str) -> list[str]:
    """Return what is read to judge a message, each time that it is."""
    return [words for run in runs_for(text) for words in run]


def runs_for(text: str) -> list[list[str]]:
    """Return what is read together to judge a message, run by run."""
    runs: list[list[str]] = []

    def senses(texts: Sequence[str]) -> list[Sense]:
        runs.append(list(texts))
        return [np.zeros(WIDTH, dtype=np.float32) for _ in texts]

    reader = Reader(
        wants=test_intent.taught(),
        finds=test_matcher.taught(),
        senses=senses,
        spell=lambda words: words,
        readable=defaultdict(lambda: test_matcher.taught().softmax.labels),
    )
    judge = Judge(
        reader=reader,
        vocabulary=frozenset(text.lower().replace(".", "").split()),
        policy=knowledge.load().policy,
    )
    judge.judge(text, Audience.EVERYONE, None)
    return runs


def test_what_holds_a_trace_of_a_wish_is_read_again_stretch_by_stretch() -> None:
    assert len(read_in(MIXED)) > 1
    assert "the laptop is gone" in read_in(MIXED)


def test_what_is_read_again_is_read_in_one_run() -> None:
    assert len(read_in(MIXED)) > 2
    assert len(runs_for(MIXED)) == 2


def test_what_holds_none_and_was_read_to_its_end_is_read_once() -> None:
    assert len(read_in(TALK)) == 1


def test_what_is_too_long_to_be_read_to_its_end_is_read_in_stretches_whatever_it_holds() -> None:
    assert len(read_in(" ".join([TALK] * 12))) > 1


def test_what_is_said_in_the_middle_of_a_very_long_message_is_read() -> None:
    story = " ".join([TALK] * 100)

    read = read_in(f"{story} The laptop is gone. {story}")

    assert any("the laptop is gone" in stretch for stretch in read)


def test_a_request_in_the_middle_of_a_very_long_message_is_asked_about() -> None:
    story = "The painters left on Friday and we are back in the big room with a new carpet. " * 35
    wish = "Please send me a copy of all the personal data that you hold about me. "

    heard = knowledge.load().judge(story + wish + story, Audience.EVERYONE)

    assert (heard.kind, heard.rights, heard.certain) == (Kind.REQUEST, (Right.ACCESS,), False)


def test_of_two_wishes_in_one_sentence_both_are_registered() -> None:
    judge = knowledge.load().judge

    heard = judge(
        "stop sending me your newsletter, and I want a copy of everything you hold about me",
        Audience.EVERYONE,
    )

    assert set(heard.rights) == {Right.ACCESS, Right.MARKETING_OPT_OUT}
