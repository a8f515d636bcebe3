import re
from pathlib import Path

import pytest

import bot
import knowledge
from knowledge.faults import KnowledgeFaults
from knowledge.law import law_facts, past_review, with_sources

FOLDER = Path(knowledge.__file__).parent / "next_connex"


def test_every_fact_is_numbered_once_and_was_checked_before_its_review() -> None:
    facts = law_facts(FOLDER)

    assert [fact.number for fact in facts] == list(range(1, 22))
    assert all(fact.checked_on < fact.review_by for fact in facts)


def test_a_fact_is_past_review_on_the_day_after() -> None:
    facts = law_facts(FOLDER)
    first = min(fact.review_by for fact in facts)

    assert past_review(facts, today=first) == ()
    assert past_review(facts, today=first.replace(year=first.year + 5)) == facts


def test_a_folder_without_law_has_none(tmp_path: Path) -> None:
    assert law_facts(tmp_path) == ()


def test_a_fact_without_a_source_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "law.yml"
    file.write_text("facts:\n  - number: 1\n    says: so\n", encoding="utf-8")

    with pytest.raises(KnowledgeFaults, match="source"):
        law_facts(tmp_path)


IN_A_FILE = """facts:
  - number: 4
    says: One month.
    source: "ICO, right of access: how long do we have"
    in_brief: "ICO, how long we have"
    standing: confirmed
    checked_on: 2026-11-20
    review_by: 2027-11-30
"""


def test_a_folder_of_before_sources_stood_in_brief_too_has_its_law(tmp_path: Path) -> None:
    earlier = re.sub(r" +in_brief: .*\n", "", IN_A_FILE)
    (tmp_path / "law.yml").write_text(earlier, encoding="utf-8")

    (fact,) = law_facts(tmp_path)

    assert fact.line == "Fact 4: One month. (ICO, right of access: how long do we have)"


@pytest.mark.parametrize(("written", "reason"), [('""', "is empty"), ("", "is no text")])
def test_a_source_in_brief_that_is_left_empty_is_named_with_its_line(
    tmp_path: Path, written: str, reason: str
) -> None:
    emptied = re.sub("in_brief: .*", f"in_brief: {written}", IN_A_FILE)
    (tmp_path / "law.yml").write_text(emptied, encoding="utf-8")

    with pytest.raises(KnowledgeFaults) as refused:
        law_facts(tmp_path)

    (fault,) = refused.value.faults
    assert str(fault).startswith(f"law.yml:5: facts.0.in_brief: {reason}")


def test_every_fact_of_ours_has_its_source_in_brief() -> None:
    assert [fact.number for fact in law_facts(FOLDER) if not fact.in_brief] == []


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("It must wait (fact 14).", "It must wait (DPA 2018 s.173)."),
        (
            "Neither is extended (facts 5, 11)",
            "Neither is extended (DPA 2018 s.54(3A); ICO, direct marketing)",
        ),
        ("It is so (fact 99), in fact 2 days", "It is so (fact 99), in fact 2 days"),
        ("Nothing is named", "Nothing is named"),
    ],
)
def test_where_the_facts_do_not_stand_below_their_sources_are_named(
    sentence: str, told: str
) -> None:
    assert with_sources(sentence) == told


def test_the_source_of_every_fact_that_a_sentence_of_ours_names_is_known_in_few_words() -> None:
    files = Path(bot.__file__).parent.rglob("*.py")
    named = re.findall(
        r"\(facts? [\d, ]+\)", "".join(file.read_text(encoding="utf-8") for file in files)
    )

    assert "(facts 8, 11)" in named
    assert [it for it in named if "fact" in with_sources(it)] == []
