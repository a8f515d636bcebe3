from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from knowledge.base import DEFAULT, check
from knowledge.builder import read, read_corpus
from knowledge.entries import Knowledge
from knowledge.facts import Fact
from knowledge.faults import KnowledgeFaults
from knowledge.notice import Citation
from tests.knowledge.contract import TOPICS

MORE = "entries/99-more.yml"
SIX = tuple(f"can I fax form {number}" for number in ("one", "two", "three", "four", "five", "six"))


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    return read(DEFAULT).knowledge


def an_entry(
    *,
    topic: str = "extra.fax",
    lead: str = "The notice names this right.",
    quote: str = "To update your personal data;",
    phrasings: Sequence[str] = SIX,
) -> str:
    """Return a file with one entry: topic on line 3, title 4, lead 5, quote 7, phrasings from 9."""
    return f"""\
section: 5
entries:
  - topic: {topic}
    title: Rights by fax
    lead: {lead}
    quotes:
      - {quote}
    phrasings:
      {listed(phrasings)}
"""


def a_silence(*, nearest: str = "rights.how", phrasings: Sequence[str] = SIX) -> str:
    """Return a silence that can follow the shipped ones: `nearest` on its line 3."""
    return f"""\
  - id: fax_forms
    unsaid: whether forms may be faxed
    nearest: [{nearest}]
    phrasings:
      {listed(phrasings)}
"""


def listed(phrasings: Sequence[str]) -> str:
    return "\n      ".join(f'- "{phrasing}"' for phrasing in phrasings) or "[]"


def write(folder: Path, content: str, *, name: str = MORE) -> None:
    (folder / name).write_text(content, encoding="utf-8")


def append(folder: Path, content: str, *, name: str) -> int:
    """Return the last line before what is added."""
    before = (folder / name).read_text(encoding="utf-8")
    write(folder, before + content, name=name)
    return before.count("\n")


def amend(folder: Path, name: str, old: str, new: str) -> int:
    """Return the line that was amended."""
    before = (folder / name).read_text(encoding="utf-8")
    assert old in before
    write(folder, before.replace(old, new, 1), name=name)
    return before[: before.index(old)].count("\n") + 1


def faults_of(folder: Path) -> list[str]:
    return [str(fault) for fault in check(folder)]


def cited_facts(knowledge: Knowledge) -> Iterator[Citation]:
    for _, found in knowledge.facts:
        for fact in found if isinstance(found, tuple) else (found,):
            assert isinstance(fact, Fact)
            yield fact.cited


def test_the_shipped_folder_has_no_faults() -> None:
    assert check(DEFAULT) == ()


def test_every_topic_is_answered_and_asked_for_in_at_least_six_ways(shipped: Knowledge) -> None:
    assert shipped.entries.keys() >= TOPICS
    assert min(len(entry.phrasings) for entry in shipped.entries.values()) >= 6


def test_every_quote_is_verbatim(shipped: Knowledge) -> None:
    text = (DEFAULT / "notice.txt").read_bytes().decode()
    quotes = [cited for entry in shipped.entries.values() for cited in entry.citations]

    assert all(text[cited.start : cited.end] == cited.quote for cited in quotes)


def test_every_fact_is_cited_verbatim(shipped: Knowledge) -> None:
    text = (DEFAULT / "notice.txt").read_bytes().decode()
    cited = list(cited_facts(shipped))

    assert len(cited) > 40
    assert all(text[one.start : one.end] == one.quote for one in cited)


def test_at_least_forty_silences_lead_on_to_a_topic(shipped: Knowledge) -> None:
    silences = shipped.silences.values()

    assert len(silences) >= 40
    assert all(1 <= len(silence.nearest) <= 3 for silence in silences)
    assert all(shipped.entries.keys() >= set(silence.nearest) for silence in silences)


def test_a_folder_may_answer_more_than_the_topics_that_all_answer(folder: Path) -> None:
    write(folder, an_entry(topic="extra.fax"))

    assert check(folder) == ()
    assert "extra.fax" in read(folder).knowledge.entries


def test_a_misquotation_is_refused_with_the_nearest_words_of_the_notice(folder: Path) -> None:
    write(folder, an_entry(quote="To update your personnel data;"))

    (fault,) = faults_of(folder)

    assert fault == (
        f"{MORE}:7: not the notice's words in section 5: 'To update your personnel data;'; "
        "nearest: '• To update your personal data;'"
    )


