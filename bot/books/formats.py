"""An exported register as CSV, XLSX or JSON: rows in, bytes out, one row at a time.

What a person wrote is text in every format and nothing else. A spreadsheet takes a CSV cell that
begins like a formula for one, so such a cell gets an apostrophe (OWASP, CSV injection); in XLSX
every text is written as a string.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO, Final, assert_never

from bot.books.columns import Cell, Column
from bot.books.workbook import Head, write_workbook

Row = tuple[Cell, ...]

VERSION: Final = 1
"""Of the JSON; it grows when a reader of the last one would misunderstand."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class Format(StrEnum):
    """What the register is exported as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


def write(
    form: Format, rows: Iterable[Row], columns: Sequence[Column], *, made_at: datetime, to: BinaryIO
) -> None:
    """Write the rows; raises `TooManyForASheet`."""
    match form:
        case Format.CSV:
            _csv(rows, columns, to)
        case Format.XLSX:
            _xlsx(rows, columns, made_at, to)
        case Format.JSON:
            _json(rows, columns, made_at, to)
        case _:
            assert_never(form)


def _csv(rows: Iterable[Row], columns: Sequence[Column], to: BinaryIO) -> None:
    text = io.TextIOWrapper(to, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(column.name for column in columns)
    writer.writerows([harmless(_as_text(cell)) for cell in row] for row in rows)
    text.detach()


def harmless(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _as_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case date():
            return cell.isoformat()
        case tuple():
            return " ".join(cell)
        case _:
            return str(cell)


def _json(rows: Iterable[Row], columns: Sequence[Column], made_at: datetime, to: BinaryIO) -> None:
    """Write one object, a request a line."""
    names = [column.name for column in columns]
    head = json.dumps({"version": VERSION, "made_at": made_at.isoformat(timespec="seconds")})
    to.write(f'{head[:-1]}, "requests": ['.encode())
    for number, row in enumerate(rows):
        request = json.dumps(dict(zip(names, map(_as_json, row), strict=True)), ensure_ascii=False)
        to.write(f"{',' if number else ''}\n{request}".encode())
    to.write(b"\n]}\n")


def _as_json(cell: Cell) -> object:
    return cell.isoformat() if isinstance(cell, date) else cell


def _xlsx(rows: Iterable[Row], columns: Sequence[Column], made_at: datetime, to: BinaryIO) -> None:
    write_workbook(
        [Head(column.heading, column.width) for column in columns],
        (tuple(map(_in_a_sheet, row)) for row in rows),
        title="Register of rights requests",
        name="Rights requests",
        made_at=made_at,
        to=to,
    )


def _in_a_sheet(cell: Cell) -> str | int | date | None:
    return _as_text(cell) if isinstance(cell, bool | tuple) else cell
