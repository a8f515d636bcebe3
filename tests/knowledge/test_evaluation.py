"""Scores on cases small enough to count by hand."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import knowledge
from knowledge import KnowledgeBase, KnowledgeFaults
from knowledge.evaluation import (
    OF_INTENTS,
    Judged,
    Scores,
    Share,
    judge_all,
    report,
    scores,
)
from knowledge.labelled import Labelled, labelled
from knowledge.rights import Right
from knowledge.verdict import Audience, Kind, Verdict

TOPICS = frozenset({"sharing.who", "retention.period"})
HELD, SEEN = "retention.period", "sharing.who"


@cache
def base() -> KnowledgeBase:
    return knowledge.load()


def asked(
    kind: Kind,
    *,
    topics: tuple[str, ...] = (),
    rights: tuple[Right, ...] = (),
    alt_kinds: tuple[Kind, ...] = (),
    alt_topics: tuple[str, ...] = (),
    alt_rights: tuple[Right, ...] = (),
) -> Labelled:
    return Labelled(
        id="q1",
        text="...",
        kind=kind,
        topics=topics,
        rights=rights,
        alt_kinds=alt_kinds,
        alt_topics=alt_topics,
        alt_rights=alt_rights,
    )


def judged(
    question: Labelled | Kind,
    taken_for: Kind,
    *,
    found: tuple[str, ...] = (),
    heard: tuple[Right, ...] = (),
    verbatim: bool = True,
) -> Judged:
    verdict = Verdict(kind=taken_for, topics=found, rights=heard, confidence=0.5, reason="")
    labels = asked(question) if isinstance(question, Kind) else question
    return Judged(question=labels, verdict=verdict, verbatim=verbatim)


def counted(found: Scores, name: str) -> tuple[int, int]:
    share = found[name]
    assert isinstance(share, Share)
    return share.hits, share.of


def written(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("hits", "of", "interval"),
    [
        (8, 10, (0.4902, 0.9433)),
        (0, 10, (0.0, 0.2775)),
        (10, 10, (0.7225, 1.0)),
        (1, 2, (0.0945, 0.9055)),
        (0, 0, (0.0, 1.0)),
    ],
)
def test_a_share_has_its_wilson_interval(hits: int, of: int, interval: tuple[float, float]) -> None:
    assert Share(hits=hits, of=of).interval == pytest.approx(interval, abs=1e-4)


def test_a_share_of_nothing_is_none() -> None:
    assert Share(hits=0, of=0).value == 0
    assert Share(hits=3, of=4).value == 0.75


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_lies_within_its_interval(counts: tuple[int, int]) -> None:
    share = Share(hits=counts[0], of=counts[1])

    low, high = share.interval

    assert 0 <= low <= share.value + 1e-9
    assert share.value - 1e-9 <= high <= 1


def test_an_accepted_kind_fits_and_asking_back_counts_as_an_answer() -> None:
    found = scores(
        [
            judged(Kind.ANSWER, Kind.ANSWER),
            judged(Kind.ANSWER, Kind.CLARIFY),
            judged(asked(Kind.NOT_COVERED, alt_kinds=(Kind.ANSWER,)), Kind.ANSWER),
            judged(Kind.NOT_COVERED, Kind.ANSWER),
        ]
    )

    assert counted(found, "kind accuracy") == (3, 4)


def test_macro_f1_is_the_mean_over_the_kinds_that_are_present() -> None:
    found = scores(
        [
            judged(Kind.ANSWER, Kind.ANSWER),
            judged(Kind.ANSWER, Kind.CLARIFY),
            judged(Kind.ANSWER, Kind.REQUEST),
            judged(Kind.REQUEST, Kind.REQUEST),
            judged(Kind.BREACH, Kind.OFF_TOPIC),
        ]
    )

    # answer: 2 x 2 / (3 + 2); request: 2 x 1 / (1 + 2); breach: none
    assert found["kind macro-F1"] == pytest.approx((4 / 5 + 2 / 3 + 0) / 3)


def test_recall_is_of_the_labels_and_precision_of_the_verdicts() -> None:
    found = scores(
        [
            judged(Kind.REQUEST, Kind.REQUEST),
            judged(Kind.REQUEST, Kind.REQUEST),
            judged(Kind.REQUEST, Kind.ANSWER),
            judged(Kind.ANSWER, Kind.REQUEST),
            judged(asked(Kind.ANSWER, alt_kinds=(Kind.REQUEST,)), Kind.REQUEST),
            judged(Kind.BREACH, Kind.BREACH),
            judged(Kind.BREACH, Kind.OFF_TOPIC),
            judged(Kind.BREACH, Kind.ANSWER),
            judged(Kind.OFF_TOPIC, Kind.BREACH),
        ]
    )

    assert counted(found, "request recall") == (2, 3)
    assert counted(found, "request precision") == (3, 4)
    assert counted(found, "breach recall") == (1, 3)
    assert counted(found, "breach precision") == (1, 2)
    assert counted(found, "breach waved away") == (1, 3)


def test_topics_are_scored_by_place_and_answers_by_what_was_said() -> None:
    found = scores(
        [
            judged(asked(Kind.ANSWER, topics=(HELD,)), Kind.ANSWER, found=(HELD, SEEN)),
            judged(asked(Kind.ANSWER, topics=(HELD,)), Kind.ANSWER, found=(SEEN, HELD)),
            judged(asked(Kind.ANSWER, topics=(HELD, SEEN)), Kind.CLARIFY, found=(SEEN,)),
            judged(asked(Kind.ANSWER, topics=(HELD,)), Kind.NOT_COVERED, found=("lawful_basis",)),
            judged(asked(Kind.ANSWER, topics=(HELD,)), Kind.SMALL_TALK),
        ]
    )

    assert counted(found, "topic @1") == (1, 5)
    assert counted(found, "topic @1, asking back counted") == (2, 5)
    assert counted(found, "topic @3") == (3, 5)
    assert counted(found, "answered directly") == (2, 5)
    assert counted(found, "wrong direct") == (1, 5)


@pytest.mark.parametrize(
    ("heard", "any_fits", "exact"),
    [
        ((Right.ACCESS, Right.ERASURE), True, True),
        ((Right.ACCESS,), True, False),
        ((Right.ACCESS, Right.OBJECTION), True, True),
        ((Right.ACCESS, Right.ERASURE, Right.OBJECTION), True, True),
        ((Right.ACCESS, Right.ERASURE, Right.OTHER), True, False),
        ((Right.OTHER,), False, False),
        ((), False, False),
    ],
)
def test_rights_fit_all_or_some(*, heard: tuple[Right, ...], any_fits: bool, exact: bool) -> None:
    question = asked(
        Kind.REQUEST, rights=(Right.ACCESS, Right.ERASURE), alt_rights=(Right.OBJECTION,)
    )

    found = scores([judged(question, Kind.REQUEST, heard=heard)])

    assert counted(found, "rights, any") == (int(any_fits), 1)
    assert counted(found, "rights, exact") == (int(exact), 1)


def test_rights_are_scored_only_where_a_request_was_heard() -> None:
    found = scores([judged(Kind.REQUEST, Kind.ANSWER), judged(Kind.ANSWER, Kind.REQUEST)])

    assert counted(found, "rights, any") == (0, 0)


def test_a_false_answer_is_one_to_what_the_notice_does_not_say() -> None:
    found = scores(
        [
            judged(Kind.NOT_COVERED, Kind.ANSWER, found=(HELD,)),
            judged(asked(Kind.NOT_COVERED, alt_topics=(HELD,)), Kind.ANSWER, found=(HELD,)),
            judged(Kind.OFF_TOPIC, Kind.CLARIFY, found=(HELD,)),
            judged(Kind.OFF_TOPIC, Kind.OFF_TOPIC),
            judged(Kind.SMALL_TALK, Kind.ANSWER, found=(HELD,)),
        ]
    )

    assert counted(found, "false answers") == (2, 4)
    assert counted(found, "false answers, lenient") == (1, 4)


def test_a_quote_that_is_not_verbatim_is_counted() -> None:
    found = scores(
        [judged(Kind.ANSWER, Kind.ANSWER, verbatim=False), judged(Kind.ANSWER, Kind.ANSWER)]
    )

    assert counted(found, "quotes not verbatim") == (1, 2)


def test_without_questions_every_share_is_of_nothing() -> None:
    found = scores([])

    assert found.pop("kind macro-F1") == 0
    assert {counted(found, name) for name in found} == {(0, 0)}


def test_the_scores_of_intents_are_among_the_scores() -> None:
    assert set(OF_INTENTS) <= set(scores([]))


def test_a_report_has_a_line_for_each_score() -> None:
    lines = report({"topic @1": Share(hits=8, of=10), "kind macro-F1": 0.5}).splitlines()

    assert lines[0].split() == ["topic", "@1", "80.0%", "(49%", "to", "94%,", "8", "of", "10)"]
    assert lines[1].split() == ["kind", "macro-F1", "50.0%"]


def test_the_knowledge_base_is_evaluated_on_its_own_verdicts() -> None:
    questions = [
        Labelled(id="1", text="who do you share my data with?", kind=Kind.ANSWER, topics=(SEEN,)),
        Labelled(id="2", text="how long do you keep my data?", kind=Kind.ANSWER, topics=(SEEN,)),
        Labelled(
            id="3",
            text="Please send me a copy of all my data",
            kind=Kind.REQUEST,
            rights=(Right.ACCESS,),
        ),
    ]

    found = scores(judge_all(base(), questions))

    assert counted(found, "kind accuracy") == (3, 3)
    assert counted(found, "topic @1") == (1, 2)
    assert counted(found, "wrong direct") == (1, 2)
    assert counted(found, "rights, any") == (1, 1)
    assert counted(found, "quotes not verbatim") == (0, 3)


def test_customers_read_as_everyone_and_so_does_whom_no_label_calls_staff() -> None:
    customer = Labelled(id="1", text="...", kind=Kind.ANSWER, audience="customer")
    staff = Labelled(id="2", text="...", kind=Kind.ANSWER, audience="staff")
    unlabelled = Labelled(id="3", text="...", kind=Kind.ANSWER)

    readers = [question.reader for question in (customer, staff, unlabelled)]
    assert readers == [Audience.EVERYONE, Audience.STAFF, Audience.EVERYONE]


def test_questions_are_read_line_by_line(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        '\ufeff{"id": "a", "text": "who sees it?", "kind": "answer", "topics": ["sharing.who"]}',
        "",
        '{"id": "b", "text": "erase me", "kind": "request", "rights": ["erasure"], "more": 1}',
    )

    first, second = labelled(file, TOPICS)

    assert (first.id, first.topics) == ("a", ("sharing.who",))
    assert (second.kind, second.rights) == (Kind.REQUEST, (Right.ERASURE,))


def test_a_sign_that_only_looks_like_a_line_end_ends_no_line(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"text": "one\u2028two\x85three", "kind": "off_topic"}\n', encoding="utf-8")

    (question,) = labelled(file, frozenset())

    assert question.text == "one\u2028two\x85three"


def test_every_line_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        '{"id": "a", "text": "fine", "kind": "answer"}',
        '{"id": "b", "text": "...", "kind": "riddle"}',
        "not json",
        '{"id": "d", "text": "...", "kind": "answer", "topics": ["fax.number"]}',
        '{"id": "e", "text": "...", "kind": "answer", "alt_topics": ["fax.number"]}',
        '{"id": "f", "text": "...", "kind": "request", "rights": ["flight"]}',
        '["a", "list"]',
        '{"text": "..."}',
    )

    with pytest.raises(KnowledgeFaults) as refusal:
        labelled(file, TOPICS)

    faults = [str(fault) for fault in refusal.value.faults]
    assert [fault.split(":")[1] for fault in faults] == ["2", "3", "4", "5", "6", "7", "8"]
    assert all(fault.startswith("questions.jsonl:") for fault in faults)
    assert "kind: " in faults[0]
    assert faults[1].endswith("is not JSON")
    assert faults[2].endswith("unknown topic fax.number")
    assert faults[3] == faults[2].replace(":4:", ":5:")
    assert "rights.0: " in faults[4]
    assert "kind: " in faults[6]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('{"text": "a", "kind": "answer", "audience": "boss"}', "not 'boss'"),
        ('{"text": "a", "kind": "tea"}', "not 'tea'"),
        ('{"text": "a", "kind": "request", "rights": ["flight"]}', "not 'flight'"),
        ('{"kind": "answer"}', "text: must be given"),
        ('{"text": "", "kind": "answer"}', "text: is empty"),
        ('{"text": "a", "kind": "answer", "after": ["b"]}', "after: is no text"),
        ('{"text": "a", "kind": "answer", "topics": "sharing.who"}', "topics: is no list"),
        ('{"text": "a", "kind": "answer", "text": "b"}', "text stands twice"),
        ('"only words"', "is no question, which has at least a text and a kind"),
    ],
)
@pytest.mark.parametrize("name", ["questions.jsonl", "questions.yml"])
def test_what_is_wrong_with_a_question_is_said_plainly(
    tmp_path: Path, name: str, row: str, reason: str
) -> None:
    dash = "- " if name.endswith("yml") else ""
    rows = ['{"text": "fine", "kind": "answer"}', row]
    file = tmp_path / name
    file.write_text("".join(f"{dash}{it}\n" for it in rows), encoding="utf-8")

    with pytest.raises(KnowledgeFaults) as refusal:
        labelled(file, TOPICS)

    (fault,) = refusal.value.faults
    assert (fault.file, fault.line) == (name, 2)
    assert reason in fault.reason


@pytest.mark.parametrize("text", ["- " * 3_000, "- &a [*a]\n"], ids=["deep", "within itself"])
def test_yaml_that_is_deeper_than_can_be_read_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "questions.yml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(KnowledgeFaults, match=r"questions\.yml:1: is not YAML"):
        labelled(file, TOPICS)


def test_a_file_that_breaks_off_while_it_is_read_is_named() -> None:
    with pytest.raises(KnowledgeFaults, match=r"mem:1: cannot be read: Input/output error"):
        labelled(Path("/proc/self/mem"), TOPICS)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b"\xff\xfe\x00\x81")

    with pytest.raises(KnowledgeFaults, match=r"questions\.jsonl:1: is not UTF-8"):
        labelled(file, TOPICS)
