"""What the officers must mind about who asked for another person's right."""

from datetime import date

import pytest

from bot.places import Nation
from bot.register.clocks import Clock
from bot.register.deadlines import deadline
from bot.register.lifecycle import Authority
from bot.register.on_behalf import (
    HOW_AUTHORITY_STANDS,
    HOW_IT_CAME,
    WHO_ASKED,
    Asking,
    CameBy,
    OnBehalf,
    flags_of,
)
from knowledge.rights import Right


def flags(asking: Asking, *, nation: Nation = Nation.ENG, **known: Authority) -> str:
    return " ".join(flags_of(OnBehalf(name="Maria", asking=asking, **known), nation))


def test_who_asks_for_themselves_raises_no_flag() -> None:
    assert flags(Asking.THEMSELVES) == ""


@pytest.mark.parametrize("asking", [Asking.CHILD, Asking.PARENT])
def test_a_childs_right_is_the_childs_and_scotland_presumes_from_twelve(asking: Asking) -> None:
    assert "the right is the child's own" in flags(asking)
    assert "In Scotland" in flags(asking)
    assert "from 12 a child is presumed able" in flags(asking, nation=Nation.SCT)
    assert "In Scotland" not in flags(asking, nation=Nation.SCT)


def test_who_acts_for_another_is_flagged_with_how_authority_stands() -> None:
    agent = flags(Asking.AGENT, authority=Authority.AWAITED)
    assert agent.startswith("Somebody else acts for the data subject")
    assert "still to come (fact 10)" in agent
    assert flags(Asking.SOLICITOR, authority=Authority.SHOWN).startswith("A solicitor acts")


def test_everything_has_words() -> None:
    assert set(WHO_ASKED) == set(Asking)
    assert set(HOW_IT_CAME) == set(CameBy)
    assert set(HOW_AUTHORITY_STANDS) == set(Authority)


@pytest.mark.parametrize(
    ("received", "aim"),
    [
        (date(2026, 11, 25), date(2026, 11, 27)),
        (date(2026, 11, 27), date(2026, 12, 1)),
        (date(2026, 12, 24), date(2026, 12, 30)),
    ],
    ids=["in the week", "over a weekend", "over Christmas"],
)
def test_marketing_stops_within_two_working_days(received: date, aim: date) -> None:
    found = deadline(Clock(received=received, right=Right.MARKETING_OPT_OUT, nation=Nation.ENG))

    assert found.target == aim
    assert found.due > aim
    assert any("within 2 working days" in line for line in found.sentences)
