"""What authors are told to look at: passages without an answer, phrasings that confuse."""

from pathlib import Path
from shutil import copytree

import pytest
import yaml

import knowledge
from knowledge import Fault, builder, check
from knowledge.entries import Knowledge
from knowledge.facts import ContactKind
from knowledge.reviewing import alike, counted, uncited


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(copytree(knowledge.DEFAULT, tmp_path / "knowledge"))


def written(folder: Path) -> Knowledge:
    return builder.read(folder).knowledge


def test_every_passage_of_the_notice_is_cited_or_left_out_on_purpose(folder: Path) -> None:
    assert uncited(folder, written(folder)) == ()


def test_a_passage_that_nothing_cites_is_named_with_its_line(folder: Path) -> None:
    (folder / "uncited.yml").unlink()

    faults = uncited(folder, written(folder))

    lines = (folder / "notice.txt").read_bytes().decode().replace("\r\n", "\n").split("\n")
    assert faults
    assert all(fault.file == "notice.txt" for fault in faults)
    assert any("Third Party Sites" in lines[fault.line - 1] for fault in faults)
    assert not any("How long will you keep my personal data" in fault.reason for fault in faults)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("uncited:\n  - section: 7\n    quote: Third Party Lights\n    why: x\n", "not the notice"),
        ("uncited:\n  - section: 7\n    quote: Third Party Sites\n", "why"),
        ("uncited: [\n", "not YAML"),
    ],
)
def test_a_list_that_cannot_be_used_is_a_fault(folder: Path, content: str, reason: str) -> None:
    (folder / "uncited.yml").write_text(content)

    (fault,) = uncited(folder, written(folder))

    assert fault.file == "uncited.yml"
    assert reason in fault.reason


def test_every_passage_left_out_that_is_misquoted_is_named(folder: Path) -> None:
    misquoted = "  - {section: 7, quote: Third Party Lights, why: x}\n"
    (folder / "uncited.yml").write_text(f"uncited:\n{misquoted}{misquoted}", encoding="utf-8")

    assert [fault.line for fault in uncited(folder, written(folder))] == [2, 3]


def test_phrasings_of_two_topics_that_are_as_good_as_the_same_are_named(folder: Path) -> None:
    first, second, *_ = sorted((folder / "entries").glob("*.yml"))
    phrase = "      - do you really keep my zebra for ever\n"
    for file, twist in ((first, phrase), (second, phrase.replace("for ever", "forever"))):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("phrasings:\n", f"phrasings:\n{twist}", 1), encoding="utf-8")

    found = [str(pair) for pair in alike(written(folder))]

    assert any("zebra for ever" in pair and "zebra forever" in pair for pair in found)


def test_the_phrasings_are_counted(folder: Path) -> None:
    assert f"{len(written(folder).entries)} topics" in counted(written(folder))


def test_a_notice_that_says_nowhere_to_write_to_leaves_letters_without_an_address(
    folder: Path,
) -> None:
    facts = yaml.safe_load((folder / "facts.yml").read_text(encoding="utf-8"))
    points = facts["contact_points"]

    def faults(*kinds: str) -> tuple[Fault, ...]:
        kept = {**facts, "contact_points": [it for it in points if it["kind"] in kinds]}
        (folder / "facts.yml").write_text(yaml.safe_dump(kept, allow_unicode=True), "utf-8")
        return check(folder)

    (fault,) = faults("web")
    assert (fault.file, "contact_points: needs an e-mail or a postal" in fault.reason) == (
        "facts.yml",
        True,
    )
    assert faults("post") == faults("email", "web") == ()


def test_people_write_to_the_first_e_mail_else_by_post(folder: Path) -> None:
    facts = written(folder).facts
    by_post = tuple(it for it in facts.contact_points if it.kind is not ContactKind.EMAIL)

    assert facts.contact == "compliance@nextconnex.com"
    without = facts.model_copy(update={"contact_points": by_post})
    assert without.contact.startswith("Data Protection Officer - Satswana, Pembroke House, ")
