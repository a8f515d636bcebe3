"""`helpdesk check`: everything that would keep the bot from its work, all at once."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

import knowledge
from bot.app import utc_now
from bot.commands import secrecy
from bot.commands.printing import Failure, say
from bot.database import Database, DatabaseUnusable
from bot.delivery.retrying import NotSent, OutcomeUnknown
from bot.schema import Schema, schema_of
from bot.settings import (
    Settings,
    SettingsFaulty,
    StorageSettings,
    read_settings,
    read_storage_settings,
)
from bot.slack.sender import SlackSender
from bot.slack.wire import TOKEN_GONE, Wire, token_gone
from knowledge import languages
from knowledge.law import law_facts, past_review

SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "users:read",
    }
)
"""What the bot cannot do without; the manifest asks for each."""


def check() -> None:
    """Look at settings, database, knowledge, token, scopes and the compliance channel."""
    settings, findings = _settings()
    named = os.environ.get("HELPDESK_KNOWLEDGE")
    folder = settings.helpdesk_knowledge if settings else named and Path(named)
    findings += _of_knowledge(folder or None)
    with suppress(SettingsFaulty):  # named above
        storage = settings or read_storage_settings()
        findings += _of_database(storage)
        findings += (*secrecy.of_files(storage), *secrecy.of_secrets(storage))
    if settings:
        findings += asyncio.run(_of_slack(settings))
    for finding in findings:
        say(finding)
    if findings:
        raise Failure(f"{len(findings)} to mend.")
    say("All is well.")


def _settings() -> tuple[Settings | None, list[str]]:
    try:
        return read_settings(), []
    except SettingsFaulty as faulty:
        return None, list(faulty.problems)


def _of_knowledge(folder: Path | None) -> Iterator[str]:
    faults = knowledge.check(folder or knowledge.DEFAULT)
    yield from (str(fault) for fault in faults)
    if faults:
        return
    yield from _of_build(folder)
    if languages.LACKS:
        yield f"Other languages are recognised by their script only: {languages.LACKS}."
    for fact in past_review(law_facts(folder or knowledge.DEFAULT), today=utc_now().date()):
        yield f"Fact {fact.number} of law.yml was to be reviewed by {fact.review_by}: {fact.says}"


def _of_build(folder: Path | None) -> Iterator[str]:
    try:
        lacks = knowledge.load(folder).lacks
    except knowledge.StaleBuild as stale:
        yield str(stale)
    else:
        if lacks:
            yield f"Messages are judged by n-grams alone, which is less sure: {lacks}."


def _of_database(settings: StorageSettings) -> Iterator[str]:
    try:
        state = schema_of(Database(settings.database_url, settings.keys, keeps_connections=False))
    except DatabaseUnusable as fault:
        yield str(fault)
        return
    if state is Schema.BEHIND:
        yield "The database is older than this helpdesk: run helpdesk database upgrade."
    if state is Schema.NEWER:
        yield "The database is newer than this helpdesk: install the version that upgraded it."


async def _of_slack(settings: Settings) -> list[str]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        client = AsyncWebClient(
            token=settings.slack_bot_token.get_secret_value(),
            base_url=settings.slack_api_url,
            session=session,
            retry_handlers=[],
        )
        try:
            return [finding async for finding in _asked(client, settings)]
        except (NotSent, OutcomeUnknown) as failure:
            if failure.reason in TOKEN_GONE:
                return [token_gone(failure.reason)]
            return [f"Slack does not answer as it should: {failure.reason}."]


async def _asked(client: AsyncWebClient, settings: Settings) -> AsyncIterator[str]:
    wire = Wire(client, clock=utc_now)
    missing = SCOPES - await wire.scopes()
    if missing:
        yield f"The bot token lacks the scopes {', '.join(sorted(missing))}: reinstall the app."
    sender = SlackSender(wire, clock=utc_now)
    problem = await sender.compliance_problem(settings.helpdesk_compliance_channel)
    if problem:
        yield f"Escalations would wait: {problem}."
