"""The table that turns two opinions into a verdict, row by row and as a whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reaching import (
    exercised,
    perhaps_more_rights,
    reach,
    reach_aside,
    right_of_clause,
    weigh,
)
from knowledge.rights import Right
from knowledge.verdict import Found, Intent, Kind, Policy, Wanted

POLICY = Policy(
    breach_certain=0.6,
    breach_ask=0.25,
    breach_doubt=0.2,
    breach_doubt_silent=0.06,
    breach_button=0.03,
    request_certain=0.7,
    request_ask=0.3,
    aside=0.9,
    aside_whole=0.1,
    right_also=0.4,
    right_in_clause=0.95,
    small_talk=0.6,
    off_topic=0.6,
    not_covered=0.5,
    near=0.85,
    far=0.55,
    far_question=0.5,
    answer=0.35,
    answer_near=0.68,
    answer_near_long=0.6,
    answer_sure=0.85,
    margin=0.1,
    clarify=0.08,
    spelling=0.7,
)
shares = st.floats(0, 1)


def wanted(*, directive: bool = True, reports: bool = False, **likely: float) -> Wanted:
    return Wanted(
        likelihood=dict.fromkeys(Intent, 0.0) | {Intent(name): one for name, one in likely.items()},
        rights={Right.ACCESS: 0.9, Right.ERASURE: 0.1},
        is_directive=directive,
        reports=reports,
    )


def found(
    first: float = 0.8,
    second: float = 0.1,
    *,
    silent: float = 0.1,
    near: float | None = 0.8,
    strange: bool = False,
) -> Found:
    return Found(
        topics=(("retention.period", first), ("sharing.who", second), ("contact.dpo", 0.0)),
        silence=("hosting", silent),
        silent=silent,
        nearest="how long",
        near=near,
        strange=strange,
    )


def kind(wants: Wanted, finds: Found | None = None) -> Kind:
    return reach(wants, finds or found(), POLICY).kind


def test_a_likely_breach_goes_before_everything() -> None:
    assert kind(wanted(breach=0.6, request=0.3)) is Kind.BREACH


def test_what_sounds_like_a_privacy_question_is_one_though_no_phrasing_is_near() -> None:
    assert kind(wanted(question=0.5), found(0.9, near=0.3)) is Kind.CLARIFY
    assert kind(wanted(question=0.4), found(0.9, near=0.3)) is Kind.OFF_TOPIC


def test_a_sure_topic_with_a_phrasing_near_is_answered_however_everyday_it_sounds() -> None:
    assert kind(wanted(other=0.8), found(0.9, near=0.7)) is Kind.ANSWER
    assert kind(wanted(other=0.8), found(0.8, near=0.7)) is Kind.OFF_TOPIC


@pytest.mark.parametrize(
    "finds", [found(0.0, near=0.1), found(0.02, 0.01), found(silent=0.9, near=0.67)], ids=str
)
@given(breach=st.floats(0.2, 0.24), other=st.floats(0, 0.7))
def test_who_may_be_reporting_a_breach_is_asked_back_and_not_sent_away(
    finds: Found, breach: float, other: float
) -> None:
    verdict = reach(wanted(breach=breach, other=other), finds, POLICY)

    assert verdict.kind is Kind.CLARIFY
    assert verdict.perhaps_breach
    assert kind(wanted(breach=0.02, other=other), finds) in {Kind.OFF_TOPIC, Kind.NOT_COVERED}


@given(breach=st.floats(POLICY.breach_doubt_silent, 0.19))
def test_a_small_sign_of_a_breach_is_asked_about_where_the_notice_is_silent(
    breach: float,
) -> None:
    verdict = reach(wanted(breach=breach), found(silent=0.9, near=0.67), POLICY)

    assert (verdict.kind, verdict.perhaps_breach) == (Kind.CLARIFY, True)
    assert verdict.silence == "hosting"
    assert kind(wanted(breach=breach, other=0.7), found(0.0, near=0.1)) is Kind.OFF_TOPIC


@pytest.mark.parametrize(
    ("near", "below"), [(0.67, POLICY.breach_doubt_silent), (0.68, POLICY.breach_doubt)]
)
@given(data=st.data())
def test_where_silence_is_told_it_is_told_what_to_do_if_something_has_happened(
    near: float, below: float, data: st.DataObject
) -> None:
    breach = data.draw(st.floats(0.0, below, exclude_max=True))
    verdict = reach(wanted(breach=breach), found(silent=0.9, near=near), POLICY)

    assert verdict.kind is Kind.NOT_COVERED
    assert verdict.perhaps_breach is (breach >= POLICY.breach_button)


def test_an_unlikely_breach_is_one_where_its_words_say_so() -> None:
    assert kind(wanted(breach=0.3, request=0.6, reports=True)) is Kind.BREACH
    assert kind(wanted(breach=0.3, request=0.6)) is Kind.REQUEST


@pytest.mark.parametrize(
    ("likely", "directive", "certain"),
    [(0.9, True, True), (0.5, True, False), (0.9, False, False)],
)
def test_a_request_is_registered_where_it_is_sure_and_asked_about_where_it_is_not(
    *, likely: float, directive: bool, certain: bool
) -> None:
    verdict = reach(wanted(request=likely, directive=directive), found(), POLICY)

    assert (verdict.kind, verdict.certain) == (Kind.REQUEST, certain)
    assert verdict.rights == (Right.ACCESS,)


@given(likely=st.floats(POLICY.request_ask, 0.69))
def test_who_may_make_a_request_is_asked_and_sees_what_the_notice_surely_answers(
    likely: float,
) -> None:
    verdict = reach(wanted(request=likely), found(), POLICY)

    assert (verdict.kind, verdict.answers) == (Kind.REQUEST, ("retention.period",))
    assert reach(wanted(request=likely), found(silent=0.9), POLICY).answers == ()


@given(likely=st.floats(POLICY.request_certain, 1.0))
def test_who_certainly_makes_a_request_is_not_told_how_to(likely: float) -> None:
    assert reach(wanted(request=likely), found(), POLICY).answers == ()


def test_a_question_about_a_right_is_a_question() -> None:
    assert kind(wanted(request=0.5, question=0.5, directive=False)) is Kind.ANSWER


@pytest.mark.parametrize(
    ("directive", "threshold"), [(True, "request_ask"), (False, "request_certain")]
)
@given(request=shares)
def test_a_request_is_weighed_by_the_threshold_that_decides(
    *, directive: bool, threshold: str, request: float
) -> None:
    wants = wanted(request=request, directive=directive)

    (weighed,) = (it for it in weigh(wants, found(), POLICY) if it.what.startswith("request"))

    assert weighed.what == threshold
    assert weighed.met is (kind(wants) is Kind.REQUEST)


def test_small_talk_must_be_sure() -> None:
    assert kind(wanted(small_talk=0.7)) is Kind.SMALL_TALK
    assert kind(wanted(small_talk=0.5, question=0.5)) is Kind.ANSWER


def test_what_is_surely_about_a_topic_is_no_small_talk() -> None:
    talk = wanted(small_talk=0.9)

    assert kind(talk, found(0.9, 0.05)) is Kind.ANSWER
    assert kind(talk, found(0.9, 0.05, near=0.6)) is Kind.SMALL_TALK
    assert kind(talk, found(0.9, 0.05, near=None)) is Kind.SMALL_TALK


def test_everyday_talk_is_off_topic_unless_it_means_what_a_phrasing_means() -> None:
    assert kind(wanted(other=0.9), found(near=0.7)) is Kind.OFF_TOPIC
    assert kind(wanted(other=0.9), found(near=0.9)) is Kind.ANSWER


def test_what_means_nothing_like_any_phrasing_is_off_topic() -> None:
    assert kind(wanted(question=0.4), found(near=0.4)) is Kind.OFF_TOPIC


def test_without_an_encoder_a_message_of_unknown_words_is_off_topic() -> None:
    assert kind(wanted(question=0.9), found(near=None, strange=True)) is Kind.OFF_TOPIC
    assert kind(wanted(question=0.9), found(near=None)) is Kind.ANSWER


def test_a_known_silence_is_named() -> None:
    verdict = reach(wanted(question=1), found(0.2, silent=0.7), POLICY)

    assert (verdict.kind, verdict.silence) == (Kind.NOT_COVERED, "hosting")


@pytest.mark.parametrize(
    "doubtful",
    [
        pytest.param(found(0.3, 0.1), id="not likely enough"),
        pytest.param(found(0.45, 0.4), id="two are close"),
        pytest.param(found(near=0.6), id="none is near"),
    ],
)
def test_in_doubt_between_topics_it_asks_back(doubtful: Found) -> None:
    assert kind(wanted(question=1), doubtful) is Kind.CLARIFY


def test_with_no_topic_likely_at_all_it_says_that_it_does_not_know() -> None:
    verdict = reach(wanted(question=1), found(0.05, 0.04), POLICY)

    assert (verdict.kind, verdict.silence) == (Kind.NOT_COVERED, None)


@given(
    likely=st.fixed_dictionaries({intent.value: shares for intent in Intent}),
    first=shares,
    second=shares,
    silent=shares,
    near=st.none() | st.floats(-1, 1),
    directive=st.booleans(),
    reports=st.booleans(),
)
def test_no_opinions_are_without_a_verdict_and_none_answers_unsurely(
    *,
    likely: dict[str, float],
    first: float,
    second: float,
    silent: float,
    near: float | None,
    directive: bool,
    reports: bool,
) -> None:
    finds = found(first, second, silent=silent, near=near)

    verdict = reach(wanted(directive=directive, reports=reports, **likely), finds, POLICY)

    assert 0 <= verdict.confidence <= 1
    if verdict.kind is Kind.ANSWER:
        assert first >= POLICY.answer
        assert first - second >= POLICY.margin
    assert bool(verdict.rights) is (verdict.kind is Kind.REQUEST)


@given(breach=st.floats(0.51, 1), first=shares, reports=st.booleans())
def test_a_breach_is_never_waved_away(*, breach: float, first: float, reports: bool) -> None:
    assert kind(wanted(breach=breach, reports=reports), found(first)) is Kind.BREACH


@pytest.mark.parametrize(
    ("stretch", "whole", "met_with"),
    [
        (wanted(breach=0.9), wanted(breach=0.1), (Kind.BREACH, False)),
        (wanted(breach=0.9), wanted(breach=0.09), None),
        (wanted(breach=0.6), wanted(breach=0.1), (Kind.CLARIFY, True)),
        (wanted(breach=0.5), wanted(breach=0.1), None),
        (wanted(request=0.9), wanted(), (Kind.REQUEST, False)),
        (wanted(request=0.8), wanted(), None),
        (wanted(request=0.9, directive=False), wanted(), None),
    ],
)
def test_a_stretch_is_asked_about_where_it_is_sure_and_the_whole_sounds_like_it(
    stretch: Wanted, whole: Wanted, met_with: tuple[Kind, bool] | None
) -> None:
    aside = reach_aside(whole, stretch, found, POLICY)

    assert (aside and (aside.kind, aside.perhaps_breach)) == met_with
    assert aside is None or aside.kind is Kind.CLARIFY or not aside.certain


def with_rights(request: float = 0.9, **likely: float) -> Wanted:
    rights = {Right(name): share for name, share in likely.items()}
    return wanted(request=request).model_copy(update={"rights": rights})


def test_the_likeliest_right_is_exercised_and_each_other_that_is_likely_enough() -> None:
    heard = with_rights(erasure=0.3, access=0.2)
    assert exercised(heard, POLICY) == (Right.ERASURE,)

    heard = with_rights(erasure=0.9, access=0.4, objection=0.3)
    assert exercised(heard, POLICY) == (Right.ERASURE, Right.ACCESS)


@pytest.mark.parametrize(("trace", "reads"), [(0.004, False), (0.005, True), (0.4, False)])
def test_clauses_are_worth_reading_where_the_whole_holds_a_trace_of_another_right(
    *, trace: float, reads: bool
) -> None:
    assert perhaps_more_rights(with_rights(erasure=0.9, access=trace), POLICY) is reads


@pytest.mark.parametrize(
    ("clause", "trace", "heard"),
    [
        (with_rights(0.7, access=0.95), 0.005, Right.ACCESS),
        (with_rights(0.69, access=0.95), 0.005, None),
        (with_rights(0.7, access=0.94), 0.005, None),
        (with_rights(0.7, access=0.95), 0.004, None),
    ],
)
def test_a_clause_adds_a_right_only_where_it_is_very_sure_of_it(
    clause: Wanted, trace: float, heard: Right | None
) -> None:
    whole = with_rights(erasure=0.9, access=trace)

    assert right_of_clause(whole, clause, POLICY) is heard
