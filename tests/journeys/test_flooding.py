"""Whoever floods the desk is told once, and what must be taken is taken all the same."""

import pytest

from bot.bursts import TOO_MANY
from bot.pacing import PERSON
from bot.sandbox.driver import DM, Driver
from bot.trial import Trial

QUESTION = "how long do you keep my data?"


@pytest.fixture
def slack(tried: Trial) -> Driver:
    return Driver(tried.sandbox, patience=90)


async def flood(slack: Driver, person: str) -> None:
    """Ask more than is answered, even where a slow machine gives time for some more."""
    for _ in range(PERSON.burst + 12):
        await slack.says(person, QUESTION)


async def test_a_request_in_the_middle_of_a_flood_is_registered(slack: Driver) -> None:
    await flood(slack, "Tom")
    await slack.says("Tom", QUESTION)
    await slack.says("Tom", "please delete all my personal data")

    await slack.sees("Tom", "RR-", at=DM)
    await slack.sees("Jo", "RR-", at="#compliance")
    await slack.sees("Jo", "more messages in a short time", at="#compliance")
    told = [it for it in slack.messages(DM, as_person="Tom") if TOO_MANY in it.text]
    assert len(told) == 1

    await slack.says("Priya", QUESTION)
    await slack.sees("Priya", "Section 2", at=DM)


async def test_a_breach_in_the_middle_of_a_flood_reaches_the_officers(slack: Driver) -> None:
    await flood(slack, "Priya")
    await slack.says("Priya", "I have just sent a customer's bill to the wrong person by mistake")

    await slack.sees("Jo", "BR-", at="#compliance")
