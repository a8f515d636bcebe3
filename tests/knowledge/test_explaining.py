"""Why a verdict, in sentences."""

import pytest

import knowledge
from knowledge.explaining import explained, explained_in_brief
from knowledge.verdict import Audience, Kind, Verdict, Weighed

THRESHOLDS = (
    "breach_ask", "breach_doubt", "breach_doubt_silent", "breach_button", "request_ask",
    "small_talk", "off_topic", "far", "not_covered", "answer_near", "answer_sure", "answer",
    "margin", "clarify",
)  # fmt: skip
TITLES = {"retention.period": "How long your data is kept", "contact.dpo": "The officer"}


def verdict(**told: object) -> Verdict:
    return Verdict.model_validate(
        {"kind": Kind.ANSWER, "topics": (), "confidence": 0.9, "reason": ""} | told
    )


def test_the_verdict_comes_first_with_how_sure_we_are() -> None:
    first, *_ = explained(verdict(), TITLES)

    assert first == "Taken for a question that the notice answers (90% sure)."


def test_what_was_asked_about_first_is_said_to_be() -> None:
    first, *_ = explained(verdict(kind=Kind.BREACH, certain=False), TITLES)

    assert "asked about first" in first


def test_topic_runner_up_and_nearest_phrasing_are_named() -> None:
    told = verdict(
        topics=("retention.period",), runner_up=("contact.dpo", 0.25), reason="how long is it kept"
    )

    assert explained(told, TITLES)[1:] == (
        "Best topic: How long your data is kept.",
        "Runner-up: The officer (25%).",
        'Nearest phrasing: "how long is it kept".',
    )


def test_a_topic_that_is_gone_is_called_by_its_id() -> None:
    assert "Best topic: gone.topic." in explained(verdict(topics=("gone.topic",)), TITLES)


def test_each_likelihood_stands_beside_its_threshold() -> None:
    weighed = (
        Weighed(what="answer", found=0.4, needed=0.35),
        Weighed(what="margin", found=0.05, needed=0.1),
    )

    *_, met, not_met = explained(verdict(weighed=weighed), TITLES)

    assert met == "The best topic is meant: 0.40; answer needs 0.35, met."
    assert not_met.endswith("0.05; margin needs 0.10, not met.")


def weighed(*, met: bool) -> tuple[Weighed, ...]:
    found = 0.9 if met else 0.1
    return tuple(Weighed(what=what, found=found, needed=0.5) for what in THRESHOLDS)


def thresholds_in(lines: tuple[str, ...]) -> list[str]:
    return [line.partition("; ")[2].partition(" ")[0] for line in lines if " needs " in line]


@pytest.mark.parametrize(
    ("told", "deciding"),
    [
        ({"kind": Kind.REQUEST}, ["request_ask"]),
        ({"kind": Kind.BREACH}, ["breach_ask"]),
        ({"kind": Kind.SMALL_TALK}, ["small_talk"]),
        ({"kind": Kind.OFF_TOPIC}, ["off_topic", "far"]),
        ({"kind": Kind.NOT_COVERED}, ["not_covered", "clarify"]),
        ({"kind": Kind.ANSWER}, ["answer_near", "answer_sure", "answer", "margin"]),
        ({"kind": Kind.CLARIFY}, ["answer_near", "answer_sure", "answer", "margin", "clarify"]),
        ({"kind": Kind.CLARIFY, "perhaps_breach": True}, ["breach_doubt"]),
        (
            {"kind": Kind.NOT_COVERED, "perhaps_breach": True},
            ["not_covered", "clarify", "breach_button"],
        ),
    ],
)
def test_officers_are_told_in_brief_what_decided(
    told: dict[str, object], deciding: list[str]
) -> None:
    lines = explained_in_brief(verdict(reason="near", weighed=weighed(met=True), **told), TITLES)

    assert lines[0].startswith("Taken for ")
    assert 'Nearest phrasing: "near".' in lines
    assert sorted(thresholds_in(lines)) == sorted(deciding)


@pytest.mark.parametrize(
    "told",
    [{"kind": Kind.REQUEST}, {"kind": Kind.BREACH}],
)
def test_what_only_a_part_of_a_message_said_is_not_explained_by_the_whole(
    told: dict[str, object],
) -> None:
    lines = explained_in_brief(verdict(weighed=weighed(met=False), **told), TITLES)

    assert lines[1:] == ("That was heard in a part of the message, read by itself.",)


def test_the_least_sign_of_a_breach_is_not_said_to_be_of_a_part_alone() -> None:
    told = verdict(kind=Kind.CLARIFY, perhaps_breach=True, weighed=weighed(met=False))

    (why,) = explained_in_brief(told, TITLES)[1:]
    assert why.startswith("It sounds like a breach a little")


def test_the_least_sign_of_a_breach_stands_beside_the_threshold_that_it_met() -> None:
    share = {"breach_doubt": 0.2, "breach_doubt_silent": 0.04, "clarify": 0.08}
    heard = tuple(Weighed(what=what, found=0.1, needed=least) for what, least in share.items())

    lines = explained_in_brief(
        verdict(kind=Kind.CLARIFY, perhaps_breach=True, weighed=heard), TITLES
    )

    assert thresholds_in(lines) == ["breach_doubt_silent"]
    assert lines[1].startswith("It sounds like a breach a little")


def test_a_request_worded_as_a_question_is_explained_by_what_it_had_to_meet() -> None:
    heard = (Weighed(what="request_certain", found=0.9, needed=0.75),)

    lines = explained_in_brief(verdict(kind=Kind.REQUEST, weighed=heard), TITLES)

    assert lines[1].startswith("It exercises a right, though it asks: 0.90; request_certain needs")


def test_several_answers_are_not_explained_by_the_whole() -> None:
    answers = ("retention.period", "contact.dpo")

    lines = explained_in_brief(verdict(answers=answers, weighed=weighed(met=False)), TITLES)

    assert lines[1:] == ("Each of its questions was looked at by itself.",)


def test_whatever_is_judged_can_be_explained() -> None:
    base = knowledge.load()

    lines = explained(base.judge("how long do you keep it?", Audience.EVERYONE), base.titles)

    assert sum(" needs " in line for line in lines) == len(THRESHOLDS)
