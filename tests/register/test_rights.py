from types import MappingProxyType

import pytest

from bot.register.rights import RULES, Period, identity_evidence_applies
from knowledge.rights import Right

NOBODY_PROVES_WHO_THEY_ARE = {
    Right.MARKETING_OPT_OUT,
    Right.COMPLAINT,
    Right.WITHDRAW_CONSENT,
}


def test_every_right_is_treated() -> None:
    assert set(RULES) == set(Right)


@pytest.mark.parametrize(
    ("right", "article"),
    [
        (Right.ACCESS, "UK GDPR Art 15"),
        (Right.RECTIFICATION, "UK GDPR Art 16"),
        (Right.ERASURE, "UK GDPR Art 17"),
        (Right.RESTRICTION, "UK GDPR Art 18"),
        (Right.PORTABILITY, "UK GDPR Art 20"),
        (Right.OBJECTION, "UK GDPR Art 21"),
        (Right.MARKETING_OPT_OUT, "UK GDPR Art 21(2)-(3)"),
        (Right.AUTOMATED_DECISION, "UK GDPR Arts 22A to 22D"),
        (Right.WITHDRAW_CONSENT, "UK GDPR Art 7(3)"),
        (Right.COMPLAINT, "DPA 2018 s.164A"),
        (Right.OTHER, "article for an officer to decide"),
    ],
)
def test_a_right_stands_in_its_article(right: Right, article: str) -> None:
    assert RULES[right].article == article


def test_no_two_rights_share_a_name() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(Right)


@pytest.mark.parametrize("right", Right)
def test_the_notices_identity_evidence_applies_but_for_a_few_rights(right: Right) -> None:
    assert RULES[right].identity_evidence is (right not in NOBODY_PROVES_WHO_THEY_ARE)


@pytest.mark.parametrize("right", Right)
def test_clarification_stops_the_clock_for_access_alone(right: Right) -> None:
    assert RULES[right].clarification_stops is (right is Right.ACCESS)


@pytest.mark.parametrize("right", Right)
def test_only_a_complaint_has_a_clock_of_its_own(right: Right) -> None:
    expected = Period.COMPLAINT if right is Right.COMPLAINT else Period.MONTH

    assert RULES[right].period is expected


def test_one_right_that_needs_identity_is_enough_to_ask() -> None:
    assert identity_evidence_applies((Right.COMPLAINT, Right.ACCESS))


def test_a_complaint_with_an_opt_out_needs_no_identity() -> None:
    assert not identity_evidence_applies((Right.COMPLAINT, Right.MARKETING_OPT_OUT))


def test_the_table_cannot_be_changed() -> None:
    assert isinstance(RULES, MappingProxyType)
