"""Other languages are recognised, and English is never taken for one."""

from functools import cache

import pytest

import knowledge
from knowledge import KnowledgeBase, languages
from knowledge.languages import foreign, language_of
from knowledge.verdict import Audience, Kind

WRITTEN = {
    "pl": "chcę kopię wszystkich danych, które macie o mnie",
    "ro": "vreau o copie a tuturor datelor pe care le aveți despre mine",
    "pt": "quero uma cópia de todos os dados que têm sobre mim",
    "es": "quiero una copia de todos los datos que tienen sobre mí",
    "it": "voglio una copia di tutti i dati che avete su di me",
    "fr": "je veux une copie de toutes les données que vous avez sur moi",
    "de": "ich möchte eine Kopie aller Daten, die Sie über mich haben",
    "cy": "hoffwn i gael copi o'r holl ddata sydd gennych amdanaf i",
    "ar": "أريد نسخة من جميع البيانات التي لديكم عني",
    "ur": "مجھے اپنے ڈیٹا کی ایک کاپی چاہیے",
    "pa": "ਮੈਨੂੰ ਆਪਣੇ ਡਾਟਾ ਦੀ ਕਾਪੀ ਚਾਹੀਦੀ ਹੈ",
    "bn": "আমি আমার তথ্যের একটি কপি চাই",
    "gu": "મને મારા ડેટાની નકલ જોઈએ છે",
    "zh": "我想要一份我的个人资料",
}
LIKELIEST = {"pl", "ro", "pa", "ur", "pt", "es", "ar", "bn", "gu", "it", "cy", "fr", "de"}


@cache
def base() -> KnowledgeBase:
    return knowledge.load()


@pytest.mark.parametrize(("code", "text"), WRITTEN.items(), ids=WRITTEN)
def test_a_message_in_another_language_is_recognised(code: str, text: str) -> None:
    language = foreign(text, known=0.0)

    assert language is not None
    assert language.code == code


@pytest.mark.parametrize("code", sorted(LIKELIEST))
def test_the_likeliest_are_answered_in_one_sentence_of_their_own(code: str) -> None:
    reply = language_of(code).reply

    assert reply is not None
    assert reply.count("{contact}") == 1


@pytest.mark.parametrize(
    "text",
    [
        "how long do you keep my data?",
        "hw lng do yuo kep my dta",
        "Siobhan Ní Bhriain, Llanfairpwll, re router",
        "ta muchly pal",
        "07700 900123 RR-2026-0001 compliance@example.co.uk",
        "data?",
        "",
        "👍👍👍",
    ],
)
def test_english_names_numbers_and_signs_are_no_other_language(text: str) -> None:
    verdict = base().judge(text, Audience.EVERYONE)

    assert verdict.language is None


def test_words_of_which_none_is_known_are_in_some_other_language() -> None:
    language = foreign("zorp blint quassel vrem dontu", known=0.0)

    assert language is not None
    assert language.code == "und"


def test_what_is_mostly_known_english_is_never_looked_at() -> None:
    assert foreign(WRITTEN["es"], known=0.5) is None


def test_the_verdict_names_the_language_and_says_that_nothing_was_understood() -> None:
    verdict = base().judge(WRITTEN["pl"], Audience.EVERYONE)

    assert (verdict.kind, verdict.language, verdict.topics) == (Kind.NOT_COVERED, "pl", ())


def test_without_the_detector_a_script_still_tells_and_latin_letters_count_as_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(languages, "pycld2", None)

    assert foreign(WRITTEN["es"], known=0.1) is None
    told = foreign(WRITTEN["pa"], known=0.0)
    assert told is not None
    assert told.code == "pa"
