import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.database import Database
from bot.sandbox.example import example_workspace
from bot.sandbox.server import Sandbox, Terms
from bot.settings import SANDBOX_KEY
from tests.bot.test_database import keep_words
from tests.commands.typed import helpdesk, no_notice_in

COMMANDS = (
    *("sandbox", "run", "check", "ask", "clock"),
    *("knowledge", "register", "deliveries", "database"),
)


@pytest.fixture
def taken() -> Iterator[str]:
    """Listen at a port as somebody else, and return it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set complete settings with nobody at Slack's address."""
    for name, value in {
        "SLACK_BOT_TOKEN": "xoxb-canary",
        "SLACK_SIGNING_SECRET": "canary",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "HELPDESK_COMPLIANCE_CHANNEL": "C0COMPLIANCE",
        "HELPDESK_DATA": str(tmp_path / "data"),
        "HELPDESK_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    }.items():
        monkeypatch.setenv(name, value)


def test_missing_settings_are_all_named_and_nothing_is_started(tmp_path: Path) -> None:
    outcome = helpdesk("run")

    assert (outcome.code, outcome.out) == (1, "")
    first, *problems = outcome.err.splitlines()
    assert first == "The settings are not complete:"
    assert [problem.split()[0] for problem in problems] == [
        "HELPDESK_ENCRYPTION_KEYS",
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "HELPDESK_COMPLIANCE_CHANNEL",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("settings")
def test_what_is_missing_and_what_is_malformed_are_named_together(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    monkeypatch.setenv("HELPDESK_COMPLIANCE_CHANNEL", "#compliance")
    monkeypatch.setenv("HELPDESK_PORT", "70000")

    outcome = helpdesk("run")

    assert outcome.code == 1
    assert len(outcome.err.splitlines()) == 4
    for name in ("SLACK_BOT_TOKEN", "HELPDESK_COMPLIANCE_CHANNEL", "HELPDESK_PORT"):
        assert f"\n{name} " in outcome.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "HELPDESK_ENCRYPTION_KEYS"])
def test_a_malformed_secret_is_never_repeated(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "canary-secret")

    outcome = helpdesk("run")

    assert outcome.code == 1
    assert f"{name} must be" in outcome.err
    assert "canary" not in outcome.err + outcome.out


@pytest.mark.usefixtures("settings")
def test_a_database_newer_than_the_code_is_not_run_with(
    monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setenv("HELPDESK_DATABASE_URL", database.url)
    database.transact(
        lambda session: session.connection().exec_driver_sql(
            "UPDATE alembic_version SET version_num = '9999_later'"
        )
    )

    assert helpdesk("run").refused.startswith("The database is newer than this helpdesk")


@pytest.mark.usefixtures("settings")
def test_a_database_of_another_key_is_not_run_with(
    monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    database.transact(lambda session: keep_words(session, "canary"))
    monkeypatch.setenv("HELPDESK_DATABASE_URL", database.url)
    monkeypatch.setenv("HELPDESK_ENCRYPTION_KEYS", Fernet.generate_key().decode())

    assert helpdesk("run").refused == (
        "The database was written with another key: HELPDESK_ENCRYPTION_KEYS must list it."
    )


@pytest.mark.usefixtures("settings")
def test_a_knowledge_folder_that_is_none_is_not_run_with_and_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HELPDESK_KNOWLEDGE", str(tmp_path / "nowhere"))

    assert helpdesk("run").refused == no_notice_in(tmp_path / "nowhere")


@pytest.mark.usefixtures("settings")
def test_a_taken_port_is_named_in_one_sentence(taken: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        env={**os.environ, "HELPDESK_PORT": taken, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    *logged, sentence = ended.stderr.splitlines()
    assert sentence.startswith(f"127.0.0.1:{taken} cannot be opened: ")
    assert all(line.startswith("{") for line in logged)
    assert "canary" not in ended.stderr


@pytest.mark.usefixtures("settings")
async def test_a_token_that_slack_does_not_know_is_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sandbox = Sandbox(example_workspace(), Terms())
    await sandbox.start()
    monkeypatch.setenv("SLACK_API_URL", sandbox.api_url)

    outcome = await asyncio.to_thread(helpdesk, "run")

    await sandbox.stop()
    assert outcome.refused == (
        "Slack refuses SLACK_BOT_TOKEN (invalid_auth); copy it anew from your app."
    )


def test_the_sandbox_on_a_taken_port_says_what_to_do(taken: str, tmp_path: Path) -> None:
    outcome = helpdesk("sandbox", "--no-browser", "--port", taken, "--data", str(tmp_path / "kept"))

    assert (outcome.code, outcome.out) == (1, "Opening the sandbox ...\n")
    (refused,) = outcome.err.splitlines()
    assert refused.startswith(f"Port {taken} cannot be opened: ")
    assert refused.endswith("Choose another with --port.")


def test_a_sandbox_whose_folder_cannot_be_made_names_the_folder(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("not a folder", encoding="utf-8")
    folder = tmp_path / "taken" / "kept"

    outcome = helpdesk("sandbox", "--no-browser", "--port", "0", "--data", str(folder))

    assert (outcome.code, outcome.out) == (1, "Opening the sandbox ...\n")
    (refused,) = outcome.err.splitlines()
    assert refused.startswith(f"The folder {folder} cannot be written: ")


@pytest.mark.parametrize("key", [b"", b"typed", b"\xff\xfe"])
def test_a_sandbox_whose_folder_has_lost_its_key_says_so(tmp_path: Path, key: bytes) -> None:
    (tmp_path / SANDBOX_KEY).write_bytes(key)

    outcome = helpdesk("sandbox", "--no-browser", "--port", "0", "--data", str(tmp_path))

    assert (outcome.code, outcome.out) == (1, "Opening the sandbox ...\n")
    (refused,) = outcome.err.splitlines()
    assert refused.startswith(f"{tmp_path / SANDBOX_KEY} holds no key: ")


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_what_is_no_port_is_wrong_use(port: str) -> None:
    outcome = helpdesk("sandbox", "--no-browser", "--port", port)

    assert (outcome.code, outcome.out) == (2, "")
    assert "--port" in outcome.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str) -> None:
    outcome = helpdesk(command, "--help")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("Usage: ")
    assert "\x1b" not in outcome.out


def test_the_command_alone_names_every_command() -> None:
    outcome = helpdesk()

    assert outcome.code == 2
    assert all(f"\n  {command} " in outcome.out + outcome.err for command in COMMANDS)


def test_an_unknown_command_is_wrong_use() -> None:
    outcome = helpdesk("tea")

    assert (outcome.code, outcome.out) == (2, "")
    assert "No such command 'tea'" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "How long do you keep my data?"),
        ("clock", "2026-11-25"),
        ("knowledge", "check"),
        ("database", "upgrade"),
        ("register", "list"),
        ("deliveries", "list"),
        ("run",),
        ("check",),
        ("tea",),
    ],
)
def test_away_from_a_terminal_the_output_is_plain(arguments: tuple[str, ...], key: str) -> None:
    del key

    outcome = helpdesk(*arguments)

    assert outcome.out + outcome.err
    assert "\x1b" not in outcome.out + outcome.err
