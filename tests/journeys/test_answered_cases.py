"""Somebody writes after their case has ended: nothing is lost, and nothing is merged by itself."""

from datetime import timedelta

from bot.register.lifecycle import Status
from bot.register.requests import RightsRequest
from bot.register.working_days import in_words
from bot.sandbox.driver import DM, Driver
from bot.sandbox.elements import Given, placed
from bot.sandbox.seen import Seen
from bot.trial import Trial
from tests.journeys.replying import replies
from tests.journeys.test_repeating import take
from tests.journeys.test_requesting import registered

COMPLIANCE = "#compliance"
WISH = "Please send me a copy of all the personal data you hold about me."
MORE = "you have left out the calls"
ANEW = "I hereby request access to my personal data, including the recorded calls."
WROTE = "Tom Ashworth wrote in RR-"


async def answered(slack: Driver) -> tuple[Seen, Seen]:
    """Let Tom's request be answered; return the officers' card and the receipt."""
    await slack.says("Tom", WISH)
    card = await slack.sees("Jo", WISH, at=COMPLIANCE)
    receipt = await slack.sees("Tom", "RR-", at=DM)
    await slack.presses("Jo", "Claim", on=card)
    await take(slack, card, "fulfil", {"reasons": "It is in the file."}, then="Responded")
    await slack.sees("Tom", "It is in the file.", at=DM)
    return card, receipt


async def both(tried: Trial) -> tuple[RightsRequest, ...]:
    return tuple(sorted(await registered(tried), key=lambda it: it.reference or ""))


async def test_what_is_said_to_an_answer_reaches_the_officers_who_reopen_by_one_button(
    slack: Driver, tried: Trial
) -> None:
    card, receipt = await answered(slack)

    await slack.says("Tom", MORE, thread=receipt)

    wrote = await slack.sees("Jo", WROTE, at=COMPLIANCE, thread=card)
    assert wrote.mentions(MORE)
    assert wrote.mentions("answered on")
    assert wrote.mentions("@Jo")
    (request,) = await both(tried)
    assert request.status is Status.RESPONDED
    due = request.due

    await slack.presses("Jo", "step_now", on=wrote)
    await slack.submits("Jo", {})

    await slack.sees("Tom", "we have opened it again", at=DM)
    await slack.sees("Jo", "reopened it", at=COMPLIANCE, thread=card)
    (request,) = await both(tried)
    assert (request.is_open, request.due) == (True, due)
    await slack.presses("Jo", "step_now", on=wrote)
    refused = await slack.sees("Jo", "It is not possible to reopen it", at=COMPLIANCE)
    assert refused.is_ephemeral


async def test_officers_reply_to_a_word_of_thanks_and_leave_the_case_closed(
    slack: Driver, tried: Trial
) -> None:
    card, receipt = await answered(slack)

    await slack.says("Tom", "thank you very much", thread=receipt)

    wrote = await slack.sees("Jo", WROTE, at=COMPLIANCE, thread=card)
    assert (await slack.sees("Tom", "I've passed this on", at=DM)).mentions("answered on")
    await replies(slack, "Jo", "You are welcome.", on=wrote, to="Reply")
    await slack.sees("Tom", "You are welcome.", at=DM)
    (request,) = await both(tried)
    assert request.status is Status.RESPONDED


async def test_a_request_made_anew_is_registered_and_may_be_added_to_the_answered_one(
    slack: Driver, tried: Trial
) -> None:
    card, receipt = await answered(slack)
    told = (await both(tried))[0].due

    await slack.says("Tom", ANEW, thread=receipt)

    await slack.sees("Jo", WROTE, at=COMPLIANCE, thread=card)
    new = await slack.sees("Jo", "Earlier: RR-", at=COMPLIANCE)
    assert new.mentions("answered on")
    assert not new.mentions("Looks like")
    assert [it.is_open for it in await both(tried)] == [False, True]

    await slack.presses("Jo", "Reopen the earlier one and add this", on=new)

    await slack.sees("Tom", "answer both together", at=DM)
    earlier, later = await both(tried)
    assert (earlier.is_open, earlier.due) == (True, told)
    assert (later.status, later.progress.linked_to) == (Status.LINKED, earlier.reference)
    assert ANEW in earlier.words


