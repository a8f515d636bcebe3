import csv
import sqlite3
from datetime import datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlmodel import Session, text

from bot.backup import back_up
from bot.database import Database
from bot.delivery import deliveries, settling
from bot.delivery.addresses import ToCompliance
from bot.delivery.delivery import Delivery
from bot.delivery.for_anybody import Told
from bot.places import ChannelId
from tests.commands.typed import helpdesk
from tests.postgres import Server

TEAM = ToCompliance(channel=ChannelId("C0COMPLIANCE"))
READS = (("register", "list"), ("deliveries", "list"))
COMMANDS = (*READS, ("database", "upgrade"))


def owed(database: Database, *keys: str, now: datetime) -> list[str]:
    """Owe the compliance team one message for each key, and return the ids."""
    message = Told(text="canary")

    def put_all(session: Session) -> list[str]:
        return [
            deliveries.put(session, key=key, address=TEAM, message=message, now=now) for key in keys
        ]

    return database.transact(put_all)


def listed() -> list[list[str]]:
    outcome = helpdesk("deliveries", "list")
    assert (outcome.code, outcome.err) == (0, "")
    _, *found = csv.reader(StringIO(outcome.out), dialect="excel-tab", strict=True)
    return found


def becomes(database: Database, revision: str) -> None:
    statement = text("UPDATE alembic_version SET version_num = :revision")
    database.transact(
        lambda session: session.connection().execute(statement, {"revision": revision})
    )


def test_nothing_owed_is_only_the_heads(database: Database) -> None:
    del database

    outcome = helpdesk("deliveries", "list")

    assert outcome.out == "delivery\tkind\tstatus\tattempts\tnext attempt\twhy it waits\n"


def test_what_is_owed_is_listed_oldest_first_without_its_words(
    database: Database, now: datetime
) -> None:
    first, second = owed(database, "first", "second", now=now)

    found = listed()

    at = "2026-11-25T09:30:00+00:00"
    assert found == [
        [first, "told", "waiting", "0", at, ""],
        [second, "told", "waiting", "0", at, ""],
    ]


def read(database: Database, delivery: str) -> Delivery:
    found = database.transact(partial(deliveries.find, delivery=delivery))
    assert found is not None
    return found


def give_up(database: Database, delivery: str) -> None:
    bury = partial(settling.bury, delivery=read(database, delivery), reason="is_archived")
    database.transact(bury)


def test_why_it_waits_or_was_given_up_stands_beside_it(database: Database, now: datetime) -> None:
    waits, dead = owed(database, "waits", "dead", now=now)
    later = now + timedelta(minutes=5)
    limited = partial(settling.postpone, until=later, reason="Slack's rate limit", in_doubt=False)
    database.transact(partial(limited, delivery=read(database, waits)))
    give_up(database, dead)

    found = {row[0]: row[2:] for row in listed()}

    assert found[waits] == ["waiting", "1", "2026-11-25T09:35:00+00:00", "Slack's rate limit"]
    assert (found[dead][0], found[dead][-1]) == ("dead", "is_archived")


def test_what_was_given_up_is_owed_again_by_its_id(database: Database, now: datetime) -> None:
    (dead,) = owed(database, "dead", now=now)
    give_up(database, dead)

    outcome = helpdesk("deliveries", "retry", dead)

    assert (outcome.code, outcome.out) == (0, "It is owed again.\n")
    assert listed()[0][2] == "waiting"
    assert helpdesk("deliveries", "retry", dead).refused.startswith("That delivery is waiting")
    assert helpdesk("deliveries", "retry", "none").refused.startswith("There is no such delivery")


def test_what_was_sent_is_owed_no_more(database: Database, now: datetime) -> None:
    (delivery,) = owed(database, "first", now=now)
    database.transact(lambda session: settling.sent(session, delivery, ts="1.000001"))

    assert listed() == []


def test_a_database_that_is_not_there_is_made_and_named(key: str, file: Path) -> None:
    del key

    outcome = helpdesk("database", "upgrade")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("The database is at 0")
    assert file.exists()


def test_to_upgrade_what_is_up_to_date_changes_nothing(database: Database, now: datetime) -> None:
    (delivery,) = owed(database, "first", now=now)

    first, second = helpdesk("database", "upgrade"), helpdesk("database", "upgrade")

    assert first == second
    assert first.code == 0
    assert [row[0] for row in listed()] == [delivery]


