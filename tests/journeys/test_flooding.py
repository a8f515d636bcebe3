"""Whoever floods the desk is told once, and what must be taken is taken all the same."""

from bot.bursts import TOO_MANY
from bot.pacing import PERSON
from bot.sandbox.driver import DM, Driver

QUESTION = "how long do you keep my data?"


async def test_a_request_in_the_middle_of_a_flood_is_registered(slack: Driver) -> None:
    for _ in range(PERSON.burst + 6):
        await slack.says("Tom", QUESTION)
    await slack.says("Tom", "please delete all my personal data")

    await slack.sees("Tom", "RR-", at=DM)
    await slack.sees("Jo", "RR-", at="#compliance")
    await slack.sees("Jo", "more messages in a short time", at="#compliance")
    told = [it for it in slack.messages(DM, as_person="Tom") if TOO_MANY in it.text]
    answers = [it for it in slack.messages(DM, as_person="Tom") if it.mentions("Section 2")]
    assert len(told) == 1
    assert len(answers) < PERSON.burst + 6

    await slack.says("Priya", QUESTION)
    await slack.sees("Priya", "Section 2", at=DM)


async def test_a_breach_in_the_middle_of_a_flood_reaches_the_officers(slack: Driver) -> None:
    for _ in range(PERSON.burst + 2):
        await slack.says("Priya", QUESTION)
    await slack.says("Priya", "I have just sent a customer's bill to the wrong person by mistake")

    await slack.sees("Jo", "BR-", at="#compliance")
