"""The form of a verdict that operators and tests rely on."""

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import knowledge
from knowledge import KnowledgeBase, NoSuchTopic, verdict_json
from knowledge.rights import Right
from knowledge.verdict import Audience, Kind, Verdict

FIELDS = ["id", "kind", "topics", "rights", "confidence", "quotes", "lead", "reason"]
KINDS = {"answer", "clarify", "request", "not_covered", "off_topic", "small_talk", "breach"}


@cache
def base() -> KnowledgeBase:
    return knowledge.load()


def a_verdict(kind: Kind, *answers: str, confidence: float = 0.9) -> Verdict:
    return Verdict(
        kind=kind,
        topics=("sharing.who", "retention.period"),
        answers=answers,
        rights=(Right.ERASURE, Right.ACCESS) if kind is Kind.REQUEST else (),
        confidence=confidence,
        reason="who sees it",
    )


def said(verdict: Verdict, audience: Audience = Audience.EVERYONE, name: object = "q1") -> Any:  # noqa: ANN401 - as JSON has it
    return json.loads(json.dumps(verdict_json(base(), verdict, audience, name)))


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_the_same_fields(kind: Kind) -> None:
    found = said(a_verdict(kind))

    assert list(found) == FIELDS
    assert found["kind"] == kind.value
    assert found["topics"] == ["sharing.who", "retention.period"]
    assert found["reason"] == "who sees it"


def test_the_kinds_are_those_that_were_agreed() -> None:
    assert {kind.value for kind in Kind} == KINDS


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ANSWER])
def test_only_an_answer_has_quotes_and_a_lead(kind: Kind) -> None:
    found = said(a_verdict(kind))

    assert (found["quotes"], found["lead"]) == ([], "")


def test_a_request_names_its_rights() -> None:
    assert said(a_verdict(Kind.REQUEST))["rights"] == ["erasure", "access"]
    assert said(a_verdict(Kind.BREACH))["rights"] == []


def test_an_answer_quotes_the_notice_with_the_section() -> None:
    answer = base().answer("sharing.who", Audience.EVERYONE)

    found = said(a_verdict(Kind.ANSWER, "sharing.who"))

    assert found["lead"] == answer.lead
    assert len(found["quotes"]) == len(answer.quotes) >= 1
    for quote in found["quotes"]:
        assert list(quote) == ["section", "text"]
        assert isinstance(quote["section"], int)
        assert quote["text"] in base().notice.text


def test_two_answers_are_quoted_one_after_the_other() -> None:
    one, other = (said(a_verdict(Kind.ANSWER, it)) for it in ("sharing.who", "retention.period"))

    both = said(a_verdict(Kind.ANSWER, "sharing.who", "retention.period"))

    assert both["quotes"] == one["quotes"] + other["quotes"]
    assert both["lead"] == f"{one['lead']} {other['lead']}"


@pytest.mark.parametrize("name", ["q1", 7, None, ["a", "b"]])
def test_the_callers_id_is_given_back(name: object) -> None:
    assert said(a_verdict(Kind.CLARIFY), name=name)["id"] == name


@settings(deadline=None)  # the first waits until the knowledge base is loaded
@given(st.floats(0, 1))
def test_the_confidence_is_a_share_in_four_places(confidence: float) -> None:
    found = said(a_verdict(Kind.OFF_TOPIC, confidence=confidence))["confidence"]

    assert 0 <= found <= 1
    assert found == pytest.approx(confidence, abs=0.00005 + 1e-9)


@pytest.mark.parametrize("audience", Audience)
def test_notes_for_staff_are_no_part_of_it(audience: Audience) -> None:
    topics = sorted(base().topics)
    for topic in topics:
        try:
            note = base().answer(topic, audience).staff_note
        except NoSuchTopic:
            continue
        spoken = json.dumps(verdict_json(base(), a_verdict(Kind.ANSWER, topic), audience, "q1"))

        assert note is None or json.dumps(note) not in spoken


def test_an_answer_that_the_reader_may_not_read_is_refused() -> None:
    with pytest.raises(NoSuchTopic):
        said(a_verdict(Kind.ANSWER, "no.such_topic"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("who do you share my data with?", "answer"),
        ("please erase everything you hold about me", "request"),
        ("I emailed the customer list to the wrong person", "breach"),
        ("hello!", "small_talk"),
    ],
)
def test_a_verdict_of_the_knowledge_base_is_said_whole(text: str, kind: str) -> None:
    found = said(base().judge(text, Audience.EVERYONE))

    assert list(found) == FIELDS
    assert found["kind"] == kind
    assert bool(found["quotes"]) is (kind == "answer")
    assert bool(found["rights"]) is (kind == "request")
    assert 1 <= len(found["topics"]) <= 3
