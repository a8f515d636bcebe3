"""Who may do what: the whole table, cell by cell."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import access
from bot.access import Deed, NotAllowed, Role, Whose, may_ever, refusal, require, role_of, whose
from knowledge.verdict import Audience

CELLS = list(product(Role, Deed, Whose))

EVERYBODY_DOES = {
    (Deed.ASK, Whose.NOBODYS),
    (Deed.RATE, Whose.OWN),
    (Deed.RATE, Whose.ANOTHERS),
    (Deed.DECIDE, Whose.OWN),
    (Deed.READ, Whose.OWN),
    (Deed.REQUEST, Whose.NOBODYS),
}
OUR_OWN_PEOPLE_DO = {(Deed.LOG, Whose.ANOTHERS), (Deed.SEARCH, Whose.OWN)}
ONLY_OFFICERS_DO = {
    (Deed.WORK, Whose.OWN),
    (Deed.WORK, Whose.ANOTHERS),
    (Deed.APPROVE, Whose.ANOTHERS),
    (Deed.RULE, Whose.NOBODYS),
}


@pytest.mark.parametrize(("role", "deed", "object_of"), CELLS)
def test_each_cell_of_the_table(role: Role, deed: Deed, object_of: Whose) -> None:
    cell = (deed, object_of)
    allowed = (
        cell in EVERYBODY_DOES
        or (cell in OUR_OWN_PEOPLE_DO and role is not Role.CUSTOMER)
        or (cell in ONLY_OFFICERS_DO and role is Role.OFFICER)
    )

    assert (refusal(role, deed, object_of) is None) is allowed


@pytest.mark.parametrize(("role", "deed", "object_of"), CELLS)
def test_what_is_refused_is_refused_in_one_sentence(
    role: Role, deed: Deed, object_of: Whose
) -> None:
    why_not = refusal(role, deed, object_of)
    if why_not is None:
        require(role, deed, object_of)
        return

    assert why_not.endswith(".")
    assert why_not.count(".") == 1
    with pytest.raises(NotAllowed, match=why_not):
        require(role, deed, object_of)


@pytest.mark.parametrize(("deed", "object_of"), list(product(Deed, Whose)))
def test_who_is_less_ours_never_may_more(deed: Deed, object_of: Whose) -> None:
    allowed = [refusal(role, deed, object_of) is None for role in Role]

    assert allowed == sorted(allowed)


@pytest.mark.parametrize(("deed", "object_of"), list(product(Deed, Whose)))
def test_nobody_decides_on_or_reads_what_is_anothers(deed: Deed, object_of: Whose) -> None:
    if deed in {Deed.DECIDE, Deed.READ} and object_of is not Whose.OWN:
        assert {refusal(role, deed, object_of) for role in Role} <= {access.NOT_YOURS}


@pytest.mark.parametrize(
    ("role", "deed", "object_of", "said"),
    [
        (Role.STAFF, Deed.DECIDE, Whose.ANOTHERS, access.NOT_YOURS),
        (Role.OFFICER, Deed.READ, Whose.ANOTHERS, access.NOT_YOURS),
        (Role.OFFICER, Deed.APPROVE, Whose.OWN, access.YOUR_OWN),
        (Role.STAFF, Deed.APPROVE, Whose.OWN, access.NOT_AN_OFFICER),
        (Role.CUSTOMER, Deed.WORK, Whose.OWN, access.NOT_AN_OFFICER),
        (Role.STAFF, Deed.RULE, Whose.NOBODYS, access.NOT_AN_OFFICER),
        (Role.CUSTOMER, Deed.LOG, Whose.ANOTHERS, access.NOT_ONE_OF_US),
        (Role.STAFF, Deed.LOG, Whose.OWN, access.NOT_HERE),
    ],
)
def test_a_refusal_says_what_is_the_matter(
    role: Role, deed: Deed, object_of: Whose, said: str
) -> None:
    assert refusal(role, deed, object_of) == said


@pytest.mark.parametrize(("role", "deed"), list(product(Role, Deed)))
def test_what_may_ever_be_done_may_be_done_to_something(role: Role, deed: Deed) -> None:
    assert may_ever(role, deed) is any(refusal(role, deed, one) is None for one in Whose)


@pytest.mark.parametrize(
    ("audience", "is_member", "role"),
    [
        (Audience.STAFF, True, Role.OFFICER),
        (Audience.STAFF, False, Role.STAFF),
        (Audience.EVERYONE, True, Role.CUSTOMER),
        (Audience.EVERYONE, False, Role.CUSTOMER),
    ],
)
def test_an_officer_is_one_of_ours_in_the_compliance_channel(
    *, audience: Audience, is_member: bool, role: Role
) -> None:
    assert role_of(audience, is_member=is_member) is role


@given(st.text(), st.text())
def test_a_thing_is_ones_own_only_under_ones_own_id(presser: str, concerned: str) -> None:
    assert (whose(presser=presser, concerned=concerned) is Whose.OWN) is (presser == concerned)


def test_who_is_not_known_to_sit_in_the_channel_is_no_officer() -> None:
    assert role_of(Audience.STAFF) is Role.STAFF
