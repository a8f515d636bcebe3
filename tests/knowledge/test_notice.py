from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.base import DEFAULT
from knowledge.notice import (
    FOOT,
    HEAD,
    NotANotice,
    Notice,
    Passage,
    QuoteNotVerbatim,
    Section,
    displayed,
    parse,
)

TEXT = (DEFAULT / "notice.txt").read_bytes().decode()
NOTICE = parse(TEXT)
BLANKS = " \t\n\u00a0"

prose = st.text(alphabet="ab •.;,-\n\u00a0", max_size=60)


def a_notice(
    *, applies: str = "This notice applies from 1 May 2020", first: str = "", second: str = ""
) -> Notice:
    head = f"Larkfield Ltd\n\nPrivacy at Larkfield\n\n{applies}\n\n"
    return parse(f"{head}1. One\n\n{first}\n\n2. Two\n\n{second}")


def words_with(telling: str) -> str:
    return next(words for words in map(NOTICE.words_of, NOTICE.passages) if telling in words)


def without_blanks(text: str) -> str:
    return "".join(letter for letter in text if letter not in BLANKS)


def parts_of(notice: Notice) -> tuple[Section, ...]:
    return (notice.head, *notice.sections, *([notice.foot] if notice.foot else []))


def test_the_notice_has_a_title_and_a_date_from_which_it_applies() -> None:
    assert NOTICE.title == "Next Connex Privacy Policy"
    assert date(2018, 5, 25) == NOTICE.effective


def test_the_notice_has_eleven_sections_in_order() -> None:
    assert [section.number for section in NOTICE.sections] == list(range(1, 12))
    assert NOTICE.sections[0].title == "What do you do with my personal data?"
    assert NOTICE.sections[-1].title == "Resolving Privacy Issues"


def test_a_section_starts_in_the_text_proper_and_not_in_the_contents() -> None:
    first = NOTICE.sections[0]

    assert TEXT.index("1. What do you do") < first.start
    assert "We use your data to provide you" in NOTICE.words_of(first)


def test_the_parts_follow_each_other_through_the_whole_file() -> None:
    parts = parts_of(NOTICE)
    between = [TEXT[one.end : other.start] for one, other in pairwise(parts)]

    assert (parts[0].start, parts[-1].end) == (0, len(TEXT))
    assert not "".join(between).strip(BLANKS)


@given(passage=st.sampled_from(NOTICE.passages))
def test_every_passage_is_a_span_of_the_file(passage: Passage) -> None:
    words = TEXT[passage.start : passage.end]

    assert NOTICE.words_of(passage) == words
    assert words == words.strip(BLANKS) != ""
    assert any(
        part.start <= passage.start < passage.end <= part.end
        for part in parts_of(NOTICE)
        if max(part.number, 0) == passage.section
    )


@given(first=prose, second=prose)
def test_passages_stand_in_order_and_leave_no_word_of_a_notice_out(first: str, second: str) -> None:
    notice = a_notice(first=first, second=second)

    passages = notice.passages

    assert all(one.end <= other.start for one, other in pairwise(passages))
    assert without_blanks("".join(map(notice.words_of, passages))) == without_blanks(notice.text)


def test_a_list_of_bullets_is_one_passage_and_keeps_its_bullets() -> None:
    rights = words_with("To update your personal data;")

    shown = displayed(rights).split("\n")

    assert len(shown) == 6
    assert all(line.startswith("• ") for line in shown)


@pytest.mark.parametrize(
    ("number", "telling"),
    [
        ("1.", "A vaild company email address"),
        ("2.", "Customer Agreement reference."),
        ("3.", "A valid Passport or Driving License."),
    ],
)
def test_a_numbered_list_keeps_its_numbers(number: str, telling: str) -> None:
    assert displayed(words_with(telling)).split() == [number, *telling.split()]


def test_a_bullet_broken_over_two_is_joined_for_display_only() -> None:
    words = words_with("Suspect fraud;")

    shown = displayed(words)

    assert "identify or\n  • \u00a0Suspect fraud;" in words
    assert "information and/or we identify or Suspect fraud;" in shown
    assert len(shown.split("\n")) == len(words.split("\n")) - 1


def test_a_sentence_broken_over_two_lines_is_joined_for_display_only() -> None:
    words = words_with("From 3rd parties")

    assert "and fraud\nprotection agencies." in words
    assert displayed(words).endswith("credit reference agencies and fraud protection agencies.")


def test_an_address_keeps_its_lines() -> None:
    address = "Pembroke House,\n\nSt. Christopher's Place,\n\nFarnborough, Hampshire\n\nGU14 0NH"

    assert displayed(address) == address


@given(text=prose)
def test_display_changes_blanks_and_bullets_only(text: str) -> None:
    assert without_blanks(displayed(text)).replace("•", "") == without_blanks(text).replace("•", "")


