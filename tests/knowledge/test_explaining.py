"""Why a verdict, in sentences."""

import knowledge
from knowledge.explaining import explained
from knowledge.verdict import Audience, Kind, Verdict, Weighed

THRESHOLDS = (
    "breach_ask", "breach_doubt", "request_ask", "small_talk", "off_topic", "far",
    "not_covered", "answer_near", "answer_sure", "answer", "margin", "clarify",
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


def test_whatever_is_judged_can_be_explained() -> None:
    base = knowledge.load()

    lines = explained(base.judge("how long do you keep it?", Audience.EVERYONE), base.titles)

    assert sum(" needs " in line for line in lines) == len(THRESHOLDS)
