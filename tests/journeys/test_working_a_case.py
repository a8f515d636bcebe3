"""Officers work a request from receipt to its end, in the card's thread and its forms."""

from datetime import timedelta

from bot.register import store
from bot.register.lifecycle import Status
from bot.register.requests import RightsRequest
from bot.register.working_days import in_full
from bot.sandbox.driver import DM, Driver
from bot.sandbox.elements import placed
from bot.sandbox.seen import Seen
from bot.trial import Trial
from knowledge.rights import Right

COMPLIANCE = "#compliance"
WISH = "Please send me a copy of all the personal data you hold about me."


async def the_request(tried: Trial) -> RightsRequest:
    def read(session: object) -> RightsRequest:
        (request,) = store.page(session, after=None, most=100)  # type: ignore[arg-type]
        return request

    return await tried.helpdesk.database.in_transaction(read)


async def card_of(slack: Driver, words: str = WISH) -> Seen:
    return await slack.sees("Jo", words, at=COMPLIANCE)


async def choose(slack: Driver, officer: str, card: Seen, step: str) -> None:
    """Choose from the card's menu, even what it no longer offers to who looks anew."""
    case = next(
        option["value"].partition(":")[0]
        for block in card.message.blocks
        for element in block.get("elements", ())
        for option in element.get("options", ())
    )
    await slack.presses(officer, "next_step", on=card, choosing=f"{case}:{step}")


async def take(slack: Driver, card: Seen, step: str) -> None:
    """Let Jo take a step that needs no words of hers, and send its letter as it is drafted."""
    await choose(slack, "Jo", card, step)
    await slack.submits("Jo", {})
    await slack.submits("Jo", {})


