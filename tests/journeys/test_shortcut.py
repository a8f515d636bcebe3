"""Somebody asks about a message, their own or another's."""

from datetime import UTC, datetime

from bot.sandbox.driver import DM, Driver
from bot.trial import Trial
from tests.journeys.test_requesting import registered

ASK = "#ask-privacy"
KEEP = "we will only keep the information for as long as we need it"
WISH = "Please send me a copy of all the personal data you hold about me."


async def test_the_answer_to_anothers_message_is_shown_to_who_asks_alone(slack: Driver) -> None:
    said = await slack.says("Priya", "how long do you keep my data?", to=ASK)

    await slack.shortcut("Jo", "ask_about_message", on=said)

    answer = await slack.sees("Jo", KEEP, at=ASK)
    assert answer.is_ephemeral
    assert not slack.saw("Priya", KEEP)


async def test_anothers_request_is_offered_to_be_logged_and_not_registered_unasked(
    slack: Driver, tried: Trial
) -> None:
    said = await slack.says("Priya", WISH, to=ASK)

    await slack.shortcut("Jo", "ask_about_message", on=said)
    spotted = await slack.sees("Jo", "may be a request", at=ASK)
    assert not await registered(tried)
    await slack.presses("Jo", "Log a rights request", on=spotted)
    today = datetime.now(UTC).date().isoformat()
    given = {"subject": "Priya Shah", "contact": "priya@nextconnex.example"}
    await slack.submits("Jo", given | {"came_by": "In a message or chat", "received": today})

    await slack.sees("Jo", "RR-", at=DM)
    (request,) = await registered(tried)
    assert request.subject == "Priya Shah"
    assert WISH in request.words


async def test_a_message_without_words_is_said_to_have_none(slack: Driver) -> None:
    said = await slack.says("Priya", "@privacy-helpdesk", to=ASK)

    await slack.shortcut("Jo", "ask_about_message", on=said)

    await slack.sees("Jo", "no words", at=ASK)
