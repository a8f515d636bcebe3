"""A person asks for the same again: linked by an officer, never blocked; and the fast lane."""

from bot.register import store
from bot.register.lifecycle import Extension, Identity, Status
from bot.register.requests import RightsRequest
from bot.register.working_days import in_full
from bot.sandbox.driver import DM, Driver
from bot.sandbox.elements import Given, Placed, placed
from bot.sandbox.seen import Seen
from bot.trial import Trial
from knowledge.rights import Right
from tests.journeys.test_on_behalf import log
from tests.journeys.test_requesting import registered
from tests.journeys.test_working_a_case import choose, the_request

COMPLIANCE = "#compliance"
FIRST = "Please send me a copy of all the personal data you hold about me."
ERASE = "please delete all my personal data"
AGAIN = "I hereby request access to my personal data, including the recorded calls."


async def asked_twice(slack: Driver, words: str, sign: str) -> tuple[Seen, Seen]:
    """Let Tom ask, and then ask for something else; return the officers' cards of both."""
    await slack.says("Tom", FIRST)
    first = await slack.sees("Jo", FIRST, at=COMPLIANCE)
    await slack.says("Tom", words)
    return first, await slack.sees("Jo", sign, at=COMPLIANCE)


def adding(card: Seen) -> Placed:
    """Return the button that adds to an earlier request, as the card has it now."""
    return next(it for it in placed(card.message.blocks) if it.action_id == "add_to_earlier")


async def press_late(slack: Driver, card: Seen, button: Placed) -> None:
    """Let Jo press what her screen still shows."""
    jo = slack.workspace.person("Jo")
    await slack.sandbox.acts.press(jo, card.message, button, given=button.label)


async def by_words(tried: Trial) -> dict[str, RightsRequest]:
    def read(session: object) -> dict[str, RightsRequest]:
        return {it.words: it for it in store.page(session, after=None, most=100)}  # type: ignore[arg-type]

    return await tried.helpdesk.database.in_transaction(read)


async def take(
    slack: Driver, card: Seen, step: str, form: dict[str, Given], *, then: str, letter: bool = True
) -> None:
    """Take a step by its form and its letter, and wait until a card says how it then stands."""
    await choose(slack, "Jo", card, step)
    await slack.submits("Jo", form)
    if letter:
        await slack.submits("Jo", {})
    await slack.sees("Jo", then, at=COMPLIANCE)