async def test_a_step_whose_form_was_left_can_be_chosen_again(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    drawn = len(slack.calls("chat.update"))

    await choose(slack, "Jo", card, "refuse")
    await slack.closes("Jo")

    await slack.until(lambda: len(slack.calls("chat.update")) > drawn or None)
    await choose(slack, "Jo", card, "refuse")
    assert await slack.modal("Jo")


async def test_a_request_with_identity_and_extension_ends_with_a_letter(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    await slack.presses("Jo", "Claim", on=card)

    await choose(slack, "Jo", card, "ask_identity")
    await slack.submits("Jo", {"evidence_needed": ["1"], "reasons": "The last invoice will do."})
    letter = await slack.modal("Jo", titled="Letter")
    assert letter.mentions("• the Customer Agreement reference")
    assert not letter.mentions("Customer Agreement reference.")
    assert letter.mentions("The last invoice will do.")
    assert not letter.mentions("passport or driving licence")
    await slack.submits("Jo", {})
    sent = await slack.sees("Tom", "Please do not send identity papers in a chat", at=DM)
    assert sent.mentions("Compliance team")
    assert not sent.mentions("Jo")
    await slack.sees("Jo", "asked for proof of identity", at=COMPLIANCE, thread=card)

    await take(slack, card, "receive_identity")
    told = await slack.sees("Tom", "to be sure who you are has come", at=DM)
    assert told.mentions("You will hear from us by")
    came = "recorded that the identity information came"
    await slack.sees("Jo", came, at=COMPLIANCE, thread=card)
    await choose(slack, "Jo", card, "verify_identity")
    await slack.submits("Jo", {})
    await slack.sees("Jo", "identity verified", at=COMPLIANCE)

    await choose(slack, "Jo", card, "extend")
    form = await slack.modal("Jo", titled="Extend the time")
    assert form.mentions("Taken today, it is due")
    given = {"ground": "complex", "reasons": "Three systems hold it.", "facts": "Two archives"}
    await slack.submits("Jo", given)
    await slack.submits("Jo", {})
    extended = await slack.sees("Tom", "we need more time", at=DM)
    assert extended.mentions("because it is complex.")
    assert extended.mentions("Three systems hold it.")
    assert not slack.saw("Tom", "Two archives")
    told = await slack.sees("Jo", "extended the time", at=COMPLIANCE, thread=card)
    assert told.mentions("extended the time: Two archives. Due ")
    assert not told.mentions("Three systems hold it.")
    assert (await the_request(tried)).progress.extended_why == "Two archives"

    await choose(slack, "Jo", card, "fulfil")
    await slack.submits("Jo", {"reasons": "It is in the file that we sent you."})
    await slack.submits("Jo", {})
    await slack.sees("Tom", "we have done what you asked for", at=DM)

    request = await the_request(tried)
    assert request.status is Status.RESPONDED
    assert request.closed_on is not None
    closed = await slack.sees("Jo", "Responded", at=COMPLIANCE)
    assert not closed.mentions("Due")


async def test_a_step_that_is_not_lawful_now_says_why_and_what_is(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    menu = next(it for it in placed(card.message.blocks) if it.action_id == "next_step")
    await choose(slack, "Jo", card, "ask_identity")
    await slack.submits("Jo", {"evidence_needed": ["0"]})
    await slack.submits("Jo", {})
    await slack.sees("Jo", "identity asked for", at=COMPLIANCE)

    jo = slack.workspace.person("Jo")
    await slack.sandbox.acts.press(jo, card.message, menu, given="Ask for proof of identity")

    refused = await slack.sees("Jo", "It is not possible to", at=COMPLIANCE)
    assert refused.is_ephemeral
    assert refused.mentions("record that the identity information came")


async def test_two_officers_at_once_one_wins_and_the_other_is_told(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    await choose(slack, "Jo", card, "no_identity_needed")
    await choose(slack, "Sam", card, "ask_identity")

    await slack.submits("Jo", {})
    await slack.sees("Jo", "no proof of identity is needed", at=COMPLIANCE, thread=card)
    late = await slack.submits("Sam", {"evidence_needed": ["0"]})

    assert "has changed since you opened this form" in late.errors["on"]
    assert (await the_request(tried)).version == 2


async def test_a_date_to_come_is_refused_with_a_sentence(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)

    await choose(slack, "Jo", card, "no_identity_needed")
    sent = await slack.submits("Jo", {"on": "2199-01-01"})

    assert "still to come" in sent.errors["on"]


async def test_a_letter_is_changed_before_it_goes_and_goes_once(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)

    await choose(slack, "Jo", card, "nothing_held")
    await slack.submits("Jo", {})
    await slack.submits("Jo", {"letter": "We looked everywhere and hold nothing."})

    await slack.sees("Tom", "We looked everywhere and hold nothing.", at=DM)
    copy = await slack.sees("Jo", "We looked everywhere", at=COMPLIANCE, thread=card)
    assert copy.mentions("Sent by")


async def test_a_letter_by_hand_is_recorded_and_not_sent(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)

    await choose(slack, "Jo", card, "nothing_held")
    await slack.submits("Jo", {})
    await slack.submits("Jo", {"sent_by": "hand"})

    await slack.sees("Jo", "To be sent by hand by", at=COMPLIANCE, thread=card)
    assert not slack.saw("Tom", "hold no personal data")


async def test_a_refusal_waits_for_a_second_pair_of_eyes(
    careful: Driver, careful_trial: Trial
) -> None:
    slack = careful
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    await choose(slack, "Jo", card, "refuse")
    await slack.submits(
        "Jo",
        {"ground": "manifestly_excessive", "reasons": "The ninth this month.", "facts": "RR list"},
    )
    letter = await slack.modal("Jo", titled="Letter")
    assert letter.mentions("Another officer is asked")
    assert letter.mentions("complain to the Information Commissioner")
    await slack.submits("Jo", {})
    asked = await slack.sees("Sam", "Another officer must look", at=COMPLIANCE, thread=card)
    assert (await the_request(careful_trial)).is_open
    assert not slack.saw("Tom", "we will not act on it")

    await slack.presses("Jo", "Approve and send", on=asked)
    await slack.sees("Jo", "You wrote that one", at=COMPLIANCE)
    assert (await the_request(careful_trial)).is_open
    await slack.presses("Sam", "Approve and send", on=asked)

    told = await slack.sees("Tom", "we will not act on it", at=DM)
    assert told.mentions("the request is manifestly excessive")
    assert (await the_request(careful_trial)).status is Status.REFUSED


async def test_a_refusal_sent_back_sends_nothing(careful: Driver, careful_trial: Trial) -> None:
    slack = careful
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    await choose(slack, "Jo", card, "refuse")
    given = {"ground": "no_right", "reasons": "It does not apply.", "facts": "Art 15(4)"}
    await slack.submits("Jo", given)
    await slack.submits("Jo", {})
    asked = await slack.sees("Sam", "Another officer must look", at=COMPLIANCE, thread=card)

    await slack.presses("Sam", "Send back", on=asked)

    await slack.sees("Jo", "has sent it back to Jo", at=COMPLIANCE, thread=card)
    assert not slack.saw("Tom", "we will not act on it")
    assert (await the_request(careful_trial)).is_open


async def test_marketing_stops_without_identity_and_is_confirmed(
    slack: Driver, tried: Trial
) -> None:
    wish = "please stop sending me marketing emails"
    await slack.says("Tom", wish)
    card = await card_of(slack, wish)
    offered = str(card.message.blocks)
    assert "ask_identity" not in offered
    assert ":refuse" not in offered

    await slack.presses("Jo", "Confirm that marketing has stopped", on=card)
    letter = await slack.modal("Jo", titled="Letter")
    assert letter.mentions("we send no marketing")
    await slack.submits("Jo", {})

    await slack.sees("Tom", "we send no marketing", at=DM)
    assert (await the_request(tried)).status is Status.RESPONDED


async def test_the_receipt_closes_with_its_request_and_opens_with_it_again(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    receipt = await slack.sees("Tom", "I have registered", at=DM)
    card = await card_of(slack)

    await take(slack, card, "nothing_held")
    closed = await slack.sees("Tom", "Answered: the compliance team has written to you", at=DM)
    assert closed.message.ts == receipt.message.ts
    assert closed.buttons == []

    await take(slack, await slack.sees("Jo", "*State* Responded", at=COMPLIANCE), "reopen")
    again = await slack.sees("Tom", "need not do anything now", at=DM)
    assert again.message.ts == receipt.message.ts
    assert "I was only asking" in again.buttons


async def test_the_receipt_names_the_day_that_holds_now(slack: Driver, tried: Trial) -> None:
    await slack.says("Tom", WISH)
    receipt = await slack.sees("Tom", "You will hear from the compliance team by", at=DM)
    card = await card_of(slack)

    await choose(slack, "Jo", card, "extend")
    given = {"ground": "complex", "reasons": "Three systems hold it.", "facts": "Two archives"}
    await slack.submits("Jo", given)
    await slack.submits("Jo", {})

    await slack.sees("Tom", "we need more time", at=DM)
    due = (await the_request(tried)).due
    assert due is not None
    later = await slack.sees("Tom", f"the compliance team by {in_full(due)}", at=DM)
    assert later.message.ts == receipt.message.ts

    await choose(slack, "Jo", card, "ask_identity")
    await slack.submits("Jo", {"evidence_needed": ["1"]})
    await slack.submits("Jo", {})

    waits = "The time to answer starts once we have what we asked for"
    asked = await slack.sees("Tom", waits, at=DM)
    assert asked.message.ts == receipt.message.ts
    assert asked.mentions("We wait for evidence of who you are")
    assert not asked.mentions("need not do anything")


async def test_a_request_reopened_after_its_last_day_promises_no_day_that_is_past(
    slack: Driver,
) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    await take(slack, card, "nothing_held")
    card = await slack.sees("Jo", "*State* Responded", at=COMPLIANCE)
    slack.lets_pass(timedelta(days=40))

    await take(slack, card, "reopen")

    receipt = await slack.sees("Tom", "You will hear from the compliance team without undue", at=DM)
    assert receipt.mentions("The last day was")
    assert not receipt.mentions("You will hear from the compliance team by")
    assert (await slack.opens_home("Tom")).mentions("The last day was")


async def test_who_is_asked_what_they_mean_reads_whether_time_stands_still(slack: Driver) -> None:
    restriction = "Please restrict the use of my data until this is settled"
    for wish, told in ((restriction, "goes on meanwhile"), (WISH, "stands still until we hear")):
        await slack.says("Tom", wish)
        card = await card_of(slack, wish)
        await choose(slack, "Jo", card, "ask_clarification")
        await slack.submits("Jo", {"reasons": "Which data do you mean?"})
        await slack.submits("Jo", {})

        letter = await slack.sees("Tom", told, at=DM)
        assert letter.mentions("So please reply as soon as you can")

    await slack.sees("Tom", "The time to answer stands still until we have your answer", at=DM)
    await slack.says("Tom", "2024 only please")

    await slack.sees("Tom", "I've added this to RR-", at=DM)
    await slack.sees("Jo", "2024 only please", at=COMPLIANCE, thread=card)


async def test_while_a_fee_is_awaited_all_say_that_time_starts_with_it(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)

    await choose(slack, "Jo", card, "ask_fee")
    fee = {"ground": "manifestly_excessive", "reasons": "Twelve pounds.", "facts": "The ninth."}
    await slack.submits("Jo", fee)
    await slack.submits("Jo", {})

    await slack.sees("Tom", "starts on the day the fee is paid", at=DM)
    await slack.sees("Tom", "The time to answer starts once we have what we asked for", at=DM)
    waiting = await slack.sees("Jo", "the month starts anew when the fee is paid", at=COMPLIANCE)
    assert waiting.mentions(
        "When the fee is paid, the month starts anew on that day (UK GDPR Art 12A)"
    )


async def test_a_complaint_is_told_of_progress_and_of_its_outcome(
    slack: Driver, tried: Trial
) -> None:
    wish = "I want to make a formal complaint about how you handled my personal data"
    await slack.says("Tom", wish)
    receipt = await slack.sees("Tom", "RR-", at=DM)
    assert receipt.mentions("acknowledges the complaint")
    assert not receipt.mentions("You will hear")
    card = await card_of(slack, wish)

    await choose(slack, "Jo", card, "tell_progress")
    await slack.submits("Jo", {"reasons": "We have asked the billing team."})
    await slack.submits("Jo", {})
    await slack.sees("Tom", "we are still looking into it", at=DM)
    await choose(slack, "Jo", card, "not_upheld")
    await slack.submits("Jo", {"reasons": "The letter was addressed rightly."})
    await slack.submits("Jo", {})

    outcome = await slack.sees("Tom", "This is what we found", at=DM)
    assert outcome.mentions("Information Commissioner")
    told = "told the complainant that the complaint is not upheld"
    await slack.sees("Jo", told, at=COMPLIANCE, thread=card)
    assert (await the_request(tried)).status is Status.RESPONDED


async def test_a_breach_is_ticked_off_and_closed(slack: Driver) -> None:
    said = "I just emailed a customer's contract to the wrong company"
    await slack.says("Priya", said)
    card = await slack.sees("Jo", "BR-", at=COMPLIANCE)
    assert card.mentions("72 hours end")

    await choose(slack, "Jo", card, "checklist")
    await slack.submits("Jo", {"lines": ["It is stopped, or all is done to stop it"]})
    ticked = await slack.sees("Jo", "Done 1 of 8", at=COMPLIANCE)
    await choose(slack, "Jo", ticked, "close")
    form = await slack.modal("Jo", titled="Close")
    assert form.mentions("Not ticked off yet")
    outcome = {"outcome": "Recalled unread; no risk. Not reported: see record."}
    assert "agreed" in (await slack.submits("Jo", outcome | {"reasons": "a test"})).errors
    assert not slack.saw("Priya", "has dealt with what you reported")
    why = "The rest does not concern it."
    await slack.submits("Jo", {**outcome, "agreed": ["yes"], "reasons": why})

    closed = await slack.sees("Jo", "Closed: Recalled unread", at=COMPLIANCE)
    assert closed.mentions("Closed with lines left: The rest does not concern it.")
    assert closed.mentions("Done 1 of 8. Not done: What happened, and when, is written down")
    assert closed.mentions("0 hours after we knew")
    told = await slack.sees("Priya", "has dealt with what you reported", at=DM)
    assert not told.mentions("Jo")
    assert not closed.mentions("72 hours end")


async def test_a_case_is_handed_to_another_officer(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    await slack.presses("Jo", "Claim", on=card)

    await choose(slack, "Jo", card, "hand_over")
    await slack.submits("Jo", {"to": "Sam Reid"})

    await slack.sees("Jo", "has handed it to Sam Reid", at=COMPLIANCE, thread=card)


async def test_a_refusal_that_leaves_out_complaint_and_courts_is_not_sent(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    await choose(slack, "Jo", card, "refuse")
    given = {"ground": "no_right", "reasons": "It does not apply.", "facts": "Art 15(4)"}
    await slack.submits("Jo", given)

    sent = await slack.submits("Jo", {"letter": "Dear Tom, no. Goodbye."})

    assert "must tell of complaint to us, the ICO and the courts" in sent.errors["letter"]
    assert (await the_request(tried)).is_open
    assert not slack.saw("Tom", "Goodbye")


async def test_an_erasure_is_held_on_its_card_until_the_access_request_is_closed(
    slack: Driver,
) -> None:
    await slack.says("Tom", WISH)
    access = await card_of(slack)
    await slack.says("Tom", "please delete all my personal data")
    held = await slack.sees("Jo", "*Hold* Nothing of the person's is erased", at=COMPLIANCE)
    assert ":fulfil" not in str(held.message.blocks)

    await choose(slack, "Jo", access, "withdraw")
    await slack.submits("Jo", {})
    await slack.submits("Jo", {})

    def let_go() -> Seen | None:
        cards = slack.messages(COMPLIANCE, as_person="Jo")
        return next(
            (it for it in cards if it.mentions("deletion of") and not it.mentions("*Hold*")), None
        )

    await slack.sees("Jo", "*Ended*", at=COMPLIANCE)
    card = await slack.until(let_go, waiting_for="the hold is gone from the card")
    assert ":fulfil" in str(card.message.blocks)


async def test_a_new_request_is_not_added_to_an_older_case(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    access = await card_of(slack)
    await slack.says("Tom", "please stop sending me marketing emails")
    await slack.sees("Jo", "no more marketing", at=COMPLIANCE)

    assert not any(it.mentions("marketing") for it in slack.thread(access, as_person="Jo"))


async def test_evidence_of_identity_in_the_cases_thread_makes_no_second_case(
    slack: Driver, tried: Trial
) -> None:
    asked = await slack.says("Tom", WISH)
    card = await card_of(slack)
    await choose(slack, "Jo", card, "ask_identity")
    await slack.submits("Jo", {"evidence_needed": ["0"]})
    await slack.submits("Jo", {})
    await slack.sees("Tom", "Please do not send identity papers in a chat", at=DM)

    brought = (
        "Here is my passport number 533380006 and my driving licence, please correct my address "
        "to 1 High Street, thanks"
    )
    await slack.says("Tom", brought, thread=asked)

    await slack.sees("Tom", "I've added this to RR-", at=DM)
    await slack.sees("Jo", "my driving licence", at=COMPLIANCE, thread=card)
    assert (await the_request(tried)).rights == (Right.ACCESS,)


async def test_a_breach_runs_from_when_we_knew_and_keeps_what_the_ico_was_told(
    slack: Driver,
) -> None:
    await slack.says("Priya", "I just emailed a customer's contract to the wrong company")
    card = await slack.sees("Jo", "BR-", at=COMPLIANCE)

    await choose(slack, "Jo", card, "checklist")
    late = await slack.submits("Jo", {"on": "2199-01-01"})
    assert "choose a day and time before it" in late.errors["on"]
    half = await slack.submits("Jo", {"on": None, "at": "14:20"})
    assert half.errors == {"on": "Choose the day too, or clear the time."}
    known = {"on": "2026-01-05", "at": "14:20", "ico_told": "2026-01-07", "ico_reference": "IC-9"}
    await slack.submits("Jo", known)

    shown = await slack.sees("Jo", "We knew", at=COMPLIANCE)
    assert shown.mentions("Monday 5 January 2026, 14:20")
    assert shown.mentions("Thursday 8 January 2026, 14:20")
    assert shown.mentions("Wednesday 7 January 2026, reference IC-9")
    said = "recorded: we knew on Mon 5 Jan 2026, 14:20; the ICO was told on Wed 7 Jan 2026"
    await slack.sees("Jo", said, at=COMPLIANCE, thread=card)


async def test_an_exemption_is_named_in_the_letter_and_in_the_register(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    await choose(slack, "Jo", card, "refuse")
    given = {"ground": "exemption", "reasons": "It is our lawyer's advice.", "facts": "The file."}

    unnamed = await slack.submits("Jo", given)
    assert "Name the exemption" in unnamed.errors["exemption"]
    await slack.submits("Jo", given | {"exemption": "legal professional privilege"})
    await slack.submits("Jo", {})

    told = await slack.sees("Tom", "an exemption in data protection law applies", at=DM)
    assert told.mentions("legal professional privilege")
    outcome = (await the_request(tried)).progress.outcomes[Right.ACCESS]
    assert outcome.facts == "Exemption: legal professional privilege. The file."


async def test_while_identity_is_awaited_the_card_says_what_waits_and_that_time_starts_anew(
    slack: Driver,
) -> None:
    await slack.says("Tom", WISH)
    card = await card_of(slack)
    await choose(slack, "Jo", card, "ask_identity")
    await slack.submits("Jo", {"evidence_needed": ["1"]})
    await slack.submits("Jo", {})

    waiting = await slack.sees("Jo", "the month starts anew when the identity", at=COMPLIANCE)
    assert waiting.mentions("*Not yet* Respond in full: identity asked for")
