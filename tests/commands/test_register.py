import csv
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from bot.database import Database
from bot.places import Nation, PersonId
from bot.register import operations
from bot.register.operations import Actor, Wish
from knowledge.rights import Right
from knowledge.verdict import Audience
from tests.commands.typed import helpdesk

AMINA = PersonId(team="T1", user="U1")
BY = Actor(AMINA, name="Amina", zone=ZoneInfo("Europe/London"))


def wish(
    *,
    called: str = "first",
    name: str = "Amina Said",
    words: str = "Send me my data.",
    rights: Sequence[Right] = (Right.ACCESS,),
    day: int = 3,
    subject: str | None = None,
) -> Wish:
    received_at = datetime(2026, 9, day, 9, 30, tzinfo=UTC)
    return Wish(
        id=called,
        requester=AMINA,
        requester_name=name,
        audience=Audience.STAFF,
        rights=tuple(rights),
        words=words,
        origin=None,
        received_at=received_at,
        received=received_at.date(),
        subject=subject,
        nation=Nation.ENG,
    )


def given(database: Database, *wishes: Wish, now: datetime) -> None:
    def receive_all(session: Session) -> None:
        for each in wishes:
            operations.receive(session, wish=each, actor=BY, now=now)

    database.transact(receive_all)


def rows(text: str, *, dialect: str = "excel") -> list[Mapping[str, str]]:
    return list(csv.DictReader(StringIO(text), dialect=dialect, strict=True))


def exported() -> list[Mapping[str, str]]:
    outcome = helpdesk("register", "export", "--format", "csv")
    assert (outcome.code, outcome.err) == (0, "")
    return rows(outcome.out)


def test_an_empty_register_is_its_heads(database: Database) -> None:
    del database

    outcome = helpdesk("register", "list")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == "reference\treceived\tdue\trights\tstatus\trequester\n"


def test_a_register_that_is_not_there_is_not_taken_for_an_empty_one(key: str) -> None:
    del key

    outcome = helpdesk("register", "list")

    assert outcome.code == 1
    assert "helpdesk database upgrade" in outcome.refused


def test_requests_are_listed_oldest_first_by_receipt(database: Database, now: datetime) -> None:
    given(
        database,
        wish(called="later", name="Bo Lindqvist", day=4, rights=(Right.ERASURE, Right.ACCESS)),
        wish(called="earlier", day=3),
        now=now,
    )

    outcome = helpdesk("register", "list")

    assert outcome.code == 0
    assert [tuple(row.values()) for row in rows(outcome.out, dialect="excel-tab")] == [
        ("RR-2026-0002", "2026-09-03", "2026-10-05", "access", "Registered", "Amina Said"),
        (
            "RR-2026-0001",
            "2026-09-04",
            "2026-10-05",
            "erasure access",
            "Registered",
            "Bo Lindqvist",
        ),
    ]


def test_a_candidate_is_in_no_list_and_no_export(database: Database, now: datetime) -> None:
    database.transact(lambda session: operations.propose(session, wish=wish(), now=now))

    assert len(helpdesk("register", "list").out.splitlines()) == 1
    assert exported() == []


def test_the_status_is_said_in_the_officers_words(database: Database, now: datetime) -> None:
    given(database, wish(), now=now)
    database.transact(
        lambda session: operations.only_asking(session, request="first", actor=BY, now=now)
    )

    assert "\tWas only asking\t" in helpdesk("register", "list").out


def test_one_request_is_shown_with_the_working_of_its_due_date(
    database: Database, now: datetime
) -> None:
    given(database, wish(subject="Yusuf Said", rights=(Right.ACCESS, Right.ERASURE)), now=now)

    outcome = helpdesk("register", "show", "RR-2026-0001")

    assert (outcome.code, outcome.err) == (0, "")
    first, *_ = outcome.out.splitlines()
    assert first == "RR-2026-0001  Registered"
    for said in (
        "rights     access, erasure",
        "requester  Amina Said (staff)",
        "subject    Yusuf Said",
        "received   2026-09-03",
        "due        2026-10-05",
        "One month from Thu 3 Sep 2026 ends on Sat 3 Oct 2026",
        "words      Send me my data.",
    ):
        assert said in outcome.out


@pytest.mark.parametrize("typed", ["rr-2026-1", " RR-2026-0001 ", "Rr-2026-00001"])
def test_a_reference_is_understood_however_it_is_written(
    database: Database, now: datetime, typed: str
) -> None:
    given(database, wish(), now=now)

    assert helpdesk("register", "show", typed).out.startswith("RR-2026-0001  ")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("RR-2026-0009", "That request is not in the register."),
        ("QN-2026-0001", "That request is not in the register."),
        ("0001", "A reference reads like RR-2026-0001, not like '0001'."),
    ],
)
def test_an_unknown_reference_is_refused_in_one_sentence(
    database: Database, now: datetime, typed: str, sentence: str
) -> None:
    given(database, wish(), now=now)

    assert helpdesk("register", "show", typed).refused == sentence


def test_the_export_holds_the_whole_register(database: Database, now: datetime) -> None:
    words = 'Send me "everything",\nplease; also on paper.'
    given(database, wish(words=words, subject="Yusuf Said"), now=now)

    (row,) = exported()

    assert list(row) == [
        *("reference", "received", "due", "rights", "status", "requester"),
        *("subject", "words", "working"),
    ]
    assert (row["reference"], row["due"]) == ("RR-2026-0001", "2026-10-05")
    assert (row["subject"], row["words"]) == ("Yusuf Said", words)
    assert "(fact 4)" in row["working"]


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


def test_an_unknown_format_is_wrong_use(key: str) -> None:
    del key

    outcome = helpdesk("register", "export", "--format", "stone")

    assert (outcome.code, outcome.out) == (2, "")
    assert "'stone' is not one of 'csv'" in outcome.err


@pytest.mark.parametrize("command", [("list",), ("show", "RR-2026-0001"), ("export",)])
def test_without_a_key_nothing_is_opened(command: tuple[str, ...], tmp_path: Path) -> None:
    outcome = helpdesk("register", *command)

    assert (outcome.code, outcome.out) == (1, "")
    assert "HELPDESK_ENCRYPTION_KEYS is not set" in outcome.err
    assert "SLACK_BOT_TOKEN" not in outcome.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [("list",), ("show", "RR-2026-0001"), ("export",)])
def test_a_locked_database_is_named_in_one_sentence(
    command: tuple[str, ...], database: Database, file: Path
) -> None:
    database.close()
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")

    refused = helpdesk("register", *command).refused

    holder.close()
    assert "is locked by another process." in refused
