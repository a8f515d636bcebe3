"""Notices of several makes: where their sections begin."""

import pytest

from knowledge.notice import NotANotice, Notice, parse

HEAD = "Larkfield\n\nPrivacy at Larkfield\n\nThis notice applies from 1 May 2020\n\n"
BODY = "We keep what we need and nothing that we do not need, and no longer than we need it at all."


def sections(text: str) -> list[tuple[int, str]]:
    return [(section.number, section.title) for section in parse(HEAD + text).sections]


def test_numbers_in_several_forms_are_headings() -> None:
    for form in ("{}. {}", "{}) {}", "{}  {}", "{}\t{}", "Section {}: {}", "SECTION {} {}"):
        first, second = form.format(1, "Who we are"), form.format(2, "What we keep")

        assert sections(f"{first}\n\n{BODY}\n\n{second}\n\n{BODY}\n") == [
            (1, "Who we are"),
            (2, "What we keep"),
        ]


def test_a_subsection_stays_within_its_section() -> None:
    text = f"1. One\n\n1.1 Inner\n\n{BODY}\n\n1.2 More\n\n{BODY}\n\n2. Two\n\n{BODY}\n"

    assert sections(text) == [(1, "One"), (2, "Two")]


def test_a_section_after_a_gap_is_not_lost() -> None:
    assert sections("1. One\n\nA.\n\n2. Two\n\nB.\n\n4. Four\n\nC.\n") == [
        (1, "One"),
        (2, "Two"),
        (4, "Four"),
    ]


@pytest.mark.parametrize("items", [2, 3, 4])
def test_a_list_at_the_margin_is_not_taken_for_headings(items: int) -> None:
    listed = "\n".join(f"{number}. thing {number};" for number in range(1, items + 1))
    text = f"1. One\n\nA.\n\n2. Two\n\nWe need:\n\n{listed}\n\n3. Three\n\n{BODY}\n"

    assert sections(text) == [(1, "One"), (2, "Two"), (3, "Three")]


def test_a_number_and_a_sentence_that_goes_on_are_no_heading() -> None:
    text = f"1  One\n\nWe answer within\n2  months.\n\n2  Two\n\n{BODY}\n"

    assert sections(text) == [(1, "One"), (2, "Two")]


def test_numbers_below_marked_headings_are_lists() -> None:
    listed = "1. To see it\n2. To mend it\n3. To erase it\n"
    text = f"## What we keep\n\n{BODY}\n\n## What you can ask\n\n{listed}\n## Who we are\n\nUs.\n"

    assert sections(text) == [(1, "What we keep"), (2, "What you can ask"), (3, "Who we are")]


def test_a_table_of_contents_is_not_taken_for_the_sections() -> None:
    contents = "1. One\n2. Two\n3. Three\n\n"
    text = f"{contents}1. One\n\n{BODY}\n\n2. Two\n\n{BODY}\n\n3. Three\n\n{BODY}\n"

    first = parse(HEAD + text).sections[0]

    assert first.start == len(HEAD) + len(contents)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("## Who we are", "## What we keep"),
        ("WHO WE ARE", "WHAT WE KEEP"),
        ("Who we are\n----------", "What we keep\n------------"),
        ("Who we are", "What we keep"),
    ],
    ids=["marked", "capitals", "underlined", "lone lines"],
)
def test_headings_without_numbers_are_numbered_in_their_order(first: str, second: str) -> None:
    found = sections(f"{first}\n\n{BODY}\n\n{second}\n\n{BODY}\n")

    titles = [first.lstrip("# ").split("\n")[0], second.lstrip("# ").split("\n")[0]]
    assert found == [(1, titles[0]), (2, titles[1])]


def test_text_may_follow_a_heading_in_capitals_at_once() -> None:
    notice = parse(f"{HEAD}WHO WE ARE\n{BODY}\n\nWHAT WE KEEP\n{BODY}\n")

    said = [notice.words_of(passage) for passage in notice.passages if passage.section]
    assert said == ["WHO WE ARE", BODY, "WHAT WE KEEP", BODY]


def test_a_section_that_begins_with_the_date_is_a_section() -> None:
    text = f"# Larkfield\n\n## One\n\n{BODY}\n\n## Changes\n\nIn force since 1 May 2020.\n\n"

    found = parse(f"{text}## Last\n\n{BODY}\n").sections

    assert [section.title for section in found] == ["One", "Changes", "Last"]