def test_a_quotation_from_another_section_is_refused(folder: Path) -> None:
    write(folder, an_entry(quote="{section: 6, text: To update your personal data;}"))

    (fault,) = faults_of(folder)

    assert fault.startswith(f"{MORE}:7: not the notice's words in section 6")


def test_words_like_none_of_the_notice_have_no_nearest(folder: Path) -> None:
    write(folder, an_entry(quote="Zebras quarrel with xylophones."))

    (fault,) = faults_of(folder)

    assert fault.endswith("; nothing there is like it")


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        pytest.param(an_entry(lead="x" * 141), 5, "longer than 140 characters", id="long lead"),
        pytest.param(an_entry(lead="''"), 5, "lead: is empty", id="no lead"),
        pytest.param(
            an_entry(lead="so\n    colour: red"), 6, "colour: is no field here", id="unknown field"
        ),
        pytest.param(an_entry(phrasings=()), 9, "needs at least 6, and has 0", id="no phrasings"),
        pytest.param(
            an_entry(phrasings=SIX[:5]), 9, "needs at least 6, and has 5", id="five phrasings"
        ),
        pytest.param(
            an_entry(phrasings=(*SIX, "")), 15, "phrasings.6: is empty", id="empty phrasing"
        ),
        pytest.param(
            an_entry(phrasings=(*SIX, "x" * 301)),
            15,
            "longer than 300 characters",
            id="long phrasing",
        ),
        pytest.param(
            an_entry() + "      - my question: by fax\n",
            15,
            "phrasings.6: is no text; put it in quotation marks",
            id="a colon in a phrasing",
        ),
        pytest.param(
            an_entry() + "      - “my question: by fax”\n",
            15,
            "put it in quotation marks, straight ones (a colon",
            id="a colon between curly quotation marks",
        ),
        pytest.param(
            an_entry(phrasings=(*SIX, "Can I fax... FORM ONE?")),
            15,
            f"duplicate phrasing: 'Can I fax... FORM ONE?' stands in {MORE}:9 too",
            id="duplicate phrasing",
        ),
        pytest.param(
            an_entry(topic="rights.how"), 3, "rights.how stands twice", id="duplicate topic"
        ),
        pytest.param(
            an_entry(topic="Extra fax"), 3, "topic: takes only small letters", id="no topic's id"
        ),
        pytest.param(an_entry(lead="[so"), 6, "is not YAML: did not find", id="bad YAML"),
        pytest.param("section: 5\n", 1, "entries: must be given", id="no entries"),
        pytest.param("", 1, "is empty", id="empty file"),
    ],
)
def test_a_fault_of_an_entry_is_reported_with_file_line_and_reason(
    folder: Path, content: str, line: int, reason: str
) -> None:
    write(folder, content)

    found = check(folder)

    assert [(one.file, one.line) for one in found if reason in one.reason] == [(MORE, line)]


def test_a_file_that_is_not_utf_8_is_refused(folder: Path) -> None:
    (folder / MORE).write_bytes("lead: café".encode("latin-1"))

    assert faults_of(folder) == [f"{MORE}:1: is not YAML: not UTF-8"]


def test_a_phrasing_may_not_stand_among_entries_and_silences_both(folder: Path) -> None:
    write(folder, an_entry(phrasings=SIX))
    before = append(folder, a_silence(phrasings=SIX), name="silences.yml")

    found = check(folder)

    assert [(fault.file, fault.line) for fault in found] == [
        ("silences.yml", before + line) for line in range(5, 11)
    ]
    assert f"stands in {MORE}:9 too" in found[0].reason


def test_a_silence_may_not_lead_on_to_an_unknown_topic(folder: Path) -> None:
    before = append(folder, a_silence(nearest="rights.fax"), name="silences.yml")

    assert faults_of(folder) == [f"silences.yml:{before + 3}: unknown topic rights.fax"]


def test_a_topic_without_an_entry_is_missed(folder: Path) -> None:
    amend(folder, "entries/06-marketing.yml", "topic: marketing.opt_out", "topic: marketing.stop")

    assert "entries:1: no entry on marketing.opt_out" in faults_of(folder)


