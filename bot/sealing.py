"""What is sealed at rest: text about people goes into its column encrypted, and out again in words.

The keys are those that the transaction carries; outside a transaction there are none, and nothing
is read by accident.
"""

import hmac
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Keyring:
    """The keys of a deployment: the first seals, each of them opens."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.first = Fernet(keys[0])
        self.every = MultiFernet([Fernet(key) for key in keys])
        # Not the sealing keys themselves: one secret, one use.
        self.secrets = tuple(hmac.new(key.encode(), b"look-up", sha256).digest() for key in keys)


_carried: ContextVar[Keyring] = ContextVar("carried")


@contextmanager
def carrying(keyring: Keyring) -> Iterator[None]:
    """Let what is sealed be read and written with these keys, within."""
    token = _carried.set(keyring)
    try:
        yield
    finally:
        _carried.reset(token)


class Sealed(TypeDecorator[str]):
    """A text column that is encrypted at rest with the keys of the transaction."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Return the sealed bytes to store."""
        del dialect
        return None if value is None else _carried.get().every.encrypt(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Return the text; raises `cryptography.fernet.InvalidToken` when no key fits."""
        del dialect
        return None if value is None else _carried.get().every.decrypt(value).decode()


def opens(token: bytes) -> bool:
    """Return whether one of the keys opens what is sealed."""
    try:
        _carried.get().every.decrypt(token)
    except InvalidToken:
        return False
    return True


def sealed_anew(token: bytes) -> bytes | None:
    """Return what is sealed as the first key seals it; None where it does already.

    Raises `cryptography.fernet.InvalidToken` when no key fits.
    """
    keyring = _carried.get()
    try:
        keyring.first.decrypt(token)
    except InvalidToken:
        return keyring.every.rotate(token)
    return None


def look_up_keys(text: str) -> tuple[str, ...]:
    """Return what equal texts have in common and nobody can make without our keys.

    What is sealed is never sealed alike twice, so equality needs a column of its own. The first is
    the one to store; all of them are looked for, so that what an earlier key made is still found.
    An empty text has none.
    """
    if not text:
        return ()
    secrets = _carried.get().secrets
    return tuple(hmac.new(secret, text.encode(), sha256).hexdigest() for secret in secrets)
