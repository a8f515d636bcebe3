"""Identity papers are masked, and what only looks like one stays readable."""

import json
import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.masking import MASK, mask, mask_all
from bot.papers import Paper
from tests.bot.masking_figures import Example, examples, figures

SOUND = "4242 4242 4242 4242"


def test_the_own_set_is_large_and_half_of_it_are_traps() -> None:
    kept = examples()

    assert len(kept) >= 200
    assert sum(not it.papers for it in kept) >= len(kept) / 2


def test_nearly_all_papers_are_told_and_nearly_nothing_else() -> None:
    found = figures(examples())

    assert found.recall >= 0.97, found.missed
    assert found.precision >= 0.99, found.wrong


@pytest.mark.parametrize("example", [it for it in examples() if not it.papers])
def test_a_trap_stays_as_it_was_written(example: Example) -> None:
    assert mask(example.text).text == example.text


@pytest.mark.parametrize("paper", Paper)
def test_every_paper_stands_in_the_set(paper: Paper) -> None:
    assert any(paper in it.papers for it in examples())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"my card {SOUND}, delete it", "my card ▢▢▢▢ ▢▢▢▢ ▢▢▢▢ ▢▢▢▢, delete it"),
        ("passport 533401372 of RR-2026-0001", "passport ▢▢▢▢▢▢▢▢▢ of RR-2026-0001"),
        ("".join(chr(0xFF10 + int(it)) for it in SOUND if it != " "), "▢" * 16),
        ("4242\u200b4242\u200b4242\u200b4242", "\u200b".join(["▢▢▢▢"] * 4)),
        ("", ""),
    ],
)
def test_only_the_number_is_masked(text: str, shown: str) -> None:
    assert mask(text).text == shown


@pytest.mark.parametrize("text", ["4242424242424241", "GB29NWBK60161331926818", "nhs 9434765918"])
def test_a_wrong_check_digit_is_no_paper(text: str) -> None:
    assert mask(text).papers == ()


def test_an_nhs_number_may_end_in_nought() -> None:
    assert mask("nhs 4010232110").papers == (Paper.NHS_NUMBER,)


@pytest.mark.parametrize("digit", range(10))
def test_just_one_last_digit_makes_a_card(digit: int) -> None:
    assert bool(mask(f"424242424242424{digit}").papers) == (digit == 2)


NAMES = "P<GBRASHWORTH<<TOM".ljust(44, "<")
NUMBERS = "5334013724GBR8501019M2801017<<<<<<<<<<<<<<02"
ON_A_CARD = ("IRGBRRX12345678".ljust(30, "<"), "8501019M2801017NGA<<<<<<<<<<<4")
OF_THE_CARDS_HOLDER = "ADEYEMI<<FOLA<GRACE".ljust(30, "<")


@pytest.mark.parametrize(
    ("lines", "paper"),
    [
        ((NAMES,), Paper.PASSPORT),
        ((NUMBERS,), Paper.PASSPORT),
        ((NAMES, NUMBERS), Paper.PASSPORT),
        ((NAMES.lower(), NUMBERS.lower()), Paper.PASSPORT),
        ((NAMES[:26],), Paper.PASSPORT),
        (("V<" + NAMES[2:36], NUMBERS[:36]), Paper.PASSPORT),
        ((*ON_A_CARD, OF_THE_CARDS_HOLDER), Paper.IDENTITY_CARD),
        (ON_A_CARD[:1], Paper.IDENTITY_CARD),
        (ON_A_CARD[1:], Paper.IDENTITY_CARD),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\r\n", " ", ""])
@pytest.mark.parametrize("fill", ["<", "&lt;"])
def test_of_machine_readable_lines_no_sign_stays_however_slack_escapes_them(
    lines: tuple[str, ...], paper: Paper, between: str, fill: str
) -> None:
    posted = between.join(lines).replace("<", fill)

    hidden = re.sub(r"\S", MASK, posted)

    masked = mask(f"here: {posted}, thanks")

    assert masked.papers == (paper,)
    assert masked.text == f"here: {hidden}, thanks"


@pytest.mark.parametrize(
    "text",
    [
        "std::cout<<variable<<std::endl",
        "I&lt;3 this, please see a &lt;&lt; b",
        "Pneumonoultramicroscopicsilicovolcanoconiosis",
        "commit ABCDEF0123456789ABCDEF01234567",
        "P" + "<" * 9,
    ],
)
def test_what_only_has_such_signs_stays_readable(text: str) -> None:
    assert mask(text).text == text


written = st.lists(
    st.sampled_from([it.text for it in examples()]) | st.text(max_size=30), max_size=4
).map(" ".join)


@given(written)
def test_what_is_masked_stays_as_it_is(text: str) -> None:
    once = mask(text)

    assert len(once.text) == len(text)
    assert mask(once.text).text == once.text


@given(written)
def test_nothing_but_letters_digits_and_what_fills_up_lines_is_ever_replaced(text: str) -> None:
    for before, after in zip(text, mask(text).text, strict=True):
        assert after == before or (after == MASK and re.match(r"[\w<&;]", before))


def test_every_text_of_json_is_masked_and_its_shape_stays() -> None:
    rest = {"size": 5, "is_external": True, "edited": None}
    event = {"text": SOUND, "ts": "1764063000.123456", "files": [{"title": "passport 533401372"}]}

    masked, papers = mask_all(event | rest)

    assert papers == (Paper.PAYMENT_CARD, Paper.PASSPORT)
    assert masked["ts"] == event["ts"]
    assert {name: masked[name] for name in rest} == rest
    assert not re.search("4242|533401372", json.dumps(masked))


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 20_000,
        "4111 " * 8_000,
        "A1" * 20_000,
        "<" * 40_000,
        "P<" * 20_000,
        "P" * 40_000,
        "P&lt;&lt;" * 5_000,
        "AC" * 20_000,
        "8501019M2801017" * 3_000,
        "GB29 " * 8_000,
        "order no " * 4_000,
    ],
    ids=lambda text: text[:9],
)
def test_no_text_stalls_it(text: str) -> None:
    begun = process_time()

    mask(text)

    assert process_time() - begun < 5


def test_a_turkish_capital_i_in_an_account_number_breaks_nothing_off() -> None:
    assert mask("GB29 M\u0130DL 4005 1512 3456 74").papers == ()


def test_what_stands_behind_a_card_stays_though_with_its_end_it_looks_like_another() -> None:
    masked = mask("4242 4242 4242 4242 4242")

    assert masked.text == "▢▢▢▢ ▢▢▢▢ ▢▢▢▢ ▢▢▢▢ 4242"
    assert masked.papers == (Paper.PAYMENT_CARD,)


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1111 123",
        "4111111111111111 123",
        "it's 4111 1111 1111 1111 020 7946 0018",
        "2027 4111 1111 1111 1111",
        "exp 0427\n4111 1111 1111 1111",
    ],
)
def test_a_card_number_is_masked_whatever_numbers_stand_beside_it(text: str) -> None:
    masked = mask(text)

    assert Paper.PAYMENT_CARD in masked.papers
    assert "1111" not in masked.text