def test_a_misquoted_fact_is_refused(folder: Path) -> None:
    line = amend(folder, "facts.yml", "quote: To update your personal", "quote: To update personal")

    (fault,) = faults_of(folder)
    assert fault.startswith(f"facts.yml:{line}: not the notice's words in section 5")
    assert fault.endswith("nearest: '• To update your personal data;'")


def test_a_file_that_cannot_be_read_is_the_one_fault_that_is_told(folder: Path) -> None:
    amend(folder, "entries/06-marketing.yml", "title: ", 'title: "Stop" ')

    (fault,) = faults_of(folder)

    assert fault.startswith("entries/06-marketing.yml:")
    assert fault.endswith("does a text here or just above need quotation marks?")


@pytest.mark.parametrize(
    "quote",
    ["'(the purpose of this Privacy Notice)'", "'To  update your personal data;'"],
    ids=["a blank that does not break", "a blank too many"],
)
def test_a_quote_with_other_blanks_is_told_to_be_copied(folder: Path, quote: str) -> None:
    write(folder, an_entry(quote=quote))

    (fault,) = faults_of(folder)

    assert "the words are there, but" in fault
    assert fault.endswith("copy them from notice.txt, several lines below a |-")


def test_a_fact_of_an_unknown_right_is_refused(folder: Path) -> None:
    line = amend(folder, "facts.yml", "right: rectification", "right: rectifying")

    (fault,) = check(folder)

    assert (fault.file, fault.line) == ("facts.yml", line)
    assert "takes only 'access', 'erasure'" in fault.reason


def test_a_policy_that_is_no_share_of_one_is_refused(folder: Path) -> None:
    line = amend(folder, "policy.yml", "breach_ask: 0.", "breach_ask: 7.")

    assert faults_of(folder) == [f"policy.yml:{line}: breach_ask: must be less than 1"]


def test_thresholds_that_would_never_be_met_in_their_order_are_refused(folder: Path) -> None:
    line = amend(folder, "policy.yml", "breach_ask: 0.", "breach_ask: 0.9")

    assert faults_of(folder) == [
        f"policy.yml:{line}: breach_ask: must not be above breach_certain, which is 0.6"
    ]


def test_a_list_of_topics_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / "topics.txt").write_bytes(b"rights.\xff\n")

    assert faults_of(folder) == ["topics.txt:1: is not UTF-8"]


@pytest.mark.parametrize(
    "name", ["notice.txt", "silences.yml", "facts.yml", "policy.yml", "topics.txt"]
)
def test_what_cannot_be_read_is_named_with_the_reason(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()

    assert faults_of(folder) == [f"{name}:1: cannot be read: Is a directory"]


def test_a_notice_that_is_not_utf_8_is_refused(folder: Path) -> None:
    (folder / "notice.txt").write_bytes(b"\xff\xfe")

    assert faults_of(folder) == ["notice.txt:1: is not UTF-8"]


def test_a_folder_without_entries_is_told_of_these_alone(folder: Path) -> None:
    for file in folder.glob("entries/*.yml"):
        file.unlink()

    assert faults_of(folder) == ["entries:1: holds no file of entries"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("section: !!int ''\n", "is not YAML: a value is not of the kind that its ! says"),
        ("section: !!bool x\n", "is not YAML: a value is not of the kind that its ! says"),
        ("section: !!timestamp x\n", "is not YAML: a value is not of the kind that its ! says"),
        ("entries: &all [*all]\n", "is not YAML: one thing stands within another too often"),
        ("- section: 5\n", "is no set of fields, each as name: value"),
        (an_entry().replace("5", "five"), "section: takes the number of a section, or foot"),
        (an_entry().replace("5", "-1"), "section: takes the number of a section, or foot"),
    ],
)
def test_what_an_author_may_have_meant_otherwise_is_told_plainly(
    folder: Path, content: str, reason: str
) -> None:
    write(folder, content)

    assert reason in [fault.reason for fault in check(folder) if fault.file == MORE]


