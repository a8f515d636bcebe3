"""Staff log what somebody asked for elsewhere; the answer goes by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from bot.desk import requester
from bot.desk.own import OnlyLogged
from bot.desk.values import Writer
from bot.places import Nation
from bot.register.lifecycle import Status
from bot.register.on_behalf import Asking, CameBy
from bot.register.working_days import in_full, months_after, next_working_day
from bot.sandbox.driver import DM, Driver
from bot.sandbox.elements import REQUIRED, Given
from bot.sandbox.seen import Seen
from bot.trial import Trial
from knowledge.verdict import Audience
from tests.bot.desk import desk
from tests.journeys.test_requesting import registered
from tests.journeys.test_working_a_case import choose, the_request

COMPLIANCE = "#compliance"
LATELY = datetime.now(UTC).date() - timedelta(days=20)
"""The sandbox goes by the true time."""
WORDS = "I want to see what you keep about me."
HEARD: dict[str, Given] = {
    "rights": ["access"],
    "details": WORDS,
    "subject": "Maria Silva",
    "contact": "maria@silva.example",
    "came_by": "By telephone",
    "received": LATELY.isoformat(),
}


async def log(slack: Driver, person: str = "Priya", **changed: Given) -> dict[str, str]:
    """Log a telephone call, and return what the form has to say against it."""
    await slack.commands(person, "/privacy log")
    return (await slack.submits(person, HEARD | changed)).errors


async def the_card(slack: Driver, words: str = WORDS) -> Seen:
    return await slack.sees("Jo", words, at=COMPLIANCE)


async def test_a_request_by_telephone_is_logged_and_answered_by_hand(
    slack: Driver, tried: Trial
) -> None:
    assert await log(slack) == {}
    receipt = await slack.sees("Priya", "RR-", at=DM)
    assert receipt.mentions("for Maria Silva")
    assert receipt.mentions(f"Received {in_full(LATELY)}")
    assert receipt.mentions("writes to the person")
    assert not receipt.mentions("I was only asking")
    assert not receipt.mentions("Passport")
    assert receipt.mentions("ask the person for no identity papers")

    card = await the_card(slack)
    assert card.mentions("asked by the person themselves, by telephone")
    assert card.mentions("maria@silva.example")
    assert card.mentions(f"{in_full(next_working_day(months_after(LATELY, 1), Nation.ENG))}")
    assert card.mentions("receipt to be sent by hand")

    await choose(slack, "Jo", card, "acknowledge")
    await slack.submits("Jo", {})
    letter = await slack.modal("Jo", titled="Letter")
    assert letter.mentions("Dear Maria Silva")
    await slack.submits("Jo", {})
    await slack.sees("Jo", "receipt sent by hand", at=COMPLIANCE)

    await choose(slack, "Jo", card, "nothing_held")
    await slack.submits("Jo", {})
    await slack.submits("Jo", {})
    await slack.sees("Jo", "hold no personal data", at=COMPLIANCE, thread=card)
    assert not slack.saw("Priya", "hold no personal data")

    request = await the_request(tried)
    assert (request.status, request.subject) == (Status.RESPONDED, "Maria Silva")
    assert request.on_behalf
    assert request.on_behalf.came_by is CameBy.TELEPHONE
    assert request.progress.acknowledged

    await slack.commands("Priya", "/privacy status")
    status = await slack.sees("Priya", "logged for Maria Silva")
    assert status.is_ephemeral


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"received": "2199-01-01"}, "received", "still to come"),
        ({"received": "2020-05-01"}, "received", "more than a year ago"),
        ({"subject": ""}, "subject", REQUIRED),
        ({"contact": ""}, "contact", REQUIRED),
        ({"details": ""}, "details", REQUIRED),
        ({"asking": "A solicitor for them"}, "authority", "needs authority. Has it come?"),
        ({"authority": "Shown"}, "authority", "no authority is needed"),
    ],
    ids=["to come", "long ago", "nobody", "nowhere", "nothing", "no authority", "contradiction"],
)
async def test_what_cannot_be_is_sent_back_and_nothing_is_registered(
    slack: Driver, tried: Trial, changed: dict[str, str], field: str, says: str
) -> None:
    errors = await log(slack, **changed)

    assert list(errors) == [field]
    assert says in errors[field]
    assert await registered(tried) == []


async def test_a_day_long_ago_is_taken_once_it_is_confirmed(slack: Driver, tried: Trial) -> None:
    assert await log(slack, received="2020-05-01")
    assert (await slack.submits("Priya", {"long_ago": ["yes"]})).errors == {}

    card = await the_card(slack)
    assert card.mentions("Overdue")
    assert (await the_request(tried)).received.isoformat() == "2020-05-01"


async def test_who_acts_for_another_is_flagged_and_nothing_is_sent_before_authority(
    slack: Driver,
) -> None:
    assert not await log(slack, asking="A solicitor for them", authority="Still to come")
    card = await the_card(slack)
    assert card.mentions("A solicitor acts for the data subject")
    assert card.mentions("authority awaited")

    await choose(slack, "Jo", card, "show_authority")
    await slack.submits("Jo", {})

    await slack.sees("Jo", "authority shown", at=COMPLIANCE)


async def test_who_logged_it_does_not_speak_for_the_data_subject(
    slack: Driver, tried: Trial
) -> None:
    await log(slack)
    await slack.sees("Priya", "RR-", at=DM)

    tab = await slack.opens_home("Priya")
    assert tab.mentions("for Maria Silva")
    assert not tab.mentions("Withdraw")
    request = await the_request(tried)

    def withdraw(session: Session) -> None:
        who = Writer(request.requester, "Priya", Audience.STAFF)
        requester.withdraw(
            session, desk=desk(), request=request.id, writer=who, now=request.received_at
        )

    with pytest.raises(OnlyLogged):
        await tried.helpdesk.database.in_transaction(withdraw)


async def test_a_childs_request_is_flagged(slack: Driver, tried: Trial) -> None:
    assert not await log(slack, asking="A parent or guardian, for a child")

    card = await the_card(slack)
    assert card.mentions("presumed able from 12")
    request = await the_request(tried)
    assert request.on_behalf
    assert request.on_behalf.asking is Asking.PARENT


async def test_a_message_is_logged_with_its_writer_its_words_and_its_day(
    slack: Driver, tried: Trial
) -> None:
    said = await slack.says("Tom", "send me my file please", to="#shared-acme")
    await slack.shortcut("Priya", "log_rights_request", on=said)
    await slack.submits("Priya", {"rights": ["access"], "contact": "tom@acme.example"})
    await slack.sees("Priya", "RR-", at=DM)

    request = await the_request(tried)
    assert request.subject == "Tom Ashworth"
    assert request.words == "send me my file please"
    assert request.on_behalf
    assert request.on_behalf.came_by is CameBy.MESSAGE


async def test_what_the_recorder_writes_later_is_not_the_data_subjects(slack: Driver) -> None:
    await log(slack)
    card = await the_card(slack)

    await slack.says("Priya", "how long do you keep my data?")
    await slack.sees("Priya", "we will only keep the information", at=DM)
    await slack.presses("Jo", "Claim", on=card)
    await slack.sees("Jo", "has it", at=COMPLIANCE, thread=card)

    assert not any(one.mentions("added:") for one in slack.thread(card, as_person="Jo"))


async def test_an_officers_talk_about_a_case_they_logged_stays_talk(slack: Driver) -> None:
    await log(slack, "Jo")
    card = await slack.sees("Sam", WORDS, at=COMPLIANCE)

    await slack.says("Jo", "she sounded worried", to=COMPLIANCE, thread=card)
    await slack.presses("Sam", "Claim", on=card)
    await slack.sees("Sam", "has it", at=COMPLIANCE, thread=card)

    assert not any(one.mentions("added:") for one in slack.thread(card, as_person="Sam"))


async def test_a_complaint_by_post_is_acknowledged_by_a_letter(slack: Driver, tried: Trial) -> None:
    words = "You lost my letter."
    await log(slack, rights=["complaint"], details=words, came_by="By post")
    card = await the_card(slack, words)
    assert card.mentions("still to be acknowledged")

    await choose(slack, "Jo", card, "acknowledge")
    await slack.submits("Jo", {})
    assert (await slack.modal("Jo", titled="Letter")).mentions("not content")
    await slack.submits("Jo", {})

    await slack.sees("Jo", "was acknowledged on", at=COMPLIANCE)
    assert (await the_request(tried)).progress.acknowledged
