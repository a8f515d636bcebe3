import shutil
from pathlib import Path

import pytest

import knowledge
from knowledge.base import DEFAULT
from knowledge.faults import KnowledgeFaults
from knowledge.letters import Filling, LetterName, left_out, letters

FILLING = Filling(
    name="Amina Okafor",
    reference="RR-2026-0001",
    received="3 September 2026",
    due="5 October 2026",
    rights="a copy of personal data",
    contact="compliance@example.com",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(DEFAULT / "letters", tmp_path / "letters")
    return tmp_path


def reasons(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeFaults) as faults:
        letters(folder, otherwise=DEFAULT)
    return [str(fault) for fault in faults.value.faults]


@pytest.mark.parametrize("name", list(LetterName))
def test_every_letter_is_filled_to_the_last_place(name: LetterName) -> None:
    words = letters(DEFAULT, otherwise=DEFAULT).filled(
        name, FILLING.model_copy(update={"reasons": "Because.", "ground": "g", "evidence": "e"})
    )
    assert "RR-2026-0001" in words
    assert "{" not in words


def test_an_empty_place_leaves_no_empty_paragraph() -> None:
    words = letters(DEFAULT, otherwise=DEFAULT).filled(LetterName.FULFILLED, FILLING)
    assert "\n\n\n" not in words


def test_what_is_filled_in_is_not_read_as_a_place() -> None:
    filling = FILLING.model_copy(update={"reasons": "we write {name} in our files"})
    words = letters(DEFAULT, otherwise=DEFAULT).filled(LetterName.EXTENSION, filling)
    assert "we write {name} in our files" in words


@pytest.mark.parametrize("name", [LetterName.REFUSAL, LetterName.PARTIAL, LetterName.REDIRECTED])
def test_a_refusal_tells_of_complaint_to_us_the_ico_and_the_courts(
    folder: Path, name: LetterName
) -> None:
    (folder / "letters" / f"{name}.txt").write_text("{reference} {ground} {reasons}: no.\n")
    assert len(reasons(folder)) == 3
    assert all("complaint to us, the ICO and the courts" in reason for reason in reasons(folder))


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("As a courtesy: complain to us, or to www.ico.org.uk.", ("court",)),
        ("Complain to us, to www.ico.org.uk,\nor go to court.", ()),
        ("You may complain to us, to www.ico.org.uk, and the COURTS.", ()),
    ],
)
def test_a_remedy_is_told_of_by_its_word_and_not_by_a_part_of_another(
    words: str, missing: tuple[str, ...]
) -> None:
    assert left_out(LetterName.REFUSAL, words) == missing


def test_a_letter_with_an_unknown_place_is_named_by_its_line(folder: Path) -> None:
    file = folder / "letters" / "receipt.txt"
    file.write_text(file.read_text() + "\nYours, {signature}\n")
    (reason,) = reasons(folder)
    assert reason.startswith("letters/receipt.txt:10: there is no place called {signature}")


def test_a_letter_that_lacks_what_it_is_for_is_refused(folder: Path) -> None:
    words = "Dear {name}, it takes longer. Complain to us, to www.ico.org.uk, or go to court.\n"
    (folder / "letters" / "extension.txt").write_text(words)
    assert reasons(folder) == [
        "letters/extension.txt:1: must have the place {due}",
        "letters/extension.txt:1: must have the place {ground}",
        "letters/extension.txt:1: must have the place {reasons}",
        "letters/extension.txt:1: must have the place {reference}",
    ]


def test_a_letter_that_is_missing_or_far_too_long_is_refused(folder: Path) -> None:
    (folder / "letters" / "withdrawn.txt").unlink()
    (folder / "letters" / "reopened.txt").write_text("{reference}" + "x" * 2_000)
    assert reasons(folder) == [
        "letters/withdrawn.txt:1: is missing, or not UTF-8",
        "letters/reopened.txt:1: is longer than 2000 characters",
    ]


def test_a_folder_without_letters_uses_those_that_name_no_company(tmp_path: Path) -> None:
    found = letters(tmp_path, otherwise=DEFAULT)
    assert found == letters(DEFAULT, otherwise=DEFAULT)
    assert not any("Next Connex" in text for text in found.texts.values())


def test_the_evidence_stands_a_line_each_as_the_notice_prints_it() -> None:
    quotes = [quote.text for quote in knowledge.load().identity_evidence()]

    assert quotes[0].endswith("compliance@nextconnex.com")
    assert quotes[1].startswith("You will need to provide")
    assert len(quotes) == 5


def test_the_evidence_to_choose_from_is_in_our_own_words_and_spelling() -> None:
    assert knowledge.load().evidence_to_choose() == (
        "a valid company email address",
        "the Customer Agreement reference",
        "a valid passport or driving licence",
    )
