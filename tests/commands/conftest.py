"""An environment of its own for each command: an empty folder, no settings but those given."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from cryptography.fernet import Fernet

from bot.database import Database
from bot.schema import upgrade

_PRETENDS_A_TERMINAL = ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(("SLACK_", "HELPDESK_")) or name in _PRETENDS_A_TERMINAL:
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _logs_as_they_were(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.root.level)
    yield
    structlog.reset_defaults()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "helpdesk.sqlite"


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch, file: Path) -> str:
    """Set what a command about the register needs: where it is, and its key."""
    made = Fernet.generate_key().decode()
    monkeypatch.setenv("HELPDESK_DATABASE_URL", f"sqlite:///{file}?timeout=0.05")
    monkeypatch.setenv("HELPDESK_ENCRYPTION_KEYS", made)
    return made


@pytest.fixture
def database(file: Path, key: str) -> Iterator[Database]:
    """Open the database that the commands read, for the test to fill."""
    opened = Database(f"sqlite:///{file}", [key])
    upgrade(opened)
    yield opened
    opened.close()