@pytest.mark.parametrize(
    ("written", "reason"),
    [("", "is empty"), ("a lot", "is no number"), ("[0.5]", "is no number"), ("0", "must be more")],
)
def test_a_threshold_that_is_no_number_is_told_plainly(
    folder: Path, written: str, reason: str
) -> None:
    line = amend(folder, "policy.yml", "\nspelling:", f"\nspelling: {written} #") + 1

    (fault,) = faults_of(folder)
    assert fault.startswith(f"policy.yml:{line}: spelling: {reason}")


@pytest.mark.parametrize("name", ["notice.txt", "silences.yml", "facts.yml", "policy.yml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    assert faults_of(folder) == [f"{name}:1: is missing"]


def test_a_text_that_is_no_notice_is_refused(folder: Path) -> None:
    write(folder, "We like privacy.\n", name="notice.txt")

    assert faults_of(folder) == [
        "notice.txt:1: no sections were found: no numbered, marked, underlined or lone headings"
    ]


def test_all_faults_are_reported_at_once(folder: Path) -> None:
    write(folder, an_entry(quote="Not so;", phrasings=(*SIX, SIX[0])))
    write(folder, an_entry(lead="x" * 141), name="entries/98-more.yml")
    silence = append(folder, a_silence(nearest="no.topic"), name="silences.yml")
    fact = amend(folder, "facts.yml", "quote: To update your personal", "quote: To update personal")
    policy = amend(folder, "policy.yml", "breach_ask: 0.", "breach_ask: 7.")

    found = {(fault.file, fault.line) for fault in check(folder)}

    assert found >= {
        ("entries/98-more.yml", 5),
        (MORE, 7),
        (MORE, 15),
        ("silences.yml", silence + 3),
        ("silences.yml", silence + 5),
        ("facts.yml", fact),
        ("policy.yml", policy),
    }


def test_a_folder_with_faults_cannot_be_read_and_says_why(folder: Path) -> None:
    write(folder, an_entry(lead="x" * 141))

    with pytest.raises(KnowledgeFaults, match=rf"{MORE}:5: entries\.0\.lead: "):
        read(folder)


def test_every_fault_of_the_corpus_of_intents_is_reported_at_once(tmp_path: Path) -> None:
    voice = "voices:\n  - voice: ann\n    audience: staff\n    texts: [hello]\n"
    write(tmp_path, f"intent: greeting\n{voice}", name="greetings.yml")
    write(tmp_path, f"intent: other\n{voice}    mood: glad\n", name="others.yml")
    write(tmp_path, f"intent: question\n{voice}", name="questions.yml")

    with pytest.raises(KnowledgeFaults) as refused:
        read_corpus(tmp_path)

    assert {(fault.file, fault.line) for fault in refused.value.faults} >= {
        ("greetings.yml", 1),
        ("others.yml", 6),
    }


def test_one_misquotation_is_one_fault(folder: Path) -> None:
    amend(folder, "entries/05-rights.yml", "To be informed about how", "To be infromed about how")

    assert len(check(folder)) == 1


def test_every_misquoted_fact_is_reported(folder: Path) -> None:
    amend(folder, "facts.yml", "quote: To update your personal", "quote: To update personal")
    amend(folder, "facts.yml", "quote: To get a free copy", "quote: To get a copy")

    assert len(check(folder)) == 2


def test_a_field_that_stands_twice_is_refused(folder: Path) -> None:
    lead = "    lead: The notice names these rights.\n"
    amend(folder, "entries/05-rights.yml", lead, f"{lead}    lead: Another.\n")

    (fault,) = check(folder)

    assert fault.reason == "lead stands twice"


def test_a_day_that_no_calendar_has_is_refused_as_yaml(folder: Path) -> None:
    amend(folder, "entries/05-rights.yml", "- what rights do I have", "- 2018-02-30")

    assert check(folder)[0].file == "entries/05-rights.yml"


def test_a_citation_without_its_quote_says_what_it_needs(folder: Path) -> None:
    old = "cited: {section: 5, quote: To update your personal data;}"
    amend(folder, "facts.yml", old, "cited: To update your personal data;")

    assert check(folder)[0].reason == "needs a section and a quote"


def test_thresholds_of_another_version_are_said_to_be(folder: Path) -> None:
    amend(folder, "policy.yml", "breach_ask: ", "breach: ")

    faults = faults_of(folder)

    assert "policy.yml:1: was written for another version" in faults[-1]
    assert any("breach_ask: must be given" in fault for fault in faults)
