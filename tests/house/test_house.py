"""The house's own papers agree with each other: README, map, reasons, the top level."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_readme_prints_the_two_commands_and_ci_runs_the_second() -> None:
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")

    assert "python3 -m pip install -q uv && python3 -m uv run helpdesk sandbox" in README
    assert "python3 -m pip install -q uv && python3 -m uv run poe check" in README
    assert "python3 -m pip install -q uv" in ci
    assert "python3 -m uv run poe check" in ci


def test_the_readme_is_at_most_two_hundred_lines() -> None:
    assert len(README.splitlines()) <= 200


@pytest.mark.parametrize("linked", re.findall(r"\]\(([^)#]+)\)", README))
def test_what_the_readme_links_to_is_there(linked: str) -> None:
    assert (ROOT / linked).exists()


def mapped() -> set[str]:
    """Return what the README's map names, each as a path from the top."""
    found: set[str] = set()
    within = ""
    for line in README.partition("## Map\n\n```\n")[2].partition("```")[0].splitlines():
        names = re.split(r"\s{2,}", line.strip())[0].split(" ")
        if all(re.fullmatch(r"\w+(\.py|/)", name) for name in names):
            inside = line.startswith(" ")
            within = within if inside else names[0]
            found |= {f"{within}{name}" if inside else name for name in names}
    return found


def test_what_is_on_the_readmes_map_is_there() -> None:
    assert {name for name in mapped() if not (ROOT / name).exists()} == set()


def test_every_room_is_on_the_readmes_map() -> None:
    there = {it for room in ("bot", "knowledge") for it in (ROOT / room).iterdir()}
    folders = {f"{it.parent.name}/{it.name}/" for it in there if it.is_dir()}
    files = {f"bot/{it.name}" for it in there if it.parent.name == "bot" and it.suffix == ".py"}

    rooms = {name for name in folders | files if not name.partition("/")[2].startswith("_")}
    assert rooms - mapped() == set()


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = re.findall(r'^  "([a-z-]+)>=', project, re.MULTILINE)

    assert [package for package in named if package not in CONTRIBUTING] == []


def test_the_top_level_holds_what_it_should_and_nothing_else() -> None:
    made = {"build", "data", "dist", "mutants", "uv.lock"}
    found = {it.name for it in ROOT.iterdir() if not it.name.startswith(".")} - made

    assert found == {
        "LICENSE",
        "README.md",
        "bot",
        "knowledge",
        "manifest.yml",
        "pyproject.toml",
        "tests",
    }
