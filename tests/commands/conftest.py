"""An environment of its own for each command: an empty folder, no settings but those given."""

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot.database import Database

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
    return tmp_path / "test.sqlite"


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch, file: Path, sealed_with: str) -> str:
    """Set what a command about the register needs: where it is, and its key."""
    monkeypatch.setenv("HELPDESK_DATABASE_URL", f"sqlite:///{file}?timeout=0.05")
    monkeypatch.setenv("HELPDESK_ENCRYPTION_KEYS", sealed_with)
    return sealed_with


@pytest.fixture
def database(
    monkeypatch: pytest.MonkeyPatch, database_url: str, key: str, opens: Callable[[str], Database]
) -> Database:
    """Open the database that the commands read, for the test to fill."""
    del key
    monkeypatch.setenv("HELPDESK_DATABASE_URL", database_url)
    return opens(database_url)
