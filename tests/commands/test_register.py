import csv
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from bot.database import Database
from bot.places import Nation, PersonId
from bot.register import audit_records, operations
from bot.register.audit import AuditRecord
from bot.register.on_behalf import OnBehalf
from bot.register.operations import Actor, Wish
from knowledge.rights import Right
from knowledge.verdict import Audience
from tests.commands.typed import helpdesk, on_a_terminal

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
    audience: Audience = Audience.STAFF,
) -> Wish:
    received_at = datetime(2026, 9, day, 9, 30, tzinfo=UTC)
    return Wish(
        id=called,
        requester=AMINA,
        requester_name=name,
        audience=audience,
        rights=tuple(rights),
        words=words,
        origin=None,
        received_at=received_at,
        received=received_at.date(),
        on_behalf=OnBehalf(name=subject) if subject else None,
        nation=Nation.ENG,
    )


def given(database: Database, *wishes: Wish, now: datetime) -> None:
    def receive_all(session: Session) -> None:
        for each in wishes:
            operations.receive(session, wish=each, actor=BY, now=now)

    database.transact(receive_all)


def rows(text: str, *, dialect: str = "excel") -> list[Mapping[str, str]]:
    return list(csv.DictReader(StringIO(text), dialect=dialect, strict=True))


def chain_of(database: Database) -> tuple[AuditRecord, ...]:
    return database.transact(partial(audit_records.page, after=None, most=100))


def meddled(database: Database, statement: str) -> None:
    database.transact(lambda session: session.connection().exec_driver_sql(statement))


def test_an_empty_register_is_its_heads(database: Database) -> None:
    del database

    outcome = helpdesk("register", "list")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == "reference\treceived\tdue\trights\tstatus\trequester\tdata subject\n"


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
        ("RR-2026-0002", "2026-09-03", "2026-10-05", "access", "Registered", "Amina Said", ""),
        (
            "RR-2026-0001",
            "2026-09-04",
            "2026-10-05",
            "erasure access",
            "Registered",
            "Bo Lindqvist",
            "",
        ),
    ]


def test_who_logged_it_and_whose_it_is_stand_in_columns_of_their_own(
    database: Database, now: datetime
) -> None:
    given(database, wish(subject="Yusuf Said"), now=now)

    (listed,) = rows(helpdesk("register", "list").out, dialect="excel-tab")

    assert (listed["requester"], listed["data subject"]) == ("Amina Said", "Yusuf Said")


def test_a_candidate_is_in_no_list(database: Database, now: datetime) -> None:
    database.transact(lambda session: operations.propose(session, wish=wish(), now=now))

    assert len(helpdesk("register", "list").out.splitlines()) == 1


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


def test_a_customer_is_called_a_customer(database: Database, now: datetime) -> None:
    given(database, wish(audience=Audience.EVERYONE), now=now)

    assert "requester  Amina Said (customer)" in helpdesk("register", "show", "RR-2026-0001").out


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


def test_the_list_can_be_of_what_is_open(database: Database, now: datetime) -> None:
    given(database, wish(), wish(called="second"), now=now)
    database.transact(
        lambda session: operations.only_asking(session, request="first", actor=BY, now=now)
    )

    found = rows(helpdesk("register", "list", "--open").out, dialect="excel-tab")

    assert [row["reference"] for row in found] == ["RR-2026-0002"]


def test_the_list_can_be_of_one_right(database: Database, now: datetime) -> None:
    given(database, wish(), wish(called="second", rights=[Right.ERASURE, Right.ACCESS]), now=now)

    found = rows(helpdesk("register", "list", "--right", "erasure").out, dialect="excel-tab")

    assert [row["reference"] for row in found] == ["RR-2026-0002"]


def test_the_list_can_be_of_what_is_overdue(database: Database, now: datetime) -> None:
    long_ago = replace(wish(), received=date(2024, 1, 3))
    still_to_come = replace(wish(called="second"), received=date(2090, 1, 3))
    given(database, long_ago, still_to_come, now=now)

    found = rows(helpdesk("register", "list", "--overdue").out, dialect="excel-tab")

    assert [row["reference"] for row in found] == ["RR-2024-0001"]


def test_who_looks_at_names_is_in_the_chain(database: Database, now: datetime) -> None:
    given(database, wish(), now=now)

    helpdesk("register", "show", "RR-2026-0001")
    helpdesk("register", "list")

    said = [(it.action, it.subject) for it in chain_of(database)]
    assert said[-2:] == [("shown", "RR-2026-0001"), ("listed", "register")]
    assert chain_of(database)[-1].actor.startswith("command/")


