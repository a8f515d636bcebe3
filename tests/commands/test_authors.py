import json
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from knowledge import DEFAULT
from tests.commands.typed import helpdesk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DEFAULT, tmp_path / "knowledge")


def amend(file: Path, old: str, new: str) -> int:
    """Return the line that was amended."""
    before = file.read_text(encoding="utf-8")
    assert old in before
    file.write_text(before.replace(old, new, 1), encoding="utf-8")
    return before[: before.index(old)].count("\n") + 1


def questions(tmp_path: Path, *lines: str) -> str:
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(file)


def labelled(
    text: str, kind: str, *, topics: tuple[str, ...] = (), rights: tuple[str, ...] = ()
) -> str:
    return json.dumps({"id": text, "text": text, "kind": kind, "topics": topics, "rights": rights})


def test_the_shipped_folder_has_no_faults() -> None:
    outcome = helpdesk("knowledge", "check")

    first, second = outcome.out.splitlines()
    assert (outcome.code, first, outcome.err) == (0, "No faults.", "")
    assert "phrasings" in second


def test_every_fault_is_named_with_file_line_and_reason(folder: Path) -> None:
    entries = folder / "entries" / "09-contact.yml"
    title = amend(entries, "title: The Data Protection Officer", "tittle: The officer")
    (folder / "silences.yml").write_text("silences: [", encoding="utf-8")

    outcome = helpdesk("knowledge", "check", "--folder", str(folder))

    assert outcome.code == 1
    assert f"entries/09-contact.yml:{title}: " in outcome.out
    assert "silences.yml:" in outcome.out
    assert "is not YAML" in outcome.out
    assert outcome.err == f"{len(outcome.out.splitlines())} faults in {folder}.\n"


def test_a_quote_that_is_not_verbatim_is_a_fault(folder: Path) -> None:
    amend(folder / "entries" / "09-contact.yml", "Data Protection Officer - Satswana", "Somebody")

    outcome = helpdesk("knowledge", "check", "--folder", str(folder))

    assert outcome.code == 1
    assert outcome.out.startswith("entries/09-contact.yml:")


@pytest.mark.parametrize("name", ["12-more.yaml", "12-more.yml.txt"])
def test_a_file_of_entries_that_is_not_read_is_a_fault(folder: Path, name: str) -> None:
    (folder / "entries" / name).write_text("section: 5\n", encoding="utf-8")

    outcome = helpdesk("knowledge", "check", "--folder", str(folder))

    reason = "is not read; the name of a file of entries ends in .yml"
    assert (outcome.code, outcome.out) == (1, f"entries/{name}:1: {reason}\n")


def test_the_folder_of_the_environment_is_checked(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    (folder / "notice.txt").unlink()
    monkeypatch.setenv("HELPDESK_KNOWLEDGE", str(folder))

    assert "notice.txt:1: is missing" in helpdesk("knowledge", "check").out


def test_labelled_questions_are_scored(tmp_path: Path) -> None:
    file = questions(
        tmp_path,
        labelled("How long do you keep my data?", "answer", topics=("retention.period",)),
        labelled("Please delete all my data.", "request", rights=("erasure",)),
        labelled("Please delete all my data.", "breach"),
    )

    outcome = helpdesk("knowledge", "eval", file)

    assert (outcome.code, outcome.err) == (0, "")
    said = {line[:32].strip(): line[32:].strip() for line in outcome.out.splitlines()}
    assert said["kind accuracy"].endswith("2 of 3)")
    assert said["topic @1"].endswith("1 of 1)")
    assert said["request recall"].endswith("1 of 1)")
    assert said["request precision"].endswith("1 of 2)")
    assert said["breach recall"].endswith("0 of 1)")
    assert said["quotes not verbatim"].endswith("0 of 3)")


def test_labels_that_do_not_exist_are_all_named_with_their_line(tmp_path: Path) -> None:
    file = questions(
        tmp_path,
        labelled("a", "tea"),
        labelled("b", "answer", topics=("no.such.topic",)),
        labelled("c", "request", rights=("silence",)),
        "garbage",
    )

    outcome = helpdesk("knowledge", "eval", file)

    assert (outcome.code, outcome.out) == (1, "")
    faults = outcome.err.splitlines()
    assert [fault.split()[0] for fault in faults] == [
        f"questions.jsonl:{line}:" for line in (1, 2, 3, 4)
    ]
    assert faults[1].endswith("unknown topic no.such.topic")
    assert faults[3].endswith("is not JSON")


@pytest.mark.parametrize("name", ["questions.jsonl", "questions.yml"])
def test_a_file_without_questions_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()

    refused = helpdesk("knowledge", "eval", str(tmp_path / name)).refused

    assert refused == f"{name}:1: holds no questions"
    assert not (tmp_path / f"{name}.last").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("q.yml", "text: who sees it?\nkind: answer\n", id="one question in YAML"),
        pytest.param("q.yml", "questions:\n  - text: a\n    kind: answer\n", id="below a key"),
        pytest.param("q.json", '{\n "text": "a",\n "kind": "answer"\n}\n', id="one over lines"),
        pytest.param("q.json", '[{"text": "a", "kind": "answer"}]\n', id="a list in JSON"),
        pytest.param("q.txt", "- text: a\n  kind: answer\n", id="YAML by another name"),
        pytest.param("q.jsonl", "[" * 99_999 + "\n", id="deeper than can be read"),
    ],
)
def test_a_file_of_another_form_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")

    refused = helpdesk("knowledge", "eval", str(tmp_path / name)).refused

    assert refused.startswith(f"{name}:1: is no list of questions: it must be a YAML list")


def test_figures_without_the_encoder_say_so_and_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)

    outcome = helpdesk("knowledge", "eval", questions(tmp_path, labelled("hello", "small_talk")))

    assert outcome.out.startswith(
        "Judged by n-grams alone, which is less sure: onnxruntime is not installed.\n"
    )


def test_figures_of_the_last_run_that_cannot_be_read_are_none(tmp_path: Path) -> None:
    file = questions(tmp_path, labelled("hello", "small_talk"))
    Path(f"{file}.last").write_text('["no", "figures"]', encoding="utf-8")

    outcome = helpdesk("knowledge", "eval", file)

    assert (outcome.code, outcome.err) == (0, "")
    assert "since last time" not in outcome.out


def test_a_file_that_is_not_there_is_wrong_use() -> None:
    outcome = helpdesk("knowledge", "eval", "gone.jsonl")

    assert (outcome.code, outcome.out) == (2, "")
    assert "'gone.jsonl' does not exist" in outcome.err


def test_a_build_without_the_encoder_says_so_and_why(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr("knowledge.build_intents", lambda: None)
    monkeypatch.setattr("knowledge.base.ENCODER", folder / "no-model")
    for file in folder.glob("entries/*.yml"):
        amended = yaml.safe_load(file.read_text(encoding="utf-8"))
        for entry in amended["entries"]:
            del entry["phrasings"][6:]
        file.write_text(yaml.safe_dump(amended, allow_unicode=True), encoding="utf-8")

    outcome = helpdesk("knowledge", "build", "--folder", str(folder))

    assert outcome.code == 0
    assert outcome.out.startswith("Built from n-grams alone, which is less sure: ")
    assert "encoder.onnx is missing. Mend that, and build again." in outcome.out