def test_the_title_above_the_date_is_no_section() -> None:
    text = f"PRIVACY AT LARKFIELD\n\nEffective from 1 May 2020\n\nONE\n\n{BODY}\n\nTWO\n\n{BODY}\n"

    assert [section.title for section in parse(text).sections] == ["ONE", "TWO"]


@pytest.mark.parametrize(
    "written",
    [
        "1 May 2020",
        "1st May 2020",
        "the 1 May 2020",
        "the 1st of May, 2020",
        "Friday, 1st day of May 2020",
        "1\u00a0May\u00a02020",
        "1. May 2020",
        "1-MAY-2020",
        "May 1, 2020",
        "May 1st, 2020",
        "May the 1st 2020",
        "2020-05-01",
        "2020/05/01",
        "01/05/2020",
        "1.5.2020",
    ],
)
def test_a_date_may_be_written_in_several_ways(written: str) -> None:
    notice: Notice = parse(
        f"N\n\nLast updated: {written}\n\n1. One\n\n{BODY}\n\n2. Two\n\n{BODY}\n"
    )

    assert f"{notice.effective}" == "2020-05-01"


@pytest.mark.parametrize("written", ["3rd of Sept, 2020", "Sep 3, 2020", "3 Sept. 2020"])
def test_a_month_may_be_shortened(written: str) -> None:
    notice = parse(f"Effective {written}\n\n1. One\n\nA.\n")

    assert f"{notice.effective}" == "2020-09-03"


def test_words_that_tell_of_other_dates_too_lead_the_notices_where_nothing_surer_does() -> None:
    text = "N\n\nLast reviewed: 1 May 2020\n\n1. One\n\nA.\n\n2. Two\n\n"

    assert f"{parse(text).effective}" == "2020-05-01"
    assert f"{parse(f'{text}In force since 3 May 2021.').effective}" == "2021-05-03"


def test_what_is_no_day_is_no_date() -> None:
    with pytest.raises(NotANotice, match="31 June 2020 is not a day"):
        parse("N\n\nIn force since 31 June 2020\n\n1. One\n\nA.\n")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("## 1. Who we are", "## 2. What we keep"),
        ("## 1 Who we are", "## 2 What we keep"),
        ("## **1. Who we are**", "## **2. What we keep**"),
        ("## Section 1: Who we are", "## Section 2: What we keep"),
        ("**1. Who we are**", "**2. What we keep**"),
        ("1. **Who we are**", "2. **What we keep**"),
        ("**1.** Who we are", "**2.** What we keep"),
        ("**Who we are**", "**What we keep**"),
        ("1.\u00a0Who we are", "2.\u00a0What we keep"),
        ("  1. Who we are", "  2. What we keep"),
        ("(1) Who we are", "(2) What we keep"),
        ("1 \u2013 Who we are", "2 \u2013 What we keep"),
        ("1.0 Who we are", "2.0 What we keep"),
        ("A. Who we are", "B. What we keep"),
        ("I. Who we are", "II. What we keep"),
        ("1. Who we are\n-------------", "2. What we keep\n---------------"),
    ],
)
def test_a_title_comes_without_its_number_and_marks(first: str, second: str) -> None:
    assert sections(f"{first}\n\n{BODY}\n\n{second}\n\n{BODY}\n") == [
        (1, "Who we are"),
        (2, "What we keep"),
    ]


def test_a_number_that_is_not_the_sections_stays_in_its_title() -> None:
    text = f"## Before\n\n{BODY}\n\n## 1. Who we are\n\n{BODY}\n\n## 3 ways to ask\n\n{BODY}\n"

    assert sections(text) == [(1, "Before"), (2, "1. Who we are"), (3, "3 ways to ask")]


def test_a_list_at_the_margin_is_not_taken_for_headings_without_numbers() -> None:
    listed = "1. your name;\n2. your boat;\n3. your dog."
    text = f"WHO WE ARE\n{BODY}\n\nWHAT WE NEED\nSend:\n{listed}\n"

    assert sections(text) == [(1, "WHO WE ARE"), (2, "WHAT WE NEED")]


def test_the_title_above_the_date_comes_without_its_marks() -> None:
    for title in ("# Larkfield", "**Larkfield**", "Larkfield\n========="):
        text = f"\ufeff{title}\n\nEffective 1 May 2020\n\n1. One\n\nA.\n\n2. Two\n\nB.\n"

        assert parse(text).title == "Larkfield"
