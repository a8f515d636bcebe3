import json
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.database import Database
from tests.commands.test_register import chain_of, given, wish
from tests.commands.typed import helpdesk, no_notice_in


def test_a_pack_is_written_and_is_in_the_chain(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    given(database, wish(), now=now)
    file = tmp_path / "pack.zip"

    outcome = helpdesk("register", "evidence", "rr-2026-1", "--to", str(file))

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"{file} holds the evidence of RR-2026-0001.\n"
    assert "summary.html" in ZipFile(file).namelist()
    assert file.stat().st_mode & 0o777 == 0o600
    assert chain_of(database)[-1].action == "evidence packed"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("RR-2026-0009", "That request is not in the register."),
        ("BR-2026-9", "That case is not in the register."),
        ("pack", "A reference reads like RR-2026-0001, not like 'pack'."),
    ],
)
def test_what_is_not_there_has_no_pack_and_leaves_no_file(
    database: Database, tmp_path: Path, typed: str, sentence: str
) -> None:
    del database
    file = tmp_path / "pack.zip"

    assert helpdesk("register", "evidence", typed, "--to", str(file)).refused == sentence
    assert not file.exists()


def test_all_about_a_person_is_one_object(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    given(database, wish(), now=now)
    file = tmp_path / "amina.json"

    outcome = helpdesk("register", "about", "T1:U1", "--to", str(file))

    assert (outcome.code, outcome.err) == (0, "")
    whole = json.loads(file.read_text())
    assert (whole["version"], whole["name"]) == (1, "Amina Said")
    assert whole["requests"][0]["request"]["words"] == "Send me my data."
    assert file.stat().st_mode & 0o777 == 0o600
    assert chain_of(database)[-1].subject == "T1/U1"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("RR-2026-0009", "That case is not in the register."),
        ("Amina Said", "A reference reads like RR-2026-0001, not like 'Amina Said'."),
    ],
)
def test_who_is_meant_must_be_known(
    database: Database, tmp_path: Path, typed: str, sentence: str
) -> None:
    del database
    file = tmp_path / "amina.zip"

    assert helpdesk("register", "about", typed, "--to", str(file)).refused == sentence
    assert not file.exists()


def test_another_kind_of_file_is_wrong_use(database: Database, tmp_path: Path) -> None:
    del database

    outcome = helpdesk("register", "about", "T1:U1", "--to", str(tmp_path / "a.pdf"))

    assert outcome.code == 2
    assert "must end in .json or .zip" in outcome.err


@pytest.mark.parametrize("place", [".", "..", "/"])
def test_a_folder_in_place_of_the_file_is_refused_in_one_sentence(
    database: Database, now: datetime, place: str
) -> None:
    given(database, wish(), now=now)

    refused = helpdesk("register", "evidence", "RR-2026-0001", "--to", place).refused

    assert refused == f"{place} cannot be written: it is a folder."


def test_a_knowledge_folder_that_is_not_there_is_named(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given(database, wish(), now=now)
    monkeypatch.setenv("HELPDESK_KNOWLEDGE", str(tmp_path / "nowhere"))
    file = tmp_path / "pack.zip"

    refused = helpdesk("register", "evidence", "RR-2026-0001", "--to", str(file)).refused

    assert refused == no_notice_in(tmp_path / "nowhere")
    assert not file.exists()
