"""What the papers tell a reader to type, copy or open is there: commands, examples, files."""

import re
import shutil
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from bot.cli import COMMANDS
from knowledge import DEFAULT
from knowledge.builder import Written, read
from knowledge.labelled import labelled
from tests.commands.typed import helpdesk
from tests.house.papers import PAPERS, ROOT, Printed, commands, fenced, languages

README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
AUTHORS: Final = ROOT / "knowledge/README.md"
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TASKS: Final = PROJECT["tool"]["poe"]["tasks"]
FROM: Final = ("", "bot", "bot/slack", "knowledge", "knowledge/next_connex", ".github")
"""Where a path that a paper names may begin."""

_PATH: Final = r"`((?:[a-z_0-9.]+/)+(?:[a-z_0-9]+\.\w+)?|[a-z_0-9]+\.(?:py|yml|txt))`"


def usage(*names: str) -> str:
    shown = helpdesk(*names, "--help")
    assert shown.code == 0
    return shown.out


@pytest.mark.parametrize("printed", commands("helpdesk"), ids=str)
def test_a_printed_command_is_there_with_its_options(printed: Printed) -> None:
    names = printed.words[: 2 if printed.words[0] in COMMANDS else 1]
    group, name = ("", *names)[-2:]
    options = [word for word in printed.words if word.startswith("--")]

    assert name in COMMANDS[group]
    assert [it for it in options if not re.search(rf"^ +{it}\b", usage(*names), re.MULTILINE)] == []


@pytest.mark.parametrize("printed", commands("poe"), ids=str)
def test_a_printed_task_is_there_with_its_options(printed: Printed) -> None:
    task, *rest = printed.words
    options = [word for word in rest if word.startswith("--")]
    module = re.search(r"python -m ([\w.]+)", TASKS[task]["cmd"]) if options else None
    source = (ROOT / f"{module[1].replace('.', '/')}.py").read_text("utf-8") if module else ""

    assert task in TASKS
    assert [it for it in options if f'add_argument("{it}"' not in source] == []


@pytest.mark.parametrize("printed", commands("python"), ids=str)
def test_a_printed_module_is_there(printed: Printed) -> None:
    flag, module, *_ = printed.words

    assert flag == "-m"
    assert find_spec(module)


def listed() -> dict[str, dict[str, str]]:
    """Return the README's list of commands, each with what follows its name."""
    found: dict[str, dict[str, str]] = {group: {} for group in COMMANDS}
    section = README.partition("## The `helpdesk` command")[2].partition("Each explains")[0]
    for line in re.findall(r"`([^`]+)`", section):
        group, _, rest = line.partition(" ")
        calls = rest.split("|") if group in COMMANDS else [line]
        named = (call.partition(" ") for call in calls)
        found[group if group in COMMANDS else ""] |= {name: given for name, _, given in named}
    return found


def test_the_readme_lists_every_command() -> None:
    assert {group: set(names) for group, names in listed().items()} == {
        group: set(names) for group, names in COMMANDS.items()
    }


@pytest.mark.parametrize(
    ("group", "name", "given"),
    [(group, name, given) for group, names in listed().items() for name, given in names.items()],
)
def test_the_readme_says_what_a_command_must_be_given(group: str, name: str, given: str) -> None:
    first_line, *_ = usage(*filter(None, (group, name))).splitlines()
    takes = first_line.partition("[OPTIONS]")[2].split()
    must = [it for it in takes if it.startswith("{")]

    assert bool(given) == bool(takes)
    assert not (must and given.startswith("["))


@pytest.mark.parametrize(
    "path",
    sorted(
        {
            path
            for paper in PAPERS
            if paper.name != "CHANGELOG.md"
            for path in re.findall(_PATH, paper.read_text(encoding="utf-8"))
        }
    ),
)
def test_a_file_that_a_paper_names_is_there(path: str) -> None:
    beside_another = "/" not in path and any(ROOT.glob(f"[bkt]*/**/{path}"))

    assert beside_another or [place for place in FROM if (ROOT / place / path).exists()]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        found
        for paper in PAPERS
        for found in re.findall(
            r"`(\w+)`(?:,[^`(]*)?\s+\(`([\w/]+\.py)`\)", paper.read_text(encoding="utf-8")
        )
    ],
)
def test_a_name_that_a_paper_puts_into_a_file_stands_there(name: str, path: str) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")

    assert re.search(rf"^(class |def )?{name}\b", source, re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DEFAULT, tmp_path / "knowledge")


def example(beginning: str) -> str:
    """Return the authors' example that begins so, ready to stand in a file of its own."""
    (found,) = (it for it in fenced(AUTHORS, "yaml") if it.lstrip().startswith(beginning))
    return found


def phrased(block: str) -> str:
    """Return an example with as many phrasings as it asks for, where it stops at three dots."""
    six = ", ".join(f"an example's wording {number}" for number in range(6))
    return block.replace("- ...", f"- an example's wording\n{added(six)}").replace(
        "[...]", f"[{six}]"
    )


def added(six: str) -> str:
    return "\n".join(f"      - {one}" for one in six.split(", "))


def adds(folder: Path, file: str, block: str) -> Written:
    with (folder / file).open("a", encoding="utf-8") as at_the_end:
        at_the_end.write(f"\n{block}")
    return read(folder)


def test_the_authors_silence_is_taken_as_printed(folder: Path) -> None:
    written = adds(folder, "silences.yml", phrased(example("- id:")))

    assert "fax_number" in written.knowledge.silences


def test_the_authors_entry_is_taken_as_printed(folder: Path) -> None:
    written = adds(folder, "entries/00-head.yml", phrased(example("- topic:")))

    assert "company.vat" in written.knowledge.entries


def test_the_authors_labelled_question_is_taken_as_printed(tmp_path: Path) -> None:
    file = tmp_path / "questions.yml"
    file.write_text(example("- text:"), encoding="utf-8")

    (question,) = labelled(file, frozenset({"retention.after_leaving", "retention.period"}))

    assert question.after == "how long do you keep my data?"


def test_no_example_is_in_a_language_that_nothing_here_tries() -> None:
    assert languages() <= {"", "sh", "yaml", "ini", "dockerfile"}
