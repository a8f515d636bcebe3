"""How the benchmarks tell their figures."""

import statistics
from collections.abc import Mapping, Sequence

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table


def say(what: str, figure: str) -> None:
    """Print a figure beside its name, at once."""
    print(f"{what:46}{figure}", flush=True)  # noqa: T201 - a benchmark speaks


def spread(values: Sequence[float], unit: str) -> str:
    """Return the median and the slowest of a hundred."""
    ordered = sorted(values)
    p99 = ordered[int(len(ordered) * 0.99)]
    return f"p50 {statistics.median(ordered):.1f} {unit}, p99 {p99:.1f} {unit}"


def draw(columns: Mapping[str, Mapping[str, str]]) -> None:
    """Print figures by their names, a column for each thing measured, as a table to be kept."""
    drawn = Table("", *columns, box=MARKDOWN)
    for name in next(iter(columns.values())):
        drawn.add_row(name, *(figures[name] for figures in columns.values()))
    Console(width=200).print(drawn)
