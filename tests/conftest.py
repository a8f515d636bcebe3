"""What every test may use: a fixed moment, a database of its own, of each kind that we serve."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import settings

from bot.database import Database
from bot.schema import upgrade
from tests.postgres import Server, server

# How long one example takes says more of the machine than of us.
settings.register_profile("house", deadline=None)
settings.register_profile("mutate", deadline=None, max_examples=30, derandomize=True)
settings.load_profile("house")


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Return a PostgreSQL server; the first test that asks for it waits half a second."""
    with server() as started:
        yield started


@pytest.fixture(scope="session")
def set_up_on_server(postgres: Server) -> Iterator[str]:
    """Return the name of a database of our schema, to be copied."""
    url = postgres.make()
    opened = Database(url, [Fernet.generate_key().decode()])
    upgrade(opened)
    opened.close()
    yield url.rpartition("/")[2]
    postgres.drop(url)


@pytest.fixture(scope="session")
def set_up_in_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file of our schema, to be copied."""
    file = tmp_path_factory.mktemp("schema") / "set-up.sqlite"
    opened = Database(f"sqlite:///{file}", [Fernet.generate_key().decode()])
    upgrade(opened)
    opened.close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a database of our schema, empty; every test that asks runs on both."""
    if request.param == "sqlite":
        made = request.getfixturevalue("set_up_in_file")
        yield f"sqlite:///{shutil.copy(made, tmp_path / 'test.sqlite')}"
        return
    postgres: Server = request.getfixturevalue("postgres")
    url = postgres.make(like=request.getfixturevalue("set_up_on_server"))
    yield url
    postgres.drop(url)


Opens = Callable[[str], Database]


@pytest.fixture(scope="session")
def sealed_with() -> str:
    """Return the key of every database that `opens` opens."""
    return Fernet.generate_key().decode()


@pytest.fixture
def opens(sealed_with: str) -> Iterator[Opens]:
    """Return what opens a database, and closes it after the test."""
    opened: list[Database] = []

    def open_it(url: str) -> Database:
        opened.append(Database(url, [sealed_with]))
        return opened[-1]

    yield open_it
    for database in opened:
        database.close()


@pytest.fixture
def in_file(set_up_in_file: Path, tmp_path: Path, opens: Opens) -> Database:
    """Return a database in a file, for what only files can do."""
    return opens(f"sqlite:///{shutil.copy(set_up_in_file, tmp_path / 'test.sqlite')}")


@pytest.fixture
def database(database_url: str, opens: Opens) -> Database:
    return opens(database_url)
