"""Every row of the table at its threshold, the rows' order, and any text against what ships."""

from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import knowledge
from knowledge import KnowledgeBase
from knowledge.reaching import blended, reach
from knowledge.rights import Right
from knowledge.verdict import Audience, Found, Intent, Kind, Policy, Verdict, Wanted

POLICY = Policy(
    breach_certain=0.5,
    breach_ask=0.25,
    breach_doubt=0.2,
    breach_doubt_silent=0.03125,
    breach_button=0.015625,
    request_certain=0.75,
    request_ask=0.375,
    aside=0.9,
    aside_whole=0.125,
    right_also=0.40625,
    right_in_clause=0.84375,
    small_talk=0.625,
    off_topic=0.6875,
    not_covered=0.5,
    near=0.875,
    far=0.5625,
    far_question=0.53125,
    answer=0.4375,
    answer_near=0.8125,
    answer_near_long=0.71875,
    answer_sure=0.96875,
    margin=0.125,
    clarify=0.0625,
    spelling=0.75,
)
"""No two alike, and each exact in binary, so that a threshold can be met exactly."""
LESS = 2**-10
RIGHTS = (Right.ERASURE, Right.ACCESS)


@cache
def base() -> KnowledgeBase:
    return knowledge.load()


def wanted(
    *,
    breach: float = 0,
    request: float = 0,
    small_talk: float = 0,
    other: float = 0,
    directive: bool = True,
    reports: bool = False,
) -> Wanted:
    return Wanted(
        likelihood={
            Intent.REQUEST: request,
            Intent.QUESTION: 0,
            Intent.BREACH: breach,
            Intent.SMALL_TALK: small_talk,
            Intent.OTHER: other,
        },
        rights=dict.fromkeys(RIGHTS, 0.5),
        is_directive=directive,
        reports=reports,
    )


def found(
    *shares: float,
    silent: float = 0,
    near: float | None = 1.0,
    strange: bool = False,
) -> Found:
    topics = ("retention.period", "sharing.who", "contact.dpo", "complaints.ico", "lawful_basis")
    return Found(
        topics=tuple(zip(topics, shares or (1.0, 0.0), strict=False)),
        silence=("hosting", silent),
        silent=silent,
        nearest="how long do you keep it",
        near=near,
        strange=strange,
    )


def long(finds: Found) -> Found:
    return finds.model_copy(update={"long": True})


def met(wants: Wanted, finds: Found | None = None) -> Verdict:
    return reach(wants, finds or found(), POLICY)


@pytest.mark.parametrize(
    ("wants", "kind"),
    [
        (wanted(breach=0.25), Kind.BREACH),
        (wanted(breach=0.25 - LESS), Kind.ANSWER),
        (wanted(breach=0.25 - LESS, reports=True), Kind.ANSWER),
        (wanted(breach=0.5, request=0.5 - LESS), Kind.BREACH),
        (wanted(breach=0.5, request=0.5), Kind.REQUEST),
        (wanted(breach=0.5, request=0.5, reports=True), Kind.BREACH),
        (wanted(breach=0.25, request=0.75, reports=True), Kind.BREACH),
        (wanted(breach=0.25 - LESS, request=0.75, reports=True), Kind.REQUEST),
        (wanted(request=0.375), Kind.REQUEST),
        (wanted(request=0.375 - LESS), Kind.ANSWER),
        (wanted(request=0.75, directive=False), Kind.REQUEST),
        (wanted(request=0.75 - LESS, directive=False), Kind.ANSWER),
    ],
)
def test_what_is_wanted_is_taken_at_its_threshold_and_not_below(wants: Wanted, kind: Kind) -> None:
    assert met(wants).kind is kind


def test_small_talk_is_taken_at_its_threshold_unless_a_topic_is_sure() -> None:
    unsure = found(0.96875 - LESS, 0.0)

    assert met(wanted(small_talk=0.625), unsure).kind is Kind.SMALL_TALK
    assert met(wanted(small_talk=0.625 - LESS), unsure).kind is Kind.ANSWER
    assert met(wanted(small_talk=0.625), found(0.96875, 0.0)).kind is Kind.ANSWER


