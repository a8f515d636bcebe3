import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.database import Database
from bot.references import NotAReference, Prefix, Reference, next_reference, parse_reference


def given_out(database: Database, prefix: Prefix, year: int) -> str:
    return database.transact(lambda session: next_reference(session, prefix=prefix, year=year))


def test_references_count_up_within_a_year_and_kind(database: Database) -> None:
    first = given_out(database, Prefix.RIGHTS_REQUEST, 2026)
    second = given_out(database, Prefix.RIGHTS_REQUEST, 2026)
    of_questions = given_out(database, Prefix.QUESTION, 2026)
    next_year = given_out(database, Prefix.RIGHTS_REQUEST, 2027)

    assert (first, second) == ("RR-2026-0001", "RR-2026-0002")
    assert (of_questions, next_year) == ("QN-2026-0001", "RR-2027-0001")


def test_a_reference_can_be_said_on_the_telephone() -> None:
    assert str(Reference(prefix=Prefix.RIGHTS_REQUEST, year=2026, number=1)) == "RR-2026-0001"


def test_the_ten_thousandth_reference_of_a_year_is_longer() -> None:
    assert str(Reference(prefix=Prefix.QUESTION, year=2026, number=10_000)) == "QN-2026-10000"


@pytest.mark.parametrize("text", ["RR-2026-0042", " rr-2026-42\n", "RR-2026-00042"])
def test_a_reference_is_read_however_people_write_it(text: str) -> None:
    assert parse_reference(text) == Reference(prefix=Prefix.RIGHTS_REQUEST, year=2026, number=42)


@given(
    prefix=st.sampled_from(Prefix),
    year=st.integers(1000, 9999),
    number=st.integers(1, 999_999_999),
)
def test_a_reference_is_read_as_it_was_written(prefix: Prefix, year: int, number: int) -> None:
    written = Reference(prefix=prefix, year=year, number=number)

    assert parse_reference(str(written)) == written


@pytest.mark.parametrize(
    "text", ["", "42", "RR-2026", "RR-2026-0000", "XX-2026-0001", "RR-26-0001", "RR-2026-\u0661"]
)
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(NotAReference) as refusal:
        parse_reference(text)

    assert str(refusal.value) == f"A reference reads like RR-2026-0001, not like {text!r}."


def test_a_refusal_does_not_repeat_a_long_text_whole() -> None:
    with pytest.raises(NotAReference) as refusal:
        parse_reference("x" * 40_000)

    assert str(refusal.value).endswith(f"not like '{'x' * 40}'.")