async def test_a_message_of_an_ended_case_that_is_edited_into_a_request_is_registered(
    slack: Driver, tried: Trial
) -> None:
    card, receipt = await answered(slack)
    thanks = await slack.says("Tom", "thank you very much", thread=receipt)
    await slack.sees("Jo", "thank you very much", at=COMPLIANCE, thread=card)
    slack.lets_pass(timedelta(days=2))

    await slack.edits(thanks, "Please delete all my personal data.")

    noted = await slack.sees("Jo", "delete all my personal data", at=COMPLIANCE, thread=card)
    assert noted.mentions("answered on")
    new = await slack.sees("Jo", "deletion of personal data", at=COMPLIANCE)
    assert new.mentions("Earlier: RR-")
    earlier, later = await both(tried)
    assert (earlier.status, later.is_open) == (Status.RESPONDED, True)
    assert later.received > earlier.received  # from the edit on
    registered_as = await slack.sees("Tom", f"I have registered a request as {later.reference}")
    assert registered_as.mentions("deletion of personal data")


async def test_what_is_written_below_an_added_request_goes_to_the_one_that_goes_on(
    slack: Driver,
) -> None:
    card, _ = await answered(slack)
    asked = await slack.says("Tom", ANEW)
    new = await slack.sees("Jo", "Earlier: RR-", at=COMPLIANCE)
    await slack.presses("Jo", "Reopen the earlier one and add this", on=new)
    await slack.sees("Tom", "answer both together", at=DM)

    await slack.says("Tom", "and the letters of March", thread=asked)

    added = await slack.sees("Jo", "and the letters of March", at=COMPLIANCE, thread=card)
    assert not added.mentions("wrote in")


async def test_what_does_not_go_together_says_why_and_offers_nothing(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Tom", WISH)
    card = await slack.sees("Jo", WISH, at=COMPLIANCE)
    receipt = await slack.sees("Tom", "RR-", at=DM)
    extended: dict[str, Given] = {"ground": "complex", "facts": "Three.", "reasons": "Longer."}
    await take(slack, card, "extend", extended, then="Registered, extended")
    await take(slack, card, "fulfil", {"reasons": "It is in the file."}, then="Responded")

    await slack.says("Tom", ANEW, thread=receipt)

    new = await slack.sees("Jo", "Earlier: RR-", at=COMPLIANCE)
    assert new.mentions("was extended and")
    assert new.mentions("by itself, please")
    assert not any(it.action_id == "add_to_ended" for it in placed(new.message.blocks))
    assert [it.is_open for it in await both(tried)] == [False, True]


async def test_an_answered_case_that_is_added_to_after_its_last_day_is_overdue_and_says_so(
    slack: Driver, tried: Trial
) -> None:
    card, receipt = await answered(slack)
    told = (await both(tried))[0].due
    assert told is not None
    slack.lets_pass(timedelta(days=40))
    await slack.says("Tom", ANEW, thread=receipt)
    new = await slack.sees("Jo", "Earlier: RR-", at=COMPLIANCE)
    assert new.mentions(f"its last day is {in_words(told)}")

    await slack.presses("Jo", "add_to_ended", on=new)

    await slack.sees("Jo", "Overdue", at=COMPLIANCE)
    assert (await both(tried))[0].due == told
    assert card.mentions(WISH)


async def test_who_wrote_a_reply_while_the_case_was_closed_is_told_before_it_goes(
    slack: Driver,
) -> None:
    await slack.says("Tom", WISH)
    card = await slack.sees("Jo", WISH, at=COMPLIANCE)
    await slack.presses("Jo", "Reply to requester", on=card)
    await slack.modal("Jo", titled="Reply")
    await slack.presses("Tom", "Withdraw", on=await slack.opens_home("Tom"))
    await slack.sees("Tom", "You have withdrawn", at=DM)

    await slack.submits("Jo", {"reply": "We have begun to look."})

    preview = await slack.modal("Jo", titled="Preview")
    assert preview.mentions("has ended (Withdrawn)")
    assert not slack.saw("Tom", "We have begun to look.")
