"""Migrations: one line of descent, the same tables as the models, and nothing lost on the way."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import grimp
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from cryptography.fernet import Fernet
from sqlalchemy import Column, Connection, MetaData, inspect

from bot import schema
from bot.database import Database
from bot.unusable import DatabaseUnusable
from tests.postgres import Server

MIGRATIONS = Path(__file__).parents[2] / "bot" / "migrations"
REVISIONS = sorted(file.stem for file in (MIGRATIONS / "versions").glob("0*.py"))
NOW = datetime(2026, 11, 25, 9, 30)  # noqa: DTZ001 - as the tables keep it


def test_each_revision_is_called_as_its_file_and_follows_the_one_before() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    revisions = [*ScriptDirectory.from_config(config).walk_revisions()][::-1]

    names = [revision.revision for revision in revisions]
    assert names == sorted(names)
    assert names == REVISIONS
    assert [it.down_revision for it in revisions] == [None, *names[:-1]]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Open a database of each kind with nothing in it."""
    key = Fernet.generate_key().decode()
    if request.param == "sqlite":
        in_file = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}", [key])
        yield in_file
        in_file.close()
        return
    postgres: Server = request.getfixturevalue("postgres")
    on_server = Database(postgres.make(), [key])
    yield on_server
    on_server.close()
    postgres.drop(on_server.url)


def test_the_models_are_as_the_migrations_leave_the_tables(empty: Database) -> None:
    schema.upgrade(empty)

    with migrating(empty) as config:
        command.check(config)


def test_a_backup_that_was_restored_over_a_newer_database_is_named_when_upgraded(
    empty: Database,
) -> None:
    left = "CREATE TABLE search_tasks (id INTEGER)"
    with migrating(empty) as config:
        command.upgrade(config, "0008_shared_channels")
    empty.transact(lambda session: session.connection().exec_driver_sql(left))

    with pytest.raises(DatabaseUnusable, match="holds tables of another version: empty it"):
        schema.upgrade(empty)


@pytest.mark.parametrize("released", REVISIONS)
def test_what_an_earlier_version_kept_is_kept_through_the_upgrade(
    empty: Database, released: str
) -> None:
    with migrating(empty) as config:
        command.upgrade(config, released)
    kept = fill(empty)

    schema.upgrade(empty)

    with empty.engine.connect() as connection:
        left = {name: count(connection, name) for name in kept if exists(connection, name)}
    assert all(left.values())
    assert {"rights_requests", "escalations", "audit_records", "deliveries"} <= left.keys()


def test_each_migration_can_be_taken_back(empty: Database) -> None:
    schema.upgrade(empty)

    for revision in [*REVISIONS[-2::-1], "base"]:
        with migrating(empty) as config:
            command.downgrade(config, revision)

    with empty.engine.connect() as connection:
        assert not [name for name in inspect(connection).get_table_names() if is_ours(name)]


@contextmanager
def migrating(database: Database) -> Iterator[Config]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        yield config
        connection.commit()


def fill(database: Database) -> list[str]:
    """Put one row into every table of ours, whatever its columns, and return their names."""
    tables = MetaData()
    with database.engine.connect() as connection:
        tables.reflect(connection, only=lambda name, _: is_ours(name))
        for table in tables.sorted_tables:
            connection.execute(table.insert().values(**{it.name: a_value(it) for it in table.c}))
        connection.commit()
    return [table.name for table in tables.sorted_tables]


def is_ours(table: str) -> bool:
    return table != "alembic_version" and not table.startswith("procrastinate_")


def a_value(column: Column[Any]) -> object:
    made = {int: 1, bool: True, bytes: b"x", datetime: NOW, date: NOW.date(), str: "x"}
    return made[column.type.python_type]


def count(connection: Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one())  # noqa: S608 - our own names


def exists(connection: Connection, table: str) -> bool:
    return inspect(connection).has_table(table)


def test_what_must_leave_no_table_out_knows_each_of_them() -> None:
    root = MIGRATIONS.parents[1]
    with_tables = {
        ".".join(file.relative_to(root).with_suffix("").parts)
        for file in (root / "bot").rglob("*.py")
        if re.search(r"^class .*\btable=True\)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    graph = grimp.build_graph("bot")

    assert graph.find_modules_directly_imported_by("bot.tables") == with_tables
    knowing = graph.find_modules_that_directly_import("bot.tables")
    assert {"bot.migrations.env", "bot.rotation"} <= knowing
