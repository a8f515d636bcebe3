"""Who may import what, for every file that there is or will be; and the map names every room."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]
LAYERS = [
    [name.strip() for name in layer.split("|")]
    for layer in next(it for it in CONTRACTS if it["type"] == "layers")["layers"]
]
MAP = (ROOT / "bot/__init__.py").read_text(encoding="utf-8")

DISTRIBUTED = packages_distributions()
"""The packages that bring each top-level name, of those that are installed."""

KNOWS_SLACK = ("bot.slack", "bot.app", "bot.commands.findings")
"""The rooms of Slack's libraries, and the command that asks Slack what is still to mend."""


@cache
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("bot", "knowledge", include_external_packages=True)


def is_in(module: str, rooms: tuple[str, ...]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize("library", ["slack_bolt", "slack_sdk"])
def test_slacks_libraries_are_known_in_slacks_rooms_only(library: str) -> None:
    knowing = imports().find_modules_that_directly_import(library)

    assert knowing
    assert {module for module in knowing if not is_in(module, KNOWS_SLACK)} == set()


def test_the_sandbox_knows_nothing_of_ours_nor_slacks_libraries() -> None:
    sandbox = {module for module in imports().modules if is_in(module, ("bot.sandbox",))}
    known = set().union(*map(imports().find_modules_directly_imported_by, sandbox)) - sandbox

    ours = ("knowledge", "bot", "slack_bolt", "slack_sdk")
    assert {module for module in known if is_in(module, ours)} == set()


def test_every_file_that_calls_itself_pure_is_held_to_it() -> None:
    held = next(it for it in CONTRACTS if it["name"].startswith("Pure files"))["source_modules"]
    pure = {module for module in modules() if "(pure)" in (docstring(module) or "")}

    assert {module for module in pure if not is_in(module, tuple(held))} == set()


def packages(requirements: Iterable[str]) -> set[str]:
    """Return the names of the packages that are required, as PyPI compares them."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", it)[0]).lower() for it in requirements}


def declared(file: Path) -> set[str]:
    """Return the packages that a file of ours may count on."""
    extras = PROJECT["project"]["optional-dependencies"].values()
    makes_the_encoder = file.is_relative_to(ROOT / "knowledge/model")
    by_hand = PROJECT["dependency-groups"]["model"] if makes_the_encoder else ()
    return packages(chain(PROJECT["project"]["dependencies"], *extras, by_hand))


def imported(file: Path) -> set[str]:
    """Return the packages that a file imports: neither Python's own nor ours."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    names = {it.name for node in nodes if isinstance(node, ast.Import) for it in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    tops = {name.partition(".")[0] for name in names} - sys.stdlib_module_names
    return packages(DISTRIBUTED.get(top, [top])[0] for top in tops - {"bot", "knowledge", ""})


@pytest.mark.parametrize("room", ["bot", "knowledge"])
def test_every_package_that_is_imported_is_declared(room: str) -> None:
    files = (ROOT / room).rglob("*.py")

    assert {it for file in files for it in imported(file) - declared(file)} == set()


def modules() -> list[str]:
    files = sorted((ROOT / "bot").rglob("*.py"))
    return [".".join(it.relative_to(ROOT).with_suffix("").parts) for it in files]


def docstring(module: str) -> str | None:
    if module == "bot.__init__":
        return None
    path = ROOT / Path(*module.split(".")).with_suffix(".py")
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def rank(name: str) -> int:
    """Return in which layer from the top a room is, or its highest part."""
    return next(
        index
        for index, layer in enumerate(LAYERS)
        if any(it == name or it.startswith(f"{name}.") for it in layer)
    )


def named(indent: str) -> list[str]:
    """Return the names that stand in the map's first column, in its order."""
    lines = re.findall(rf"^{indent}([a-z_]+(?:, [a-z_]+)*)(?: |$)", MAP, re.MULTILINE)
    return [name for line in lines for name in line.split(", ")]


def there(folder: str) -> set[str]:
    found = {it.stem for it in (ROOT / folder).iterdir() if it.suffix == ".py" or it.is_dir()}
    return {name for name in found if not name.startswith("_")}


@pytest.mark.parametrize(
    ("folder", "indent", "prefix"), [("bot", " {4}", "bot"), ("bot/desk", " {8}", "bot.desk")]
)
def test_the_map_names_every_room_in_the_order_of_the_layers(
    folder: str, indent: str, prefix: str
) -> None:
    names = named(indent)
    ranks = [rank(f"{prefix}.{name}") for name in names]

    assert sorted(names) == sorted(there(folder))
    assert ranks == sorted(ranks)


def test_every_layer_is_of_a_room_that_is_there() -> None:
    layered: set[str] = {name for layer in LAYERS for name in layer}

    assert {name for name in layered if name not in imports().modules} == set()


def test_the_map_of_the_sandbox_names_all_that_is_in_it() -> None:
    room = ROOT / "bot/sandbox"
    map_of_it = (room / "__init__.py").read_text(encoding="utf-8")

    named_there = set(re.findall(r"[a-z_]+", map_of_it))
    assert there("bot/sandbox") - named_there == set()
