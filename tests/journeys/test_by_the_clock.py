"""A month at the desk: what the officers hear by the clock, and what they do not."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.arrivals import ArrivalRow
from bot.delivery import deliveries
from bot.sandbox.driver import DM, Driver
from bot.sandbox.events import Patience
from bot.sandbox.seen import Seen
from bot.trial import Trial, trial
from tests.journeys.test_working_a_case import COMPLIANCE, WISH, card_of, choose

ERASE = "please delete all my personal data"
LONDON = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2026, 11, 25, 9, 30, tzinfo=LONDON)
"""A month from then is Christmas; the last day is Tue 29 Dec 2026."""


@pytest.fixture
async def tried(tmp_path: Path) -> AsyncIterator[Trial]:
    patience = Patience(delays=(0.0, 0.2, 0.5))
    ahead = WEDNESDAY - datetime.now(UTC)
    async with trial(data=tmp_path / "data", port=0, patience=patience, ahead=ahead) as opened:
        yield opened


async def quiet(tried: Trial, slack: Driver) -> None:
    """Wait until the rounds are walked and everything owed is delivered."""
    await tried.helpdesk.rounds.settled()
    for _ in range(200):
        if not await tried.helpdesk.database.in_transaction(deliveries.unsettled):
            return
        await slack.sandbox.changes.next(within=0.05)
    raise AssertionError("what is owed was not delivered")


def leap(slack: Driver, day: date) -> None:
    """Let the days pass at once, to the night before this one."""
    slack.waits_until(datetime.combine(day - timedelta(days=1), time(23, 0), LONDON))


async def until(tried: Trial, slack: Driver, day: date, at: time = time(9, 10)) -> None:
    """Let the days pass one by one, each with its morning, until this one."""
    while (today := slack.now.astimezone(LONDON).date()) < day:
        slack.waits_until(datetime.combine(today + timedelta(days=1), time(9, 5), LONDON))
        await quiet(tried, slack)
    slack.waits_until(datetime.combine(day, at, LONDON))
    await quiet(tried, slack)


def said(slack: Driver, words: str) -> list[tuple[str, str]]:
    """Return the day and the beginning of what officers read with these words, oldest first."""
    found = (one for one in slack.messages(COMPLIANCE, as_person="Jo") if one.mentions(words))
    return [
        (_day(one), one.text.partition(":alarm_clock: ")[2].partition(": ")[0]) for one in found
    ]


def _day(one: Seen) -> str:
    return f"{datetime.fromtimestamp(float(one.ts), LONDON):%-d %b}"


async def test_a_month_of_reminders_over_christmas_and_none_after_closing(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    await slack.presses("Jo", "Claim", on=card)

    leap(slack, date(2026, 12, 14))
    await until(tried, slack, date(2026, 12, 31))

    owner = "@Jo Okafor *RR-2026-0001* ·"
    assert said(slack, "RR-2026-0001* ") == [
        ("15 Dec", f"{owner} Due in 14 days"),
        ("22 Dec", f"{owner} Due in 7 days"),
        ("24 Dec", f"{owner} Due in 5 days"),
        ("29 Dec", f"{owner} Due today"),
        ("30 Dec", f"{owner} Overdue by 1 day"),
        ("31 Dec", f"{owner} Overdue by 2 days"),
    ]
    overdue = await slack.sees("Jo", "The last day was Tuesday 29 December 2026", at=COMPLIANCE)
    assert overdue.ts == card.ts

    await choose(slack, "Jo", card, "nothing_held")
    await slack.submits("Jo", {})
    await slack.submits("Jo", {})
    await slack.sees("Jo", "Responded", at=COMPLIANCE)
    await until(tried, slack, date(2027, 1, 5))
    assert len(said(slack, "RR-2026-0001* ")) == 6


async def test_after_an_outage_only_the_latest_is_given(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    await slack.presses("Jo", "Claim", on=card)
    await slack.sees("Jo", "Jo Okafor has it", at=COMPLIANCE)

    slack.waits_until(datetime(2026, 12, 23, 11, 0, tzinfo=LONDON))
    await quiet(tried, slack)

    assert [day for day, _ in said(slack, "RR-2026-0001* ")] == ["23 Dec"]
    await slack.sees("Jo", "Due in 6 days", at=COMPLIANCE, thread=card)


async def test_what_was_heard_days_ago_is_not_heard_again(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", WISH)
    await card_of(slack)

    await until(tried, slack, date(2026, 11, 30))

    assert await tried.helpdesk.database.in_transaction(waiting) == 0
    assert len(slack.messages(as_person="Tom")) == 2


def waiting(session: Session) -> int:
    """Return how many events wait to be acted on."""
    waits = select(func.count()).where(col(ArrivalRow.waits).is_(True))
    return session.exec(waits).one()


async def test_what_nobody_claims_is_called_for_again_in_the_channel(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Tom", WISH)
    await card_of(slack)

    slack.lets_pass(timedelta(hours=3))
    await quiet(tried, slack)
    assert said(slack, "Nobody has claimed it") == []

    slack.lets_pass(timedelta(hours=2))
    called = await slack.sees("Jo", "Nobody has claimed it since Wed 25 Nov 2026", at=COMPLIANCE)
    assert called.message.is_broadcast


async def test_a_possible_breach_is_counted_down_on_a_weekend(slack: Driver, tried: Trial) -> None:
    await until(tried, slack, date(2026, 11, 27), time(20, 0))
    await slack.says("Priya", "I just emailed a customer's contract to the wrong company")
    card = await slack.sees("Jo", "BR-", at=COMPLIANCE)
    await slack.presses("Jo", "Claim", on=card)

    slack.lets_pass(timedelta(hours=24, minutes=30))
    hour = await slack.sees("Jo", "47 of the 72 hours are left", at=COMPLIANCE)
    assert hour.mentions("Mon 30 Nov 2026, 20:0")
    assert hour.mentions("for the compliance team")


async def test_what_is_over_keeps_its_words_while_another_case_of_the_person_is_open(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Tom", WISH)
    receipt = await slack.sees("Tom", "RR-2026-0001", at=DM)
    await slack.presses("Tom", "I was only asking", on=receipt)
    await slack.sees("Jo", "*Ended*", at=COMPLIANCE)
    await slack.says("Tom", ERASE)
    other = await slack.sees("Jo", ERASE, at=COMPLIANCE)

    slack.waits_until(datetime(2026, 12, 30, 10, 0, tzinfo=LONDON))
    await quiet(tried, slack)
    await slack.sees("Jo", WISH, at=COMPLIANCE)
    await choose(slack, "Jo", other, "withdraw")
    await slack.submits("Jo", {})
    await slack.submits("Jo", {})
    await slack.sees("Tom", "recorded that you withdrew it", at=DM)
    await until(tried, slack, date(2026, 12, 31))

    await slack.sees("Jo", "names and words are erased", at=COMPLIANCE)
    assert not slack.saw("Jo", WISH)
    await slack.sees("Jo", ERASE, at=COMPLIANCE)


async def test_the_morning_digest_comes_on_working_days_and_links_to_the_cards(
    slack: Driver, tried: Trial
) -> None:
    await until(tried, slack, date(2026, 11, 27), time(16, 0))
    await slack.says("Tom", WISH)
    card = await card_of(slack)

    await until(tried, slack, date(2026, 11, 29), time(12, 0))  # a Sunday
    assert digests(slack) == []

    await until(tried, slack, date(2026, 11, 30))
    (found,) = digests(slack)
    assert found.mentions("Monday 30 November 2026")
    assert found.mentions("With nobody: 1")
    place = slack.workspace.channel(COMPLIANCE).id
    assert f"/archives/{place}/p{card.ts.replace('.', '')}|RR-2026-0001>" in found.message.text

    await slack.sees("Jo", "helpdesk register verify --anchor", at=COMPLIANCE)


def digests(slack: Driver) -> list[Seen]:
    read = slack.messages(COMPLIANCE, as_person="Jo")
    return [one for one in read if one.mentions("With nobody") or one.mentions("New: ")]