@given(passage=st.sampled_from(NOTICE.passages))
def test_what_is_displayed_is_displayed_alike_again(passage: Passage) -> None:
    shown = displayed(NOTICE.words_of(passage))

    assert displayed(shown) == shown


def test_a_citation_says_where_in_the_file_its_words_stand() -> None:
    cited = NOTICE.cite(5, "To get a free copy of your personal data;")

    assert TEXT[cited.start : cited.end] == cited.quote
    assert (cited.section, cited.title) == (5, "What rights do I have?")


@given(data=st.data(), section=st.sampled_from(NOTICE.sections))
def test_any_words_of_a_section_can_be_cited_from_it(data: st.DataObject, section: Section) -> None:
    start = data.draw(st.integers(section.start, section.end - 1))
    end = data.draw(st.integers(start + 1, section.end))
    quote = TEXT[start:end] if TEXT[start:end].strip() else section.title

    cited = NOTICE.cite(section.number, quote)

    assert TEXT[cited.start : cited.end] == quote
    assert section.start <= cited.start <= cited.end <= section.end


def test_head_and_foot_can_be_cited_as_section_nought() -> None:
    head = NOTICE.cite(HEAD, "applies from the 25th May 2018")
    foot = NOTICE.cite(FOOT, "Registered No. 07070544")

    assert (head.section, head.title) == (0, "Head of the notice")
    assert (foot.section, foot.title) == (0, "Foot of the notice")


@pytest.mark.parametrize(
    ("section", "quote"),
    [
        pytest.param(5, "To update your personal details;", id="other words"),
        pytest.param(5, "to update your personal data;", id="other capitals"),
        pytest.param(5, "A valid company email address", id="a mended slip"),
        pytest.param(5, "the purpose of this Privacy Notice", id="another blank"),
        pytest.param(4, "To update your personal data;", id="another section"),
        pytest.param(12, "To update your personal data;", id="no such section"),
        pytest.param(5, " \n", id="no words"),
    ],
)
def test_words_that_are_not_the_notices_cannot_be_cited(section: int, quote: str) -> None:
    with pytest.raises(QuoteNotVerbatim, match=f"not the notice's words in section {section}"):
        NOTICE.cite(section, quote)


def test_a_misquotation_of_head_or_foot_is_told_by_that_name() -> None:
    with pytest.raises(QuoteNotVerbatim, match="not the notice's words in its head: 'By fax'"):
        NOTICE.cite(HEAD, "By fax")
    with pytest.raises(QuoteNotVerbatim, match="not the notice's words in its foot: 'By fax'"):
        NOTICE.cite(FOOT, "By fax")


@pytest.mark.parametrize(
    ("applies", "effective"),
    [
        ("This policy applies from the 1st March 2024", date(2024, 3, 1)),
        ("Effective: 22nd december 2021", date(2021, 12, 22)),
        ("In force since 3rd April 2023", date(2023, 4, 3)),
        ("Last updated on 14 February 2025", date(2025, 2, 14)),
        ("Version 4, adopted by the board on 14/09/2024", date(2024, 9, 14)),
    ],
)
def test_another_companys_notice_may_word_its_date_otherwise(applies: str, effective: date) -> None:
    notice = a_notice(applies=applies)

    assert (notice.title, notice.effective) == ("Privacy at Larkfield", effective)


def test_a_notice_without_a_foot_has_none_to_cite() -> None:
    notice = a_notice(second="Write to us.")

    assert notice.foot is None
    with pytest.raises(QuoteNotVerbatim):
        notice.cite(FOOT, "Write to us.")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "no sections were found", id="empty"),
        pytest.param("It applies from 1 May 2020.\n", "no sections were found", id="no sections"),
        pytest.param("Notice\n\n1. One\n\nText.\n", "no date from which it applies", id="no date"),
        pytest.param("Applies from May\n\n1. One\n", "no date from which it applies", id="no day"),
    ],
)
def test_a_text_that_is_no_notice_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotANotice, match=reason):
        parse(text)


def test_items_that_end_in_and_stay_items() -> None:
    shown = displayed("We hold:\n  • Your name; and\n  • Your address.")

    assert shown.split("\n") == ["We hold:", "• Your name; and", "• Your address."]


def test_a_notice_dated_at_its_foot_keeps_its_title() -> None:
    notice = parse("Privacy at Larkfield\n\n1. One\n\nText.\n\nLast updated 1 May 2020\n")

    assert (notice.title, notice.effective) == ("Privacy at Larkfield", date(2020, 5, 1))


def test_a_notice_with_other_line_ends_reads_the_same() -> None:
    text = "Privacy\n\nThis applies from 1 May 2020\n\n1. One\n\nA.\n\nB.\n"

    assert parse(text.replace("\n", "\r\n")) == parse(text)
