"""A backup is taken while the bot runs, is for its owner's eyes only, and can be restored."""

import os
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from sqlmodel import Session, col, select

from bot import arrivals
from bot.arrivals import ArrivalRow
from bot.backup import back_up
from bot.database import Database
from bot.schema import Schema, schema_of
from bot.unusable import DatabaseUnusable
from tests.postgres import Server

Opens = Callable[[str], Database]
CANARY = "heliotrope wheelbarrow"


@pytest.fixture
def database(
    database_url: str,
    opens: Opens,
    now: datetime,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Database:
    opened = opens(database_url)
    if opened.on_server and (programs := request.getfixturevalue("postgres").programs):
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    opened.transact(
        lambda session: arrivals.keep(session, key="one", lane="D1", payload=CANARY, now=now)
    )
    return opened


def payloads(database: Database) -> list[str | None]:
    rows = select(ArrivalRow.payload).order_by(col(ArrivalRow.seq))
    return database.transact(lambda session: list(session.exec(rows)))


@pytest.fixture
def restored(
    database: Database, tmp_path: Path, request: pytest.FixtureRequest, opens: Opens
) -> Iterator[Database]:
    """Take a backup and open what was made of it, as an operator would."""
    file = tmp_path / "copy"
    back_up(database, file)
    if not database.on_server:
        yield opens(f"sqlite:///{shutil.copy(file, tmp_path / 'restored.sqlite')}")
        return
    postgres: Server = request.getfixturevalue("postgres")
    url = postgres.make()
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run(["pg_restore", "--no-owner", f"--dbname={plain}", str(file)], check=True)  # noqa: S603, S607
    yield opens(url)
    postgres.drop(url)


def test_what_is_restored_is_what_was_there(restored: Database, database: Database) -> None:
    assert schema_of(restored) is Schema.CURRENT
    assert payloads(restored) == payloads(database) == [CANARY]


def test_it_is_sealed_as_the_database_is(database: Database, tmp_path: Path) -> None:
    back_up(database, tmp_path / "copy")

    assert CANARY.encode() not in (tmp_path / "copy").read_bytes()


def test_only_its_owner_may_read_it(database: Database, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        back_up(database, tmp_path / "copy")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600


def test_it_holds_one_moment_and_waits_for_nobody(
    database: Database, tmp_path: Path, now: datetime
) -> None:
    file = tmp_path / "copy"

    def halfway(session: Session) -> None:
        arrivals.keep(session, key="two", lane="D1", payload="later", now=now)
        back_up(database, file)

    if database.on_server:
        pytest.skip("pg_dump's snapshot is PostgreSQL's own affair")
    database.transact(halfway)

    with sqlite3.connect(file) as copy:
        assert copy.execute("SELECT count(*) FROM arrivals").fetchone() == (1,)
    copy.close()
    assert len(payloads(database)) == 2


def test_a_file_that_is_there_is_never_overwritten(database: Database, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("precious", encoding="utf-8")

    with pytest.raises(DatabaseUnusable, match="is there already"):
        back_up(database, tmp_path / "copy")

    assert (tmp_path / "copy").read_text(encoding="utf-8") == "precious"


def test_where_nothing_can_be_written_is_said_and_nothing_is_left(
    database: Database, tmp_path: Path
) -> None:
    with pytest.raises(DatabaseUnusable, match="cannot be written"):
        back_up(database, tmp_path / "nowhere" / "copy")

    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(DatabaseUnusable, match="cannot be written"):
        back_up(database, tmp_path / "file" / "copy")


def test_a_database_that_cannot_be_copied_is_said_without_its_password(tmp_path: Path) -> None:
    gone = Database("postgresql://helpdesk:canary@127.0.0.1:1/gone", [_KEY])

    with pytest.raises(DatabaseUnusable) as refused:
        back_up(gone, tmp_path / "copy")

    assert "canary" not in str(refused.value)
    assert make_url(gone.url).password == "canary"
    assert list(tmp_path.iterdir()) == []
    gone.close()


_KEY = "bm90LWEtc2VjcmV0LW5vdC1hLXNlY3JldC1ub3QtYS0="
