"""What if: what a step taken today would do to the due date."""

from datetime import date

from bot.register.ledger import ledger, unsearched, warning
from bot.register.lifecycle import Step
from bot.register.progress import Search
from bot.register.requests import RightsRequest
from bot.register.what_if import what_follows, what_ifs
from knowledge.rights import Right
from tests.register.builders import a_candidate, registered

RECEIVED = date(2026, 11, 25)
SYSTEMS = ("Billing", "Slack", "Paper")


def a_request(*rights: Right) -> RightsRequest:
    return registered(a_candidate(*rights, received=RECEIVED))


def a_search(system: str, found: str = "nothing") -> Search:
    return Search(system=system, on=RECEIVED, who="Jo", found=found)


def test_an_extension_says_when_it_would_be_due_and_by_when_the_letter_goes() -> None:
    said = what_ifs(a_request(), date(2026, 12, 1))

    assert said == (
        "If you extend it today: due Thu 25 Feb 2027, letter by Fri 25 Dec 2026 (fact 5)",
        (
            "If you ask today what is meant, the clock of an access request stops until the answer "
            "(fact 6)"
        ),
    )


def test_after_the_first_month_an_extension_is_no_longer_thought_of() -> None:
    assert not any("extend" in said for said in what_ifs(a_request(), date(2026, 12, 26)))


def test_what_is_awaited_says_what_would_follow_if_it_came_today() -> None:
    asked = a_request().after(Step.ASK_CLARIFICATION, on=date(2026, 11, 30))

    said = what_ifs(asked, date(2026, 12, 10))

    assert "If the clarification comes today: due Mon 4 Jan 2027" in said


def test_what_if_says_what_the_form_of_the_step_says() -> None:
    request, today = a_request(), date(2026, 12, 1)

    told = what_follows(request, Step.EXTEND, today)

    assert told == (
        "Taken today, it is due Thu 25 Feb 2027.",
        "The requester must be told by Fri 25 Dec 2026 (fact 5).",
    )
    assert what_follows(request, Step.SEARCH, today) == ()


def test_the_ledger_has_a_line_for_each_system_and_keeps_one_no_longer_listed() -> None:
    lines = ledger(SYSTEMS, (a_search("Fax"), a_search("Slack"), a_search("Slack", "found")))

    assert [(line.system, len(line.searches)) for line in lines] == [
        ("Billing", 0),
        ("Slack", 2),
        ("Paper", 0),
        ("Fax", 1),
    ]


def test_a_disclosure_and_nothing_held_are_warned_of_what_is_unsearched() -> None:
    searches = (a_search("Billing"),)

    for step in (Step.FULFIL, Step.FULFIL_PARTLY, Step.NOTHING_HELD):
        told = warning(step, (Right.ACCESS,), SYSTEMS, searches)
        assert told == "Not searched yet: Slack, Paper."


def test_an_erasure_is_warned_of_where_nobody_has_looked_anywhere() -> None:
    for step in (Step.FULFIL, Step.FULFIL_PARTLY):
        told = warning(step, (Right.ERASURE,), SYSTEMS, ())
        assert told == "Not searched yet: Billing, Slack, Paper."


def test_nobody_is_warned_where_all_is_searched_or_nothing_need_be() -> None:
    everything = tuple(map(a_search, SYSTEMS))

    assert warning(Step.FULFIL, (Right.ACCESS,), SYSTEMS, everything) is None
    assert warning(Step.FULFIL, (Right.MARKETING_OPT_OUT,), SYSTEMS, ()) is None
    assert warning(Step.REFUSE, (Right.ACCESS,), SYSTEMS, ()) is None
    assert warning(Step.REFUSE, (Right.ERASURE,), SYSTEMS, ()) is None
    assert warning(Step.FULFIL, (Right.ERASURE,), SYSTEMS, (a_search("Billing"),)) is None
    assert unsearched(SYSTEMS, everything) == ()
