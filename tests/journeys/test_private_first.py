"""A private affair never shows in a channel, also when Slack lets nobody write to the person."""

import pytest

from bot.sandbox.driver import DM, Driver
from bot.sandbox.elements import placed
from bot.sandbox.faults import Refuses
from bot.trial import Trial
from tests.journeys.replying import replies
from tests.journeys.test_requesting import registered

ASK, SHARED, COMPLIANCE = "#ask-privacy", "#shared-acme", "#compliance"
BOT = "@privacy-helpdesk"
WISH = f"{BOT} delete all my personal data please"
OFFER = "opens here, for you alone"

OURS = ("RR-", "register", "request", "delet", "complain", "Jo Okafor", "Sam Reid", "compliance")
"""What a channel must not be told of somebody's request."""


def said_in(slack: Driver, channel: str) -> list[str]:
    """Return what the bot said in the channel, to whoever reads it: blocks and text."""
    calls = slack.calls("chat.postMessage") + slack.calls("chat.update")
    place = slack.workspace.channel(channel).id
    return [str(it.arguments) for it in calls if it.arguments["channel"] == place]


@pytest.mark.parametrize("error", ["cannot_dm_bot", "user_disabled", "user_not_visible"])
async def test_who_cannot_be_written_to_gets_a_button_that_only_they_can_open(
    slack: Driver, error: str
) -> None:
    slack.breaks("conversations.open", Refuses(error), times=9)

    said = await slack.says("Tom", WISH, to=SHARED)
    offer = await slack.sees("Tom", OFFER, at=SHARED, thread=said)
    await slack.sees("Jo", f"could not be delivered ({error})", at=COMPLIANCE)
    await slack.sees("Jo", "delete all my personal data", at=COMPLIANCE)
    await slack.presses("Tom", "Open", on=offer)

    shown = await slack.modal("Tom", titled="For you alone")
    assert shown.mentions("RR-")
    assert shown.mentions("You will hear from the compliance team by")
    assert not any(word in line for line in said_in(slack, SHARED) for word in ("RR-", "delet"))


async def test_the_button_opens_nothing_for_anybody_else(slack: Driver) -> None:
    slack.breaks("conversations.open", Refuses("cannot_dm_bot"), times=9)
    said = await slack.says("Tom", WISH, to=SHARED)
    offer = await slack.sees("Tom", OFFER, at=SHARED, thread=said)

    for other in ("Priya", "Jo"):
        await slack.presses(other, "Open", on=offer)
        told = await slack.sees(other, "for the person who wrote the message", at=SHARED)
        assert told.is_ephemeral
        assert slack.workspace.views.top(slack.workspace.person(other).id) is None


async def test_what_follows_is_offered_in_the_same_way(slack: Driver, tried: Trial) -> None:
    slack.breaks("conversations.open", Refuses("cannot_dm_bot"), times=99)
    said = await slack.says("Tom", WISH, to=SHARED)
    offer = await slack.sees("Tom", OFFER, at=SHARED, thread=said)
    await slack.presses("Tom", "Open", on=offer)
    await slack.modal("Tom", titled="For you alone")

    await slack.presses("Tom", "Yes, that is what I ask for")
    again = await slack.until(
        lambda: newer(slack, offer.message.ts), waiting_for="another line with the button"
    )
    await slack.presses("Tom", "Open", on=again)

    (request,) = await registered(tried)
    assert request.status.value == "confirmed"
    shown = await slack.until(
        lambda: slack.saw("Tom", "you have confirmed this request") or None,
        waiting_for="the receipt as it now stands",
    )
    assert shown


def newer(slack: Driver, ts: str) -> object:
    """Return a message with the button that came later than this one."""
    found = slack.messages(SHARED, as_person="Tom")
    return next((it for it in found if it.mentions(OFFER) and it.message.ts > ts), None)


async def test_a_whisper_is_never_the_only_carrier(slack: Driver) -> None:
    await slack.says("Tom", WISH, to=SHARED)
    await slack.sees("Tom", "RR-", at=DM)

    assert slack.calls("chat.postEphemeral") == []


@pytest.mark.parametrize(
    "words",
    [
        "delete all my personal data please",
        "I want to complain about how you handle my personal data",
    ],
)
@pytest.mark.parametrize(("person", "channel"), [("Tom", SHARED), ("Priya", ASK)])
async def test_a_channel_is_told_one_neutral_line(
    slack: Driver, words: str, person: str, channel: str
) -> None:
    said = await slack.says(person, f"{BOT} {words}", to=channel)
    await slack.sees(person, "RR-", at=DM)
    await slack.sees(person, "I've replied to you privately.", at=channel, thread=said)
    card = await slack.sees("Jo", words, at=COMPLIANCE)
    await slack.presses("Jo", "Claim", on=card)
    await replies(slack, "Jo", "We look into it.", on=card)
    await slack.sees(person, "We look into it.", at=DM)

    (line,) = said_in(slack, channel)
    assert not any(word in line.replace("_helpdesk_delivery", "") for word in OURS)


async def test_no_requester_is_ever_shown_who_works_the_case_or_where(slack: Driver) -> None:
    said = await slack.says("Tom", WISH, to=SHARED)
    receipt = await slack.sees("Tom", "RR-", at=DM)
    card = await slack.sees("Jo", "delete all my personal data", at=COMPLIANCE)
    await slack.presses("Jo", "Claim", on=card)
    await slack.presses("Tom", "Yes, that is what I ask for", on=receipt)
    await slack.sees("Jo", "Confirmed by the requester", at=COMPLIANCE)
    await replies(slack, "Jo", "We look into it.", on=card)
    await slack.sees("Tom", "We look into it.", at=DM)
    home = await slack.opens_home("Tom")

    compliance = slack.workspace.channel(COMPLIANCE).id
    shown = [str(it.message) for it in slack.messages(as_person="Tom")] + [str(home.view.payload)]
    for secret in ("Okafor", "U0JO000001", compliance, "#compliance", "/archives/"):
        assert not any(secret in one for one in shown), secret
    assert slack.thread(said, as_person="Tom")
    assert placed(receipt.message.blocks)
