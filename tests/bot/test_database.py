import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlmodel import Session, text

from bot import schema
from bot.database import Database
from bot.escalations.tables import EscalationRow
from bot.schema import Schema
from bot.unusable import DatabaseUnusable


def key() -> str:
    return Fernet.generate_key().decode()


def file_of(database: Database) -> Path:
    return Path(database.url.removeprefix("sqlite:///"))


def keep_words(session: Session, words: str) -> None:
    session.add(
        EscalationRow(
            id="case",
            reference="QN-2026-0001",
            kind="question",
            team="T1",
            user_id="U1",
            room="direct",
            open=True,
            card=words,
            opened_at=NOW,
        )
    )


def words_of(session: Session) -> str:
    return session.get_one(EscalationRow, "case").card


NOW = datetime(2026, 11, 25, tzinfo=UTC)


async def test_an_operation_is_committed_whole(database: Database) -> None:
    await database.in_transaction(lambda session: keep_words(session, "canary"))

    assert await database.in_transaction(words_of) == "canary"


async def test_an_operation_that_raises_writes_nothing(database: Database) -> None:
    def broken(session: Session) -> None:
        keep_words(session, "canary")
        session.flush()
        raise LookupError

    with pytest.raises(LookupError):
        await database.in_transaction(broken)

    left = await database.in_transaction(lambda session: session.get(EscalationRow, "case"))
    assert left is None


async def test_words_about_people_are_sealed_in_the_file(in_file: Database) -> None:
    await in_file.in_transaction(lambda session: keep_words(session, "canary"))
    in_file.engine.dispose()

    stored = b"".join(path.read_bytes() for path in file_of(in_file).parent.iterdir())

    assert b"canary" not in stored
    assert b"QN-2026-0001" in stored


async def test_words_about_people_are_sealed_in_the_column(database: Database) -> None:
    await database.in_transaction(lambda session: keep_words(session, "canary"))

    with database.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT card, reference FROM escalations").one()

    assert b"canary" not in bytes(stored.card)
    assert stored.reference == "QN-2026-0001"


async def test_an_older_key_still_reads_and_another_does_not(tmp_path: Path) -> None:
    url, old, new = f"sqlite:///{tmp_path / 'rotated.sqlite'}", key(), key()
    first = Database(url, [old])
    schema.upgrade(first)
    first.transact(lambda session: keep_words(session, "canary"))
    first.close()

    rotated, stranger = Database(url, [new, old]), Database(url, [key()])

    assert rotated.transact(words_of) == "canary"
    with pytest.raises(DatabaseUnusable, match="another key"):
        stranger.transact(words_of)
    rotated.close()
    stranger.close()


def test_a_database_that_was_never_set_up_is_named_in_one_sentence(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}", [key()])

    with pytest.raises(DatabaseUnusable, match="run helpdesk database upgrade"):
        empty.transact(words_of)
    empty.close()


def test_an_empty_database_is_set_up_at_the_start(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'new' / 'helpdesk.sqlite'}", [key()])

    schema.require_current(empty)

    assert schema.schema_of(empty) is Schema.CURRENT
    empty.close()


def test_a_database_newer_than_the_code_is_refused(database: Database) -> None:
    database.transact(
        lambda session: session.connection().execute(
            text("UPDATE alembic_version SET version_num = '9999_later'")
        )
    )

    with pytest.raises(DatabaseUnusable, match="newer than this helpdesk"):
        schema.require_current(database)
    with pytest.raises(DatabaseUnusable, match="newer than this helpdesk"):
        schema.upgrade(database)


def test_a_database_of_somebody_else_is_not_taken_for_ours(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.sqlite") as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    found = Database(f"sqlite:///{tmp_path / 'other.sqlite'}", [key()])

    with pytest.raises(DatabaseUnusable, match="older than this helpdesk"):
        schema.require_current(found)
    found.close()


def test_a_locked_database_is_named_in_one_sentence(in_file: Database) -> None:
    impatient = Database(in_file.url + "?timeout=0.05", [key()])
    holder = sqlite3.connect(file_of(in_file), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")

    with pytest.raises(DatabaseUnusable, match="locked by another process"):
        impatient.transact(words_of)

    holder.execute("ROLLBACK")
    holder.close()
    impatient.close()


def test_a_folder_that_cannot_hold_a_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")

    with pytest.raises(DatabaseUnusable, match="cannot be written"):
        Database(f"sqlite:///{tmp_path / 'file' / 'helpdesk.sqlite'}", [key()])
