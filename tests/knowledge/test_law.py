from pathlib import Path

import pytest

import knowledge
from knowledge.faults import KnowledgeFaults
from knowledge.law import law_facts, past_review

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
