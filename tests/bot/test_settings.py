from datetime import time
from pathlib import Path

import pytest

from bot.database import Database
from bot.places import Nation
from bot.schema import upgrade
from bot.settings import SettingsFaulty, read_settings, read_storage_settings

KEY = "bm90LWEtc2VjcmV0LW5vdC1hLXNlY3JldC1ub3QtYS0="


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "HELPDESK_DATA"):
        monkeypatch.delenv(name, raising=False)


def given(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    complete = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "secret",
        "HELPDESK_COMPLIANCE_CHANNEL": "C0COMPLIANCE",
        "HELPDESK_ENCRYPTION_KEYS": KEY,
    }
    for name, value in (complete | settings).items():
        monkeypatch.setenv(name, value)


def problems() -> str:
    with pytest.raises(SettingsFaulty) as refused:
        read_settings()
    return "\n".join(refused.value.problems)


def test_an_empty_environment_is_refused_with_every_problem_at_once() -> None:
    found = problems()

    for name in (
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "HELPDESK_COMPLIANCE_CHANNEL",
        "HELPDESK_ENCRYPTION_KEYS",
    ):
        assert f"{name} is not set" in found


def test_the_defaults_are_those_of_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch)

    settings = read_settings()

    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///data/helpdesk.sqlite"
    assert (settings.helpdesk_host, settings.helpdesk_port) == ("127.0.0.1", 3000)
    assert settings.helpdesk_nation is Nation.ENG
    assert str(settings.helpdesk_timezone) == "Europe/London"
    assert not settings.over_socket


@pytest.mark.parametrize("folder", ["our data", "100%", "a%20b", "what?mode=ro", "#1", "a@b:c"])
def test_the_database_stands_in_its_folder_whatever_that_is_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: str
) -> None:
    given(monkeypatch, HELPDESK_DATA=f"{tmp_path / folder}")

    database = Database(read_settings().database_url, [KEY], keeps_connections=False)
    upgrade(database)

    assert (tmp_path / folder / "helpdesk.sqlite").stat().st_size
    assert database.file == tmp_path / folder / "helpdesk.sqlite"


def test_an_app_token_means_socket_mode_and_needs_no_signing_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, SLACK_APP_TOKEN="xapp-1", SLACK_SIGNING_SECRET="")

    assert read_settings().over_socket


def test_a_env_file_is_read_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given(monkeypatch)
    (tmp_path / ".env").write_text("HELPDESK_NATION=SCT\n", encoding="utf-8")

    assert read_settings().helpdesk_nation is Nation.SCT


def test_the_offices_hours_are_the_companys_own(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, HELPDESK_OFFICE_HOURS="08:30 - 16:45", HELPDESK_DIGEST_AT="08:15")

    settings = read_settings()

    assert settings.helpdesk_office_hours == (time(8, 30), time(16, 45))
    assert settings.helpdesk_digest_at == time(8, 15)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1", "starts with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1", "starts with xapp-"),
        ("SLACK_API_URL", "slack.com/api", "must start with https://"),
        ("HELPDESK_COMPLIANCE_CHANNEL", "#compliance", "a channel's id"),
        ("HELPDESK_DATABASE_URL", "mysql://localhost/helpdesk", "must start with sqlite:///"),
        ("HELPDESK_DATABASE_URL", "postgresql://h:se@cret@localhost/h", "as %40"),
        ("HELPDESK_DATABASE_URL", "postgresql://h:secret@localhost:pg/h", "a number as its port"),
        ("HELPDESK_DATABASE_URL", "postgresql://localhost:70000/h", "a number as its port"),
        ("HELPDESK_DATABASE_URL", "sqlite:///", "must name a file"),
        ("HELPDESK_HOST", "desk..example", "127.0.0.1"),
        ("HELPDESK_HOST", "d" * 64, "127.0.0.1"),
        ("SLACK_API_URL", "https://", "must name a host"),
        ("SLACK_API_URL", "http://127.0.0.1:slack/api/", "must name a host"),
        ("HELPDESK_ENCRYPTION_KEYS", "short", "32 bytes"),
        ("HELPDESK_TIMEZONE", "Mars/Olympus", "not a time zone"),
        ("HELPDESK_OFFICE_HOURS", "nine to five", "09:00-17:00"),
        ("HELPDESK_OFFICE_HOURS", "17:00-09:00", "must begin before they end"),
        ("HELPDESK_DIGEST_AT", "25:00", "say for example 08:30"),
        ("HELPDESK_DIGEST_AT", "08:30+02:00", "the company's own time"),
        ("HELPDESK_CALL_AGAIN_HOURS", "0", "takes a whole number from 1 to 80"),
        ("HELPDESK_NATION", "FRA", "takes one of ENG, SCT, NIR, WLS"),
        ("HELPDESK_PORT", "70000", "takes a whole number from 0 to 65535"),
        ("HELPDESK_PORT", "http", "takes a whole number from 0 to 65535"),
        ("HELPDESK_BREACH_HERE", "perhaps", "takes true or false"),
        ("HELPDESK_SECOND_PAIR_OF_EYES", "two", "takes true or false"),
        ("HELPDESK_AGENT_VIEW", "paid", "takes true or false"),
    ],
)
def test_a_malformed_setting_is_named_with_what_to_set(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    given(monkeypatch, **{name: value})

    found = problems()

    assert said in found
    assert found.startswith(name)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://h:se%40cret@localhost:5432/h",
        "postgresql+psycopg://[::1]:5432/h?connect_timeout=3",
        "postgresql:///helpdesk?host=/var/run/postgresql",
        "postgresql://h:a/b?c#d:e@localhost/h",
        "sqlite:////srv/helpdesk.sqlite",
    ],
)
def test_a_database_may_be_named_in_every_way_that_it_is_opened_by(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    given(monkeypatch, HELPDESK_DATABASE_URL=url)

    assert read_settings().database_url == url


def test_a_env_file_that_is_no_text_is_named_and_nothing_of_it_is_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given(monkeypatch)
    (tmp_path / ".env").write_bytes(b"\xffHELPDESK_NATION=SCT")

    assert problems() == ".env is not in UTF-8: write it anew as plain text"


def test_a_secret_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch)

    assert KEY not in repr(read_settings())


def test_commands_about_the_register_need_only_the_storage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPDESK_ENCRYPTION_KEYS", f"{KEY}, {KEY}")
    monkeypatch.setenv("HELPDESK_DATABASE_URL", "sqlite:///elsewhere.sqlite")

    storage = read_storage_settings()

    assert storage.database_url == "sqlite:///elsewhere.sqlite"
    assert storage.keys == (KEY, KEY)
