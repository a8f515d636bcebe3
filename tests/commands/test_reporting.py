from datetime import datetime
from pathlib import Path

import pytest

from bot.database import Database
from tests.commands.test_register import given, wish
from tests.commands.typed import helpdesk


def test_a_month_is_said_in_words(database: Database, now: datetime) -> None:
    given(database, wish(), now=now)

    outcome = helpdesk("register", "report", "--month", "2026-09")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(
        "Rights requests in September 2026\nReceived: 1 (access 1).\nAnswered: 0.\n"
    )
    assert "Amina" not in outcome.out


def test_a_folder_gets_the_words_and_the_pictures(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    given(database, wish(), now=now)
    folder = tmp_path / "reports"

    outcome = helpdesk("register", "report", "--month", "2026-09", "--to", str(folder))

    assert outcome.code == 0
    assert {it.name for it in folder.iterdir()} == {
        "2026-09.txt",
        "2026-09-rights.png",
        "2026-09-months.png",
    }
    text = (folder / "2026-09.txt").read_text()
    assert "2026-09-rights.png: What was asked for, September 2026: access 1." in text


def test_a_month_in_the_future_is_refused_in_one_sentence(database: Database) -> None:
    del database

    refused = helpdesk("register", "report", "--month", "2999-01").refused

    assert refused == "January 2999 is still to come."


@pytest.mark.parametrize("month", ["September", "2026-13", "2026-09-01", "0001-06"])
def test_a_month_that_is_none_is_wrong_use_with_how_to_write_it(
    database: Database, month: str
) -> None:
    del database

    outcome = helpdesk("register", "report", "--month", month)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith(f"'--month': '{month}' is no month: write it as 2026-11\n")


def test_a_folder_that_cannot_be_made_is_named(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    given(database, wish(), now=now)
    (tmp_path / "taken").write_text("a file")

    outcome = helpdesk("register", "report", "--month", "2026-09", "--to", str(tmp_path / "taken"))

    assert outcome.code == 1
    assert outcome.err.startswith(f"{tmp_path / 'taken'} cannot be written: ")
