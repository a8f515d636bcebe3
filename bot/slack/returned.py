"""What we sent out ourselves and came back with a press or a form: words, numbers, days, ids."""

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from bot.slack import names

Json = Mapping[str, Any]


_LONGEST_NUMBER: Final = 10
"""Digits that a version of ours will never have."""


Word = TypeVar("Word", bound=StrEnum)


class NotAsSent(Exception):
    """What came back is no word that we sent out: of another version of ours, or forged."""

    def __init__(self) -> None:
        super().__init__("I no longer know that button or form; please open it again.")


def one_of(words: type[Word], given: object) -> Word:
    """Return the word of a closed set that came back; raises `NotAsSent`."""
    try:
        return words(str(given))
    except ValueError:
        raise NotAsSent from None


def number(given: str) -> int:
    """Return the number that came back; raises `NotAsSent`."""
    if not (given.isascii() and given.isdigit() and len(given) < _LONGEST_NUMBER):
        raise NotAsSent
    return int(given)


def day(given: object) -> date | None:
    """Return the day that was picked, None when none was; raises `NotAsSent`."""
    try:
        return date.fromisoformat(str(given)) if given else None
    except ValueError:
        raise NotAsSent from None


def about(body: Json) -> dict[str, str]:
    """Return what we wrote into a form's private metadata when we opened it.

    It has been with the client, so whatever it names is looked up and allowed anew; what cannot
    be read is about nothing.
    """
    try:
        written = json.loads(body["view"].get("private_metadata") or "{}")
    except (ValueError, RecursionError):
        return {}
    named = written if isinstance(written, dict) else {}
    return {str(name): str(value) for name, value in named.items()}


def about_one(body: Json, name: str) -> str:
    """Return the one thing that a form is about; raises `NotAsSent`."""
    found = about(body).get(name)
    if not found:
        raise NotAsSent
    return found


def filled(body: Json, block: str) -> dict[str, Any]:
    """Return what stands in one field of a form; nothing where there is no such field."""
    values = (body["view"].get("state") or {}).get("values") or {}
    return dict((values.get(block) or {}).get(names.VALUE) or {})


def form_key(body: Json) -> str:
    """Return what tells this form from every other, so that it is acted on once only."""
    return f"form:{body['view']['id']}"