@pytest.mark.parametrize(
    ("other", "finds", "kind"),
    [
        (0.6875, found(0.5, near=0.875 - LESS), Kind.OFF_TOPIC),
        (0.6875, found(near=0.875), Kind.ANSWER),
        (0.6875 - LESS, found(near=0.875 - LESS), Kind.ANSWER),
        (0, found(near=0.5625 - LESS), Kind.OFF_TOPIC),
        (0, found(0.5, near=0.5625), Kind.CLARIFY),
        (0.6875, found(near=None), Kind.OFF_TOPIC),
        (0.6875 - LESS, found(near=None), Kind.ANSWER),
        (0, found(near=None, strange=True), Kind.OFF_TOPIC),
        (0, found(strange=True), Kind.ANSWER),
    ],
)
def test_what_is_off_topic_sounds_so_or_means_nothing_of_the_notice(
    other: float, finds: Found, kind: Kind
) -> None:
    assert met(wanted(other=other), finds).kind is kind


@pytest.mark.parametrize(
    ("finds", "kind"),
    [
        (found(0.5 - LESS, silent=0.5), Kind.NOT_COVERED),
        (found(0.625, silent=0.5), Kind.ANSWER),
        (found(0.5, silent=0.5), Kind.CLARIFY),
        (found(0.5 - LESS, silent=0.5 - LESS), Kind.CLARIFY),
        (found(0.4375, 0.0), Kind.ANSWER),
        (found(0.4375 - LESS, 0.0), Kind.CLARIFY),
        (found(0.5, 0.375), Kind.ANSWER),
        (found(0.5, 0.375 + LESS), Kind.CLARIFY),
        (found(1.0), Kind.ANSWER),
        (found(0.5, near=0.8125), Kind.ANSWER),
        (found(0.5, near=0.8125 - LESS), Kind.CLARIFY),
        (found(0.96875, near=0.8125 - LESS), Kind.ANSWER),
        (found(0.96875 - LESS, near=0.8125 - LESS), Kind.CLARIFY),
        (long(found(0.5, near=0.71875)), Kind.ANSWER),
        (long(found(0.5, near=0.71875 - LESS)), Kind.CLARIFY),
        (found(0.5, silent=0.375), Kind.ANSWER),
        (found(0.5, silent=0.375 + LESS), Kind.CLARIFY),
        (found(0.5, 0.25, near=None), Kind.ANSWER),
        (found(0.0625, 0.0), Kind.CLARIFY),
        (found(0.0625 - LESS, 0.0), Kind.NOT_COVERED),
    ],
)
def test_where_the_notice_speaks_is_answered_at_its_thresholds(finds: Found, kind: Kind) -> None:
    assert met(wanted(), finds).kind is kind


@pytest.mark.parametrize(
    ("request_share", "directive", "certain"),
    [
        (0.375, True, False),
        (0.75 - LESS, True, False),
        (0.75, True, True),
        (0.75, False, False),
        (1.0, False, False),
    ],
)
def test_only_a_likely_wish_is_registered_without_asking(
    *, request_share: float, directive: bool, certain: bool
) -> None:
    verdict = met(wanted(request=request_share, directive=directive))

    assert verdict.kind is Kind.REQUEST
    assert verdict.certain is certain
    assert verdict.rights == RIGHTS


def test_what_must_not_be_missed_goes_first() -> None:
    order = (Kind.BREACH, Kind.REQUEST, Kind.SMALL_TALK, Kind.OFF_TOPIC, Kind.NOT_COVERED)

    for on in product((True, False), repeat=len(order)):
        breach, request, small_talk, off_topic, silent = on
        wants = wanted(
            breach=1.0 if breach else 0.0,
            request=0.9 if request else 0.0,
            small_talk=0.9 if small_talk else 0.0,
            other=0.9 if off_topic else 0.0,
        )
        finds = found(0.4, 0.1, silent=0.5 if silent else 0.0, near=0.82)

        expected = next((kind for kind, is_on in zip(order, on, strict=True) if is_on), None)
        assert met(wants, finds).kind is (expected or Kind.CLARIFY), on


