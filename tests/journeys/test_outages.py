"""Slack is slow, full, down or wrong; nothing is lost and nothing comes twice."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot import arrivals
from bot.database import Database
from bot.delivery.retrying import OutcomeUnknown
from bot.places import PersonId
from bot.rotation import rotate
from bot.sandbox.driver import DM, Driver
from bot.sandbox.events import Patience
from bot.sandbox.example import ASK_PRIVACY
from bot.sandbox.faults import (
    DropsAfter,
    DropsBefore,
    FailsAfter,
    FailsBefore,
    Fault,
    RateLimited,
    Refuses,
)
from bot.settings import SANDBOX_KEY
from bot.slack.catching_up import catch_up
from bot.trial import Trial, trial
from bot.unusable import DatabaseUnusable
from tests.journeys.putting_off import was_put_off
from tests.journeys.test_requesting import registered

BOT = "@privacy-helpdesk"
ASK, COMPLIANCE = "#ask-privacy", "#compliance"
KEEP = "we will only keep the information for as long as we need it"
WISH = "Please send me a copy of all the personal data you hold about me."


def posted(slack: Driver) -> list[str]:
    """Return the delivery ids of all messages that stand in the workspace."""
    return [
        message.metadata["event_payload"]["delivery_id"]
        for channel in slack.workspace.messages.values()
        for message in channel.values()
        if message.metadata is not None
    ]


@pytest.mark.parametrize(
    "fault",
    [
        RateLimited(retry_after=1),
        FailsBefore(),
        FailsAfter(),
        DropsBefore(),
        DropsAfter(),
    ],
    ids=lambda fault: type(fault).__name__,
)
async def test_an_answer_arrives_once_whatever_befalls_the_post(
    slack: Driver, fault: Fault
) -> None:
    slack.breaks("chat.postMessage", fault, times=2)

    await slack.says("Priya", "how long do you keep my data?")
    await slack.sees("Priya", KEEP, at=DM)
    await slack.says("Priya", "who is your data protection officer?")
    await slack.sees("Priya", "Satswana", at=DM)

    assert len(posted(slack)) == len(set(posted(slack))) == 2


async def test_a_request_reaches_person_and_officers_through_an_outage(slack: Driver) -> None:
    slack.breaks("chat.postMessage", FailsAfter(), times=1)
    slack.breaks("conversations.history", FailsBefore(), times=1)
    slack.breaks("conversations.replies", FailsBefore(), times=1)

    await slack.says("Tom", WISH)

    await slack.sees("Tom", "RR-", at=DM)
    await slack.sees("Jo", "RR-", at=COMPLIANCE)
    assert len(posted(slack)) == len(set(posted(slack)))


async def test_whom_slack_does_not_know_is_met_as_a_customer(slack: Driver) -> None:
    slack.breaks("users.info", Refuses("user_not_found"), times=50)

    await slack.says("Priya", "a customer asks to have their data deleted, what do I do?")

    answer = await slack.sees("Priya", "Ask the compliance team", at=DM)
    assert not answer.mentions("For staff")


async def test_an_answer_whose_thread_is_gone_is_given_up_and_the_officers_hear_of_it(
    slack: Driver,
) -> None:
    slack.breaks("chat.postMessage", Refuses("thread_not_found"))

    await slack.says("Tom", "how long do you keep my data?")

    await slack.sees("Jo", "could not be delivered (thread_not_found)")
    await slack.says("Tom", "who is your data protection officer?")
    await slack.sees("Tom", "Satswana", at=DM)
    assert not slack.saw("Tom", KEEP)


async def once_asked_in_vain(slack: Driver, before: int) -> None:
    """Wait until Slack was asked once more who somebody is, and let what waits for it be due."""
    await slack.until(lambda: len(slack.calls("users.info")) > before or None)
    slack.lets_pass(timedelta(minutes=3))


@pytest.mark.parametrize("fault", [FailsBefore(), RateLimited(), Refuses("of_no_known_kind")])
async def test_a_request_waits_until_slack_says_whose_it_is(
    slack: Driver, tried: Trial, fault: Fault
) -> None:
    slack.breaks("users.info", fault)
    before = len(slack.calls("users.info"))

    await slack.says("Priya", f"{BOT} {WISH}", to=ASK)
    await once_asked_in_vain(slack, before)
    await slack.says("Priya", f"{BOT} how long do you keep my data?", to=ASK)

    receipt = await slack.sees("Priya", "RR-", at=DM)
    await slack.sees("Priya", KEEP, at=ASK)
    (request,) = await registered(tried)
    priya = slack.workspace.person("Priya")
    assert request.requester == PersonId(team=priya.team, user=priya.id)
    assert request.reference is not None
    assert receipt.mentions(request.reference)
    assert (await slack.opens_home("Priya")).mentions(request.reference)


async def test_who_writes_while_slack_never_says_who_they_are_is_met_as_a_customer(
    slack: Driver, tried: Trial
) -> None:
    slack.breaks("users.info", FailsBefore(), times=999)

    await slack.says("Priya", "a customer asks to have their data deleted, what do I do?")
    await slack.says("Priya", WISH)
    await was_put_off(tried)
    slack.lets_pass(timedelta(minutes=3))
    await slack.says("Priya", "are you there?")

    answer = await slack.sees("Priya", "Ask the compliance team", at=DM)
    assert not answer.mentions("For staff")
    await slack.sees("Priya", "RR-", at=DM)
    (request,) = await registered(tried)
    assert request.requester.user == slack.workspace.person("Priya").id
    assert request.requester.team == slack.workspace.person("Priya").team


async def test_what_came_before_an_outage_of_ours_waits_half_a_minute_from_its_first_try(
    slack: Driver, tried: Trial
) -> None:
    slack.breaks("users.info", FailsBefore())
    priya = slack.workspace.person("Priya")
    dm = slack.workspace.dm(priya.id).id
    event = {"type": "message", "channel": dm, "channel_type": "im", "user": priya.id}
    said = {"text": "a customer asks to have their data deleted, what do I do?"}
    async with unheard(slack):
        written = await slack.says("Priya", said["text"])
    event |= {"ts": written.message.ts, "team": priya.team, **said}
    came = partial(arrivals.keep, key="backlog", lane=dm, payload=json.dumps(event))

    await tried.helpdesk.database.in_transaction(partial(came, now=slack.now - timedelta(hours=1)))
    await was_put_off(tried)
    slack.lets_pass(timedelta(minutes=3))

    await slack.sees("Priya", "For staff", at=DM)


async def test_an_event_is_acknowledged_although_slack_itself_is_slow(
    slack: Driver, tried: Trial
) -> None:
    slack.breaks("users.info", FailsBefore())

    said = await slack.says("Tom", "how long do you keep my data?")

    assert all(delivery.statuses == [200] for delivery in said.deliveries)
    await slack.sees("Tom", KEEP, at=DM)
    assert await tried.helpdesk.problems() == {}


async def test_what_was_written_while_slack_had_given_up_is_found_and_answered_once(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Priya", f"{BOT} who is your data protection officer?", to=ASK)
    answer = await slack.sees("Priya", "Satswana", at=ASK)
    reachable, slack.sandbox.request_url = slack.sandbox.request_url, None
    await slack.says("Tom", WISH)
    await slack.says("Priya", f"{BOT} how long do you keep my data?", to=ASK)
    await slack.says("Priya", f"{BOT} do you use cookies?", to=ASK, thread=answer)
    await slack.says("Priya", "lunch, anybody?", to=ASK)
    await slack.sandbox.announcer.settled()
    slack.sandbox.request_url = reachable
    assert not slack.saw("Tom", "RR-")

    for _ in range(2):
        await catch_up(tried.helpdesk.door, now=datetime.now(UTC))

    await slack.sees("Tom", "RR-", at=DM)
    await slack.sees("Jo", "RR-", at=COMPLIANCE)
    await slack.sees("Priya", KEEP, at=ASK)
    await slack.until(lambda: len(posted(slack)) == 5 or None)
    assert len(set(posted(slack))) == 5


@asynccontextmanager
async def unheard(slack: Driver) -> AsyncIterator[None]:
    """Let nothing that is written meanwhile reach us."""
    reachable, slack.sandbox.request_url = slack.sandbox.request_url, None
    yield
    await slack.sandbox.announcer.settled()
    slack.sandbox.request_url = reachable


@pytest.mark.parametrize("error", ["channel_not_found", "missing_scope"])
async def test_a_place_that_slack_does_not_show_holds_up_no_other_and_is_read_once_it_does(
    slack: Driver, tried: Trial, error: str
) -> None:
    door, now = tried.helpdesk.door, datetime.now(UTC)
    async with unheard(slack):
        await slack.says("Priya", f"{BOT} how long do you keep my data?", to=ASK)
        await slack.says("Tom", WISH)
    slack.breaks("conversations.history", Refuses(error))

    await catch_up(door, now=now)
    await slack.sees("Tom", "RR-", at=DM)
    assert not slack.saw("Priya", KEEP)

    await catch_up(door, now=now + timedelta(days=2))
    await slack.sees("Priya", KEEP, at=ASK)
    assert len(posted(slack)) == len(set(posted(slack)))


async def test_where_slack_stumbles_only_what_was_not_read_is_read_again(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Priya", f"{BOT} who is your data protection officer?", to=ASK)
    answer = await slack.sees("Priya", "Satswana", at=ASK)
    door = tried.helpdesk.door
    async with unheard(slack):
        await slack.says("Priya", f"{BOT} how long do you keep my data?", to=ASK, thread=answer)
        await slack.says("Tom", WISH)
    slack.breaks("conversations.replies", FailsBefore())

    with pytest.raises(OutcomeUnknown):
        await catch_up(door, now=datetime.now(UTC))
    await slack.sees("Tom", "RR-", at=DM)
    before = looked_into(slack)
    await catch_up(door, now=datetime.now(UTC))

    await slack.sees("Priya", KEEP, at=ASK, thread=answer)
    assert looked_into(slack)[len(before) :] == [ASK_PRIVACY]


async def test_a_thread_that_is_gone_hides_nothing_else_of_its_channel(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Priya", f"{BOT} who is your data protection officer?", to=ASK)
    answer = await slack.sees("Priya", "Satswana", at=ASK)
    async with unheard(slack):
        await slack.says("Priya", "thank you", to=ASK, thread=answer)
        await slack.says("Priya", f"{BOT} how long do you keep my data?", to=ASK)
    slack.breaks("conversations.replies", Refuses("thread_not_found"))

    await catch_up(tried.helpdesk.door, now=datetime.now(UTC))

    await slack.sees("Priya", KEEP, at=ASK)


def looked_into(slack: Driver) -> list[str]:
    """Return the channels whose history was asked for."""
    return [str(call.arguments["channel"]) for call in slack.calls("conversations.history")]


async def test_a_bot_with_another_key_does_not_start_and_with_its_own_it_goes_on(
    tmp_path: Path,
) -> None:
    opens = partial(trial, data=tmp_path, port=0, patience=Patience(delays=(0.0, 0.2, 0.5)))
    async with opens() as before:
        slack = Driver(before.sandbox, patience=15)
        await slack.says("Priya", WISH)
        await slack.sees("Priya", "RR-", at=DM)
    key = (tmp_path / SANDBOX_KEY).read_text(encoding="ascii")
    (tmp_path / SANDBOX_KEY).write_text(Fernet.generate_key().decode(), encoding="ascii")

    with pytest.raises(DatabaseUnusable, match="was written with another key"):
        async with opens():
            pass
    (tmp_path / SANDBOX_KEY).write_text(key, encoding="ascii")

    async with opens() as after:
        assert await after.helpdesk.problems() == {}


async def test_a_bot_whose_database_is_sealed_anew_without_it_is_not_ready_and_says_why(
    slack: Driver, tried: Trial, tmp_path: Path
) -> None:
    await slack.says("Priya", WISH)
    await slack.sees("Priya", "RR-", at=DM)
    assert await tried.helpdesk.problems() == {}
    key = (tmp_path / "data" / SANDBOX_KEY).read_text(encoding="ascii")
    newer = Database(tried.helpdesk.database.url, [Fernet.generate_key().decode(), key])

    await asyncio.to_thread(rotate, newer)
    newer.close()

    problems = await tried.helpdesk.problems()
    assert "was written with another key" in problems["database"]
