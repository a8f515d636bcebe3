"""What `helpdesk check` says of secrecy: files that others can read, secrets that are guessable."""

import base64
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url

from bot.settings import SANDBOX_KEY, Settings, StorageSettings

_SHORTEST_SECRET: Final = 16
"""Signs; Slack's have 32."""
_FEWEST_DIFFERENT: Final = 16
"""Bytes of a key of 32."""
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def of_files(settings: StorageSettings) -> Iterator[str]:
    """Yield what other people on this machine may read or write, and how to end that."""
    if os.name != "posix":
        return
    folder = settings.helpdesk_data
    if folder.is_dir() and _open_to_others(folder):
        yield f"Others on this machine can open the folder {folder}: chmod 700 {folder}"
    for file in (Path(".env"), *_database_files(settings)):
        if file.is_file() and _open_to_others(file):
            yield f"Others on this machine can open {file}: chmod 600 {file}"


def of_secrets(settings: StorageSettings) -> Iterator[str]:
    """Yield which keys are guessable, without showing them."""
    for place, key in enumerate(settings.keys, start=1):
        named = f"Key {place} of HELPDESK_ENCRYPTION_KEYS"
        if key == _sandbox_key(settings.helpdesk_data):
            yield f"{named} is the sandbox's, which lies beside its data: make one of your own."
        elif _looks_typed(base64.urlsafe_b64decode(key)):
            yield f"{named} looks typed, not random: make another and run database rotate-keys."
    if isinstance(settings, Settings) and not settings.over_socket:
        secret = settings.slack_signing_secret.get_secret_value()
        if len(secret) < _SHORTEST_SECRET:
            yield "SLACK_SIGNING_SECRET is shorter than Slack's: copy it from Basic Information."


def _sandbox_key(data: Path) -> str | None:
    file = data / SANDBOX_KEY
    return file.read_text(encoding="ascii", errors="replace").strip() if file.is_file() else None


def _database_files(settings: StorageSettings) -> tuple[Path, ...]:
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return ()
    return tuple(Path(url.database + more) for more in ("", "-wal", "-shm"))


def _open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & _OTHERS)


def _looks_typed(secret: bytes) -> bool:
    """Return whether the bytes are no random ones: all printable, or few different.

    Of random keys one in 10**14 is all printable, and far fewer have so few different bytes.
    """
    printable = secret.isascii() and secret.decode("ascii").isprintable()
    return printable or len(set(secret)) < _FEWEST_DIFFERENT
