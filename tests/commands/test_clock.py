import json
from pathlib import Path

import pytest

from tests.commands.typed import helpdesk


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("2026-09-03", "Monday 5 October 2026"),
        ("2027-01-31", "Monday 1 March 2027"),
        ("2026-11-25", "Tuesday 29 December 2026"),
        ("2025-01-31 --extended", "Wednesday 30 April 2025"),
        ("2027-11-30 --extended", "Tuesday 29 February 2028"),
        ("2025-06-05 --complaint", "Friday 4 July 2025"),
        ("2025-06-05 --right complaint", "Friday 4 July 2025"),
        ("2026-10-30 --nation SCT", "Tuesday 1 December 2026"),
        ("2026-10-30", "Monday 30 November 2026"),
        ("2027-06-12 --nation NIR", "Tuesday 13 July 2027"),
        ("2026-09-03 --identity 2026-09-10", "Monday 12 October 2026"),
        ("2026-09-01 --clarified 2026-09-07:2026-09-10", "Monday 5 October 2026"),
    ],
)
def test_the_due_date_stands_first(typed: str, due: str) -> None:
    outcome = helpdesk("clock", *typed.split())

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines()[0] == f"Due {due}"


def test_the_working_follows_step_by_step_with_its_facts() -> None:
    _, *working = helpdesk("clock", "2026-11-25").out.splitlines()

    working, law = working[:3], working[3:]
    assert [line[:8] for line in law] == ["Fact 4: "]
    assert law[0].endswith("(ICO, right of access: how long do we have)")
    assert "Received on Wed 25 Nov 2026" in working[0]
    assert "One month from Wed 25 Nov 2026 ends on Fri 25 Dec 2026" in working[1]
    assert "Christmas Day" in working[2]
    assert all("(fact " in line for line in working)


def test_a_disputed_date_shows_the_other_reading() -> None:
    *_, reading, law = helpdesk("clock", "2025-06-05", "--complaint").out.splitlines()

    assert "Another reading gives Mon 7 Jul 2025" in reading
    assert law.startswith("Fact 12: ")


def test_two_clarifications_add_up() -> None:
    outcome = helpdesk(
        *("clock", "2026-09-01", "--json"),
        *("--clarified", "2026-09-07:2026-09-10", "--clarified", "2026-09-14:2026-09-16"),
    )

    assert json.loads(outcome.out)["due"] == "2026-10-06"


def test_as_json_it_is_one_line_with_dates_in_iso_8601() -> None:
    outcome = helpdesk("clock", "2026-11-25", "--right", "erasure", "--json")

    (line,) = outcome.out.splitlines()
    said = json.loads(line)
    assert (said["right"], said["nation"]) == ("erasure", "ENG")
    assert (said["start"], said["due"]) == ("2026-11-25", "2026-12-29")
    assert [set(step) for step in said["working"]] == [{"on", "what", "fact"}] * 3


def test_the_bank_holidays_are_those_of_the_settings_unless_others_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scottish, english = (
        helpdesk("clock", "2026-10-30", "--nation", nation).out for nation in ("SCT", "ENG")
    )
    assert scottish != english

    (tmp_path / ".env").write_text("HELPDESK_NATION=SCT\n", encoding="utf-8")
    assert helpdesk("clock", "2026-10-30").out == scottish

    monkeypatch.setenv("HELPDESK_NATION", "ENG")
    assert helpdesk("clock", "2026-10-30").out == english
    assert helpdesk("clock", "2026-10-30", "--nation", "SCT").out == scottish


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-11-25 --identity 2026-11-01", "before the request was received on Wed 25 Nov 2026."),
        ("2026-11-25 --clarified 2026-12-03:2026-12-01", "before it was asked for"),
        ("2026-11-25 --clarified 2026-11-01:2026-12-01", "before the request was received"),
        ("2026-11-25 --clarified 2027-06-01:2027-06-02", "Tue 1 Jun 2027"),
        ("2025-06-05 --complaint --extended", "A complaint cannot be extended"),
        ("1800-01-01", "No date can be worked out for 1800"),
        ("9999-12-31", "No date can be worked out for 9999"),
    ],
)
def test_dates_that_cannot_be_are_refused_in_one_sentence(typed: str, said: str) -> None:
    assert said in helpdesk("clock", *typed.split()).refused


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/01/2025", "'31/01/2025' is no day: write it as 2026-11-25"),
        ("2026-02-30", "'2026-02-30' is no day: write it as 2026-11-25"),
        ("tomorrow", "'tomorrow' is no day"),
        ("2026-11-25 --identity 5.12.2026", "'5.12.2026' is no day"),
        ("2026-11-25 --clarified 2026-12-01", "is not FROM:TO"),
        ("2026-11-25 --clarified soon:later", "is not FROM:TO"),
        ("2026-11-25 --right tea", "'tea' is not one of 'access'"),
        ("2026-11-25 --complaint --right erasure", "--complaint has a clock of its own"),
        ("2026-11-25 --nation FRA", "'FRA' is not one of 'ENG'"),
        ("", "Missing argument"),
    ],
)
def test_what_is_no_date_right_or_nation_is_wrong_use(typed: str, said: str) -> None:
    outcome = helpdesk("clock", *typed.split())

    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err.splitlines()[-1]
