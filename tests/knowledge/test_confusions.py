"""Mistakes grouped, with the phrasing that led astray."""

from knowledge.confusions import confusions
from knowledge.evaluation import Judged
from knowledge.labelled import Labelled
from knowledge.verdict import Kind, Verdict


def judged(
    wanted: Kind, found: Kind, *, text: str = "?", topic: str = "a.b", hit: str = "a.b"
) -> Judged:
    topics = (topic,) if wanted is Kind.ANSWER else ()
    return Judged(
        question=Labelled(text=text, kind=wanted, topics=topics),
        verdict=Verdict(kind=found, topics=(hit,), confidence=1, reason=f"near {text}"),
        verbatim=True,
    )


def test_what_fits_is_no_mistake() -> None:
    assert confusions([judged(Kind.ANSWER, Kind.ANSWER), judged(Kind.BREACH, Kind.BREACH)]) == ()


def test_a_question_whose_topic_nobody_named_is_no_mistake_of_topic() -> None:
    right = judged(Kind.ANSWER, Kind.ANSWER, hit="c.d")
    unnamed = right.model_copy(update={"question": Labelled(text="?", kind=Kind.ANSWER)})

    assert confusions([unnamed]) == ()


def test_kinds_that_are_confused_are_counted_the_most_frequent_first() -> None:
    missed = judged(Kind.REQUEST, Kind.OFF_TOPIC, text="my file")
    found = confusions([judged(Kind.BREACH, Kind.ANSWER), missed, missed])

    assert [(it.wanted, it.found, it.count) for it in found] == [
        ("request", "off_topic", 2),
        ("breach", "answer", 1),
    ]
    assert found[0].question == "my file"
    assert found[0].nearest == "near my file"


def test_a_wrong_topic_is_a_mistake_where_it_was_only_offered_too() -> None:
    (found,) = confusions([judged(Kind.ANSWER, Kind.CLARIFY, hit="c.d")])

    assert (found.wanted, found.found) == ("a.b", "c.d")
