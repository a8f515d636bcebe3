"""Somebody exercises a right: registered, confirmed in private, in the officers' hands."""

from functools import partial

from bot.places import PersonId
from bot.register import store
from bot.register.lifecycle import Status
from bot.register.requests import RightsRequest
from bot.sandbox.driver import DM, Driver
from bot.sandbox.elements import Placed, placed
from bot.sandbox.example import ACME, CUSTOMER
from bot.sandbox.seen import Seen
from bot.trial import Trial
from knowledge.rights import Right

ASK, SHARED, COMPLIANCE = "#ask-privacy", "#shared-acme", "#compliance"
BOT = "@privacy-helpdesk"
CONFIRM = "Yes, that is what I ask for"
WISH = "Please send me a copy of all the personal data you hold about me."


async def registered(tried: Trial) -> list[RightsRequest]:
    return await tried.helpdesk.database.in_transaction(
        lambda session: list(store.page(session, after=None, most=100))
    )


def button_of(seen: Seen, label: str) -> Placed:
    """Return a button as it stands in somebody's view that has not been redrawn."""
    return next(one for one in placed(seen.message.blocks) if one.is_called(label))


async def test_a_request_in_a_direct_message_is_registered_and_confirmed(
    slack: Driver, tried: Trial
) -> None:
    said = await slack.says("Tom", WISH)

    receipt = await slack.sees("Tom", "RR-", at=DM, thread=said)
    card = await slack.sees("Jo", "RR-", at=COMPLIANCE)

    (request,) = await registered(tried)
    assert request.reference is not None
    assert request.due is not None
    assert request.rights == (Right.ACCESS,)
    assert receipt.mentions(request.reference)
    assert receipt.mentions(f"{request.due:%-d %B %Y}")
    assert receipt.mentions("Passport or Driving License")
    assert card.mentions(WISH)
    assert card.mentions("Tom Ashworth")
    assert card.mentions("ICO, how long we have")
    assert {CONFIRM, "I was only asking", "Add details"} <= set(receipt.buttons)


async def test_a_request_in_a_shared_channel_shows_nothing_there(slack: Driver) -> None:
    said = await slack.says("Tom", f"{BOT} delete all my personal data please", to=SHARED)

    await slack.sees("Tom", "RR-", at=DM)
    await slack.sees("Tom", "I've replied to you privately", at=SHARED, thread=said)

    (line,) = slack.thread(said, as_person="Priya")
    assert line.words.strip() == "I've replied to you privately."
    assert not slack.saw("Priya", "RR-")
    calls = [call.arguments for call in slack.calls("chat.postMessage")]
    in_channel = [it for it in calls if it["channel"] == said.message.channel]
    assert len(in_channel) == 1
    assert "RR-" not in str(in_channel)


