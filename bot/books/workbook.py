"""A workbook of one sheet (ECMA-376, Office Open XML), written a row at a time.

Written by hand, because a row costs a third of what it costs with xlsxwriter and a register has
100,000. Every cell is a text, a whole number or a day: there is no way to write a formula or a
link. Text stands in its cell (`inlineStr`), so that memory stays flat.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import IO, BinaryIO, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

Cell = str | int | date | None

MOST_ROWS: Final = 1_048_575
"""Rows that a sheet holds beside its heads."""
_LONGEST_CELL: Final = 32_767
"""Characters that a cell holds."""
_PLAIN, _DAY, _HEAD = 0, 1, 2
_FIRST_DAY: Final = date(1899, 12, 30).toordinal()
"""Day 0, as sheets count from March 1900 on; before that they know a 29 February 1900."""
_AT_ONCE: Final = 200
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9a-fA-F]{4}_")
"""What XML has no place for, and what would be read as its stand-in."""

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS: Final = "http://schemas.openxmlformats.org/"
_MAIN: Final = f'xmlns="{_FORMATS}spreadsheetml/2006/main"'
_RELATED: Final = f"{_FORMATS}officeDocument/2006/relationships"
_SHEET_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE_TYPES: Final = "application/vnd.openxmlformats-package"


class Head(NamedTuple):
    """The head of a column."""

    heading: str
    width: int
    """In characters."""


class TooManyForASheet(Exception):
    """A sheet has an end."""

    def __init__(self) -> None:
        super().__init__(
            f"A sheet holds {MOST_ROWS:,} cases at most: export as csv or json instead."
        )


def write_workbook(
    heads: Sequence[Head],
    rows: Iterable[Sequence[Cell]],
    *,
    title: str,
    name: str,
    made_at: datetime,
    to: BinaryIO,
) -> None:
    """Write a workbook whose heads stay in sight; raises `TooManyForASheet`."""
    with ZipFile(to, "w", ZIP_DEFLATED) as book:
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            last = _write_sheet(sheet, heads, rows)
        whole = f"$A$1:${_letters(len(heads) - 1)}${last}"
        for part, text in _parts(title, name, whole, made_at).items():
            book.writestr(part, _XML + text)


def _write_sheet(sheet: IO[bytes], heads: Sequence[Head], rows: Iterable[Sequence[Cell]]) -> int:
    """Write the sheet and return the number of its last line."""
    letters = [_letters(place) for place in range(len(heads))]
    sheet.write(_before_rows(heads).encode())
    sheet.write(_line(1, letters, [head.heading for head in heads], text_style=_HEAD).encode())
    line, left = 1, iter(rows)
    while some := tuple(islice(left, _AT_ONCE)):
        if line + len(some) > MOST_ROWS + 1:
            raise TooManyForASheet
        lines = (_line(line + n, letters, row) for n, row in enumerate(some, start=1))
        sheet.write("".join(lines).encode())
        line += len(some)
    sheet.write(_after_rows(f"A1:{letters[-1]}{line}").encode())
    return line


def _line(
    number: int, letters: Sequence[str], row: Sequence[Cell], *, text_style: int = _PLAIN
) -> str:
    cells = (_cell(f"{at}{number}", it, text_style) for at, it in zip(letters, row, strict=True))
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(at: str, cell: Cell, text_style: int) -> str:
    match cell:
        case None | "":
            return ""
        case str():
            text = f'<t xml:space="preserve">{_text(cell)}</t>'
            return f'<c r="{at}" s="{text_style}" t="inlineStr"><is>{text}</is></c>'
        case date():
            return f'<c r="{at}" s="{_DAY}"><v>{cell.toordinal() - _FIRST_DAY}</v></c>'
        case _:
            return f'<c r="{at}" s="{_PLAIN}"><v>{cell}</v></c>'


def _text(text: str) -> str:
    """Return the text as XML, cut with a mark where it is longer than a cell."""
    if len(text) > _LONGEST_CELL:
        text = f"{text[: _LONGEST_CELL - 1]}…"
    return escape(_UNWRITABLE.sub(_stand_in, text))


def _stand_in(found: re.Match[str]) -> str:
    """Return how a workbook writes what XML cannot: `_x001F_`."""
    first, rest = found[0][0], found[0][1:]
    if "\ud800" <= first <= "\udfff":
        return "\ufffd"
    return f"_x{ord(first):04X}_{rest}"


def _letters(place: int) -> str:
    """Return what sheets call a column: A, B, ... Z, AA."""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _before_rows(heads: Sequence[Head]) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{head.width}" style="{_PLAIN}" customWidth="1"/>'
        for n, head in enumerate(heads, start=1)
    )
    pane = '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
    view = f'<sheetView tabSelected="1" workbookViewId="0">{pane}</sheetView>'
    return (
        f"{_XML}<worksheet {_MAIN}><sheetViews>{view}</sheetViews><cols>{columns}</cols><sheetData>"
    )


def _after_rows(whole: str) -> str:
    return (
        f'</sheetData><autoFilter ref="{whole}"/><pageSetup orientation="landscape"/></worksheet>'
    )


def _parts(title: str, name: str, whole: str, made_at: datetime) -> dict[str, str]:
    """Return what a workbook holds beside its sheet."""
    return {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relationships(
            (f"{_RELATED}/officeDocument", "xl/workbook.xml"),
            (
                f"{_FORMATS}package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
        ),
        "docProps/core.xml": _properties(title, made_at),
        "xl/workbook.xml": _workbook(name, whole),
        "xl/_rels/workbook.xml.rels": _relationships(
            (f"{_RELATED}/worksheet", "worksheets/sheet1.xml"), (f"{_RELATED}/styles", "styles.xml")
        ),
        "xl/styles.xml": _STYLES,
    }


def _relationships(*related: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(related, start=1)
    )
    space = f"{_FORMATS}package/2006/relationships"
    return f'<Relationships xmlns="{space}">{each}</Relationships>'


def _workbook(name: str, whole: str) -> str:
    sheet = escape(f"'{name}'!")
    return (
        f'<workbook {_MAIN} xmlns:r="{_RELATED}">'
        '<bookViews><workbookView activeTab="0"/></bookViews>'
        f'<sheets><sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{sheet}{whole}'
        '</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">'
        f"{sheet}$1:$1</definedName></definedNames></workbook>"
    )


def _properties(title: str, made_at: datetime) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_FORMATS}package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made_at:%Y-%m-%dT%H:%M:%SZ}</dcterms:created>'
        "</cp:coreProperties>"
    )


_CONTENT_TYPES: Final = (
    f'<Types xmlns="{_FORMATS}package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_PACKAGE_TYPES}.relationships+xml"/>'
    f'<Override PartName="/docProps/core.xml" ContentType="{_PACKAGE_TYPES}.core-properties+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPES}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPES}.worksheet+xml"/>'
    "</Types>"
)
_FONT: Final = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
_EDGES: Final = "".join(
    f'<{edge} style="thin"><color auto="1"/></{edge}>'
    for edge in ("left", "right", "top", "bottom")
)
_OF_NOTHING: Final = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
_STYLES: Final = (
    f"<styleSheet {_MAIN}>"
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFE8E8E8"/><bgColor indexed="64"/></patternFill></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    f"<border>{_EDGES}<diagonal/></border></borders>"
    f'<cellStyleXfs count="1"><xf {_OF_NOTHING}/></cellStyleXfs><cellXfs count="3">'
    f'<xf {_OF_NOTHING} xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
    'applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" '
    'applyBorder="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
"""Of plain cells, of days and of heads, in this order."""
