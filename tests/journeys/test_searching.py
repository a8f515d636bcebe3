"""The search ledger: officers and colleagues look, and what is unsearched is warned of."""

from datetime import timedelta

from bot.register import audit_records
from bot.register.audit import AuditRecord
from bot.sandbox.driver import DM, Driver
from bot.sandbox.example import CUSTOMER, STAFF
from bot.sandbox.seen import Seen, SeenView
from bot.trial import Trial
from tests.journeys.test_working_a_case import the_request

COMPLIANCE = "#compliance"
WISH = "Please send me a copy of all the personal data you hold about me."


async def audited(tried: Trial, case: str) -> tuple[AuditRecord, ...]:
    return await tried.helpdesk.database.in_transaction(lambda s: audit_records.of_case(s, case))


async def open_file(slack: Driver, officer: str = "Jo") -> SeenView:
    await slack.presses(officer, "Open", on=await slack.opens_home(officer))
    return await slack.modal(officer)


async def ask(slack: Driver, to: str = STAFF, days: int = 3) -> dict[str, str]:
    """Ask a colleague to search, and return what was wrong with the form."""
    await open_file(slack)
    await slack.presses("Jo", "Ask a colleague to search")
    await slack.until(lambda: slack.saw("Jo", "Who is asked?") or None)
    by = (slack.now + timedelta(days=days)).date().isoformat()
    sent = await slack.submits(
        "Jo", {"system": "Billing and accounts", "to": to, "terms": "tom@acme", "on": by}
    )
    return dict(sent.errors)


async def begun(slack: Driver) -> Seen:
    await slack.says("Tom", WISH)
    return await slack.sees("Jo", WISH, at=COMPLIANCE)


async def test_an_officer_opens_a_case_and_it_is_in_the_chain(slack: Driver, tried: Trial) -> None:
    await begun(slack)

    file = await open_file(slack)

    request = await the_request(tried)
    assert file.mentions(WISH)
    assert file.mentions("Why this date?")
    assert file.mentions("If you extend it today: due")
    assert file.mentions("Not searched yet: Billing and accounts")
    assert file.mentions("Open the card and its thread")
    actions = [record.action for record in await audited(tried, str(request.reference))]
    assert actions.count("looked at") == 1


async def test_why_this_date_opens_from_the_card(slack: Driver) -> None:
    card = await begun(slack)

    await slack.presses("Jo", "Why this date?", on=card)

    shown = await slack.modal("Jo", titled="Why this date?")
    assert shown.mentions("1. Received on")
    assert shown.mentions("(fact 4)")
    assert shown.mentions("Fact 4: One month runs from the day of receipt")


async def test_a_colleague_searches_and_sees_nothing_of_the_case(
    slack: Driver, tried: Trial
) -> None:
    card = await begun(slack)
    assert await ask(slack) == {}
    await slack.until(lambda: slack.saw("Jo", "Priya Nair is asked to search") or None)

    task = await slack.sees("Priya", "Billing and accounts", at=DM)
    assert task.mentions("tom@acme")
    assert not slack.saw("Priya", "RR-")
    assert not slack.saw("Priya", WISH)
    await slack.sees("Jo", "asked Priya Nair to search", at=COMPLIANCE, thread=card)

    await slack.presses("Priya", "Answer", on=task)
    await slack.submits("Priya", {"found": "found", "reasons": "Two invoices."})

    said = "Priya Nair has searched. Billing and accounts: found. Two invoices."
    await slack.sees("Jo", said, at=COMPLIANCE, thread=card)
    thanked = await slack.sees("Priya", "Thank you for searching", at=DM)
    assert not thanked.mentions("tom@acme")
    (search,) = (await the_request(tried)).progress.searches
    assert (search.who, search.terms, search.found) == ("Priya Nair", "tom@acme", "found")
    assert (await open_file(slack)).mentions("Searched 1 of 10 systems")


async def test_only_who_was_asked_can_answer(slack: Driver, tried: Trial) -> None:
    await begun(slack)
    await ask(slack)
    task = await slack.sees("Priya", "Billing and accounts", at=DM)

    await slack.presses("Sam", "Answer", on=task)

    assert slack.workspace.views.top(slack.workspace.person("Sam").id) is None
    assert (await the_request(tried)).progress.searches == ()


async def test_a_customer_cannot_be_asked_nor_a_day_that_is_over(slack: Driver) -> None:
    await begun(slack)

    assert "one of our own people" in (await ask(slack, to=CUSTOMER))["to"]
    await slack.closes("Jo")
    await slack.closes("Jo")
    assert "has passed already" in (await ask(slack, days=-1))["on"]


async def test_a_task_is_withdrawn_by_an_officer(slack: Driver) -> None:
    await begun(slack)
    await ask(slack)
    task = await slack.sees("Priya", "Billing and accounts", at=DM)

    file = await open_file(slack)
    await slack.presses("Jo", "Ask no more", on=file)

    await slack.sees("Priya", "is not needed any more", at=DM)
    await slack.until(lambda: not slack.saw("Jo", "Ask no more") or None)
    answer = next(
        element
        for block in task.message.blocks
        for element in block.get("elements", ())
        if element.get("action_id") == "answer_search"
    )
    assert answer
    assert not slack.saw("Priya", "tom@acme")


async def test_a_task_is_withdrawn_when_the_case_closes(slack: Driver) -> None:
    await begun(slack)
    await ask(slack)
    await slack.sees("Priya", "Billing and accounts", at=DM)

    await slack.presses("Tom", "Withdraw", on=await slack.opens_home("Tom"))

    await slack.sees("Priya", "is not needed any more", at=DM)


async def test_an_outcome_warns_of_what_is_unsearched_and_forbids_nothing(
    slack: Driver, tried: Trial
) -> None:
    card = await begun(slack)
    case = (await the_request(tried)).id

    await slack.presses("Jo", "next_step", on=card, choosing=f"{case}:nothing_held")
    form = await slack.modal("Jo", titled="Nothing is held")

    assert form.mentions("Not searched yet: Billing and accounts, Customer records")
    await slack.submits("Jo", {"facts": "He was never a customer."})
    assert (await slack.modal("Jo", titled="Letter")).mentions("hold no personal data")
    await slack.submits("Jo", {})
    await slack.sees("Tom", "hold no personal data", at=DM)
    ended = (await the_request(tried)).progress.outcomes
    assert [it.facts for it in ended.values()] == ["He was never a customer."]
    assert not slack.saw("Tom", "He was never a customer.")


async def test_a_former_officers_click_opens_nothing(slack: Driver, tried: Trial) -> None:
    await begun(slack)
    home = await slack.opens_home("Jo")
    await slack.leaves("Jo", COMPLIANCE)
    slack.lets_pass(timedelta(seconds=61))

    await slack.presses("Jo", "Open", on=home)

    refused = await slack.modal("Jo")
    assert refused.mentions("Only members of the compliance team can do that.")
    assert not refused.mentions(WISH)
    request = await the_request(tried)
    assert "looked at" not in [it.action for it in await audited(tried, str(request.reference))]
