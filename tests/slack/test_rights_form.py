"""What is wrong with a rights request form that may be one's own or another's."""

from datetime import date
from typing import Any

import pytest

from bot.slack import names
from bot.slack.blocks.forms import rights_request_form
from bot.slack.rights_form import problems_of, rights_form

TODAY = date(2026, 11, 25)
Changed = dict[str, dict[str, Any]]


def picked(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


WHOLE: Changed = {
    names.RIGHTS: {"selected_options": [{"value": "access"}]},
    names.DETAILS: {"value": "all of it"},
    names.SUBJECT: {"value": "Maria Silva"},
    names.CONTACT: {"value": "maria@silva.example"},
    names.CAME_BY: picked("telephone"),
    names.RECEIVED: {"selected_date": "2026-11-03"},
}


def problems(changed: Changed, *, metadata: str = "{}") -> dict[str, str]:
    values = {block: {names.VALUE: it} for block, it in (WHOLE | changed).items()}
    view = {"id": "V1", "private_metadata": metadata, "state": {"values": values}}
    sent = rights_form({"user": {"id": "U1", "team_id": "T1"}, "view": view})
    return problems_of(sent, today=TODAY)


def test_a_whole_form_has_no_problems() -> None:
    assert problems({}) == {}
    assert problems({names.ASKING: picked("child")}) == {}
    solicitor: Changed = {
        names.ASKING: picked("solicitor"),
        names.AUTHORITY: picked("authority_shown"),
    }
    assert problems(solicitor) == {}


@pytest.mark.parametrize("words", ["a word " * 5_000, "x" * 40_000, "short", ""])
def test_no_word_of_a_long_message_is_lost_between_its_form_and_the_register(words: str) -> None:
    form = rights_request_form("{}", details=words)
    values = {
        block["block_id"]: {names.VALUE: {"value": block["element"].get("initial_value")}}
        for block in form["blocks"]
        if block["block_id"].startswith(names.DETAILS)
    }
    view = {"id": "V1", "private_metadata": "{}", "state": {"values": values}}

    kept = rights_form({"user": {"id": "U1", "team_id": "T1"}, "view": view}).details

    assert "".join(kept.split()) == "".join(words.split())
    assert all(len(it[names.VALUE]["value"] or "") <= 3_000 for it in values.values())


@pytest.mark.parametrize(
    ("changed", "block", "says"),
    [
        ({names.RIGHTS: {}}, names.RIGHTS, "at least one"),
        ({names.DETAILS: {"value": "  "}}, names.DETAILS, "what was asked for"),
        ({names.SUBJECT: {}}, names.SUBJECT, "whose data"),
        ({names.CONTACT: {}}, names.CONTACT, "how the answer reaches"),
        ({names.CAME_BY: {}}, names.CAME_BY, "how it reached us"),
        ({names.RECEIVED: {}}, names.RECEIVED, "the time runs from it"),
        ({names.RECEIVED: {"selected_date": "2026-11-26"}}, names.RECEIVED, "still to come"),
        ({names.RECEIVED: {"selected_date": "2025-11-24"}}, names.RECEIVED, "more than a year"),
        ({names.ASKING: picked("agent")}, names.AUTHORITY, "needs authority"),
        ({names.AUTHORITY: picked("authority_awaited")}, names.AUTHORITY, "no authority is needed"),
    ],
)
def test_each_problem_is_one_sentence_at_its_field(changed: Changed, block: str, says: str) -> None:
    found = problems(changed)

    assert list(found) == [block]
    assert says in found[block]


@pytest.mark.parametrize("received", ["2026-11-25", "2025-11-25"], ids=["today", "a year ago"])
def test_the_edges_of_the_year_are_taken(received: str) -> None:
    assert problems({names.RECEIVED: {"selected_date": received}}) == {}


def test_a_day_long_ago_that_was_confirmed_is_taken() -> None:
    confirmed = {"selected_options": [{"value": "yes"}]}
    long_ago: Changed = {names.RECEIVED: {"selected_date": "2019-05-01"}, names.LONG_AGO: confirmed}
    assert problems(long_ago) == {}


def test_ones_own_request_needs_a_right_and_nothing_else() -> None:
    own: Changed = {block: {} for block in WHOLE if block != names.RIGHTS}

    assert problems(own) == {}


def test_words_that_grew_out_of_a_question_need_not_be_written_again() -> None:
    assert problems({names.DETAILS: {}}, metadata='{"question": "q1"}') == {}
