"""The environment, read once into a frozen value; every problem is reported at once."""

from datetime import time
from pathlib import Path
from typing import Annotated, Final, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.places import ChannelId, Nation

S = TypeVar("S", bound=BaseSettings)


class SettingsFaulty(Exception):
    """The environment does not hold what the bot needs; `problems` says what to set."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (LookupError, ValueError, OSError) as cause:
        raise ValueError("is not a time zone; say for example Europe/London") from cause


def _time(text: object) -> time:
    try:
        moment = time.fromisoformat(str(text))
    except ValueError as cause:
        raise ValueError("is not a time of day; say for example 08:30") from cause
    if moment.tzinfo:
        raise ValueError("is in the company's own time, so it takes no zone")
    return moment


def _hours(text: object) -> object:
    if not isinstance(text, str):
        return text
    opens, _, closes = text.partition("-")
    try:
        return _time(opens.strip()), _time(closes.strip())
    except ValueError as cause:
        raise ValueError("is not from when until when; say for example 09:00-17:00") from cause


def _in_order(hours: tuple[time, time]) -> tuple[time, time]:
    if hours[0] >= hours[1]:
        raise ValueError("must begin before they end")
    return hours


def _has_a_port_or_none(address: str) -> bool:
    """Return whether what stands for the port of an address can be one, if anything does."""
    try:
        urlsplit(address if "//" in address else f"//{address}").port  # noqa: B018 - it is read to see
    except ValueError:
        return False
    return True


def url_of_file(file: Path) -> str:
    """Return the URL of a SQLite file, whose name may hold signs that mean something in a URL."""
    return "sqlite:///" + str(file).replace("%", "%25").replace("?", "%3F")


SANDBOX_KEY: Final = "sandbox.key"
"""The file in its data folder in which a sandbox keeps its own key."""


_MISSING = "Field required"
_MAKE_A_KEY = "make one with: openssl rand -base64 32 | tr '+/' '-_'"
_SOURCES = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)


class StorageSettings(BaseSettings):
    """Where things are kept, and sealed with what: all that a command about the register needs."""

    model_config = _SOURCES

    helpdesk_data: Path = Path("data")
    helpdesk_database_url: str = ""
    helpdesk_encryption_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(min_length=1)
    """The first encrypts, all decrypt."""
    helpdesk_timezone: Annotated[ZoneInfo, BeforeValidator(_zone)] = ZoneInfo("Europe/London")
    helpdesk_knowledge: Path | None = None

    @property
    def database_url(self) -> str:
        """The database's URL; by default a SQLite file in the data folder."""
        return self.helpdesk_database_url or url_of_file(self.helpdesk_data / "helpdesk.sqlite")

    @property
    def keys(self) -> tuple[str, ...]:
        """The encryption keys, in the clear."""
        return tuple(key.get_secret_value() for key in self.helpdesk_encryption_keys)

    @field_validator("helpdesk_database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        if url.startswith("postgresql") and url.count("@") > 1:
            raise ValueError("must have one @: write one that is part of the password as %40")
        if url == "sqlite:///":
            raise ValueError("must name a file, such as sqlite:////srv/helpdesk/helpdesk.sqlite")
        if url.startswith("postgresql") and not _has_a_port_or_none(url.rpartition("@")[2]):
            raise ValueError("must have a number as its port, such as :5432, or none")
        return url

    @field_validator("helpdesk_encryption_keys", mode="before")
    @classmethod
    def _split(cls, keys: object) -> object:
        return tuple(keys.replace(" ", "").split(",")) if isinstance(keys, str) else keys

    @field_validator("helpdesk_encryption_keys")
    @classmethod
    def _fernet_keys(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for key in keys:
            try:
                Fernet(key.get_secret_value())
            except ValueError as cause:
                raise ValueError(
                    f"must be 32 bytes in URL-safe base64, separated by commas; {_MAKE_A_KEY}"
                ) from cause
        return keys


class CalendarSettings(BaseSettings):
    """Whose bank holidays count: all that working out a date needs."""

    model_config = _SOURCES

    helpdesk_nation: Nation = Nation.ENG


class SlackAccess(BaseSettings):
    """How Slack is asked: all that a check of the token needs."""

    model_config = _SOURCES

    slack_bot_token: SecretStr
    slack_api_url: str = "https://slack.com/api/"

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_token(cls, token: SecretStr) -> SecretStr:
        if not token.get_secret_value().startswith("xoxb-"):
            raise ValueError("must be a bot token, which starts with xoxb-")
        return token

    @field_validator("slack_api_url")
    @classmethod
    def _api_url(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise ValueError("must start with https:// (or http:// for a local Slack double)")
        if not (_has_a_port_or_none(url) and urlsplit(url).hostname):
            raise ValueError("must name a host, such as https://slack.com/api/")
        return url.rstrip("/") + "/"


class Settings(SlackAccess, StorageSettings, CalendarSettings):
    """What the operator decided; the contract's names are the field names in capitals."""

    model_config = _SOURCES

    slack_app_token: SecretStr | None = None
    """Given: Socket Mode; else HTTP."""
    slack_signing_secret: SecretStr = Field(default=SecretStr(""), validate_default=True)
    """Needed over HTTP only."""
    helpdesk_compliance_channel: ChannelId
    helpdesk_host: str = "127.0.0.1"
    helpdesk_port: int = Field(default=3000, ge=0, le=65535)
    helpdesk_second_pair_of_eyes: bool = False
    """Whether refusals and erasures wait until another officer has looked at them."""
    helpdesk_breach_here: bool = False
    """Whether a possible breach calls everybody who is in the compliance channel."""
    helpdesk_office_hours: Annotated[
        tuple[time, time], NoDecode, BeforeValidator(_hours), AfterValidator(_in_order)
    ] = (time(9), time(17))
    """When officers can be expected to read: reminders are given from then on."""
    helpdesk_digest_at: Annotated[time, BeforeValidator(_time)] = time(9)
    """When the morning digest is given, on working days."""
    helpdesk_call_again_hours: int = Field(default=4, ge=1, le=80)
    """Office hours after which what nobody has claimed is called for again."""
    helpdesk_agent_view: bool = False
    """Whether to tell Slack's agent view how a conversation stands; needs a paid plan."""

    @field_validator("helpdesk_host")
    @classmethod
    def _host(cls, host: str) -> str:
        try:
            host.encode("idna")
        except UnicodeError as cause:
            raise ValueError(
                "is no name or address of a host; say for example 127.0.0.1"
            ) from cause
        return host

    @property
    def over_socket(self) -> bool:
        """Whether Slack is heard over Socket Mode instead of HTTP."""
        return self.slack_app_token is not None

    @field_validator("slack_app_token")
    @classmethod
    def _app_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not token.get_secret_value().startswith("xapp-"):
            raise ValueError("must be an app-level token, which starts with xapp-")
        return token

    @field_validator("slack_signing_secret")
    @classmethod
    def _signing_secret(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        if not secret.get_secret_value() and not info.data.get("slack_app_token"):
            raise ValueError(_MISSING)
        return secret

    @field_validator("helpdesk_compliance_channel")
    @classmethod
    def _channel(cls, channel: ChannelId) -> ChannelId:
        if not channel.startswith(("C", "G")) or not channel.isalnum():
            raise ValueError("must be a channel's id such as C0123456789, not its name")
        return channel


_HINTS = {
    "slack_bot_token": "the bot token of your Slack app (OAuth & Permissions, starts with xoxb-)",
    "slack_signing_secret": "the signing secret of your Slack app (Basic Information), "
    "or SLACK_APP_TOKEN for Socket Mode",
    "helpdesk_compliance_channel": "the id of the private channel of your compliance team",
    "helpdesk_encryption_keys": f"a key to encrypt what is stored; {_MAKE_A_KEY}",
}

_TAKES: Final = {
    "helpdesk_port": "takes a whole number from 0 to 65535",
    "helpdesk_nation": f"takes one of {', '.join(Nation)}",
    "helpdesk_call_again_hours": "takes a whole number from 1 to 80",
    "helpdesk_second_pair_of_eyes": "takes true or false",
    "helpdesk_breach_here": "takes true or false",
    "helpdesk_agent_view": "takes true or false",
}
"""What we say of these in place of pydantic's words."""


def read_settings() -> Settings:
    """Return the settings of the environment and the `.env` file.

    Raises `SettingsFaulty` with one sentence for each problem, all at once.
    """
    return _read(Settings)


def read_storage_settings() -> StorageSettings:
    """Return where things are kept; raises `SettingsFaulty` likewise."""
    return _read(StorageSettings)


def read_calendar_settings() -> CalendarSettings:
    """Return whose bank holidays count; raises `SettingsFaulty` likewise."""
    return _read(CalendarSettings)


def read_slack_access() -> SlackAccess:
    """Return how Slack is asked; raises `SettingsFaulty` likewise."""
    return _read(SlackAccess)


def _read(kind: type[S]) -> S:
    try:
        return kind()
    except ValidationError as refused:
        problems = (_sentence(str(fault["loc"][0]), fault["msg"]) for fault in refused.errors())
        raise SettingsFaulty(tuple(problems)) from None
    except UnicodeDecodeError:  # which holds what stands there
        raise SettingsFaulty((".env is not in UTF-8: write it anew as plain text",)) from None
    except OSError as fault:
        raise SettingsFaulty((f".env cannot be read: {fault.strerror}",)) from fault


def _sentence(field: str, message: str) -> str:
    reason = message.removeprefix("Value error, ")
    missing = reason == _MISSING and field in _HINTS
    said = f"is not set: {_HINTS[field]}" if missing else _TAKES.get(field, reason)
    return f"{field.upper()} {said}"
