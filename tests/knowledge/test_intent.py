"""What people want: read in their wording, learned from a corpus, and as it ships."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

import knowledge
from knowledge import KnowledgeBase, learned
from knowledge.intent import Chorus, IntentModel, Voice, heard_from, is_directive, learn
from knowledge.ngrams import grams_of
from knowledge.rights import Right
from knowledge.verdict import Audience, Intent, Kind, Wanted
from knowledge.wording import words

CORPUS = {
    (Intent.REQUEST, (Right.ACCESS,)): ("send me my file", "give me a copy of my file"),
    (Intent.REQUEST, (Right.ERASURE,)): ("erase my file", "wipe my file today"),
    (Intent.REQUEST, (Right.ACCESS, Right.ERASURE)): ("send me a copy then erase it",),
    (Intent.QUESTION, ()): ("how long is it kept?", "who sees it?"),
    (Intent.SMALL_TALK, ()): ("good morning", "thanks a lot"),
    (Intent.BREACH, ()): ("the laptop is gone", "it went to a stranger"),
}


@cache
def base() -> KnowledgeBase:
    return knowledge.load()


@cache
def taught() -> IntentModel:
    return learn([a_chorus(*key, texts) for key, texts in CORPUS.items()], None)


def a_chorus(intent: Intent, rights: tuple[Right, ...], texts: tuple[str, ...]) -> Chorus:
    voice = Voice(voice="Amina, at home", audience="customer", rights=rights, texts=texts)
    return Chorus(intent=intent, voices=(voice,))


def wanted(text: str, model: IntentModel | None = None) -> Wanted:
    return (model or taught()).wanted(text, grams_of(words(text)), None, by=Audience.EVERYONE)


@pytest.mark.parametrize(
    "text",
    [
        "Erase my file.",
        "my address is wrong",
        "How long is it kept? I want my copy.",
        "Can you send me my file?",
        "please can you send me my file",
        "can u wipe it",
        "could the billing team stop writing to me?",
        "What do I have to do, please?",
        "Hello, I'd like my data",
        "Why? I object.",
        "how long is it\nerase it",
    ],
)
def test_a_wish_is_heard(text: str) -> None:
    assert is_directive(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n ",
        "How do I have my file erased?",
        "hi, can I get a copy",
        "Can you tell where it is kept?",
        "please, how can I stop it?",
        "ok so what if someone asked for it?",
        "Who sees it? And is it sold?",
        "WHO SEES IT",
        "will you monitor what I browse?",
    ],
)
def test_a_question_is_no_wish(text: str) -> None:
    assert not is_directive(text)


@pytest.mark.parametrize(
    "text",
    [
        "I sent the payslips to the wrong address",
        "a bag was stolen, with my laptop in it",
        "Our account was HACKED",
        "I can see someone else's bill",
        "accidentally posted the list",
    ],
)
def test_words_of_a_breach_report_are_noticed(text: str) -> None:
    assert wanted(text).reports


@pytest.mark.parametrize("text", ["", "my address is wrong", "who sees my laptop's location?"])
def test_other_words_report_nothing(text: str) -> None:
    assert not wanted(text).reports


def test_every_intent_has_a_likelihood_and_they_sum_to_one() -> None:
    likelihood = wanted("send me my file").likelihood

    assert set(likelihood) == set(Intent)
    assert sum(likelihood.values()) == pytest.approx(1, abs=1e-5)
    assert likelihood[Intent.OTHER] == 0, "the corpus has none of it"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("send my file", Intent.REQUEST),
        ("how long is my name kept?", Intent.QUESTION),
        ("morning and thanks", Intent.SMALL_TALK),
        ("my laptop is gone", Intent.BREACH),
    ],
)
def test_the_likeliest_intent_is_the_one_it_was_taught(text: str, intent: Intent) -> None:
    likelihood = wanted(text).likelihood

    assert max(likelihood, key=lambda one: likelihood[one]) is intent


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("please send me my file", {Right.ACCESS}),
        ("wipe my file", {Right.ERASURE}),
        ("send me a copy then erase it", {Right.ACCESS, Right.ERASURE}),
    ],
)
def test_the_rights_that_it_was_taught_are_told(text: str, rights: set[Right]) -> None:
    heard = wanted(text).rights

    assert {right for right, likely in heard.items() if likely >= 0.38} == rights


@pytest.mark.parametrize("text", ["", "zq", "how long is it kept?"])
def test_a_right_is_named_even_where_none_is_likely(text: str) -> None:
    assert len(wanted(text).rights) >= 1


def test_what_was_learned_is_the_same_after_it_was_written_and_read(tmp_path: Path) -> None:
    learned.write_intents(
        tmp_path, lambda _: taught(), encoder=None, digest="these", vocabulary=["file"]
    )

    read, vocabulary = learned.read_intents(tmp_path, encoder=None, digest="these")

    assert vocabulary == ["file"]
    for text in (one for texts in CORPUS.values() for one in texts):
        now, before = wanted(text, read), wanted(text)
        assert now.rights == pytest.approx(before.rights, abs=0.01)
        assert now.likelihood == pytest.approx(before.likelihood, abs=0.01)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Please send me everything that you hold about me.", Right.ACCESS),
        ("I want you to erase all of my personal data", Right.ERASURE),
        ("My surname is spelt wrong in your records, please correct it", Right.RECTIFICATION),
        ("Stop sending me marketing emails, please", Right.MARKETING_OPT_OUT),
        ("I want to complain about how you handled my personal data", Right.COMPLAINT),
        ("I object to you using my data for profiling", Right.OBJECTION),
        ("I withdraw my consent", Right.WITHDRAW_CONSENT),
        ("Please move my data to another provider in a machine readable file", Right.PORTABILITY),
    ],
)
def test_a_rights_request_needs_no_form(text: str, right: Right) -> None:
    verdict = base().judge(text, Audience.EVERYONE)

    assert verdict.kind is Kind.REQUEST
    assert right in verdict.rights


def test_two_rights_in_one_message_are_both_heard() -> None:
    verdict = base().judge(
        "Send me a copy of all my data, then delete everything you hold on me.", Audience.EVERYONE
    )

    assert verdict.kind is Kind.REQUEST
    assert set(verdict.rights) >= {Right.ACCESS, Right.ERASURE}


@pytest.mark.parametrize(
    "text",
    [
        "I emailed a spreadsheet of customers to the wrong person",
        "A colleague left a laptop with customer records on the train",
        "our inbox was hacked and customer files were leaked",
        "I can see another customer's bill when I log in",
    ],
)
def test_a_breach_is_recognised_whoever_reports_it(text: str) -> None:
    for audience in (Audience.EVERYONE, Audience.STAFF):
        assert base().judge(text, audience).kind is Kind.BREACH


@pytest.mark.parametrize("text", ["hi there", "Good morning!", "thank you so much", "cheers"])
def test_small_talk_is_recognised(text: str) -> None:
    assert base().judge(text, Audience.EVERYONE).kind is Kind.SMALL_TALK


@pytest.mark.parametrize("by", [Audience.STAFF, Audience.EVERYONE])
@pytest.mark.parametrize("text", ["please withdraw my request", "cancel my request RR-2026-0007"])
def test_who_takes_a_request_back_makes_no_new_one(text: str, by: Audience) -> None:
    assert base().judge(text, by).kind not in {Kind.REQUEST, Kind.BREACH}


def test_a_member_of_staff_whose_work_laptop_was_stolen_reports_a_breach() -> None:
    told = "I think somebody stole my work laptop on the train"

    assert base().judge(told, Audience.STAFF).kind is Kind.BREACH


@pytest.mark.parametrize("text", ["what is for lunch today", "who won the football last night?"])
def test_everyday_talk_is_off_topic(text: str) -> None:
    assert base().judge(text, Audience.STAFF).kind is Kind.OFF_TOPIC


@pytest.mark.parametrize(
    "text",
    [
        "How do I get my personal data erased?",
        "What is the right of access?",
        "how quickly must you reply to a request?",
    ],
)
def test_a_question_about_a_right_is_no_certain_request(text: str) -> None:
    verdict = base().judge(text, Audience.EVERYONE)

    assert verdict.kind is not Kind.BREACH
    assert not (verdict.kind is Kind.REQUEST and verdict.certain)


@pytest.mark.parametrize(
    ("told", "by"),
    [
        ("An old laptop went to the skip on Friday I think, nobody knows what was on it.", "staff"),
        (
            (
                "I think an old laptop of yours went into a skip on Friday, and nobody knows what "
                "was on it."
            ),
            "everyone",
        ),
    ],
)
def test_a_question_beside_it_does_not_answer_away_what_may_be_a_breach(told: str, by: str) -> None:
    verdict = base().judge(f"{told} how long do you keep my data?", Audience(by))

    assert verdict.kind is Kind.BREACH or verdict.perhaps_breach


def test_the_same_meaning_is_heard_apart_from_staff_and_from_customers() -> None:
    meaning = np.array([0.6, 0.8], dtype=np.float32)
    staff, customer = (heard_from(by, meaning) for by in (Audience.STAFF, Audience.EVERYONE))

    assert staff is not None
    assert customer is not None
    assert staff @ staff == pytest.approx(2)
    assert staff @ customer == pytest.approx(1)
    assert heard_from(Audience.STAFF, None) is None
