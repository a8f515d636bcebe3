"""The forms: what they ask, what of it comes back, and what is sent back to be mended."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.views import View

from bot.delivery.for_officers import Card
from bot.delivery.pieces import Named
from bot.register.lifecycle import Step
from bot.register.working_days import in_full
from bot.sandbox.driver import DM, Driver
from bot.sandbox.elements import Given
from bot.sandbox.events import Patience
from bot.sandbox.limits import view_faults
from bot.slack import names
from bot.slack.blocks.casefile import search_form
from bot.slack.blocks.colleagues import answer_form
from bot.slack.blocks.documents import export_form, report_form
from bot.slack.blocks.forms import (
    Prefilled,
    opinion_form,
    reply_form,
    reply_preview,
    rights_request_form,
)
from bot.slack.blocks.step_forms import checklist_form, close_form, hand_over_form, title_of
from bot.slack.checking import faults_of
from bot.slack.rights_form import rights_form
from bot.trial import trial
from knowledge.rights import Right

Json = dict[str, Any]


def field_of(form: Json, block: str) -> Json:
    """Return an input block of the form."""
    (found,) = (one for one in form["blocks"] if one.get("block_id") == block)
    return dict(found)


def fields_of(form: Json) -> list[str]:
    return [block["block_id"] for block in form["blocks"] if block["type"] == "input"]


def sent_in(form: Json, state: Json) -> Json:
    """Return the form as Slack sends it to us when somebody presses its submit button."""
    values = {block: {names.VALUE: content} for block, content in state.items()}
    return {
        "user": {"id": "U1", "team_id": "T1"},
        "view": {
            "id": "V1",
            "private_metadata": form["private_metadata"],
            "state": {"values": values},
        },
    }


BREACH = Card(
    case="breach",
    escalation="c1",
    reference="BR-2026-0001",
    who=Named(name="Tom"),
    audience="customer",
    words="I lost a laptop",
    received_at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
    state="Open",
    open=True,
    checklist=("Contain it", "Write it down"),
)

FORMS: dict[str, Json] = {
    "an empty form": rights_request_form("{}"),
    "every right chosen": rights_request_form("{}", rights=tuple(Right)),
    "for another": rights_request_form("{}", details="x" * 9_000, heard=Prefilled()),
    "as much metadata as Slack takes": rights_request_form("x" * 3_000),
    "a reply on what was logged": reply_form(
        "{}", reference="RR-2026-0001", to_all=False, logged=True
    ),
    "a reply": reply_form("{}", reference="RR-2026-0001", to_all=True, logged=False),
    "a preview": reply_preview(
        "{}", reference="RR-2026-0001", words="y" * 2_500, ended="z" * 3_000
    ),
    "an opinion": opinion_form("{}"),
    "a breach's list": checklist_form("{}", reference="BR-2026-0001", card=BREACH),
    "a breach's list, of which more is known": checklist_form(
        "{}",
        reference="BR-2026-0001",
        card=BREACH.model_copy(
            update={
                "ticked": BREACH.checklist[:1],
                "aware_at": datetime(2026, 11, 25, 9, 5, tzinfo=UTC),
                "ico_told_on": date(2026, 11, 26),
                "ico_reference": "IC-1",
            }
        ),
    ),
    "an end": close_form("{}", reference="BR-2026-0001", left=("Contain it",)),
    "another officer": hand_over_form("{}", reference="RR-2026-0001", officers={"U1": "Sam"}),
    "an export": export_form("{}"),
    "a report": report_form("{}", today=date(2026, 11, 25)),
    "a search": search_form("{}", reference="RR-1", systems=("CRM",), by=date(2026, 12, 1)),
    "its answer": answer_form("{}", system="CRM"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_no_form_is_one_that_slack_would_refuse(form: Json) -> None:
    assert faults_of(form) == ()
    assert view_faults(form) == []
    View(**form).validate_json()


@given(st.text(max_size=300) | st.just("<!here> <@U1>") | st.just("👩‍🚀" * 2_000))
def test_no_words_break_a_form(words: str) -> None:
    assert faults_of(rights_request_form("{}", details=words, heard=Prefilled())) == ()
    assert faults_of(reply_preview("{}", reference="RR-2026-0001", words=words)) == ()


@pytest.mark.parametrize("adds", [False, True])
def test_who_asks_for_oneself_must_say_what_unless_it_adds_to_a_request(*, adds: bool) -> None:
    form = rights_request_form("{}", adds=adds)

    assert fields_of(form) == [names.RIGHTS, names.DETAILS]
    assert [block["optional"] for block in form["blocks"]] == [adds, True]
    assert form["callback_id"] == names.REQUEST_FORM


def test_who_logs_for_another_is_asked_whose_data_it_is_and_since_when() -> None:
    form = rights_request_form("{}", heard=Prefilled())

    of_the_other = (names.ASKING, names.SUBJECT, names.CONTACT, names.AUTHORITY, names.CAME_BY)
    of_the_day = (names.RECEIVED, names.LONG_AGO)
    assert fields_of(form) == [names.RIGHTS, names.DETAILS, *of_the_other, *of_the_day]
    assert field_of(form, names.RECEIVED)["element"]["type"] == "datepicker"
    assert not field_of(form, names.RIGHTS)["optional"]


def test_every_right_can_be_chosen_and_has_words_of_its_own() -> None:
    options = field_of(rights_request_form("{}"), names.RIGHTS)["element"]["options"]

    labels = [option["text"]["text"] for option in options]
    assert [option["value"] for option in options] == [right.value for right in Right]
    assert len(set(labels)) == len(Right)
    assert all(label[0].isupper() for label in labels)


@given(st.sets(st.sampled_from(Right)))
def test_what_was_recognised_is_chosen_already_and_comes_back_as_it_is(rights: set[Right]) -> None:
    form = rights_request_form("{}", rights=tuple(rights))
    chosen = field_of(form, names.RIGHTS)["element"].get("initial_options", [])

    back = rights_form(sent_in(form, {names.RIGHTS: {"selected_options": chosen}}))

    assert back.rights == tuple(right for right in Right if right in rights)


def test_the_form_knows_what_it_was_opened_for_when_it_comes_back() -> None:
    form = rights_request_form(json.dumps({"question": "q1"}))

    assert rights_form(sent_in(form, {})).about == {"question": "q1"}


def test_words_that_are_known_need_not_be_typed_again() -> None:
    known = rights_request_form("{}", details="and my number out of your files")
    unknown = rights_request_form("{}")

    written = field_of(known, names.DETAILS)["element"]
    assert written["initial_value"] == "and my number out of your files"
    assert "initial_value" not in field_of(unknown, names.DETAILS)["element"]


def test_nobody_is_invited_to_write_card_numbers_or_papers() -> None:
    hint = field_of(rights_request_form("{}"), names.DETAILS)["hint"]["text"]

    assert "no card numbers or identity papers" in hint


def test_metadata_over_slacks_limit_is_found_before_it_leaves() -> None:
    assert faults_of(rights_request_form("x" * 3_001)) != ()


def test_a_reply_is_shown_as_it_will_be_read_before_it_is_sent() -> None:
    preview = reply_preview("{}", reference="RR-2026-0001", words="Dear *Tom* <!here>")

    quoted = preview["blocks"][-1]["elements"][0]["elements"]
    assert quoted == [{"type": "text", "text": "Dear *Tom* <!here>"}]
    assert "RR-2026-0001" in str(preview["blocks"])
    assert (preview["submit"]["text"], preview["close"]["text"]) == ("Send", "Cancel")


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Driver]:
    async with trial(data=tmp_path / "data", port=0, patience=Patience(delays=(0.0,))) as opened:
        yield Driver(opened.sandbox, patience=15)


async def test_details_may_not_be_empty_and_a_day_may_not_be_to_come(slack: Driver) -> None:
    lately = datetime.now(UTC).date() - timedelta(days=9)
    said = await slack.says("Tom", "hello", to="#shared-acme")
    await slack.shortcut("Priya", names.LOG_FROM_MESSAGE, on=said)
    form: dict[str, Given] = {names.RIGHTS: ["access"], names.CONTACT: "tom@acme.example"}
    early = await slack.submits("Priya", form | {names.RECEIVED: "2999-01-01"})
    await slack.submits("Priya", form | {names.RECEIVED: lately.isoformat()})
    receipt = await slack.sees("Priya", "RR-", at=DM)

    await slack.presses("Priya", "Add details", on=receipt)
    empty = await slack.submits("Priya", {names.DETAILS: "  "})

    assert early.errors == {names.RECEIVED: "That day is still to come."}
    assert receipt.mentions(f"Received {in_full(lately)}")
    assert empty.errors == {names.DETAILS: "Write what you would like to add."}


async def test_a_reply_must_say_something_and_its_draft_stays_at_home(slack: Driver) -> None:
    await slack.shortcut("Priya", names.NEW_REQUEST)
    await slack.submits("Priya", {names.RIGHTS: ["access"]})
    card = await slack.sees("Jo", "RR-", at="#compliance")
    await slack.presses("Jo", "Reply to requester", on=card)

    blank = await slack.submits("Jo", {names.REPLY: "   "})
    long = "It is on its way. " + '"' * 2_400
    await slack.submits("Jo", {names.REPLY: long})
    preview = await slack.modal("Jo", titled="Preview")

    assert blank.errors == {names.REPLY: "Write what to send."}
    assert preview.mentions(long)
    assert "on its way" not in str(preview.view.payload["private_metadata"])


def test_the_form_of_each_step_is_called_by_it_as_briefly_as_slack_asks() -> None:
    titles = [title_of(step) for step in Step]

    assert len(set(titles)) == len(titles)
    assert [title for title in titles if len(title) > 24] == []
    assert title_of(Step.EXTEND) == "Extend the time"
    assert title_of(Step.UPHOLD_PARTLY) == "Uphold in part"