async def test_a_confirmed_request_is_shown_as_confirmed(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", WISH)
    receipt = await slack.sees("Tom", "RR-", at=DM)

    await slack.presses("Tom", CONFIRM, on=receipt)

    redrawn = await slack.sees("Tom", "you have confirmed this request", at=DM)
    assert redrawn.message.ts == receipt.message.ts
    assert redrawn.buttons == ["Add details"]
    await slack.sees("Jo", "Confirmed by the requester", at=COMPLIANCE)
    (request,) = await registered(tried)
    assert request.status is Status.CONFIRMED


async def test_who_was_only_asking_is_left_in_peace(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", WISH)
    receipt = await slack.sees("Tom", "RR-", at=DM)

    await slack.presses("Tom", "I was only asking", on=receipt)

    redrawn = await slack.sees("Tom", "you were only asking", at=DM)
    assert redrawn.buttons == []
    (request,) = await registered(tried)
    assert request.status is Status.ONLY_ASKING


async def test_later_words_reach_the_officers_in_the_cards_thread(slack: Driver) -> None:
    said = await slack.says("Tom", WISH)
    await slack.sees("Tom", "RR-", at=DM)
    card = await slack.sees("Jo", WISH, at=COMPLIANCE)

    await slack.says("Tom", "my account number starts with 77", thread=said)

    await slack.sees("Jo", "my account number starts with 77", at=COMPLIANCE, thread=card)


async def test_a_question_beside_a_request_made_again_is_answered(
    slack: Driver, tried: Trial
) -> None:
    said = await slack.says("Tom", "Please delete all my personal data.")
    await slack.sees("Tom", "RR-", at=DM)

    await slack.says(
        "Tom", "Please delete my data as I asked. Who do you share it with?", thread=said
    )

    await slack.sees("Tom", "partners, suppliers", at=DM, thread=said)
    await slack.sees("Tom", "I've added this to RR-", at=DM, thread=said)
    assert len(await registered(tried)) == 1


async def test_who_has_a_case_and_asks_what_the_notice_does_not_say_is_told_so(
    slack: Driver,
) -> None:
    await slack.says("Tom", WISH)
    await slack.sees("Tom", "RR-", at=DM)
    card = await slack.sees("Jo", WISH, at=COMPLIANCE)

    await slack.says("Tom", "do you use fingerprints or face recognition?")

    told = await slack.sees("Tom", "The notice does not say whether health data", at=DM)
    assert told.mentions("I've added this to RR-")
    assert "Ask the compliance team" not in told.buttons
    await slack.sees("Jo", "fingerprints or face recognition", at=COMPLIANCE, thread=card)


async def test_details_by_the_form_reach_the_officers(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    receipt = await slack.sees("Tom", "RR-", at=DM)

    await slack.presses("Tom", "Add details", on=receipt)
    await slack.submits("Tom", {"details": "From 2024 on will do."})

    await slack.sees("Jo", "From 2024 on will do.", at=COMPLIANCE)


async def test_a_request_by_the_form_is_registered(slack: Driver, tried: Trial) -> None:
    await slack.shortcut("Priya", "new_rights_request")
    await slack.submits("Priya", {"rights": ["erasure"], "details": "my old number"})

    await slack.sees("Priya", "RR-", at=DM)
    (request,) = await registered(tried)
    assert request.rights == (Right.ERASURE,)


async def test_a_form_without_a_right_says_what_is_missing(slack: Driver, tried: Trial) -> None:
    await slack.shortcut("Priya", "new_rights_request")

    sent = await slack.submits("Priya", {"details": "something"})

    assert "rights" in sent.errors
    assert await registered(tried) == []


async def test_staff_log_what_a_customer_wrote(slack: Driver, tried: Trial) -> None:
    said = await slack.says("Tom", "and I want my number out of your files", to=SHARED)

    await slack.shortcut("Priya", "log_rights_request", on=said)
    await slack.submits("Priya", {"rights": ["erasure"], "contact": "tom@acme.example"})

    card = await slack.sees("Jo", "and I want my number out of your files", at=COMPLIANCE)
    assert card.mentions("Tom Ashworth")
    (request,) = await registered(tried)
    assert request.subject == "Tom Ashworth"


async def test_an_answer_about_a_right_can_become_a_request(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", "how do I get a copy of my data?")
    answer = await slack.sees("Tom", "free copy of your personal data", at=DM)

    await slack.presses("Tom", "Make this request", on=answer)
    await slack.submits("Tom", {})

    await slack.sees("Tom", "RR-", at=DM)
    (request,) = await registered(tried)
    assert request.rights == (Right.ACCESS,)
    assert "how do I get a copy" in request.words


async def test_a_press_that_comes_too_late_is_told_why(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", WISH)
    receipt = await slack.sees("Tom", "RR-", at=DM)
    confirm = button_of(receipt, CONFIRM)
    await slack.presses("Tom", "I was only asking", on=receipt)
    await slack.sees("Tom", "you were only asking", at=DM)

    await slack.sandbox.acts.press(
        slack.workspace.person("Tom"), receipt.message, confirm, given=CONFIRM
    )

    told = await slack.sees("Tom", "not possible", at=DM)
    assert told.is_ephemeral
    (request,) = await registered(tried)
    assert request.status is Status.ONLY_ASKING


async def test_nobody_decides_on_anothers_request(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", WISH)
    receipt = await slack.sees("Tom", "RR-", at=DM)
    priya = slack.workspace.person("Priya")

    await slack.sandbox.acts.press(
        priya, receipt.message, button_of(receipt, CONFIRM), given=CONFIRM
    )

    (request,) = await registered(tried)
    assert request.status is Status.RECEIVED


async def test_the_home_tab_shows_my_requests_with_their_dates(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", WISH)
    await slack.sees("Tom", "RR-", at=DM)

    home = await slack.opens_home("Tom")

    (request,) = await registered(tried)
    assert request.due is not None
    assert home.mentions(str(request.reference))
    assert home.mentions(f"{request.due:%-d %B %Y}")
    assert not (await slack.opens_home("Priya")).mentions(str(request.reference))


async def test_my_requests_are_told_by_command(slack: Driver) -> None:
    await slack.says("Priya", WISH)
    await slack.sees("Priya", "RR-", at=DM)

    await slack.commands("Priya", "/privacy status", at=ASK)

    status = await slack.sees("Priya", "RR-", at=ASK)
    assert status.is_ephemeral


async def test_a_possible_breach_reaches_the_officers_at_once(slack: Driver) -> None:
    words = "I just sent the customer list with all their bank details to the wrong person"
    said = await slack.says("Priya", f"{BOT} {words}", to=ASK)

    await slack.sees("Jo", words, at=COMPLIANCE)
    await slack.sees("Priya", "BR-", at=DM)

    (line,) = slack.thread(said, as_person="Priya")
    assert line.words.strip() == "I've replied to you privately."


async def test_officers_talk_never_crosses(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    await slack.sees("Tom", "RR-", at=DM)
    card = await slack.sees("Jo", WISH, at=COMPLIANCE)

    await slack.says("Jo", "this one is a pain", to=COMPLIANCE, thread=card)
    await slack.says("Tom", "who do you share data with?")
    await slack.sees("Tom", "partners, suppliers", at=DM)

    assert not slack.saw("Tom", "this one is a pain")


async def test_two_officers_claim_and_the_second_is_told(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    card = await slack.sees("Jo", WISH, at=COMPLIANCE)
    await slack.joins("Priya", COMPLIANCE)
    claim = button_of(card, "Claim")

    await slack.presses("Jo", "Claim", on=card)
    await slack.sees("Jo", "has it", at=COMPLIANCE, thread=card)
    priya = slack.workspace.person("Priya")
    await slack.sandbox.acts.press(priya, card.message, claim, given="Claim")

    told = await slack.sees("Priya", "Jo Okafor", at=COMPLIANCE)
    assert told.is_ephemeral


async def test_what_a_customer_is_shown_names_no_officer(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", WISH)
    card = await slack.sees("Jo", WISH, at=COMPLIANCE)
    await slack.presses("Jo", "Claim", on=card)
    await slack.sees("Jo", "has it", at=COMPLIANCE)

    mine = await tried.helpdesk.database.in_transaction(
        partial(store.of_requester, person=PersonId(team=ACME, user=CUSTOMER))
    )
    assert len(mine) == 1
    assert not slack.saw("Tom", "Jo Okafor")
    assert not slack.saw("Tom", "compliance channel")
