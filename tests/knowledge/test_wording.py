import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.wording import MOST_JUDGED, speller, words

VOCABULARY = ("details", "share", "shape", "keep", "marketing", "information", "delete", "e-mail")

plain_words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


def spelt(word: str, *, alike: float = 0.7) -> str:
    return speller(VOCABULARY, alike=alike)([word])[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello THERE", ["hello", "there"]),
        ("how long, please...", ["how", "long", "please"]),
        ("  how\n\tlong\r\n", ["how", "long"]),
        ("how long?!", ["how", "long", "?"]),
        ("don\u2019t 'sell' it", ["don't", "sell", "it"]),
        ("write to dpo@example.co.uk.", ["write", "to", "dpo@example.co.uk"]),
        ("24 months", ["24", "months"]),
        ("\uff26\uff35\uff2c\uff2c \ufb01le", ["full", "file"]),
        ("how\u00a0long", ["how", "long"]),
        ("\u202ekeep\u202c my\x00data\x1b", ["keep", "my", "data"]),
        ("keep it \U0001f512\U0001f64f", ["keep", "it"]),
        ("caf\u00e9 Zo\u00eb", ["cafe", "zoe"]),
        ("era\u200bse my da\u00adta", ["erase", "my", "data"]),
    ],
)
def test_a_message_becomes_comparable_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\t", "...", "\x00\x07", "\U0001f600", "\u200f\u202e"])
def test_a_message_without_words_has_none(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<@U0AMINA> who sees it", ["who", "sees", "it"]),
        ("<!here> ask <#C0HELP|helpdesk>", ["ask", "helpdesk"]),
        ("read <https://example.com/terms|our terms>", ["read", "our", "terms"]),
        ("read <https://example.com/terms>", ["read"]),
        ("read https://example.com/terms?page=2 first", ["read", "first"]),
        ("read HTTPS://EXAMPLE.COM/TERMS first", ["read", "first"]),
        ("read <HTTPS://EXAMPLE.COM/TERMS|our terms>", ["read", "our", "terms"]),
        ("to <mailto:jo@example.com|jo@example.com>", ["to", "jo@example.com"]),
        ("marketing &amp; sales", ["marketing", "sales"]),
        ("&lt;keep&gt; it", ["keep", "it"]),
    ],
)
def test_slack_markup_is_no_part_of_what_was_said(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("u r my dp officer", "you are my data protection officer"),
        ("a DSAR pls", "a subject access request please"),
        ("i dont wanna", "i don't want to"),
        ("id like 2 know", "i'd like to know"),
        ("an id card in 2 weeks", "an id card in 2 weeks"),
        ("is this 4 u", "is this for you"),
    ],
)
def test_abbreviations_are_written_out(text: str, expected: str) -> None:
    assert words(text) == expected.split()


@pytest.mark.parametrize("text", ["nooo", "nooooooooo"])
def test_a_sign_is_repeated_once_at_most(text: str) -> None:
    assert words(text) == ["noo"]


def test_a_long_message_is_judged_by_its_beginning_and_its_end() -> None:
    text = f"dear all {'blah ' * 8_000} erase everything"

    assert len(" ".join(words(text))) <= MOST_JUDGED
    assert words(text)[:2] == ["dear", "all"]
    assert words(text)[-2:] == ["erase", "everything"]


@given(st.text(max_size=300))
def test_any_text_becomes_words_that_stay_as_they_are(text: str) -> None:
    found = words(text)

    assert all(word and word == word.strip().lower() for word in found)
    assert words(" ".join(found)) == found


@given(st.lists(plain_words, max_size=10))
def test_capitals_make_no_difference(some: list[str]) -> None:
    assert words(" ".join(some).upper()) == words(" ".join(some))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("detials", "details"),
        ("deleet", "delete"),
        ("markting", "marketing"),
        ("marketting", "marketing"),
        ("infomatoin", "information"),
    ],
)
def test_a_slip_is_corrected(typed: str, meant: str) -> None:
    assert spelt(typed) == meant


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("shape", "it is known"),
        ("kep", "it is too short"),
        ("ctails", "it begins otherwise"),
        ("deelet2", "it is no plain word"),
        ("dilate", "it is two edits away"),
        ("marshalling", "it is another word"),
        ("email", "what is near is no plain word"),
    ],
)
def test_a_word_is_left_alone(word: str, why: str) -> None:
    assert spelt(word) == word, why


def test_the_policy_says_how_much_alike_a_correction_must_be() -> None:
    assert spelt("shaer", alike=0.8) == "share"
    assert spelt("shaer", alike=0.81) == "shaer"


def test_without_a_vocabulary_nothing_is_corrected() -> None:
    assert speller((), alike=0.7)(["detials", "?"]) == ["detials", "?"]


@given(st.lists(st.sampled_from(VOCABULARY)))
def test_known_words_are_never_changed(some: list[str]) -> None:
    assert speller(VOCABULARY, alike=0.01)(some) == some


@given(st.lists(plain_words))
def test_a_corrected_word_is_a_known_one_with_the_same_beginning(some: list[str]) -> None:
    corrected = speller(VOCABULARY, alike=0.7)(some)

    assert len(corrected) == len(some)
    for word, now in zip(some, corrected, strict=True):
        assert now == word or (now in VOCABULARY and now[0] == word[0])
    assert speller(reversed(VOCABULARY), alike=0.7)(some) == corrected
