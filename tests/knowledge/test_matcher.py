"""Where the notice speaks: on a handful of phrasings, and as it ships."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import knowledge
from knowledge import KnowledgeBase, learned
from knowledge.matcher import MatcherModel, learn
from knowledge.ngrams import grams_of
from knowledge.verdict import Audience, Found, Kind
from knowledge.wording import words
from tests.knowledge.contract import TOPICS

ENTRIES = {
    "retention.period": ("how long do you keep it", "when is it erased", "how many months"),
    "sharing.who": ("who sees it", "who do you share it with", "does anyone else get it"),
    "contact.dpo": ("who is the officer", "how do I reach the officer", "the officer's address"),
}
SILENCES = {
    "hosting": ("where are your servers", "which cloud do you use"),
    "prices": ("what does it cost", "is there a fee"),
}

VAGUELY_TITLED = "security.your_part"
"""Its title makes sense only under its section's heading."""


@cache
def base() -> KnowledgeBase:
    return knowledge.load()


@cache
def taught() -> MatcherModel:
    return learn(ENTRIES, SILENCES, None)


def found(text: str, model: MatcherModel | None = None) -> Found:
    return (model or taught()).found(grams_of(words(text)), None)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("how long is it kept, how many weeks", "retention.period"),
        ("who else sees it", "sharing.who"),
        ("tell me the officer's telephone", "contact.dpo"),
    ],
)
def test_what_is_like_a_phrasing_is_found(text: str, topic: str) -> None:
    speaks = found(text)

    assert speaks.topics[0][0] == topic
    assert speaks.silent < 0.5


@pytest.mark.parametrize(
    ("text", "silence"), [("which servers do you use", "hosting"), ("what is the fee", "prices")]
)
def test_a_known_silence_is_found_and_is_no_topic(text: str, silence: str) -> None:
    speaks = found(text)

    assert speaks.silence[0] == silence
    assert speaks.silent >= 0.5
    assert {topic for topic, _ in speaks.topics} == set(ENTRIES)


@settings(deadline=None)  # the first text waits until the model is fitted
@given(st.text(max_size=100))
def test_topics_and_silences_share_the_whole_and_stand_best_first(text: str) -> None:
    speaks = found(text)

    shares = [share for _, share in speaks.topics]
    assert sum(shares) + speaks.silent == pytest.approx(1, abs=1e-5)
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in (*shares, speaks.silent, speaks.silence[1]))
    assert speaks.silence[1] <= speaks.silent + 1e-6


@pytest.mark.parametrize("text", [one for texts in ENTRIES.values() for one in texts])
def test_a_phrasing_is_nearest_to_itself(text: str) -> None:
    assert found(text).nearest == text


def test_a_phrasing_of_a_silence_may_be_the_nearest() -> None:
    assert found("which cloud").nearest == "which cloud do you use"


@pytest.mark.parametrize("text", ["", "zq xj vw"])
def test_where_no_phrasing_is_like_it_none_is_named(text: str) -> None:
    speaks = found(text)

    assert speaks.nearest == ""
    assert speaks.strange


def test_a_message_of_known_words_is_not_strange() -> None:
    assert not found("who keeps it").strange


def test_without_an_encoder_nothing_is_said_of_nearness_in_sense() -> None:
    assert found("how long do you keep it").near is None


def test_a_notice_without_known_silences_is_never_silent() -> None:
    speaks = found("where are your servers", learn(ENTRIES, {}, None))

    assert (speaks.silence, speaks.silent) == (("", 0.0), 0.0)


def test_what_was_learned_is_the_same_after_it_was_written_and_read(tmp_path: Path) -> None:
    learned.write_matcher(
        tmp_path, lambda _: taught(), encoder=None, digest="these", vocabulary=["keep"]
    )

    read, vocabulary = learned.read_matcher(tmp_path, encoder=None, digest="these")

    assert vocabulary == ["keep"]
    for text in ("how long is it kept", "which servers", "the officer"):
        now, before = found(text, read), found(text)
        assert now.nearest == before.nearest
        assert dict(now.topics) == pytest.approx(dict(before.topics), abs=0.01)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("who else gets to see my information?", "sharing.who"),
        ("for how many years is my data stored?", "retention.period"),
        ("where do you get my data from?", "data.sources"),
        ("do you record my visits to the website", "data.website_recording"),
        ("how do I stop the marketing emails", "marketing.opt_out"),
        ("what happens to my data if the firm is sold", "sharing.ownership_change"),
        ("who is the data protection officer", "contact.dpo"),
        ("can you send my data to america?", "transfers.outside_eea"),
        ("how do I complain to the ICO?", "complaints.ico"),
        ("how quickly must you reply to my request", "rights.deadline"),
        ("what is your lawful basis", "lawful_basis"),
        ("what ID do I need to show", "rights.identity"),
        ("when was this notice last changed?", "changes.effective_date"),
        ("does the notice let you hand my data to the police?", "sharing.authorities"),
    ],
)
def test_the_topic_of_a_question_comes_first(text: str, topic: str) -> None:
    verdict = base().judge(text, Audience.EVERYONE)

    assert verdict.topics[0] == topic
    assert verdict.kind in {Kind.ANSWER, Kind.CLARIFY}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how long do you kepe my detials", "how long do you keep my details"),
        ("who do you shrae my data with", "who do you share my data with"),
        ("how do I stop the marketting", "how do I stop the marketing"),
        ("wots ur lawfull basis", "what's your lawful basis"),
        ("HOW DO I COMPLANE TO THE ICO!!!", "how do i complain to the ico!"),
    ],
)
def test_slips_are_forgiven(typed: str, meant: str) -> None:
    slipped, clean = (base().judge(text, Audience.EVERYONE) for text in (typed, meant))

    assert slipped.topics[0] == clean.topics[0]
    assert slipped.kind is clean.kind


@pytest.mark.parametrize("topic", sorted(TOPICS - {VAGUELY_TITLED}))
def test_the_title_of_a_topic_leads_to_it(topic: str) -> None:
    assert topic in base().judge(base().title_of(topic), Audience.EVERYONE).topics


def test_what_the_notice_does_not_say_is_not_answered() -> None:
    verdict = base().judge("do you use artificial intelligence?", Audience.EVERYONE)

    assert verdict.kind is Kind.NOT_COVERED
    assert verdict.silence is not None
    assert base().silence(verdict.silence, Audience.EVERYONE).unsaid


def test_a_reason_is_given_in_an_authors_words() -> None:
    assert "keep" in base().judge("how long do you keep my data?", Audience.EVERYONE).reason
