"""After an outage all that can be is read, however much it is; the rest is told to the officers."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from bot import arrivals
from bot.delivery.retrying import NotSent
from bot.sandbox.driver import DM, Driver
from bot.sandbox.example import ASK_PRIVACY, STAFF
from bot.sandbox.faults import RateLimited, Refuses, Waits
from bot.sandbox.pointing import thread_of
from bot.sandbox.values import Message
from bot.slack.catching_up import catch_up
from bot.trial import Trial
from tests.bot.test_metrics import told
from tests.journeys.test_outages import unheard

COMPLIANCE = "#compliance"
HISTORY, REPLIES = "conversations.history", "conversations.replies"
CANNOT, MAY_HAVE = "I cannot read again", "I may have heard nothing"
A_MINUTES_WORTH = 50
"""Questions of one kind that Slack answers in a minute (Tier 3)."""


def writes(slack: Driver, words: str, *, beneath: Message | None = None) -> Message:
    """Let somebody write in #ask-privacy, without anybody waiting for an answer."""
    ts, root = slack.workspace.next_ts(), beneath.ts if beneath else None
    return slack.workspace.post(Message(ASK_PRIVACY, ts, STAFF, words, thread_ts=root))


async def begun(slack: Driver, threads: int) -> list[Message]:
    """Begin threads in which nobody speaks to us; return their first messages."""
    begun = [writes(slack, f"subject {number}") for number in range(threads)]
    await slack.sandbox.announcer.settled()
    return begun


async def spoken_in(slack: Driver, threads: Sequence[Message]) -> list[Message]:
    """Let there be a reply in each thread of which we are not told."""
    async with unheard(slack):
        return [writes(slack, "what about my data?", beneath=one) for one in threads]


async def heard(tried: Trial, messages: Sequence[Message]) -> list[bool]:
    """Return which of the messages were found by a look."""

    def look(session: Session) -> list[bool]:
        keys = (f"caught:message:{it.channel}:{it.ts}" for it in messages)
        return [arrivals.knows(session, key=key) for key in keys]

    return await tried.helpdesk.database.in_transaction(look)


def answers_a_minutes_worth(slack: Driver) -> None:
    slack.breaks(REPLIES, Waits(0), times=A_MINUTES_WORTH)
    slack.breaks(REPLIES, RateLimited(retry_after=1))


async def passes(slack: Driver, tried: Trial, *, days: int) -> None:
    """Let days pass, in which nothing is looked through, and then whatever is due be done."""
    slack.lets_pass(timedelta(days=days))
    await tried.helpdesk.rounds.settled()


def times_read(slack: Driver, thread: object) -> int:
    """Return how often a thread was read; others, such as a report's, may be meanwhile."""
    return sum(call.arguments["ts"] == thread_of(thread) for call in slack.calls(REPLIES))


def officers_read(slack: Driver, words: str) -> list[str]:
    return [it.words for it in slack.messages(COMPLIANCE, as_person="Jo") if it.mentions(words)]


async def looks_until_all_is_read(tried: Trial) -> int:
    """Look again until nothing has to wait for Slack; return how often it had to."""
    waited = 0
    async with asyncio.timeout(15):
        while True:
            try:
                await catch_up(tried.helpdesk.door, now=datetime.now(UTC))
            except NotSent:
                waited += 1
                await asyncio.sleep(0.1)
            else:
                return waited


async def test_sixty_threads_are_read_though_slack_answers_fifty_times_a_minute(
    slack: Driver, tried: Trial
) -> None:
    replies = await spoken_in(slack, await begun(slack, 60))
    for _ in range(3):
        answers_a_minutes_worth(slack)

    waited = await looks_until_all_is_read(tried)

    assert waited
    assert all(await heard(tried, replies))
    asked = Counter(call.arguments["ts"] for call in slack.calls(REPLIES))
    assert sorted(asked.values()) == [1] * 59 + [2]


async def test_a_long_channel_is_read_to_its_end_though_slack_asks_to_wait_in_the_middle(
    slack: Driver, tried: Trial
) -> None:
    async with unheard(slack):
        first = writes(slack, "<@U0HELPDESK> do you use cookies?")
        for number in range(200):
            writes(slack, f"talk {number}")
    slack.breaks(HISTORY, Waits(0))
    slack.breaks(HISTORY, RateLimited(retry_after=1))

    await catch_up(tried.helpdesk.door, now=datetime.now(UTC))

    assert await heard(tried, [first]) == [True]
    assert [call.arguments["channel"] for call in slack.calls(HISTORY)[:3]] == [ASK_PRIVACY] * 3