def test_by_default_the_file_is_in_the_data_folder(
    key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    del key
    monkeypatch.delenv("HELPDESK_DATABASE_URL")

    helpdesk("database", "upgrade")

    assert (tmp_path / "data" / "helpdesk.sqlite").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_key_is_all_that_is_asked_for(command: tuple[str, ...]) -> None:
    outcome = helpdesk(*command)

    assert (outcome.code, outcome.out) == (1, "")
    assert len(outcome.err.splitlines()) == 2
    assert "HELPDESK_ENCRYPTION_KEYS is not set" in outcome.err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_newer_than_the_code_is_refused_in_one_sentence(
    command: tuple[str, ...], database: Database
) -> None:
    becomes(database, "9999_later")

    refused = helpdesk(*command).refused

    assert refused.startswith("The database is newer than this helpdesk: install")


@pytest.mark.parametrize("command", READS)
def test_a_database_of_somebody_else_is_refused_in_one_sentence(
    command: tuple[str, ...], key: str, file: Path
) -> None:
    del key
    theirs = sqlite3.connect(file)
    theirs.execute("CREATE TABLE theirs (a)")
    theirs.close()

    assert helpdesk(*command).refused.startswith("The database is older than this helpdesk: run")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_locked_database_is_refused_in_one_sentence(
    command: tuple[str, ...], in_file: Database, key: str, file: Path
) -> None:
    del in_file, key
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")

    refused = helpdesk(*command).refused

    holder.close()
    assert refused.endswith("is locked by another process.")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_cannot_hold_a_database_is_named_in_one_sentence(
    command: tuple[str, ...], key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    del key
    (tmp_path / "taken").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("HELPDESK_DATABASE_URL", f"sqlite:///{tmp_path}/taken/helpdesk.sqlite")

    assert "taken cannot be written" in helpdesk(*command).refused


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_in_place_of_the_file_is_named_in_one_sentence(
    command: tuple[str, ...], key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    del key
    monkeypatch.setenv("HELPDESK_DATABASE_URL", f"sqlite:///{tmp_path}")

    assert "unable to open database file" in helpdesk(*command).refused


@pytest.mark.parametrize("group", ["register", "deliveries", "database", "knowledge"])
def test_a_group_without_a_command_says_what_there_is(group: str) -> None:
    outcome = helpdesk(group)

    assert outcome.code == 2
    assert "Commands:" in outcome.out + outcome.err


def test_a_backup_is_made_once_and_named(database: Database, tmp_path: Path) -> None:
    if database.on_server:
        pytest.skip("tests/bot/test_backup.py finds the server's own pg_dump")
    copy = tmp_path / "copy.sqlite"

    made, again = (helpdesk("database", "backup", str(copy)) for _ in range(2))

    assert (made.code, made.out) == (0, f"The backup is {copy}.\n")
    assert again.refused == f"{copy} is there already: name a file that is not."


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("place", [".", "/"])
def test_a_backup_into_a_folder_is_refused_in_one_sentence(place: str) -> None:
    refused = helpdesk("database", "backup", place).refused

    assert refused == f"{place} is there already: name a file that is not."


def test_keys_are_rotated_and_then_the_old_one_can_be_dropped(
    database: Database, monkeypatch: pytest.MonkeyPatch, sealed_with: str, now: datetime
) -> None:
    owed(database, "one", "two", now=now)
    new = Fernet.generate_key().decode()
    monkeypatch.setenv("HELPDESK_ENCRYPTION_KEYS", f"{new},{sealed_with}")

    first, second = (helpdesk("database", "rotate-keys") for _ in range(2))
    monkeypatch.setenv("HELPDESK_ENCRYPTION_KEYS", new)

    assert first.out.startswith("2 values are encrypted with the first key now.")
    assert second.out == (
        "Everything is encrypted with the first key; the others can be dropped.\n"
    )
    assert len(listed()) == 2
    assert not any(key in it.out + it.err for it in (first, second) for key in (new, sealed_with))


@pytest.mark.usefixtures("database")
def test_one_key_alone_cannot_be_rotated() -> None:
    assert "restart the bot first" in helpdesk("database", "rotate-keys").refused


def test_a_register_in_a_file_is_moved_to_a_server(
    in_file: Database,
    key: str,
    postgres: Server,
    set_up_on_server: str,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del key
    server = postgres.make(like=set_up_on_server)
    monkeypatch.setenv("HELPDESK_DATABASE_URL", server)
    (waits,) = owed(in_file, "waits", now=now)

    outcome = helpdesk("database", "move", f"{in_file.file}")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("1 row moved. ")
    assert [row[0] for row in listed()] == [waits]
    postgres.drop(server)


def test_the_file_that_is_moved_may_have_any_name(
    in_file: Database,
    key: str,
    postgres: Server,
    set_up_on_server: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    del key
    server, named = postgres.make(like=set_up_on_server), tmp_path / "was it 100%25? #1.sqlite"
    back_up(in_file, named)
    monkeypatch.setenv("HELPDESK_DATABASE_URL", server)

    outcome = helpdesk("database", "move", f"{named}")

    assert (outcome.code, outcome.err) == (0, "")
    postgres.drop(server)


def test_a_register_in_a_file_is_not_moved_to_another_file(in_file: Database, key: str) -> None:
    del key

    outcome = helpdesk("database", "move", f"{in_file.file}")

    assert outcome.refused.startswith("HELPDESK_DATABASE_URL must name the PostgreSQL database")


def test_a_file_that_is_not_there_is_not_moved(database: Database) -> None:
    del database

    outcome = helpdesk("database", "move", "astray.sqlite")

    assert (outcome.code, outcome.out) == (2, "")
    assert "'astray.sqlite' does not exist" in outcome.err
