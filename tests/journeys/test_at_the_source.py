"""Somebody edits or deletes a message that became a case; officers edit and delete their talk."""

from bot.register.lifecycle import Status
from bot.sandbox.driver import DM, Driver
from bot.trial import Trial
from tests.journeys.replying import replies
from tests.journeys.test_requesting import registered
from tests.journeys.test_working_a_case import card_of, the_request

COMPLIANCE, SHARED, ASK = "#compliance", "#shared-acme", "#ask-privacy"
BOT = "@privacy-helpdesk"
WISH = "Please send me a copy of all the personal data you hold about me."
GONE = "The message that this came from was deleted"


def noted(slack: Driver, card: object, words: str) -> int:
    """Return how often the officers read these words beneath a card."""
    return sum(one.mentions(words) for one in slack.thread(card, as_person="Jo"))


async def test_a_deleted_message_stays_a_case_and_its_writer_is_told(
    slack: Driver, tried: Trial
) -> None:
    said = await slack.says("Tom", WISH)
    await slack.sees("Tom", "RR-", at=DM)
    card = await card_of(slack)

    told = await slack.deletes(said)
    await slack.sees("Jo", GONE, at=COMPLIANCE, thread=card)
    await slack.sees("Tom", "The request goes on", at=DM)
    for delivery in told:
        await slack.sandbox.announcer.redeliver(delivery)
    await slack.presses("Jo", "Claim", on=card)
    await slack.sees("Jo", "has it", at=COMPLIANCE, thread=card)

    assert noted(slack, card, GONE) == 1
    request = await the_request(tried)
    assert (request.status, request.words) == (Status.RECEIVED, WISH)


async def test_a_message_deleted_in_a_shared_channel_is_noted_and_said_in_private_only(
    slack: Driver,
) -> None:
    said = await slack.says("Tom", f"{BOT} {WISH}", to=SHARED)
    await slack.sees("Tom", "RR-", at=DM)
    card = await card_of(slack)

    await slack.deletes(said)

    await slack.sees("Jo", GONE, at=COMPLIANCE, thread=card)
    await slack.sees("Tom", "The request goes on", at=DM)
    assert not any(it.mentions("RR-") for it in slack.messages(SHARED, as_person="Priya"))


async def test_an_officers_reply_still_reaches_who_deleted_their_message(slack: Driver) -> None:
    said = await slack.says("Tom", WISH)
    await slack.sees("Tom", "RR-", at=DM)
    card = await card_of(slack)
    await slack.deletes(said)
    await slack.sees("Jo", GONE, at=COMPLIANCE, thread=card)

    await replies(slack, "Jo", "It is on its way.", on=card)

    await slack.sees("Tom", "It is on its way.", at=DM)


async def test_what_was_added_and_then_changed_or_deleted_is_noted_once_each(
    slack: Driver,
) -> None:
    await slack.says("Tom", WISH)
    receipt = await slack.sees("Tom", "RR-", at=DM)
    card = await card_of(slack)
    added = await slack.says("Tom", "my account is number seven", thread=receipt)
    await slack.sees("Jo", "number seven", at=COMPLIANCE, thread=card)

    added = await slack.edits(added, "my account is number eight")
    await slack.sees("Jo", "it reads now", at=COMPLIANCE, thread=card)
    await slack.deletes(added)
    await slack.sees("Jo", "A message that was added to this", at=COMPLIANCE, thread=card)

    assert noted(slack, card, "number eight") == 1
    assert noted(slack, card, "number seven") == 1


async def test_a_mention_taken_out_by_an_edit_is_still_noted(slack: Driver, tried: Trial) -> None:
    said = await slack.says("Priya", f"{BOT} {WISH}", to=ASK)
    await slack.sees("Priya", "RR-", at=DM)
    card = await card_of(slack)

    await slack.edits(said, "never mind, I found it")

    await slack.sees("Jo", "never mind, I found it", at=COMPLIANCE, thread=card)
    assert len(await registered(tried)) == 1


async def test_officers_talk_is_theirs_whatever_they_make_of_it(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    talk = await slack.says("Jo", "he sounds cross", to=COMPLIANCE, thread=card)
    talk = await slack.edits(talk, f"{BOT} he sounds very cross")
    await slack.deletes(talk)
    await replies(slack, "Jo", "We are at work.", on=card)
    await slack.sees("Tom", "We are at work.", at=DM)

    assert not slack.saw("Tom", "cross")
