"""What `helpdesk check` looks at, area by area; each finding says what is amiss and what to do."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Final

import aiohttp
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session

import knowledge
from bot.clock import utc_now
from bot.counting import many
from bot.database import Database
from bot.delivery import deliveries
from bot.delivery.delivery import State
from bot.delivery.retrying import NotSent, OutcomeUnknown
from bot.places import ChannelId
from bot.register.working_days import PUBLISHED_UNTIL
from bot.rotation import try_keys
from bot.schema import Schema, schema_of
from bot.settings import Settings, SlackAccess, StorageSettings
from bot.slack.sender import SlackSender
from bot.slack.wire import TOKEN_GONE, Wire, token_gone
from bot.unusable import DatabaseUnusable
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

_LATE: Final = timedelta(minutes=15)
"""So long may something owed wait before somebody should look."""
_APART: Final = timedelta(minutes=1)
"""So far may clocks differ; Slack's signatures hold for five minutes."""


def of_names() -> Iterator[str]:
    """Yield each name of ours in the environment and the `.env` file that is no setting."""
    try:
        sources = EnvSettingsSource(Settings), DotEnvSettingsSource(Settings)
    except (OSError, UnicodeDecodeError):
        return  # who reads the settings says so
    given = {name for source in sources for name in source.env_vars}
    for name in sorted(given - Settings.model_fields.keys()):
        if name.startswith("helpdesk_"):
            near = get_close_matches(name, Settings.model_fields, n=1, cutoff=0.9)
            asked = f": do you mean {near[0].upper()}?" if near else "."
            yield f"{name.upper()} is no setting{asked}"


def of_knowledge(folder: Path | None) -> Iterator[str]:
    """Yield what is amiss with the knowledge folder, its build and its table of law."""
    if folder and not folder.is_dir():
        yield f"HELPDESK_KNOWLEDGE names {folder}, which is no folder: name the one of your notice."
        return
    faults = knowledge.check(folder or knowledge.DEFAULT)
    yield from (str(fault) for fault in faults)
    if faults:
        return
    yield from _of_build(folder)
    if languages.LACKS:
        yield f"Other languages are recognised by their script only: {languages.LACKS}."
    for fact in past_review(law_facts(folder or knowledge.DEFAULT), today=utc_now().date()):
        yield (
            f"Fact {fact.number} of law.yml was to be reviewed by {fact.review_by}; "
            f"read its source again and date it anew: {fact.says}"
        )


def of_calendar(now: datetime) -> Iterator[str]:
    """Yield that bank holidays which deadlines will need are not published data any more."""
    farthest = now.date() + timedelta(days=100)  # a deadline three months away and a holiday
    if farthest.year > PUBLISHED_UNTIL:
        yield (
            f"Bank holidays were seen published until {PUBLISHED_UNTIL}; later dates are worked "
            "out by rule: install the newest helpdesk."
        )


def _of_build(folder: Path | None) -> Iterator[str]:
    try:
        lacks = knowledge.load(folder).lacks
    except knowledge.StaleBuild as stale:
        yield str(stale)
    else:
        if lacks:
            yield f"Messages are judged by n-grams alone, which is less sure: {lacks}."


def of_database(settings: StorageSettings) -> Iterator[str]:
    """Yield what is amiss with the database, and what waits in it for too long."""
    try:
        database = Database(settings.database_url, settings.keys, keeps_connections=False)
        state = schema_of(database)
        current = state is Schema.CURRENT
        waits = database.transact(partial(_backlog, now=utc_now())) if current else ()
    except DatabaseUnusable as fault:
        yield str(fault)
        return
    if state is Schema.BEHIND:
        yield "The database is older than this helpdesk: run helpdesk database upgrade."
    if state is Schema.NEWER:
        yield "The database is newer than this helpdesk: install the version that upgraded it."
    yield from waits


def _backlog(session: Session, *, now: datetime) -> tuple[str, ...]:
    try_keys(session)
    owed = deliveries.unsettled(session)
    dead = sum(it.status is State.DEAD for it in owed)
    late = sum(it.status is not State.DEAD and it.due_at < now - _LATE for it in owed)
    said = (
        dead and f"Given up: {many(dead, 'message')}. See helpdesk deliveries list, then retry.",
        late and f"Late by more than 15 minutes: {many(late, 'message')}. Is the bot running?",
    )
    return tuple(one for one in said if one)


async def of_slack(access: SlackAccess, channel: ChannelId | None) -> list[str]:
    """Return what Slack has to say of the token, the scopes, the clock and the channel, if set."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        client = AsyncWebClient(
            token=access.slack_bot_token.get_secret_value(),
            base_url=access.slack_api_url,
            session=session,
            retry_handlers=[],
        )
        try:
            return [finding async for finding in _asked(client, channel)]
        except (NotSent, OutcomeUnknown) as failure:
            if failure.reason in TOKEN_GONE:
                return [token_gone(failure.reason)]
            return [f"Slack does not answer as it should: {failure.reason}."]


async def _asked(client: AsyncWebClient, channel: ChannelId | None) -> AsyncIterator[str]:
    wire = Wire(client, clock=utc_now)
    granted = await wire.granted()
    missing = SCOPES - granted.scopes
    if missing:
        yield f"The bot token lacks the scopes {', '.join(sorted(missing))}: reinstall the app."
    if granted.at and abs(granted.at - utc_now()) > _APART:
        apart = round((utc_now() - granted.at).total_seconds())
        yield f"This machine's clock and Slack's are {apart} seconds apart: let NTP set it."
    sender = SlackSender(wire, clock=utc_now)
    problem = await sender.compliance_problem(channel) if channel else None
    if problem:
        yield f"Escalations would wait: {problem}."
