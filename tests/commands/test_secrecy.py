"""`helpdesk check` tells of files that others can read and of secrets that are guessable."""

import base64
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.commands.secrecy import of_files, of_secrets
from bot.database import Database
from bot.schema import upgrade
from bot.settings import SANDBOX_KEY, Settings, StorageSettings

KEY = Fernet.generate_key().decode()


def settings(data: Path, *keys: str) -> StorageSettings:
    return StorageSettings(
        _env_file=None,
        helpdesk_data=data,
        helpdesk_encryption_keys=tuple(SecretStr(key) for key in keys or (KEY,)),
    )


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


@pytest.fixture
def database(data: Path) -> Database:
    opened = Database(settings(data).database_url, [KEY])
    upgrade(opened)
    return opened


def test_what_the_helpdesk_makes_is_for_its_owner_only(data: Path, database: Database) -> None:
    assert [it.name for it in data.iterdir()]
    assert [oct(it.stat().st_mode & 0o777) for it in data.iterdir()] == ["0o600"] * len(
        list(data.iterdir())
    )
    assert data.stat().st_mode & 0o777 == 0o700
    assert list(of_files(settings(data))) == []
    database.close()


def test_the_companions_of_the_database_are_too(data: Path, database: Database) -> None:
    with database.engine.connect():
        names = {it.name for it in data.iterdir()}

        assert "helpdesk.sqlite-wal" in names
        assert list(of_files(settings(data))) == []
    database.close()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o602])
def test_a_database_that_others_can_open_is_told(data: Path, database: Database, mode: int) -> None:
    database.close()
    (data / "helpdesk.sqlite").chmod(mode)

    (finding,) = of_files(settings(data))

    assert "chmod 600" in finding
    assert "helpdesk.sqlite" in finding


def test_a_folder_and_an_env_file_that_others_can_open_are_told(data: Path) -> None:
    data.mkdir(mode=0o755)
    Path(".env").touch(mode=0o644)

    folder, env = of_files(settings(data))

    assert "chmod 700" in folder
    assert ".env" in env


def test_a_random_key_is_none_that_looks_typed(data: Path) -> None:
    many = [Fernet.generate_key().decode() for _ in range(200)]

    assert list(of_secrets(settings(data, *many))) == []


@pytest.mark.parametrize(
    "secret",
    [
        b"not-a-secret-not-a-secret-not-a-",
        bytes(32),
        b"\xff\x00" * 16,
        bytes(range(15)) * 2 + b"\x01\x02",
    ],
)
def test_a_key_that_somebody_typed_is_told_and_not_shown(data: Path, secret: bytes) -> None:
    key = base64.urlsafe_b64encode(secret).decode()

    (finding,) = of_secrets(settings(data, KEY, key))

    assert finding.startswith("Key 2 of HELPDESK_ENCRYPTION_KEYS looks typed")
    assert key not in finding


def test_a_sandboxes_key_is_told(data: Path) -> None:
    data.mkdir()
    (data / SANDBOX_KEY).write_text(KEY + "\n", encoding="ascii")

    (finding,) = of_secrets(settings(data))

    assert "is the sandbox's" in finding


@pytest.mark.parametrize(("secret", "told"), [("short", 1), ("x" * 15, 1), ("x" * 16, 0)])
def test_a_short_signing_secret_is_told(data: Path, secret: str, told: int) -> None:
    whole = Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-1"),
        slack_signing_secret=SecretStr(secret),
        helpdesk_compliance_channel="C0COMPLIANCE",
        helpdesk_data=data,
        helpdesk_encryption_keys=(SecretStr(KEY),),
    )

    assert len(list(of_secrets(whole))) == told