def test_a_whole_chain_is_said_to_be_whole_with_its_anchor(
    database: Database, now: datetime
) -> None:
    given(database, wish(), now=now)
    (head,) = chain_of(database)

    outcome = helpdesk("register", "verify")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "The audit chain is whole: 1 record.",
        f"Its anchor, to keep elsewhere: 1:{head.hash}",
    ]
    assert helpdesk("register", "verify", "--anchor", f"1:{head.hash}").code == 0


def test_an_altered_record_is_found_and_named(database: Database, now: datetime) -> None:
    given(database, wish(), wish(called="second"), wish(called="third"), now=now)
    meddled(database, "UPDATE audit_records SET subject = 'RR-2026-0009' WHERE number = 2")

    refused = helpdesk("register", "verify").refused

    assert refused == (
        "The audit chain is broken at record 2: record 2 was altered after it was written."
    )


@pytest.mark.parametrize("cell", ["at = 'yesterday'", "hash = x'00ff'", "actor = x'fe'"])
def test_a_record_that_cannot_be_read_is_named(
    database: Database, now: datetime, cell: str
) -> None:
    given(database, wish(), wish(called="second"), now=now)
    meddled(database, f"UPDATE audit_records SET {cell} WHERE number = 2")  # noqa: S608 - our own

    refused = helpdesk("register", "verify").refused

    assert refused.startswith("The audit chain is broken")
    assert "record 2" in refused


def test_records_cut_off_the_end_are_missed_by_the_anchor(
    database: Database, now: datetime
) -> None:
    given(database, wish(), wish(called="second"), now=now)
    head = chain_of(database)[-1]
    meddled(database, "DELETE FROM audit_records WHERE number = 2")

    assert helpdesk("register", "verify").code == 0
    refused = helpdesk("register", "verify", "--anchor", f"2:{head.hash}").refused
    assert refused == "The audit chain is broken at record 2: the last 1 were removed."


@pytest.mark.parametrize("typed", ["12", "x:" + "0" * 64, "1:short", "1:" + "z" * 64])
def test_an_anchor_that_is_none_is_wrong_use(database: Database, typed: str) -> None:
    del database

    outcome = helpdesk("register", "verify", "--anchor", typed)

    assert (outcome.code, outcome.out) == (2, "")
    assert "is not COUNT:HASH" in outcome.err


@pytest.mark.parametrize("command", [("list",), ("show", "RR-2026-0001"), ("export",), ("verify",)])
def test_without_a_key_nothing_is_opened(command: tuple[str, ...], tmp_path: Path) -> None:
    outcome = helpdesk("register", *command)

    assert (outcome.code, outcome.out) == (1, "")
    assert "HELPDESK_ENCRYPTION_KEYS is not set" in outcome.err
    assert "SLACK_BOT_TOKEN" not in outcome.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [("list",), ("show", "RR-2026-0001"), ("export",), ("verify",)])
def test_a_locked_database_is_named_in_one_sentence(
    command: tuple[str, ...], in_file: Database, key: str, file: Path
) -> None:
    del in_file, key
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")

    refused = helpdesk("register", *command).refused

    holder.close()
    assert "is locked by another process." in refused


def test_the_help_says_how_to_read_a_sandboxs_register() -> None:
    said = " ".join(helpdesk("register", "--help").out.split())

    assert 'HELPDESK_ENCRYPTION_KEYS="$(cat FOLDER/sandbox.key)"' in said


@pytest.mark.parametrize("command", [("list",), ("show", "RR-2026-0001")])
def test_a_name_that_looks_like_markup_is_shown_as_it_is_in_a_terminal(
    database: Database, now: datetime, command: tuple[str, ...]
) -> None:
    given(database, wish(name="[red]Amina[/red] :key:"), now=now)

    shown = on_a_terminal("register", *command)

    assert "[red]Amina[/red] :key:" in shown


@pytest.mark.parametrize("command", [("list",), ("show", "RR-2026-0001")])
def test_a_name_steers_neither_a_terminal_nor_what_reads_the_output(
    database: Database, now: datetime, command: tuple[str, ...]
) -> None:
    steering = "Am\x1b[31mina\x07 \u202eSaid\x9b"
    given(database, wish(name=steering), now=now)

    shown, piped = on_a_terminal("register", *command), helpdesk("register", *command).out

    assert "Am\ufffd[31mina\ufffd \ufffdSaid\ufffd" in piped
    assert "Am\ufffd[31mina\ufffd \ufffdSaid\ufffd" in shown