def test_every_combination_has_a_verdict_with_what_belongs_to_its_kind_alone() -> None:
    grid = (0.0, 0.3, 0.5, 0.7, 1.0)
    nearnesses = (None, 0.5, 0.7, 0.9)
    kinds = set()

    for likely in product(grid, repeat=3):
        breach, request, other = likely
        for first, silent, near in product(grid, grid, nearnesses):
            for directive in (True, False):
                verdict = met(
                    wanted(breach=breach, request=request, other=other, directive=directive),
                    found(first, first / 2, silent=silent, near=near),
                )
                kinds.add(verdict.kind)
                only_with_its_kind(verdict)

    assert kinds == set(Kind) - {Kind.SMALL_TALK}


def only_with_its_kind(verdict: Verdict) -> None:
    assert bool(verdict.rights) is (verdict.kind is Kind.REQUEST)
    assert verdict.answers or verdict.kind is not Kind.ANSWER
    assert not verdict.answers or verdict.kind in {Kind.ANSWER, Kind.REQUEST, Kind.BREACH}
    assert verdict.certain or verdict.kind in {Kind.REQUEST, Kind.BREACH}
    assert verdict.silence is None or verdict.kind is Kind.NOT_COVERED or verdict.perhaps_breach
    assert set(verdict.answers) <= set(verdict.topics)
    assert 0 <= verdict.confidence <= 1


@pytest.mark.parametrize(
    ("wants", "finds", "confidence"),
    [
        (wanted(breach=0.4), found(), 0.4),
        (wanted(request=0.45), found(), 0.45),
        (wanted(small_talk=0.7), found(0.5), 0.7),
        (wanted(other=0.8), found(near=0.7), 0.8),
        (wanted(), found(0.2, silent=0.6), 0.6),
        (wanted(), found(0.9), 0.9),
        (wanted(), found(0.3), 0.3),
        (wanted(), found(0.01), 0.99),
        (wanted(), found(1.0000001), 1.0),
    ],
)
def test_the_confidence_is_the_likelihood_of_what_was_decided(
    wants: Wanted, finds: Found, confidence: float
) -> None:
    assert met(wants, finds).confidence == pytest.approx(confidence)


@pytest.mark.parametrize("wants", [wanted(), wanted(request=1), wanted(small_talk=1)])
def test_three_topics_and_the_reason_come_with_every_kind(wants: Wanted) -> None:
    verdict = met(wants, found(0.6, 0.2, 0.1, 0.06, 0.04))

    assert verdict.topics == ("retention.period", "sharing.who", "contact.dpo")
    assert verdict.reason == "how long do you keep it"


def test_an_answer_is_of_the_first_topic() -> None:
    assert met(wanted()).answers == ("retention.period",)


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.5])
def test_a_policy_is_made_of_shares(share: float) -> None:
    with pytest.raises(ValidationError):
        Policy.model_validate(POLICY.model_dump() | {"answer": share})


def test_a_verdict_cannot_be_changed_and_offers_three_topics_at_most() -> None:
    verdict = met(wanted())

    with pytest.raises(ValidationError):
        verdict.kind = Kind.BREACH  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Verdict(kind=Kind.CLARIFY, topics=("a", "b", "c", "d"), confidence=0.5, reason="")


def test_a_follow_up_is_where_its_thread_and_its_own_words_agree() -> None:
    together = found(0.6, 0.3, silent=0.2)
    own = Found(
        topics=(("sharing.who", 0.8), ("retention.period", 0.1)),
        silence=("hosting", 0.5),
        silent=0.5,
        nearest="and why",
        near=0.6,
        strange=True,
    )

    both = blended(together, own)

    # 0.3 x 0.8 = 0.24 and 0.6 x 0.1 = 0.06 beside a silence of 0.2 x 0.5 / 4 = 0.025
    assert [topic for topic, _ in both.topics] == ["sharing.who", "retention.period"]
    assert [share for _, share in both.topics] == pytest.approx([0.24 / 0.325, 0.06 / 0.325])
    assert both.silent == pytest.approx(0.025 / 0.325)
    assert (both.nearest, both.near, both.strange) == ("how long do you keep it", 1.0, False)
    assert both.silence == ("hosting", 0.2)


