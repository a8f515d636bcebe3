"""`helpdesk check`: everything that would keep the bot from its work, all at once."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict

from bot.clock import utc_now
from bot.commands import findings, secrecy
from bot.commands.printing import Failure, say, say_json
from bot.settings import (
    Settings,
    SettingsFaulty,
    read_settings,
    read_slack_access,
    read_storage_settings,
)


class Finding(BaseModel):
    """Something to mend."""

    model_config = ConfigDict(frozen=True)

    area: str
    says: str
    """What is amiss and what to do, in one sentence."""


def check(
    *, as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False
) -> None:
    """Look at settings, secrecy, database, knowledge, calendar, token, scopes, clock, channel."""
    found = tuple(_findings())
    if as_json:
        say_json({"ok": not found, "findings": [each.model_dump() for each in found]})
    else:
        for each in found:
            say(each.says)
    if found:
        raise Failure(f"{len(found)} to mend.")
    if not as_json:
        say("All is well.")


def _findings() -> Iterator[Finding]:
    settings, problems = _settings()
    yield from _each("settings", [*problems, *findings.of_names()])
    named = os.environ.get("HELPDESK_KNOWLEDGE")
    folder = settings.helpdesk_knowledge if settings else named and Path(named)
    yield from _each("knowledge", findings.of_knowledge(folder or None))
    yield from _each("calendar", findings.of_calendar(utc_now()))
    with suppress(SettingsFaulty):  # named above
        storage = settings or read_storage_settings()
        yield from _each("database", findings.of_database(storage))
        for look in (secrecy.of_files, secrecy.of_secrets):
            with suppress(OSError):  # a folder that is closed to us was named with the database
                yield from _each("secrecy", look(storage))
    with suppress(SettingsFaulty):  # likewise
        access = settings or read_slack_access()
        channel = settings.helpdesk_compliance_channel if settings else None
        yield from _each("slack", asyncio.run(findings.of_slack(access, channel)))


def _each(area: str, sentences: Iterator[str] | list[str]) -> Iterator[Finding]:
    return (Finding(area=area, says=sentence) for sentence in sentences)


def _settings() -> tuple[Settings | None, list[str]]:
    try:
        return read_settings(), []
    except SettingsFaulty as faulty:
        return None, list(faulty.problems)
