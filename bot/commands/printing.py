"""How commands speak: plain when not a terminal, tables and progress when one is there."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn, TypeVar

T = TypeVar("T")

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line feed, and those that turn the reading direction."""


class Failure(Exception):
    """The command cannot do it; the message is the one clear sentence that says why."""


def fail(*lines: str) -> NoReturn:
    """Say why on standard error and end with 1."""
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201 - a command speaks
    sys.exit(1)


@contextmanager
def to_somebody() -> Iterator[None]:
    """Write to standard output within; raises `Failure` where that takes nothing more.

    Whoever reads and has read enough is no failure: the command ends in silence.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise Failure(f"Standard output cannot be written: {fault.strerror}.") from fault


def say(line: str) -> None:
    """Say one line; what could steer a terminal in a person's words is shown as a mark."""
    with to_somebody():
        print(_STEERING.sub("\ufffd", line), flush=True)  # noqa: T201 - as above


def say_json(value: object) -> None:
    """Say a value as JSON, readable in a terminal, one line elsewhere."""
    say(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Show rows as a table in a terminal, as tab-separated lines elsewhere."""
    if not sys.stdout.isatty():
        with to_somebody():
            writer = csv.writer(sys.stdout, dialect="excel-tab", lineterminator="\n")
            writer.writerow(heads)
            writer.writerows([_STEERING.sub("\ufffd", cell) for cell in row] for row in rows)
            sys.stdout.flush()
        return
    from rich.console import Console  # noqa: PLC0415 - for a terminal only
    from rich.table import Table  # noqa: PLC0415

    drawn = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        drawn.add_row(*(_STEERING.sub("\ufffd", cell) for cell in row))
    Console(markup=False, emoji=False, highlight=False).print(drawn)


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Show that work goes on, where somebody watches."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - for a terminal only

    with Console(stderr=True).status(what):
        yield


def watched(each: Iterable[T], *, what: str, total: int) -> Iterator[T]:
    """Pass on each of so many, and show how far that is where somebody watches."""
    if not sys.stderr.isatty():
        yield from each
        return
    from rich.console import Console  # noqa: PLC0415 - for a terminal only
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    yield from track(each, what, total=total, console=console, transient=True)
