"""A channel shared with another company: the officers say whether the bot may answer there."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from bot.desk import channels
from bot.desk.channels import Standing
from bot.places import ChannelId
from bot.register.figures import how_many
from bot.sandbox import upheavals
from bot.sandbox.driver import DM, Driver
from bot.sandbox.elements import placed
from bot.sandbox.example import ASK_PRIVACY, SHARED_ACME
from bot.sandbox.faults import FailsBefore
from bot.sandbox.values import Person, Team
from bot.slack.catching_up import catch_up
from bot.trial import Trial
from tests.journeys.replying import replies
from tests.journeys.ruling import COMPLIANCE, SHARED, approves, asks

BOT, ASK = "@privacy-helpdesk", "#ask-privacy"
ASKED = f"{BOT} who do you share my data with?"
ANSWER = "partners, suppliers"
WISH = "Please send me a copy of all the personal data you hold about me."
LINE = "I've asked the team whether I may answer"
CARD = "May I answer questions in"


async def standing(tried: Trial, channel: str = SHARED_ACME) -> Standing | None:
    look = partial(channels.standing_of, channel=ChannelId(channel))
    return await tried.helpdesk.database.in_transaction(look)


def lines(slack: Driver, person: str = "Priya") -> list[str]:
    """Return what the bot has said in the channel, as somebody there reads it."""
    said = slack.messages(SHARED, as_person=person)
    return [it.words.strip() for it in said if it.message.by_app]


async def test_until_the_officers_say_so_a_mention_gets_one_neutral_line_once(
    slack: Driver,
) -> None:
    first = await slack.says("Tom", ASKED, to=SHARED)
    await slack.sees("Tom", LINE, at=SHARED, thread=first)
    await slack.sees("Jo", CARD, at=COMPLIANCE)
    await slack.says("Tom", f"{BOT} how long do you keep my data?", to=SHARED)
    await slack.says("Priya", f"{BOT} hello", to=SHARED)
    await slack.says("Tom", "who do you share my data with?")
    await slack.sees("Tom", ANSWER, at=DM)

    assert len(lines(slack)) == 1
    assert len([it for it in slack.messages(COMPLIANCE, as_person="Jo") if it.mentions(CARD)]) == 1


async def test_the_officers_are_asked_with_the_names_of_channel_and_company(
    slack: Driver,
) -> None:
    card = await asks(slack)

    assert card.mentions("#shared-acme")
    assert card.mentions("Acme Ltd")
    assert card.buttons == ["Answer there", "Stay silent"]
    assert lines(slack) == []


async def test_once_approved_questions_are_answered_there(slack: Driver, tried: Trial) -> None:
    card = await approves(slack)

    said = await slack.says("Tom", ASKED, to=SHARED)

    await slack.sees("Tom", ANSWER, at=SHARED, thread=said)
    assert card.buttons == ["Stop answering there"]
    assert card.mentions("Jo")
    assert await standing(tried) is Standing.APPROVED


async def test_what_was_asked_before_the_approval_is_answered_then_once(slack: Driver) -> None:
    first = await slack.says("Tom", ASKED, to=SHARED)
    await slack.sees("Tom", LINE, at=SHARED, thread=first)
    card = await slack.sees("Jo", CARD, at=COMPLIANCE)
    later = await slack.says("Priya", f"{BOT} how long do you keep my data?", to=SHARED)

    for _ in range(2):
        await slack.presses("Jo", "Answer there", on=card)
        card = await slack.sees("Jo", ", says ", at=COMPLIANCE)
        await slack.sees("Tom", ANSWER, at=SHARED, thread=first)
        await slack.sees("Priya", "as long as we need", at=SHARED, thread=later)
        await slack.presses("Jo", "Stop answering there", on=card)
        card = await slack.sees("Jo", "I stay silent in", at=COMPLIANCE)

    assert len([line for line in lines(slack) if ANSWER in line]) == 1


async def test_who_is_to_stay_silent_says_nothing_at_all(slack: Driver, tried: Trial) -> None:
    card = await asks(slack)
    await slack.presses("Jo", "Stay silent", on=card)
    await slack.sees("Jo", "I stay silent in", at=COMPLIANCE)

    await slack.says("Tom", ASKED, to=SHARED)
    await slack.says("Tom", "who do you share my data with?")
    await slack.sees("Tom", ANSWER, at=DM)

    assert lines(slack) == []
    assert await standing(tried) is Standing.SILENT


@pytest.mark.parametrize(
    "words",
    [
        "delete all my personal data please",
        "I want to complain about how you handle my personal data",
        "I just sent the customer list with all their bank details to the wrong person",
    ],
)
async def test_what_must_be_received_is_received_privately_in_any_case(
    slack: Driver, words: str
) -> None:
    card = await asks(slack)
    await slack.presses("Jo", "Stay silent", on=card)
    await slack.sees("Jo", "I stay silent in", at=COMPLIANCE)

    await slack.says("Tom", f"{BOT} {words}", to=SHARED)

    await slack.sees("Jo", words, at=COMPLIANCE)
    await slack.sees("Tom", "R-", at=DM)
    await slack.until(lambda: lines(slack) or None, waiting_for="the neutral line")
    assert lines(slack) == ["I've replied to you privately."]


async def test_an_officer_takes_an_approval_back(slack: Driver, tried: Trial) -> None:
    card = await approves(slack)
    said = await slack.says("Tom", f"{BOT} is my data encrypted at rest?", to=SHARED)
    answer = await slack.sees("Tom", "The notice does not say", at=SHARED, thread=said)

    await slack.presses("Jo", "Stop answering there", on=card)
    await slack.sees("Jo", "I stay silent in", at=COMPLIANCE)
    await slack.says("Tom", ASKED, to=SHARED)
    await slack.presses("Tom", "Ask the compliance team", on=answer)

    told = await slack.sees("Tom", "I may not answer in this channel", at=SHARED)
    assert told.is_ephemeral
    assert len(lines(slack)) == 1
    assert await standing(tried) is Standing.SILENT


async def test_a_reply_is_private_once_the_approval_is_gone(slack: Driver) -> None:
    card = await approves(slack)
    said = await slack.says("Tom", f"{BOT} is my data encrypted at rest?", to=SHARED)
    answer = await slack.sees("Tom", "The notice does not say", at=SHARED, thread=said)
    await slack.presses("Tom", "Ask the compliance team", on=answer)
    case = await slack.sees("Jo", "QN-", at=COMPLIANCE)
    await slack.presses("Jo", "Stop answering there", on=card)

    await replies(slack, "Jo", "Yes, with AES.", on=case, to="Reply to asker")

    await slack.sees("Tom", "Yes, with AES.", at=DM)
    assert not slack.saw("Priya", "Yes, with AES.")


async def test_an_approval_ends_when_a_further_company_joins(slack: Driver, tried: Trial) -> None:
    card = await approves(slack)
    slack.workspace.add_team(Team("T0GLOBEX01", "Globex", "globex"))
    slack.workspace.add_person(Person("U0HANK0001", "T0GLOBEX01", "Hank Scorpio"))

    await slack.shares(SHARED, with_team="T0GLOBEX01")

    asked = await slack.sees("Jo", "Acme Ltd and Globex", at=COMPLIANCE)
    old = await slack.sees("Jo", "holds no more", at=COMPLIANCE)
    assert old.message.ts == card.message.ts
    assert old.buttons == []
    assert asked.buttons == ["Answer there", "Stay silent"]
    assert await standing(tried) is Standing.ASKED


async def test_a_company_that_was_there_before_changes_nothing(slack: Driver, tried: Trial) -> None:
    await approves(slack)

    await slack.shares(SHARED, with_team="T0ACME0001")
    await slack.joins(slack.workspace.app.bot_user, SHARED)
    said = await slack.says("Tom", ASKED, to=SHARED)
    await slack.sees("Tom", ANSWER, at=SHARED, thread=said)

    assert await standing(tried) is Standing.APPROVED


async def test_a_company_that_left_and_comes_again_is_asked_about_again(
    slack: Driver, tried: Trial
) -> None:
    slack.workspace.add_team(Team("T0GLOBEX01", "Globex", "globex"))
    await slack.shares(SHARED, with_team="T0GLOBEX01")
    await slack.sees("Jo", "Acme Ltd and Globex", at=COMPLIANCE)
    await approves(slack)

    await slack.unshares(SHARED, with_team="T0GLOBEX01")
    await slack.until(
        lambda: len(slack.calls("conversations.info")) > 0 or None, waiting_for="a look"
    )
    assert await standing(tried) is Standing.APPROVED
    await slack.shares(SHARED, with_team="T0GLOBEX01")

    await slack.sees("Jo", "holds no more", at=COMPLIANCE)


async def test_a_channel_of_our_own_needs_no_approval_any_more(slack: Driver, tried: Trial) -> None:
    await asks(slack)

    await slack.leaves("Tom", SHARED)
    await slack.unshares(SHARED, with_team="T0ACME0001")
    await slack.sees("Jo", "no longer shared with another company", at=COMPLIANCE)
    said = await slack.says("Priya", ASKED, to=SHARED)

    await slack.sees("Priya", ANSWER, at=SHARED, thread=said)
    assert await standing(tried) is None


async def test_an_approval_ends_with_the_channels_id_and_cases_follow_it(
    slack: Driver, tried: Trial
) -> None:
    await approves(slack)
    said = await slack.says("Tom", f"{BOT} is my data encrypted at rest?", to=SHARED)
    answer = await slack.sees("Tom", "The notice does not say", at=SHARED, thread=said)
    await slack.presses("Tom", "Ask the compliance team", on=answer)
    case = await slack.sees("Jo", "QN-", at=COMPLIANCE)

    await upheavals.renumbers(slack.sandbox, SHARED, "C0ACME0002")
    await slack.sees("Jo", "Its id has changed", at=COMPLIANCE)
    asked = await slack.sees("Jo", CARD, at=COMPLIANCE)
    assert await standing(tried, "C0ACME0002") is Standing.ASKED
    await slack.presses("Jo", "Answer there", on=asked)
    await slack.sees("Jo", ", says ", at=COMPLIANCE)
    await replies(slack, "Jo", "Yes, with AES.", on=case, to="Reply to asker")

    reply = await slack.sees("Tom", "Yes, with AES.", at=SHARED)
    assert reply.message.channel == "C0ACME0002"
    assert reply.message.thread_ts == said.message.ts


async def test_a_request_made_in_a_channel_stays_one_case_when_the_channel_gets_another_id(
    slack: Driver, tried: Trial
) -> None:
    said = await slack.says("Tom", f"{BOT} {WISH}", to=SHARED)
    await slack.sees("Tom", "RR-", at=DM)
    case = await slack.sees("Jo", WISH, at=COMPLIANCE)

    await upheavals.renumbers(slack.sandbox, SHARED, "C0ACME0002")
    await slack.sees("Jo", "Its id has changed", at=COMPLIANCE)
    await catch_up(tried.helpdesk.door, now=datetime.now(UTC))
    moved = slack.workspace.messages["C0ACME0002"][said.message.ts]
    await slack.deletes(replace(said, message=moved))

    await slack.sees(
        "Jo", "The message that this came from was deleted", at=COMPLIANCE, thread=case
    )
    await replies(slack, "Jo", "We are searching.", on=case)
    await slack.sees("Tom", "We are searching.", at=DM)
    assert await tried.helpdesk.database.in_transaction(how_many) == 1


async def test_the_links_to_where_cases_began_follow_the_channel(slack: Driver) -> None:
    asked = await slack.says("Priya", f"{BOT} is my data encrypted at rest?", to=ASK)
    answer = await slack.sees("Priya", "The notice does not say", at=ASK, thread=asked)
    await slack.says("Priya", f"{BOT} {WISH}", to=ASK)
    case = await slack.sees("Jo", WISH, at=COMPLIANCE)
    assert f"/archives/{ASK_PRIVACY}/p" in case.message.text

    await upheavals.renumbers(slack.sandbox, ASK_PRIVACY, "C0ASKPRIV2")

    def leads_to(where: str) -> bool | None:
        standing = slack.workspace.message(case.message.channel, case.message.ts)
        return f"/archives/{where}/p" in standing.text or None

    await slack.until(lambda: leads_to("C0ASKPRIV2"), waiting_for="the card to be redrawn")
    moved = slack.workspace.messages["C0ASKPRIV2"][answer.message.ts]
    await slack.presses("Priya", "Ask the compliance team", on=moved)
    card = await slack.sees("Jo", "QN-", at=COMPLIANCE)
    assert f"/archives/C0ASKPRIV2/p{asked.message.ts.replace('.', '')}" in card.message.text


async def test_what_waits_to_be_understood_follows_its_channel(slack: Driver, tried: Trial) -> None:
    await tried.helpdesk.rounds.settled()
    slack.breaks("conversations.info", FailsBefore())
    asked_so_far = len(slack.calls("conversations.info"))
    await slack.says("Priya", f"{BOT} how long do you keep my data?", to=ASK)
    await slack.until(lambda: slack.calls("conversations.info")[asked_so_far:] or None)

    await upheavals.renumbers(slack.sandbox, ASK_PRIVACY, "C0ASKPRIV2")

    answer = await slack.sees("Priya", "as long as we need it", at=ASK)
    assert answer.message.channel == "C0ASKPRIV2"


@pytest.mark.parametrize("how", ["archived", "deleted", "left"])
async def test_an_approval_ends_with_the_channel(slack: Driver, tried: Trial, how: str) -> None:
    await approves(slack)

    match how:
        case "archived":
            await upheavals.archives(slack.sandbox, SHARED, by="Jo")
        case "deleted":
            await upheavals.removes(slack.sandbox, SHARED)
        case _:
            await slack.leaves(slack.workspace.app.bot_user, SHARED)

    await slack.sees("Jo", "holds no more", at=COMPLIANCE)
    assert await standing(tried) is None


async def test_a_card_of_a_channel_as_it_was_rules_on_nothing(slack: Driver, tried: Trial) -> None:
    card = await asks(slack)
    slack.workspace.add_team(Team("T0GLOBEX01", "Globex", "globex"))
    await slack.shares(SHARED, with_team="T0GLOBEX01")
    await slack.sees("Jo", "holds no more", at=COMPLIANCE)

    button = next(one for one in placed(card.message.blocks) if one.is_called("Answer there"))
    jo = slack.workspace.person("Jo")
    await slack.sandbox.acts.press(jo, card.message, button, given="Answer there")

    await slack.sees("Jo", "That card is out of date", at=COMPLIANCE)
    assert await standing(tried) is Standing.ASKED