def test_a_follow_up_met_with_another_silence_than_its_thread_is_not_met_with_silence() -> None:
    together = found(0.5, 0.25).model_copy(update={"silence": ("fax", 0.25)})
    own = found(0.5, 0.25).model_copy(update={"silence": ("prices", 0.25)})

    assert blended(together, own).silent == 0
    assert blended(together, together).silent > 0


def test_a_follow_up_on_which_nothing_agrees_is_of_no_topic() -> None:
    together = found(1.0, 0.0)

    both = blended(together, together.model_copy(update={"topics": (("lawful_basis", 1.0),)}))

    assert [share for _, share in both.topics] == [0.0, 0.0]
    assert met(wanted(), both).kind is Kind.NOT_COVERED


WORDS_OF_THE_TRADE = (
    *("how", "long", "who", "why", "what", "do", "you", "keep", "share", "sell", "erase"),
    *("my", "data", "name", "police", "marketing", "months", "ICO", "officer", "copy"),
    *("please", "and", "I", "we", "not", "wrong", "person", "laptop", "lost", "?", ",", "."),
)
unhurried = settings(deadline=None, max_examples=60)
"""The first text of all waits until the knowledge base is loaded."""
UNUSUAL = {
    "nothing": "",
    "blanks": " \t\n\u00a0\u3000",
    "long": "how long do you keep my data and who sees it? " * 870,
    "one long word": "x" * 40_000,
    "many commas": "," * 40_000,
    "many lines": "who sees it\n" * 3_300,
    "control characters": "".join(map(chr, range(32))) + "who sees my data\x7f\x9f",
    "right to left": "\u202eatad ym sees ohw\u202c \u05de\u05d9 \u0631\u0624\u064a\u0629",
    "emoji": "\U0001f469\u200d\U0001f680\U0001f9d1\U0001f3fd" * 500,
    "half a sign": "who sees \ud83d my data",
    "marks upon marks": "d" + "\u0301" * 1_000 + "ata",
    "markup": "<@U1><!here><https://example.com|" + "<" * 500 + "&amp;&#0;&#x110000;",
    "code": "'; drop table requests; -- {{7*7}} %s ${HOME} \\u0000",
}


@pytest.mark.parametrize("text", UNUSUAL.values(), ids=UNUSUAL)
@pytest.mark.parametrize("audience", Audience)
def test_unusual_texts_are_judged_and_answered_in_the_notices_words(
    text: str, audience: Audience
) -> None:
    sound(text, audience)


@unhurried
@given(text=st.text(max_size=400), audience=st.sampled_from(Audience))
def test_any_text_is_judged_and_answered_in_the_notices_words(
    text: str, audience: Audience
) -> None:
    sound(text, audience)


@unhurried
@given(
    words=st.lists(st.sampled_from(WORDS_OF_THE_TRADE), max_size=25),
    previous=st.none() | st.sampled_from(("who sees my data?", "", "how long do you keep it")),
)
def test_any_words_of_the_trade_are_judged_and_answered_in_the_notices_words(
    words: list[str], previous: str | None
) -> None:
    sound(" ".join(words), Audience.EVERYONE, previous)


def sound(text: str, audience: Audience, previous: str | None = None) -> None:
    """Check that what would be said holds, whatever was written."""
    verdict = base().judge(text, audience, previous)

    only_with_its_kind(verdict)
    assert verdict == base().judge(text, audience, previous)
    for topic in verdict.topics:
        assert base().answer(topic, audience).quotes
    for topic in verdict.answers:
        for quote in base().answer(topic, audience).quotes:
            assert quote.verbatim in base().notice.text
    if verdict.kind is Kind.ANSWER:
        assert verdict.confidence >= base().policy.answer


@pytest.mark.parametrize("text", ["", "  ", "\x00", "\U0001f44d"])
def test_where_nothing_was_said_nothing_is_suggested(text: str) -> None:
    verdict = base().judge(text, Audience.EVERYONE)

    assert (verdict.kind, verdict.topics, verdict.confidence) == (Kind.SMALL_TALK, (), 0)