async def test_of_a_channel_only_the_thread_that_could_not_be_read_is_asked_for_again(
    slack: Driver, tried: Trial
) -> None:
    replies = await spoken_in(slack, await begun(slack, 3))
    now = datetime.now(UTC)
    for hours in (0, 3):
        slack.breaks(REPLIES, Refuses("missing_scope"))
        await catch_up(tried.helpdesk.door, now=now + timedelta(hours=hours))
    found = await heard(tried, replies)
    asked = len(slack.calls(REPLIES))

    await catch_up(tried.helpdesk.door, now=now + timedelta(hours=6))

    (left,) = (it for it, known in zip(replies, found, strict=True) if not known)
    assert [call.arguments["ts"] for call in slack.calls(REPLIES)[asked:]] == [left.thread_ts]
    assert all(await heard(tried, replies))


async def test_the_officers_are_told_once_which_channels_cannot_be_read(
    slack: Driver, tried: Trial
) -> None:
    door, database, now = tried.helpdesk.door, tried.helpdesk.database, datetime.now(UTC)
    for hour in range(3):
        slack.breaks(HISTORY, Refuses("missing_scope"), times=2)
        await catch_up(door, now=now + timedelta(hours=hour))

    told_them = await slack.sees("Jo", CANNOT, at=COMPLIANCE)
    assert told_them.mentions(ASK_PRIVACY)
    assert not told_them.mentions("ask-privacy")
    assert len(officers_read(slack, CANNOT)) == 1
    assert "helpdesk_unread_places 2.0" in told(database, now + timedelta(hours=3))
    await catch_up(door, now=now + timedelta(hours=3))
    assert "helpdesk_unread_places 0.0" in told(database, now + timedelta(hours=4))
    assert "helpdesk_last_look_seconds 3600.0" in told(database, now + timedelta(hours=4))


async def test_after_an_outage_the_officers_are_told_once_what_no_look_will_find(
    slack: Driver, tried: Trial
) -> None:
    door, now = tried.helpdesk.door, datetime.now(UTC)
    await catch_up(door, now=now)
    for hours in (5, 6, 7):
        await catch_up(door, now=now + timedelta(hours=hours))
    short = await slack.sees("Jo", MAY_HAVE, at=COMPLIANCE)
    assert short.mentions("threads begun before")
    assert not short.mentions("all that was written before")

    await catch_up(door, now=now + timedelta(days=9))

    await slack.sees("Jo", "all that was written before", at=COMPLIANCE)
    assert len(officers_read(slack, MAY_HAVE)) == 2


async def test_after_an_outage_the_threads_of_open_cases_are_read_however_old_they_are(
    slack: Driver, tried: Trial
) -> None:
    wish = await slack.says("Tom", "please send me a copy of all my data")
    receipt = await slack.sees("Tom", "RR-", at=DM)
    await passes(slack, tried, days=8)
    await passes(slack, tried, days=8)

    async with unheard(slack):
        await slack.says("Tom", "it is about order 20448", thread=wish)
        await passes(slack, tried, days=8)
        await slack.says("Tom", "and about 20449", thread=receipt)
    await passes(slack, tried, days=1)

    await slack.sees("Jo", "order 20448", at=COMPLIANCE)
    await slack.sees("Jo", "about 20449", at=COMPLIANCE)
    asked = times_read(slack, wish)
    await catch_up(tried.helpdesk.door, now=slack.now + timedelta(hours=1))
    assert times_read(slack, wish) == asked > 0


async def test_the_threads_of_closed_cases_and_of_cards_are_not_read_for_ever(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Tom", "please send me a copy of all my data")
    await slack.sees("Tom", "RR-", at=DM)
    await slack.presses("Tom", "Withdraw", on=await slack.opens_home("Tom"))
    await slack.sees("Jo", "Withdrawn by the requester", at=COMPLIANCE)

    asked = len(slack.calls(REPLIES))
    await catch_up(tried.helpdesk.door, now=slack.now + timedelta(days=30))

    assert len(slack.calls(REPLIES)) == asked


async def test_who_moves_the_clock_was_not_away(slack: Driver, tried: Trial) -> None:
    await tried.helpdesk.rounds.settled()

    slack.lets_pass(timedelta(days=30))
    await tried.helpdesk.rounds.settled()
    await slack.says("Priya", "how long do you keep my data?")
    await slack.sees("Priya", "as long as we need it")

    assert officers_read(slack, MAY_HAVE) == []


async def test_how_far_a_thread_was_read_follows_its_channel_to_a_new_id(tried: Trial) -> None:
    now = datetime.now(UTC)
    until = {arrivals.EVERYWHERE: now, "C1/1.0": now, "C11/1.0": now, "C1": now}

    def work(session: Session) -> dict[str, datetime]:
        arrivals.remember_read(session, until)
        arrivals.move(session, old="C1", new="C2")
        return arrivals.read_until(session)

    read = await tried.helpdesk.database.in_transaction(work)
    assert set(read) == {arrivals.EVERYWHERE, "C2/1.0", "C11/1.0", "C2"}
