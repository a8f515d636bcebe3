"""Commands that are imported when they are called; `--help` names them by their docstrings.

All of them together take seconds of the processor to import, and one call needs only one.
"""

import ast
from importlib import import_module
from pathlib import Path
from typing import Any

from typer import BadParameter, Typer
from typer.core import TyperCommand
from typer.main import get_command


def add(group: Typer, name: str, place: str) -> None:
    """Let the group have a command; its function is in this folder, at "file:function"."""
    file, _, function = place.partition(":")

    class Later(TyperCommand):
        def make_context(self, *given: Any, **more: Any) -> Any:  # noqa: ANN401 - as typer has it
            try:
                return _imported(name, file, function).make_context(*given, **more)
            except BadParameter as refused:
                refused.message = _plainly(refused.message)
                raise

    group.command(name, cls=Later, help=_docstring(file, function))(_stand_in)


def _imported(name: str, file: str, function: str) -> Any:  # noqa: ANN401 - as above
    alone = Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name)(getattr(import_module(f"bot.commands.{file}"), function))
    return get_command(alone)


def _plainly(message: str) -> str:
    """Return why a value is refused without what pydantic puts around it."""
    return message.removeprefix("Value error, ").partition(", unable to parse")[0]


def _docstring(file: str, function: str) -> str:
    source = Path(__file__).with_name(f"{file}.py").read_text(encoding="utf-8")
    body = ast.parse(source).body
    (found,) = (it for it in body if isinstance(it, ast.FunctionDef) and it.name == function)
    return ast.get_docstring(found) or ""


def _stand_in() -> None:
    """Stand where the function will be."""