async def test_a_request_made_again_is_registered_linked_and_added(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Tom", FIRST)
    first = await slack.sees("Jo", FIRST, at=COMPLIANCE)
    assert not first.mentions("Looks like")
    await slack.shortcut("Priya", "log_for_somebody")
    await slack.submits(
        "Priya",
        {
            "rights": ["access", "rectification"],
            "details": AGAIN,
            "subject": "tom  ASHWORTH",
            "contact": "tom@home.example",
            "came_by": "By post",
            "received": (await the_request(tried)).received.isoformat(),
        },
    )
    card = await slack.sees("Jo", AGAIN, at=COMPLIANCE)
    assert card.mentions("Looks like RR-")
    assert card.mentions("Within twelve months 2 requests that may be this person's")

    await slack.presses("Jo", "Add to the earlier one", on=card)

    ended = await slack.sees("Jo", "Added to an earlier request", at=COMPLIANCE)
    assert not ended.mentions("Due")
    await slack.sees("Jo", "including the recorded calls", at=COMPLIANCE, thread=first)
    linked, earlier = sorted(
        (await by_words(tried)).values(), key=lambda it: it.status is not Status.LINKED
    )
    assert (linked.status, linked.progress.linked_to) == (Status.LINKED, earlier.reference)
    assert earlier.is_open
    assert AGAIN in earlier.words
    assert len(earlier.rights) == 2


async def test_who_asks_again_in_slack_is_told_that_both_are_answered_together(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Tom", FIRST)
    await slack.sees("Tom", "RR-", at=DM)
    await slack.says("Tom", AGAIN)
    card = await slack.sees("Jo", "Looks like RR-", at=COMPLIANCE)

    await slack.presses("Jo", "Add to the earlier one", on=card)

    told = await slack.sees("Tom", "answer both together", at=DM)
    assert told.mentions("You will hear by")
    assert len(await registered(tried)) == 2


async def test_what_can_no_longer_be_added_stays_and_the_officer_is_told_why(
    slack: Driver, tried: Trial
) -> None:
    first, card = await asked_twice(slack, AGAIN, "Looks like RR-")
    add = adding(card)
    await take(slack, first, "withdraw", {}, then="*State* Withdrawn")
    shown = await slack.sees("Jo", "Earlier: RR-", at=COMPLIANCE)
    assert shown.mentions("withdrawn on")
    assert not shown.mentions("still open")
    assert "Add to the earlier one" not in shown.buttons

    await press_late(slack, card, add)

    refused = await slack.sees("Jo", "so this one stays", at=COMPLIANCE)
    assert refused.is_ephemeral
    assert sum(it.is_open for it in (await by_words(tried)).values()) == 1


async def test_a_case_of_another_right_is_added_and_each_right_keeps_its_own_end(
    slack: Driver, tried: Trial
) -> None:
    first, card = await asked_twice(slack, ERASE, "The same person has RR-")
    assert card.mentions(ERASE)
    assert not card.mentions("Looks like")

    await slack.presses("Jo", "Add to the earlier one", on=card)

    told = await slack.sees("Tom", "answer both together", at=DM)
    assert told.mentions("You will hear by")

    def both_in_one_receipt() -> bool:
        read = slack.messages(DM, as_person="Tom")
        return any(it.mentions("a copy of") and it.mentions("deletion of") for it in read)

    await slack.until(lambda: both_in_one_receipt() or None, waiting_for="the earlier receipt")
    for right, reasons in ({"rights": ["access"]}, "Here it is."), ({}, "It is gone."):
        await choose(slack, "Jo", first, "fulfil")
        await slack.submits("Jo", {**right, "reasons": reasons})
        await slack.submits("Jo", {})
        await slack.sees("Tom", reasons, at=DM)
    earlier = next(it for it in (await registered(tried)) if it.status is Status.RESPONDED)
    said = {right: outcome.facts for right, outcome in earlier.progress.outcomes.items()}
    assert said == {Right.ACCESS: "Here it is.", Right.ERASURE: "It is gone."}


async def test_what_was_done_in_either_case_counts_in_both_and_what_cannot_is_refused(
    slack: Driver, tried: Trial
) -> None:
    first, card = await asked_twice(slack, ERASE, "The same person has RR-")
    evidence: dict[str, Given] = {"evidence_needed": ["1"]}
    await take(slack, card, "ask_identity", evidence, then="identity asked for")
    await take(slack, card, "receive_identity", {}, then="identity information received")
    await take(slack, card, "verify_identity", {}, then="identity verified", letter=False)
    extended: dict[str, Given] = {
        "ground": "complex",
        "facts": "Three systems.",
        "reasons": "It takes longer.",
    }
    await take(slack, card, "extend", extended, then="identity verified, extended")

    await slack.presses("Jo", "Add to the earlier one", on=card)
    refused = await slack.sees("Jo", "was extended and", at=COMPLIANCE)
    assert refused.is_ephemeral
    assert refused.mentions("extend that too")
    assert sum(it.is_open for it in await registered(tried)) == 2
    await take(slack, first, "extend", extended, then="Registered, extended")
    await slack.presses("Jo", "Add to the earlier one", on=card)

    told = await slack.sees("Tom", "answer both together", at=DM)
    both = next(it for it in await registered(tried) if it.is_open)
    assert both.due is not None
    assert told.mentions(in_full(both.due))
    assert both.rights == (Right.ACCESS, Right.ERASURE)
    assert (both.progress.identity, both.progress.extension) == (
        Identity.VERIFIED,
        Extension.EXTENDED,
    )


async def test_what_was_shown_and_is_over_is_not_exchanged_for_another(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Tom", ERASE)
    await slack.sees("Jo", ERASE, at=COMPLIANCE)
    first, card = await asked_twice(slack, AGAIN, "Looks like RR-")
    add = adding(card)
    await take(slack, first, "withdraw", {}, then="*State* Withdrawn")
    await slack.sees("Jo", "The same person has RR-", at=COMPLIANCE)

    await press_late(slack, card, add)

    await slack.sees("Jo", "so this one stays", at=COMPLIANCE)
    assert sum(it.is_open for it in await registered(tried)) == 2


async def test_another_persons_request_for_the_same_is_no_repetition(slack: Driver) -> None:
    await log(slack)
    await log(slack, subject="Ann Bee", contact="ann@bee.example", details="What have you on me?")

    card = await slack.sees("Jo", "What have you on me?", at=COMPLIANCE)
    assert not card.mentions("Looks like")
    assert not card.mentions("twelve months")


async def test_marketing_stops_by_the_button_offered_at_once(slack: Driver, tried: Trial) -> None:
    wish = "please stop sending me marketing emails"
    await slack.says("Tom", wish)
    card = await slack.sees("Jo", wish, at=COMPLIANCE)
    assert card.mentions("aim for")
    assert card.mentions("within 2 working days")

    await slack.presses("Jo", "Confirm that marketing has stopped", on=card)
    assert (await slack.modal("Jo", titled="Letter")).mentions("send no marketing")
    await slack.submits("Jo", {})

    await slack.sees("Tom", "we send no marketing", at=DM)
    assert (await the_request(tried)).status is Status.RESPONDED


async def test_a_complaint_goes_from_its_acknowledgement_to_its_outcome(
    slack: Driver, tried: Trial
) -> None:
    wish = "I want to make a formal complaint about how you handled my personal data"
    await slack.says("Tom", wish)
    receipt = await slack.sees("Tom", "RR-", at=DM)
    assert receipt.mentions("This message acknowledges the complaint")
    card = await slack.sees("Jo", wish, at=COMPLIANCE)
    assert card.mentions("The complaint was acknowledged on")
    assert card.mentions("the ICO counts from the day after receipt")
    assert not card.mentions("acknowledged by hand")

    await choose(slack, "Jo", card, "uphold_partly")
    await slack.submits("Jo", {"reasons": "The first letter was late; the second was not."})
    await slack.submits("Jo", {})

    outcome = await slack.sees("Tom", "we uphold a part of your complaint", at=DM)
    assert outcome.mentions("The first letter was late")
    assert (await the_request(tried)).status is Status.RESPONDED


async def test_a_withdrawn_request_is_confirmed_and_closed(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", FIRST)
    card = await slack.sees("Jo", FIRST, at=COMPLIANCE)

    await choose(slack, "Jo", card, "withdraw")
    await slack.submits("Jo", {"reasons": "You told us on the telephone."})
    await slack.submits("Jo", {})

    told = await slack.sees("Tom", "recorded that you withdrew it", at=DM)
    assert told.mentions("You told us on the telephone.")
    assert (await the_request(tried)).status is Status.WITHDRAWN
