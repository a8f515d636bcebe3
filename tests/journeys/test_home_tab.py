"""The Home tab of each who opens it: requester, member of staff, officer, former officer."""

from datetime import timedelta

from bot.asked import opinions
from bot.register import store
from bot.register.lifecycle import Status
from bot.sandbox.driver import DM, Driver
from bot.trial import Trial
from tests.journeys.test_working_a_case import choose, the_request

COMPLIANCE = "#compliance"
WISH = "Please send me a copy of all the personal data you hold about me."


async def test_a_requester_withdraws_at_home(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", WISH)
    card = await slack.sees("Jo", WISH, at=COMPLIANCE)
    home = await slack.opens_home("Tom")
    assert home.mentions("Registered and with the compliance team")

    await slack.presses("Tom", "Withdraw", on=home)

    await slack.sees("Tom", "You have withdrawn RR-", at=DM)
    await slack.sees("Jo", "Withdrawn by the requester", at=COMPLIANCE, thread=card)
    assert (await the_request(tried)).status is Status.WITHDRAWN
    assert not (await slack.opens_home("Tom")).mentions("How did we do?")


async def test_a_requester_scores_and_says_why_only_with_a_yes(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", WISH)
    card = await slack.sees("Jo", WISH, at=COMPLIANCE)
    await choose(slack, "Jo", card, "nothing_held")
    await slack.submits("Jo", {})
    await slack.submits("Jo", {})
    await slack.sees("Tom", "hold no personal data", at=DM)

    await slack.presses("Tom", "4", on=await slack.opens_home("Tom"))
    scored = await slack.opens_home("Tom")
    assert scored.mentions("You gave us 4 of 5")
    request = (await the_request(tried)).id
    kept = await tried.helpdesk.database.in_transaction(lambda s: opinions.of(s, [request]))
    assert kept[request].words is None

    await slack.presses("Tom", "Say why", on=scored)
    unagreed = await slack.submits("Tom", {"details": "You were quick."})
    assert "agreed" in unagreed.errors
    await slack.submits("Tom", {"details": "You were quick.", "agreed": ["yes"]})
    await slack.sees("Jo", "The requester gave 4 of 5: You were quick.", at=COMPLIANCE)


async def test_a_requester_complains_about_a_request_from_home(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    await slack.sees("Jo", WISH, at=COMPLIANCE)

    await slack.presses("Tom", "Complain", on=await slack.opens_home("Tom"))
    await slack.submits("Tom", {})

    complaint = await slack.sees("Jo", "a complaint about how", at=COMPLIANCE)
    assert complaint.mentions("About RR-")


async def test_staff_read_what_to_do_and_log_for_somebody_else(slack: Driver) -> None:
    home = await slack.opens_home("Priya")
    assert home.mentions("When somebody asks you about their data")
    assert not home.mentions("queue")

    await slack.presses("Priya", "Log one for somebody else", on=home)

    assert (await slack.modal("Priya")).mentions("Whose data is it?")


async def test_nobody_can_press_what_belongs_to_another(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", WISH)
    home = await slack.opens_home("Tom")
    button = next(
        element
        for block in home.view.blocks
        for element in block.get("elements", ())
        if element.get("action_id") == "withdraw"
    )
    await slack.says("Priya", "please delete everything you have about me")
    theirs = await slack.opens_home("Priya")
    for block in theirs.view.blocks:
        for element in block.get("elements", ()):
            if element.get("action_id") == "withdraw":
                element["value"] = button["value"]

    await slack.presses("Priya", "Withdraw", on=theirs)

    assert (await slack.modal("Priya")).mentions("That button is for the person")
    request = await tried.helpdesk.database.in_transaction(
        lambda session: store.get(session, button["value"])
    )
    assert request.is_open


async def test_an_officer_filters_the_queue(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    card = await slack.sees("Jo", WISH, at=COMPLIANCE)
    home = await slack.opens_home("Jo")
    assert home.mentions("The compliance team's queue")
    assert home.mentions("RR-2")
    assert not home.mentions("Ashworth")

    await slack.presses("Jo", "show_cases", on=home, choosing="mine")
    await slack.until(lambda: slack.saw("Jo", "Nothing here.") or None)
    await slack.presses("Jo", "Claim", on=card)
    await slack.sees("Jo", "has it", at=COMPLIANCE, thread=card)

    again = await slack.opens_home("Jo")
    assert again.mentions("Mine (1)")
    assert again.mentions("decide whether proof of identity is needed")


async def test_a_former_officers_click_in_an_open_queue_shows_nothing(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    await slack.sees("Jo", WISH, at=COMPLIANCE)
    home = await slack.opens_home("Jo")
    assert home.mentions("RR-2")
    await slack.leaves("Jo", COMPLIANCE)
    slack.lets_pass(timedelta(seconds=61))

    await slack.presses("Jo", "show_cases", on=home, choosing="unclaimed")

    await slack.until(lambda: not slack.saw("Jo", "The compliance team's queue") or None)
    assert not slack.saw("Jo", "RR-2")
