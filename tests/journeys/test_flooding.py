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


MANY = PERSON.burst + 12
"""More than is answered, even where a slow machine gives time for some more."""


async def flood(slack: Driver, person: str, words: str = QUESTION) -> None:
    for _ in range(MANY):
        await slack.says(person, words)


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


async def test_a_flood_of_identity_papers_does_not_bury_the_officers_cards(slack: Driver) -> None:
    await flood(slack, "Tom", "my card is 4242 4242 4242 4242")
    await slack.says("Tom", "please delete all my personal data")

    await slack.sees("Tom", "RR-", at=DM)
    await slack.sees("Jo", "RR-", at="#compliance")
    noted = [it for it in slack.messages("#compliance", as_person="Jo") if it.mentions("masked:")]
    assert 0 < len(noted) < MANY

    def is_warned_of_each() -> bool:
        told = slack.messages(DM, as_person="Tom")
        return sum(it.mentions("Please delete the message") for it in told) == MANY

    await slack.until(is_warned_of_each, waiting_for="Tom to be told of each number")
