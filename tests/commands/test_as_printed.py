"""The commands of the papers, run as they are printed; what is not run has its reason here."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from cryptography.fernet import Fernet

from knowledge import DEFAULT
from tests.commands.typed import helpdesk
from tests.house.papers import ROOT, commands, fenced

PRINTED: Final = sorted({printed.words for printed in commands("helpdesk")})
NOT_RUN: Final = {
    ("sandbox",): "never ends; the journeys and the browser's tests live in it",
    ("run",): "never ends; test_running.py starts and stops it",
    ("check",): "asks Slack; test_checking.py",
    ("ask",): "only names the command; what is asked is printed elsewhere",
    ("knowledge", "build"): "learns for minutes; knowledge/test_base.py builds a small folder",
    ("knowledge", "build", "--folder", "FOLDER"): "likewise: knowledge/test_base.py",
    ("knowledge", "check", "--folder", "FOLDER"): "the same without a folder is run",
    ("knowledge", "eval"): "learns five times over; tests/knowledge/test_evaluation.py",
    ("deliveries", "retry", "ID"): "needs what Slack refused for good; test_operators.py",
    ("database", "move", "data/helpdesk.sqlite"): "needs a PostgreSQL; test_operators.py",
}


def _notice(path: Path) -> None:
    shutil.copy(DEFAULT / "notice.txt", path)


def _questions(path: Path) -> None:
    (example,) = (it for it in fenced(ROOT / "knowledge/README.md", "yaml") if "- text:" in it)
    path.write_text(example, encoding="utf-8")


PUT_THERE: Final[dict[tuple[str, ...], tuple[str, str, Callable[[Path], None]]]] = {
    ("knowledge", "eval", "FILE"): ("FILE", "mine.yml", _questions),
    ("knowledge", "diff", "NEW.txt"): ("NEW.txt", "new.txt", _notice),
    ("knowledge", "new", "NOTICE.txt", "--to", "FOLDER"): ("NOTICE.txt", "theirs.txt", _notice),
}
"""What must be there before: the paper's word for it, a name, and what stands in it."""


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str) -> None:
    """Set up a database where the commands look for one, with a key that follows another."""
    monkeypatch.setenv("HELPDESK_ENCRYPTION_KEYS", f"{Fernet.generate_key().decode()},{key}")
    monkeypatch.setenv("HELPDESK_DATABASE_URL", f"sqlite:///{tmp_path / 'helpdesk.sqlite'}")
    assert helpdesk("database", "upgrade").code == 0


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("words", [it for it in PRINTED if it not in NOT_RUN], ids=" ".join)
def test_a_printed_command_runs(words: tuple[str, ...], tmp_path: Path) -> None:
    typed = words
    if words in PUT_THERE:
        called, name, put = PUT_THERE[words]
        put(tmp_path / name)
        typed = tuple(name if word == called else word for word in words)

    outcome = helpdesk(*typed)

    assert (outcome.code, outcome.err) == (0, "")


def test_nothing_is_excused_that_is_not_printed() -> None:
    assert NOT_RUN.keys() | PUT_THERE.keys() <= set(PRINTED)
