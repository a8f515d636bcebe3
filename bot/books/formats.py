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
from typing import TYPE_CHECKING, BinaryIO, Final, assert_never

from bot.books.columns import Cell, Column

if TYPE_CHECKING:
    from xlsxwriter.format import Format as Look
    from xlsxwriter.worksheet import Worksheet

Row = tuple[Cell, ...]

VERSION: Final = 1
"""Of the JSON; it grows when a reader of the last one would misunderstand."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL: Final = 32_767
"""Characters that a spreadsheet's cell holds."""
_MOST_ROWS: Final = 1_048_575
"""Rows that a sheet holds beside its heads."""


class Format(StrEnum):
    """What the register is exported as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


class TooManyForASheet(Exception):
    """A sheet has an end."""

    def __init__(self) -> None:
        super().__init__(
            f"A sheet holds {_MOST_ROWS:,} cases at most: export as csv or json instead."
        )


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
    from xlsxwriter import Workbook  # noqa: PLC0415 - a bot that answers needs it not

    in_order = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(to, in_order)
    book.set_properties({"title": "Register of rights requests", "created": _naive(made_at)})
    sheet = book.add_worksheet("Rights requests")
    day, long = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"text_wrap": True})
    for look in (day, long):
        look.set_align("top")
    _head(sheet, columns, book.add_format({"bold": True, "bg_color": "#E8E8E8", "border": 1}), long)
    last = 0
    for last, row in enumerate(rows, start=1):
        if last > _MOST_ROWS:
            raise TooManyForASheet
        for place, cell in enumerate(row):
            _cell(sheet, last, place, cell, day, long)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()


def _head(sheet: "Worksheet", columns: Sequence[Column], bold: "Look", long: "Look") -> None:
    """Name and size the columns; the names and the references stay in sight."""
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, long)
        sheet.write_string(0, place, column.heading, bold)


def _cell(sheet: "Worksheet", line: int, place: int, cell: Cell, day: "Look", long: "Look") -> None:
    match cell:
        case None | "":
            return
        case date():
            sheet.write_datetime(line, place, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 - a day
        case bool() | str() | tuple():
            sheet.write_string(line, place, _fitting(_as_text(cell)), long)
        case int():
            sheet.write_number(line, place, cell, long)
        case _:
            assert_never(cell)


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


def _naive(at: datetime) -> datetime:
    return at.replace(tzinfo=None)
