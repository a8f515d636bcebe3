"""A request is added to an earlier one: what goes along, what does not, and what is refused."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.register.addition import CannotBeAdded, added, apart
from bot.register.deadlines import deadline
from bot.register.lifecycle import (
    LIFECYCLE,
    OUTCOMES,
    Authority,
    Clarity,
    Extension,
    Fee,
    Identity,
    ReceiptState,
    Step,
)
from bot.register.on_behalf import Asking, OnBehalf
from bot.register.progress import Search
from bot.register.requests import RightsRequest
from bot.register.saying import StepNotAllowed
from bot.register.working_days import ClockImpossible
from knowledge.rights import Right
from tests.register.builders import a_candidate, registered

THU_3_SEP, THU_10_SEP = date(2026, 9, 3), date(2026, 9, 10)
"""A month from them ends on Mon 5 Oct and on Mon 12 Oct 2026."""
TODAY = date(2026, 9, 25)
Steps = tuple[tuple[Step, int], ...]
"""Each with the day of September on which it was taken."""
AT_HOME = OnBehalf(name="Maria Silva", contact="maria@home.example")
AT_WORK = OnBehalf(name="Maria Silva", contact="maria@work.example")


def a_request(
    name: str,
    *rights: Right,
    received: date,
    steps: Steps = (),
    behalf: OnBehalf | None = None,
) -> RightsRequest:
    words = f"words of {name}"
    asked = a_candidate(*rights, received=received, called=name, words=words, behalf=behalf)
    request = registered(asked, f"RR-{name}")
    for step, day in steps:
        request = request.after(step, on=date(2026, 9, day), why="because")
    return request


def earlier(*rights: Right, steps: Steps = (), behalf: OnBehalf | None = None) -> RightsRequest:
    return a_request("1", *rights, received=THU_3_SEP, steps=steps, behalf=behalf)


def later(*rights: Right, steps: Steps = (), behalf: OnBehalf | None = None) -> RightsRequest:
    return a_request("2", *rights, received=THU_10_SEP, steps=steps, behalf=behalf)


def together(one: RightsRequest, other: RightsRequest) -> RightsRequest:
    return added(one, other, on=TODAY)


def refused(one: RightsRequest, other: RightsRequest, on: date = TODAY) -> str:
    with pytest.raises(CannotBeAdded) as refusal:
        added(one, other, on=on)
    return str(refusal.value)


def due(request: RightsRequest, right: Right) -> date:
    return deadline(request.clock_of(right)).due


ASKED: Steps = ((Step.ASK_IDENTITY, 11),)
CAME: Steps = (*ASKED, (Step.RECEIVE_IDENTITY, 14))
VERIFIED: Steps = (*CAME, (Step.VERIFY_IDENTITY, 15))
FAILED: Steps = (*CAME, (Step.FAIL_IDENTITY, 15))
WAIVED: Steps = ((Step.NO_IDENTITY_NEEDED, 11),)
QUESTION: Steps = ((Step.ASK_CLARIFICATION, 11),)
CLARIFIED: Steps = (*QUESTION, (Step.RECEIVE_CLARIFICATION, 15))
EXTENDED: Steps = ((Step.EXTEND, 21),)
CHARGED: Steps = ((Step.ASK_FEE, 11),)
PAID: Steps = (*CHARGED, (Step.RECEIVE_FEE, 15))

STANDS: dict[Identity, Steps] = {
    Identity.OPEN: (),
    Identity.NOT_NEEDED: WAIVED,
    Identity.FAILED: FAILED,
    Identity.ASKED: ASKED,
    Identity.RECEIVED: CAME,
    Identity.VERIFIED: VERIFIED,
}


def test_words_open_rights_and_searches_go_along_and_what_has_ended_stays() -> None:
    searched = Search(system="Billing", on=TODAY, who="Jo", found="nothing")
    other = later(Right.ERASURE, Right.OBJECTION).searched(searched)
    other = other.after(Step.FULFIL, on=TODAY, rights=(Right.OBJECTION,))

    whole = together(earlier(), other)

    assert whole.words == "words of 1\nwords of 2"
    assert whole.rights == (Right.ACCESS, Right.ERASURE)
    assert whole.progress.searches == (searched,)
    assert (whole.reference, whole.due) == ("RR-1", date(2026, 10, 5))


def test_identity_proved_in_the_later_one_is_proved_and_moves_no_day_of_the_earlier_one() -> None:
    whole = together(earlier(), later(Right.ERASURE, steps=VERIFIED))

    assert whole.progress.identity is Identity.VERIFIED
    assert whole.progress.identity_asked is None
    assert (whole.starts_on, whole.due) == (THU_3_SEP, date(2026, 10, 5))
    assert whole.after(Step.FULFIL, on=TODAY, rights=(Right.ACCESS,)).is_open


def test_identity_that_is_awaited_is_awaited_by_the_whole_since_it_was_asked_for() -> None:
    whole = together(earlier(), later(Right.ERASURE, steps=((Step.ASK_IDENTITY, 10),)))

    assert whole.progress.awaited[Identity.ASKED].on == THU_10_SEP
    assert whole.starts_anew  # it was asked for within a week of either

    late = together(earlier(), later(Right.ERASURE, steps=ASKED))
    assert not late.starts_anew  # it was not, of the earlier one
    assert late.after(Step.RECEIVE_IDENTITY, on=TODAY).due == date(2026, 10, 5)


def test_identity_asked_for_in_both_is_awaited_since_the_first_time() -> None:
    first = earlier(steps=((Step.ASK_IDENTITY, 4),))

    assert together(first, later(steps=ASKED)).progress.identity_asked == (
        first.progress.identity_asked
    )


def test_identity_asked_for_again_is_awaited_by_the_whole_with_what_came_in_vain() -> None:
    other = later(Right.ERASURE, steps=(*FAILED, (Step.ASK_IDENTITY, 16)))

    assert together(earlier(), other).progress.identity_asks == other.progress.identity_asks


@pytest.mark.parametrize(("one", "other"), list(product(Identity, Identity)))
def test_every_pair_of_identities_of_one_person_has_its_whole(
    one: Identity, other: Identity
) -> None:
    first, second = earlier(steps=STANDS[one]), later(Right.ERASURE, steps=STANDS[other])
    both = {one, other}

    if one in EVIDENCE and other is Identity.FAILED:
        assert refused(first, second) == (
            "In RR-2 the identity could not be verified, and in RR-1 there is evidence of it: "
            "ask for it again, or answer RR-2 by itself, please."
        )
        return
    whole = together(first, second).progress.identity
    proved = Identity.VERIFIED in both
    assert whole in both
    assert (whole is Identity.VERIFIED) is proved
    assert (whole in UNPROVED) is (bool(both & UNPROVED) and not proved)
    assert (whole is Identity.OPEN) is (both == {Identity.OPEN})


EVIDENCE = frozenset({Identity.RECEIVED, Identity.VERIFIED})
UNPROVED = frozenset({Identity.ASKED, Identity.RECEIVED, Identity.FAILED})
"""While it stands so, nothing is disclosed."""


@pytest.mark.parametrize(
    ("one", "other", "whole"),
    [
        (Identity.FAILED, Identity.ASKED, Identity.ASKED),
        (Identity.FAILED, Identity.RECEIVED, Identity.RECEIVED),
        (Identity.ASKED, Identity.FAILED, Identity.ASKED),
        (Identity.ASKED, Identity.RECEIVED, Identity.RECEIVED),
        (Identity.RECEIVED, Identity.ASKED, Identity.RECEIVED),
    ],
)
def test_of_what_is_not_proved_yet_the_furthest_counts(
    one: Identity, other: Identity, whole: Identity
) -> None:
    first, second = earlier(steps=STANDS[one]), later(Right.ERASURE, steps=STANDS[other])

    assert together(first, second).progress.identity is whole


@pytest.mark.parametrize(("one", "other"), list(product(Identity, Identity)))
def test_of_who_may_be_another_no_evidence_counts_for_the_other(
    one: Identity, other: Identity
) -> None:
    first = earlier(steps=STANDS[one], behalf=AT_HOME)
    second = later(Right.ERASURE, steps=STANDS[other], behalf=AT_WORK)

    if one is other and one not in {Identity.ASKED, Identity.RECEIVED}:
        assert together(first, second).progress.identity is one
    else:
        assert refused(first, second) == (
            "RR-1 and RR-2 may not be the same person's, so the identity in one does not count "
            "for the other: verify it in both, or answer RR-2 by itself, please."
        )


def test_who_is_surely_the_same_by_name_and_contact_proves_it_once() -> None:
    second = later(Right.ERASURE, steps=VERIFIED, behalf=AT_HOME)

    assert together(earlier(behalf=AT_HOME), second).progress.identity is Identity.VERIFIED


def test_a_clarification_that_is_awaited_stops_the_access_that_came_with_it_alone() -> None:
    whole = together(earlier(Right.ERASURE), later(steps=QUESTION))

    assert whole.progress.clarity is Clarity.ASKED
    assert [right for right in whole.rights if whole.stands_still(right)] == [Right.ACCESS]
    assert not whole.is_stopped
    assert whole.due == date(2026, 10, 5)
    assert (
        "The clock of access is stopped until the requester has said what is meant (fact 6)"
    ) in whole.working
    answered = whole.after(Step.RECEIVE_CLARIFICATION, on=TODAY)
    assert due(answered, Right.ACCESS) == date(2026, 10, 19)  # 3 Oct and 14 days, a Saturday
    assert due(answered, Right.ERASURE) == date(2026, 10, 5)


def test_days_that_a_clarification_stopped_go_with_the_only_access() -> None:
    whole = together(earlier(Right.ERASURE), later(steps=CLARIFIED))

    assert due(whole, Right.ACCESS) == date(2026, 10, 7)
    assert due(whole, Right.ERASURE) == date(2026, 10, 5)


def test_days_that_a_clarification_stopped_move_no_earlier_access() -> None:
    whole = together(earlier(), later(steps=CLARIFIED))

    assert whole.progress.clarifications == ()
    assert whole.due == date(2026, 10, 5)


def test_what_was_asked_about_an_erasure_does_not_stop_an_access_that_is_added() -> None:
    first = earlier(Right.ERASURE, steps=((Step.ASK_CLARIFICATION, 4), *CLARIFIED[1:]))

    whole = together(first, later())

    assert due(whole, Right.ACCESS) == date(2026, 10, 5)


@pytest.mark.parametrize(
    ("one", "other", "waits"),
    [
        (earlier(), later(steps=QUESTION), "RR-2"),
        (earlier(steps=QUESTION), later(), "RR-1"),
        (earlier(Right.ERASURE, steps=QUESTION), later(), "RR-1"),
        (earlier(Right.ERASURE, steps=QUESTION), later(Right.ERASURE, steps=QUESTION), "RR-1"),
    ],
)
def test_a_clarification_is_awaited_by_what_it_was_asked_for(
    one: RightsRequest, other: RightsRequest, waits: str
) -> None:
    assert refused(one, other) == (
        f"{waits} waits for a clarification of its own (fact 6): record first what was answered, "
        "or answer RR-2 by itself, please."
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (earlier(steps=QUESTION), later(Right.ERASURE)),
        (earlier(Right.ERASURE), later(Right.ERASURE, steps=QUESTION)),
        (earlier(Right.ERASURE, steps=QUESTION), later(Right.ERASURE)),
    ],
)
def test_what_is_awaited_of_either_goes_on_being_awaited(
    one: RightsRequest, other: RightsRequest
) -> None:
    whole = together(one, other)

    assert Clarity.ASKED in whole.awaits
    assert whole.due == date(2026, 10, 5)


def test_an_extension_is_of_the_rights_of_which_the_person_was_told() -> None:
    assert refused(earlier(), later(Right.ERASURE, steps=EXTENDED)) == (
        "RR-2 was extended and RR-1 was not (fact 5): extend that too while its first month "
        "lasts, or answer RR-2 by itself, please."
    )
    assert refused(earlier(steps=EXTENDED), later(Right.ERASURE)).startswith(
        "RR-1 was extended and RR-2 was not"
    )


def test_an_extension_that_both_were_told_of_stays() -> None:
    whole = together(earlier(steps=EXTENDED), later(Right.ERASURE, steps=((Step.EXTEND, 22),)))

    assert (whole.due, whole.progress.extended_on) == (date(2026, 12, 3), date(2026, 9, 21))


def test_an_extension_does_not_make_timely_what_has_ended() -> None:
    first = earlier(Right.RECTIFICATION, Right.COMPLAINT)
    first = first.after(Step.FULFIL, on=TODAY, rights=(Right.RECTIFICATION,))

    assert refused(first, later(steps=EXTENDED)).startswith("RR-2 was extended and RR-1 was not")


def test_an_extension_goes_along_where_it_can_extend_nothing_else() -> None:
    whole = together(earlier(Right.COMPLAINT), later(steps=EXTENDED))

    assert whole.progress.extension is Extension.EXTENDED
    assert (whole.progress.extended_on, whole.progress.extended_why) == (
        date(2026, 9, 21),
        "because",
    )
    assert due(whole, Right.ACCESS) == date(2026, 12, 3)
    assert due(whole, Right.COMPLAINT) == due(earlier(Right.COMPLAINT), Right.COMPLAINT)


def test_an_extended_request_takes_a_complaint_which_keeps_its_thirty_days() -> None:
    whole = together(earlier(steps=EXTENDED), later(Right.COMPLAINT))

    assert (whole.progress.extension, whole.due) == (Extension.EXTENDED, date(2026, 12, 3))


def test_an_extension_of_what_has_ended_extends_nothing_more() -> None:
    other = later(Right.RECTIFICATION, Right.COMPLAINT, steps=EXTENDED)
    only_complains = other.after(Step.FULFIL, on=TODAY, rights=(Right.RECTIFICATION,))

    assert together(earlier(), only_complains).progress.extension is Extension.NONE


def test_a_fee_that_is_awaited_is_of_the_request_that_it_was_asked_for() -> None:
    assert refused(earlier(), later(Right.ERASURE, steps=CHARGED)) == (
        "RR-2 waits for a fee of its own (fact 8): record its payment, "
        "or answer RR-2 by itself, please."
    )
    assert refused(earlier(steps=CHARGED), later(Right.ERASURE)).startswith("RR-1 waits for a fee")
    assert Fee.ASKED in together(earlier(Right.COMPLAINT), later(steps=CHARGED)).awaits
    assert Fee.ASKED in together(earlier(steps=CHARGED), later(Right.COMPLAINT)).awaits


def test_a_fee_that_was_paid_is_asked_for_no_more_and_moves_no_day_of_the_earlier_one() -> None:
    whole = together(earlier(), later(Right.ERASURE, steps=PAID))

    assert (whole.progress.fee, whole.due) == (Fee.PAID, date(2026, 10, 5))
    with pytest.raises(StepNotAllowed, match="fee paid"):
        whole.after(Step.ASK_FEE, on=TODAY)


def test_a_right_that_has_ended_there_would_never_be_answered_again() -> None:
    first = earlier(Right.ACCESS, Right.ERASURE)
    first = first.after(Step.NOTHING_HELD, on=TODAY, rights=(Right.ACCESS,))

    assert refused(first, later()) == (
        "In RR-1 access has ended already: answer RR-2 by itself, please."
    )


def by(authority: Authority) -> OnBehalf:
    asking = Asking.THEMSELVES if authority is Authority.NOT_NEEDED else Asking.AGENT
    return AT_HOME.model_copy(update={"asking": asking, "authority": authority})


@pytest.mark.parametrize(("one", "other"), list(product(Authority, Authority)))
def test_authority_is_of_the_request_that_it_was_shown_for(
    one: Authority, other: Authority
) -> None:
    first, second = earlier(behalf=by(one)), later(Right.ERASURE, behalf=by(other))

    if one is other:
        assert together(first, second).progress.authority is one
    elif Authority.AWAITED in {one, other}:
        waits = "RR-1" if one is Authority.AWAITED else "RR-2"
        assert refused(first, second) == (
            f"In {waits} the authority of who asks for the person is still to come (fact 10): "
            "record it first, or answer RR-2 by itself, please."
        )
    else:
        acts = "RR-1" if one is Authority.SHOWN else "RR-2"
        assert refused(first, second) == (
            f"Only {acts} is from somebody who acts for the person (fact 10): "
            "answer RR-2 by itself, please."
        )


RECEIPT: Steps = ((Step.SEND_RECEIPT, 14),)


@pytest.mark.parametrize(("one", "other", "owes"), [(RECEIPT, (), "RR-2"), ((), RECEIPT, "RR-1")])
def test_a_complaint_is_acknowledged_before_it_goes_where_all_was(
    one: Steps, other: Steps, owes: str
) -> None:
    first = earlier(steps=one, behalf=AT_HOME)
    second = later(Right.COMPLAINT, steps=other, behalf=AT_HOME)

    assert refused(first, second) == (
        f"The receipt of {owes} is still to be sent, and a complaint is to be acknowledged "
        "(fact 12): send it first, or answer RR-2 by itself, please."
    )


def test_a_complaint_is_acknowledged_on_the_day_on_which_it_was() -> None:
    first, second = earlier(behalf=AT_HOME, steps=RECEIPT), later(Right.COMPLAINT, behalf=AT_HOME)
    told = second.after(Step.SEND_RECEIPT, on=TODAY)

    assert together(first, told).progress.acknowledged == TODAY

    owing = together(earlier(behalf=AT_HOME), second)
    assert (owing.progress.acknowledgement, owing.progress.acknowledged) == (
        ReceiptState.OWED,
        None,
    )

    answered_with_it = together(first, later(Right.ERASURE, behalf=AT_HOME))
    assert answered_with_it.progress.acknowledged == date(2026, 9, 14)

    complains = earlier(Right.COMPLAINT, behalf=AT_HOME, steps=RECEIPT)
    assert together(complains, told).progress.acknowledged == date(2026, 9, 14)


def test_no_last_day_is_later_than_the_person_was_told() -> None:
    first = earlier(steps=((Step.ASK_IDENTITY, 4), (Step.RECEIVE_IDENTITY, 14)))

    assert refused(first, later(Right.ERASURE)) == (
        "For erasure the last day is Mon 12 Oct 2026, and together it would be later, "
        "Wed 14 Oct 2026: answer RR-2 by itself, please."
    )


def test_nor_would_it_be_later_once_an_awaited_clarification_comes() -> None:
    first = earlier(Right.ERASURE, steps=((Step.ASK_IDENTITY, 4), (Step.RECEIVE_IDENTITY, 14)))

    assert refused(first, later(steps=((Step.ASK_CLARIFICATION, 15),))) == (
        "For access the last day is Tue 20 Oct 2026, and together it would be later, "
        "Mon 26 Oct 2026: answer RR-2 by itself, please."
    )


def test_nothing_is_over_at_once_that_was_not() -> None:
    asked = earlier(steps=((Step.ASK_CLARIFICATION, 4),))
    second = a_request("2", Right.ERASURE, received=date(2026, 10, 1))

    assert refused(asked, second, on=date(2026, 10, 6)) == (
        "Together the last day for erasure would have been Mon 5 Oct 2026 already: "
        "answer RR-2 by itself, please."
    )
    assert added(asked, second, on=date(2026, 10, 5)).due == date(2026, 10, 5)


def test_thirty_days_that_were_for_an_acknowledgement_are_over_for_nobody() -> None:
    on = date(2026, 10, 6)
    stopped = ((Step.ASK_CLARIFICATION, 4),)
    told = a_request("2", Right.COMPLAINT, received=date(2026, 10, 1))
    owed = a_request("2", Right.COMPLAINT, received=date(2026, 10, 1), behalf=AT_HOME)

    assert Right.COMPLAINT in added(earlier(steps=stopped), told, on=on).rights
    assert refused(earlier(steps=stopped, behalf=AT_HOME), owed, on).startswith(
        "Together the last day for complaint would have been Fri 2 Oct 2026 already"
    )


def test_a_complaint_that_was_acknowledged_in_time_is_not_made_late() -> None:
    complaint = a_request("2", Right.COMPLAINT, received=date(2026, 10, 5))

    assert refused(earlier(steps=EXTENDED), complaint, on=date(2026, 10, 6)).startswith(
        "Together the last day for complaint would have been Fri 2 Oct 2026 already"
    )


def test_what_is_over_already_takes_more_of_the_same() -> None:
    again = a_request("2", received=date(2026, 10, 1))

    assert added(earlier(), again, on=date(2026, 10, 6)).due == date(2026, 10, 5)


def test_dates_that_cannot_be_true_together_are_refused() -> None:
    first = earlier(steps=((Step.ASK_CLARIFICATION, 28),))
    first = first.after(Step.RECEIVE_CLARIFICATION, on=date(2026, 9, 29))
    before = a_request("2", Right.ERASURE, received=date(2026, 8, 3))

    assert refused(first, before, on=date(2026, 9, 29)) == (
        "Clarification asked for on Mon 28 Sep 2026 cannot stop a clock that ran out "
        "on Thu 3 Sep 2026: answer RR-2 by itself, please."
    )


RIGHTS = st.lists(st.sampled_from(Right), min_size=1, max_size=3, unique=True)
CHAINS = (
    *(tuple(step for step, _ in steps) for steps in STANDS.values()),
    *((Step.ASK_CLARIFICATION,), (Step.ASK_CLARIFICATION, Step.RECEIVE_CLARIFICATION)),
    *((Step.ASK_FEE,), (Step.ASK_FEE, Step.RECEIVE_FEE), (Step.EXTEND,), (Step.WITHDRAW,)),
)
"""How far each of what moves a clock may have come."""


@st.composite
def a_worked_one(draw: st.DrawFn, name: str) -> tuple[RightsRequest, date]:
    """Return a request that officers have worked on, and the day on which they left it."""
    day = THU_3_SEP + timedelta(days=draw(st.integers(-10, 30)))
    request = a_request(name, *draw(RIGHTS), received=day)
    chains = draw(st.lists(st.sampled_from(CHAINS), max_size=3, unique=True))
    for step in (step for chain in chains for step in chain):
        day += timedelta(days=draw(st.integers(0, 4)))
        with suppress(ClockImpossible, StepNotAllowed):
            ends = request.open_rights[:1] if step in OUTCOMES else ()
            request = request.after(step, on=day, rights=ends, why="because")
    return request, day


@st.composite
def pairs(draw: st.DrawFn) -> tuple[RightsRequest, RightsRequest, date]:
    """Return two open requests of one person, and a day after all that was done."""
    (one, left), (other, after) = draw(a_worked_one("1")), draw(a_worked_one("2"))
    assume(one.is_open and other.is_open)
    return one, other, max(left, after) + timedelta(days=draw(st.integers(0, 20)))


def added_if_they_go_together(
    one: RightsRequest, other: RightsRequest, on: date
) -> RightsRequest | None:
    try:
        return added(one, other, on=on)
    except CannotBeAdded:
        return None


@given(pairs())
def test_whatever_they_have_come_to_no_right_is_answered_later_than_was_told(
    drawn: tuple[RightsRequest, RightsRequest, date],
) -> None:
    one, other, on = drawn
    whole = added_if_they_go_together(one, other, on)
    if whole is None:
        return

    assert set(whole.open_rights) == {*one.open_rights, *other.open_rights}
    for part in (one, other):
        for right in part.open_rights:
            assert whole.stands_still(right) <= part.stands_still(right)
            if not part.stands_still(right):
                assert due(whole, right) <= due(part, right)
        came = {Identity.ASKED} if whole.progress.identity in EVIDENCE else set()
        assert set(part.awaits) <= {*whole.awaits, *came}


@given(pairs(), st.integers(0, 40))
def test_an_answer_that_is_awaited_makes_no_day_later_than_it_would_have_been(
    drawn: tuple[RightsRequest, RightsRequest, date], passed: int
) -> None:
    one, other, on = drawn
    whole = added_if_they_go_together(one, other, on)
    if whole is None:
        return
    comes = on + timedelta(days=passed)
    for part in (one, other):
        if part.progress.clarity is Clarity.ASKED:
            by_itself = part.after(Step.RECEIVE_CLARIFICATION, on=comes)
            answered = whole.after(Step.RECEIVE_CLARIFICATION, on=comes)
            for right in part.open_rights:
                assert due(answered, right) <= due(by_itself, right)


def test_the_table_of_identities_is_whole() -> None:
    assert set(STANDS) == set(Identity)
    reached = {state for state in LIFECYCLE.values() if isinstance(state, Identity)}
    assert reached == set(Identity) - {Identity.OPEN}


@pytest.mark.parametrize(
    ("one", "right", "joins"),
    [
        (earlier(), Right.ERASURE, True),
        (earlier(), Right.ACCESS, True),
        (earlier(steps=EXTENDED), Right.ERASURE, False),
        (earlier(steps=EXTENDED), Right.COMPLAINT, True),
        (earlier(Right.ERASURE, steps=CHARGED), Right.ACCESS, False),
        (earlier(Right.ERASURE, steps=QUESTION), Right.ACCESS, False),
        (earlier(Right.ERASURE, steps=QUESTION), Right.OBJECTION, True),
        (earlier(steps=VERIFIED), Right.ERASURE, True),
        (
            earlier(Right.ACCESS, Right.ERASURE).after(
                Step.FULFIL, on=TODAY, rights=(Right.ACCESS,)
            ),
            Right.ACCESS,
            False,
        ),
        (earlier(behalf=AT_HOME, steps=((Step.SEND_RECEIPT, 4),)), Right.COMPLAINT, False),
        (earlier(behalf=AT_HOME), Right.COMPLAINT, True),
    ],
    ids=[
        "a new right",
        "a right that it has",
        "extended",
        "a complaint, of which nothing is extended",
        "a fee is awaited",
        "what is meant was asked, and it would stop the new right's clock",
        "what is meant was asked, and it stops no clock",
        "identity is verified",
        "the right has ended",
        "a complaint, after the receipt that would acknowledge it",
        "a complaint, before the receipt",
    ],
)
def test_what_a_requester_adds_is_answered_by_itself_where_no_whole_could_keep_it(
    one: RightsRequest,
    right: Right,
    joins: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert apart(one, (right,), on=TODAY) == (() if joins else (right,))


def test_nothing_is_added_that_would_be_over_at_once() -> None:
    late = earlier(steps=EXTENDED)

    assert apart(late, (Right.COMPLAINT,), on=date(2026, 10, 2)) == ()
    assert apart(late, (Right.COMPLAINT,), on=date(2026, 10, 3)) == (Right.COMPLAINT,)
