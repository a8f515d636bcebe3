import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from knowledge import DEFAULT
from tests.commands.typed import helpdesk, no_notice_in

HOW_LONG = "How long do you keep my data?"
FIELDS = ["id", "kind", "topics", "rights", "confidence", "quotes", "lead", "reason"]


def lines(*questions: object) -> str:
    return "".join(f"{json.dumps(question)}\n" for question in questions)


def verdicts(stdin: str, *options: str) -> list[dict[str, Any]]:
    outcome = helpdesk("ask", "--jsonl", *options, stdin=stdin)
    assert (outcome.code, outcome.err) == (0, "")
    return [json.loads(line) for line in outcome.out.splitlines()]


def verdict(question: str, *options: str) -> dict[str, Any]:
    outcome = helpdesk("ask", question, "--json", *options)
    assert (outcome.code, outcome.err) == (0, "")
    (line,) = outcome.out.splitlines()
    said: dict[str, Any] = json.loads(line)
    return said


def test_a_question_is_answered_in_the_notices_own_words_with_section_and_date() -> None:
    outcome = helpdesk("ask", HOW_LONG)

    assert outcome.code == 0
    assert "\"We keep information while you're our customer and after you've left us.\"" in (
        outcome.out
    )
    assert "Section 2" in outcome.out
    assert "25 May 2018" in outcome.out
    assert "Nearest phrasing:" in outcome.out


def test_an_answer_without_the_encoder_says_so_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)

    said = helpdesk("ask", HOW_LONG).out.splitlines()[-1]

    assert said == ("Judged by n-grams alone, which is less sure: onnxruntime is not installed.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Please delete all my data.", "A rights request (erasure): it would be registered"),
        ("I emailed a customer list to the wrong person", "A possible breach"),
        ("Hello!", "I am the privacy helpdesk"),
        ("", "I am the privacy helpdesk"),
    ],
)
def test_what_the_bot_would_do_is_said_in_one_sentence(words: str, said: str) -> None:
    outcome = helpdesk("ask", words, "--audience", "staff")

    assert outcome.code == 0
    assert said in outcome.out.splitlines()[0]


def test_the_verdict_as_json_has_the_fields_of_the_contract() -> None:
    said = verdict(HOW_LONG)

    assert list(said) == FIELDS
    assert (said["id"], said["kind"], said["rights"]) == (None, "answer", [])
    assert said["topics"][0] == "retention.period"
    assert 1 <= len(said["topics"]) <= 3
    assert 0 <= said["confidence"] <= 1
    assert said["reason"]


def test_every_quote_stands_word_for_word_in_the_notice() -> None:
    notice = (DEFAULT / "notice.txt").read_text(encoding="utf-8")

    quotes = verdict(HOW_LONG)["quotes"]

    assert quotes
    assert all(list(quote) == ["section", "text"] for quote in quotes)
    assert all(quote["text"] in notice for quote in quotes)


def test_a_request_names_its_rights_and_quotes_nothing() -> None:
    said = verdict("Please delete all my data.")

    assert (said["kind"], said["rights"]) == ("request", ["erasure"])
    assert (said["quotes"], said["lead"]) == ([], "")
    assert said["topics"]


def test_json_lines_are_answered_one_each_in_their_order() -> None:
    found = verdicts(
        lines(
            {"id": "b", "text": HOW_LONG},
            {"id": 1, "text": "Please delete all my data.", "audience": "staff"},
            {"text": "Hello!", "context": HOW_LONG},
        )
    )

    assert [each["id"] for each in found] == ["b", 1, None]
    assert [each["kind"] for each in found] == ["answer", "request", "small_talk"]
    assert all(list(each) == FIELDS for each in found)


def test_a_line_is_judged_as_the_question_alone_would_be() -> None:
    (found,) = verdicts(lines({"text": HOW_LONG}), "--audience", "staff")

    assert found == verdict(HOW_LONG, "--audience", "staff")


def test_words_in_any_script_come_back_unescaped() -> None:
    outcome = helpdesk("ask", "--jsonl", stdin=lines({"id": "Zoë 🦊", "text": "Ĝis!"}))

    assert '"id": "Zoë 🦊"' in outcome.out


def test_empty_lines_are_passed_over() -> None:
    assert len(verdicts("\n   \n" + lines({"text": "Hello!"}) + "\n")) == 1


def test_nothing_asked_is_nothing_answered() -> None:
    assert verdicts("") == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("garbage", "Line 2 is not JSON."),
        ('{"text": "cut of', "Line 2 is not JSON."),
        ("[]", 'Line 2 has no "text".'),
        ("null", 'Line 2 has no "text".'),
        ('{"id": "a"}', 'Line 2 has no "text".'),
        ('{"text": 5}', 'Line 2 has no "text".'),
        ('{"text": "Hello!", "audience": "boss"}', 'Line 2: "audience" is staff or customer.'),
        ('{"text": "Hello!", "audience": null}', 'Line 2: "audience" is staff or customer.'),
    ],
)
def test_a_line_that_is_no_question_is_named_after_those_before_it_are_answered(
    line: str, sentence: str
) -> None:
    outcome = helpdesk("ask", "--jsonl", stdin=f"{lines({'text': 'Hello!'})}{line}\n")

    assert (outcome.code, outcome.err) == (1, f"{sentence}\n")
    assert len(outcome.out.splitlines()) == 1


@pytest.mark.parametrize("arguments", [("ask",), ("ask", HOW_LONG, "--jsonl")])
def test_either_a_question_or_json_lines_must_be_given(arguments: tuple[str, ...]) -> None:
    outcome = helpdesk(*arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert "give either a question or --jsonl" in outcome.err


def test_an_unknown_audience_is_wrong_use() -> None:
    outcome = helpdesk("ask", HOW_LONG, "--audience", "officers")

    assert outcome.code == 2
    assert "'staff', 'customer'" in outcome.err


@pytest.mark.parametrize("empty", ["nowhere", "."])
def test_a_folder_that_holds_no_notice_is_named_in_one_sentence(tmp_path: Path, empty: str) -> None:
    folder = tmp_path / empty

    assert helpdesk("ask", HOW_LONG, "--folder", str(folder)).refused == no_notice_in(folder)


def test_a_folder_that_was_changed_and_not_built_is_refused_in_one_sentence(
    tmp_path: Path,
) -> None:
    folder = shutil.copytree(DEFAULT, tmp_path / "changed")
    with (folder / "silences.yml").open("a", encoding="utf-8") as silences:
        silences.write("# one more thought\n")

    assert "helpdesk knowledge build" in helpdesk("ask", HOW_LONG, "--folder", str(folder)).refused
