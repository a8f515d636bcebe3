import csv
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.books.columns import COLUMNS, Cell, Column
from bot.books.formats import Format, Row, write
from tests.books.sheets import cells, formulas

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
THREE = COLUMNS[:3]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
CELLS = st.one_of(st.none(), st.booleans(), st.dates(min_value=date(1901, 1, 1)), TEXT)


def made(form: Format, rows: Sequence[Row], columns: Sequence[Column] = THREE) -> bytes:
    file = BytesIO()
    write(form, rows, columns, made_at=NOW, to=file)
    return file.getvalue()


def read_csv(file: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(file.decode(), newline=""), strict=True))


@pytest.mark.parametrize("form", [Format.CSV, Format.XLSX])
def test_without_cases_there_are_the_headings(form: Format) -> None:
    file = made(form, [])

    found = read_csv(file) if form is Format.CSV else cells(file)
    assert [[head.lower() for head in row] for row in found] == [["reference", "received", "due"]]


def test_without_cases_json_is_an_empty_list() -> None:
    assert json.loads(made(Format.JSON, [])) == {
        "version": 1,
        "made_at": "2026-11-25T09:30:00+00:00",
        "requests": [],
    }


def test_json_keeps_kinds_and_names() -> None:
    row: Row = ("RR-2026-0001", date(2026, 11, 25), None)

    assert (
        json.loads(made(Format.JSON, [row, row]))["requests"]
        == [{"reference": "RR-2026-0001", "received": "2026-11-25", "due": None}] * 2
    )


@settings(deadline=None)
@given(row=st.tuples(CELLS, CELLS, CELLS))
def test_no_cell_of_a_csv_is_a_formula_and_none_is_lost(row: tuple[Cell, ...]) -> None:
    _, found = read_csv(made(Format.CSV, [row]))

    assert [cell for cell in found if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    for cell, kept in zip(row, found, strict=True):
        assert not isinstance(cell, str) or kept.removeprefix("'") == cell.removeprefix("'")


@settings(deadline=None)
@given(words=st.sampled_from(["=1+1", "+44", "-1", "@x", "https://x.test", "mailto:a@x.test"]))
def test_what_looks_like_a_formula_is_a_string_in_a_workbook(words: str) -> None:
    file = made(Format.XLSX, [(words, None, 3)])

    assert cells(file)[1] == [words, "3"]
    assert formulas(file) == 0


def test_a_day_is_a_number_that_sheets_show_as_a_day() -> None:
    assert cells(made(Format.XLSX, [("", date(1900, 3, 1), date(2026, 11, 25))]))[1] == [
        "61",
        "46351",
    ]


def test_words_longer_than_a_cell_are_cut_with_a_mark() -> None:
    (_, (cell,)) = cells(made(Format.XLSX, [("x" * 40_000, None, None)]))

    assert len(cell) == 32_767
    assert cell.endswith("…")


@settings(deadline=None)
@given(words=TEXT)
def test_any_words_make_a_workbook_that_opens(words: str) -> None:
    assert len(cells(made(Format.XLSX, [(words, None, 3)]))) == 2


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("a & b < c > d", "a & b < c > d"),
        (" two\nlines\t", " two\nlines\t"),
        ("a bell \a", "a bell _x0007_"),
        ("as typed: _x0007_", "as typed: _x005F_x0007_"),
        ("]]>\ufffe", "]]>_xFFFE_"),
    ],
)
def test_words_stand_in_a_workbook_as_written_with_stand_ins_for_what_xml_cannot(
    words: str, stored: str
) -> None:
    assert cells(made(Format.XLSX, [(words, None, None)]))[1] == [stored]


def test_the_heads_stay_in_sight_and_every_row_can_be_filtered() -> None:
    with ZipFile(BytesIO(made(Format.XLSX, [("a", None, None), ("b", None, None)]))) as files:
        sheet = files.read("xl/worksheets/sheet1.xml").decode()

    assert 'topLeftCell="B2"' in sheet
    assert '<autoFilter ref="A1:C3"/>' in sheet


def test_every_part_of_a_workbook_is_whole_and_named_in_its_contents() -> None:
    with ZipFile(BytesIO(made(Format.XLSX, []))) as files:
        parts = {name: ET.fromstring(files.read(name)) for name in files.namelist()}  # noqa: S314

    named = {it.get("PartName", "")[1:] for it in parts["[Content_Types].xml"]} - {""}
    assert named == {name for name in parts if name.endswith(".xml") and name[0] != "["}
