import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from bot.database import Database
from bot.register import operations
from tests.books.sheets import cells
from tests.commands.test_register import chain_of, given, rows, wish
from tests.commands.typed import helpdesk


def exported(*arguments: str) -> list[Mapping[str, str]]:
    outcome = helpdesk("register", "export", *arguments)
    assert (outcome.code, outcome.err) == (0, "")
    return rows(outcome.out)


def test_the_export_holds_the_whole_register(database: Database, now: datetime) -> None:
    words = 'Send me "everything",\nplease; also on paper.'
    given(database, wish(words=words, subject="Yusuf Said"), now=now)

    (row,) = exported()

    assert (row["reference"], row["due"], row["received"]) == (
        *("RR-2026-0001", "2026-10-05"),
        "2026-09-03",
    )
    assert (row["rights"], row["status"], row["from"]) == ("access", "Registered", "staff")
    assert (row["requester"], row["subject"], row["words"]) == ("Amina Said", "Yusuf Said", words)
    assert "(fact 4)" in row["working"]


def test_an_anonymised_export_has_neither_names_nor_words(
    database: Database, now: datetime
) -> None:
    given(database, wish(subject="Yusuf Said"), now=now)

    (row,) = exported("--anonymised")

    assert row["reference"] == "RR-2026-0001"
    assert {"requester", "subject", "words", "reasons"}.isdisjoint(row)
    assert "Said" not in str(row)


@pytest.mark.parametrize(
    "formula",
    ['=HYPERLINK("https://example.com")', "+44 1632 960001", "-1+1", "@SUM(A1)", "\t=1"],
)
def test_no_cell_of_the_export_is_a_formula(
    database: Database, now: datetime, formula: str
) -> None:
    given(database, wish(words=formula, name=formula, subject=formula), now=now)

    (row,) = exported()

    assert {row["words"], row["requester"], row["subject"]} == {f"'{formula}"}


def test_harmless_words_are_exported_as_they_are(database: Database, now: datetime) -> None:
    given(database, wish(words="a = b, at a@example.com"), now=now)

    (row,) = exported()

    assert row["words"] == "a = b, at a@example.com"


def test_a_candidate_is_in_no_export(database: Database, now: datetime) -> None:
    database.transact(lambda session: operations.propose(session, wish=wish(), now=now))

    assert exported() == []


def test_more_requests_than_a_page_holds_are_each_exported_once(
    database: Database, now: datetime
) -> None:
    given(database, *(wish(called=f"r{number}") for number in range(501)), now=now)

    references = [row["reference"] for row in exported("--anonymised")]

    assert references == sorted({f"RR-2026-{number:04d}" for number in range(1, 502)})


def test_a_workbook_goes_to_a_file_that_only_its_owner_reads(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    given(database, wish(words="=1+1"), now=now)
    file = tmp_path / "register.xlsx"

    outcome = helpdesk("register", "export", "--format", "xlsx", "--to", str(file))

    assert (outcome.code, outcome.out) == (0, f"{file} holds 1 case.\n")
    assert "=1+1" in cells(file.read_bytes())[1]
    assert file.stat().st_mode & 0o777 == 0o600
    assert [it.name for it in tmp_path.iterdir() if it.name.endswith(".part")] == []


def test_json_is_one_object_with_a_version(database: Database, now: datetime) -> None:
    given(database, wish(), now=now)

    whole = json.loads(helpdesk("register", "export", "--format", "json").out)

    assert whole["version"] == 1
    assert whole["requests"][0]["rights"] == ["access"]
    assert whole["requests"][0]["in_time"] is None


def test_a_register_without_cases_exports_its_headings(database: Database, tmp_path: Path) -> None:
    del database
    file = tmp_path / "register.csv"

    outcome = helpdesk("register", "export", "--to", str(file))

    assert outcome.out == f"{file} holds its headings only: the register has no cases yet.\n"
    assert file.read_text().startswith('"reference","received"')


@pytest.mark.parametrize("name", ["no/such/folder/register.csv", "."])
def test_a_file_that_cannot_be_written_is_named(
    database: Database, tmp_path: Path, name: str
) -> None:
    del database

    refused = helpdesk("register", "export", "--to", str(tmp_path / name)).refused

    assert refused.startswith(f"{tmp_path / name} cannot be written: ")


def test_an_export_is_in_the_chain_before_anything_is_read(
    database: Database, now: datetime
) -> None:
    given(database, wish(), now=now)

    exported()
    exported("--anonymised")

    assert [it.action for it in chain_of(database)][-2:] == ["exported", "exported anonymised"]


def test_an_unknown_format_is_wrong_use(key: str) -> None:
    del key

    outcome = helpdesk("register", "export", "--format", "stone")

    assert (outcome.code, outcome.out) == (2, "")
    assert "'stone' is not one of 'csv', 'xlsx', 'json'" in outcome.err


@pytest.mark.usefixtures("database")
def test_a_pipe_or_a_device_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    refused = helpdesk("register", "export", "--to", str(pipe)).refused

    assert refused.startswith(f"{pipe} cannot be written: it is a device or a pipe")
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="a device of Linux")
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("typed", ["register list", "register export", "clock 2026-11-25"])
def test_a_standard_output_that_takes_nothing_more_is_a_failure(typed: str) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "bot", *typed.split()],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )

    assert ended.returncode == 1
    assert ended.stderr == "Standard output cannot be written: No space left on device.\n"
