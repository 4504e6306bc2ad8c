"""Excel workbooks: the first sheet that people see and that has our columns, its cells as they are stored, formulas as their last result."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import zip_longest
from typing import IO, Any

import openpyxl

from newretail.catalog.errors import UnreadableFile
from newretail.catalog.imports import template
from newretail.catalog.imports.delimited import UNKNOWN_COLUMNS, refuse_twins
from newretail.catalog.imports.heads import columns_of, passed_over
from newretail.catalog.imports.opened import Opened
from newretail.catalog.imports.rows import Note
from newretail.catalog.imports.template import NoResult, NotWords
from newretail.catalog.imports.understanding import Found, of_our_template
from newretail.kernel.text import Text

BROKEN_WORKBOOK = Text(
    en="it is not a sound workbook", ko="올바른 엑셀 파일이 아닙니다", zh="不是有效的工作簿"
)
_MOST_EMPTY_ROWS = 1_000
_MOST_COLUMNS = 1_000
_HEAD_WITHIN = 20
_CHUNK = 64 << 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`head_at`: the row that names the columns. `currency`: the chain's. `notes`: columns of which nothing is read."""

    columns: list[str]
    head_at: int
    cells: Iterator[list[str]]
    currency: str
    notes: tuple[Note, ...]

    def rows(self) -> Found:
        empty = 0
        for number, cells in enumerate(self.cells, start=self.head_at + 1):
            empty = 0 if any(cells) else empty + 1
            if empty > _MOST_EMPTY_ROWS:
                return
            if not empty:
                blank = [""] * (len(self.columns) - len(cells))
                yield of_our_template(self.columns, cells + blank, number, currency=self.currency)


def table(file: Opened, *, currency: str) -> Sheet:
    """currency: the chain's. Raises UnreadableFile where no sheet has our columns."""
    books = [_book(file.binary, results=True)]
    if _has_formulas(file.binary):
        books.append(_book(file.binary, results=False))
    visible = [sheet.title for sheet in books[0].worksheets if sheet.sheet_state == "visible"]
    for title in visible or [sheet.title for sheet in books[0].worksheets]:
        cells = _cells([book[title] for book in books])
        for head_at, heads in enumerate(cells, start=1):
            columns = columns_of(heads, currency=currency)
            if template.is_ours(columns):
                refuse_twins(columns)
                notes = passed_over(heads, columns, line=head_at)
                return Sheet(columns=columns, head_at=head_at, cells=cells, currency=currency, notes=notes)
            if head_at >= _HEAD_WITHIN:
                break
    raise UnreadableFile(problem=UNKNOWN_COLUMNS)


def first_sheet(file: Opened) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that people see, each with its number, blank ones left out. Raises UnreadableFile."""
    sheets = _book(file.binary, results=True).worksheets
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
    return ((number, row) for number, row in enumerate(_cells(shown[:1]), start=1) if any(row))


def _book(file: IO[bytes], *, results: bool) -> Any:
    try:
        return openpyxl.load_workbook(file, read_only=True, data_only=results, keep_links=False)
    except Exception:  # openpyxl raises whatever its XML happens to trip over
        raise UnreadableFile(problem=BROKEN_WORKBOOK) from None


def _has_formulas(file: IO[bytes]) -> bool:
    """Only a workbook with formulas is read a second time, to tell one without a result from a blank cell."""
    with zipfile.ZipFile(file) as archive:
        for part in archive.infolist():
            if not part.filename.startswith("xl/worksheets/"):
                continue
            with archive.open(part) as sheet:
                last = b""
                while chunk := sheet.read(_CHUNK):
                    if b"<f>" in last + chunk or b"<f " in last + chunk:
                        return True
                    last = chunk[-2:]
    return False


def _cells(sheets: list[Any]) -> Iterator[list[str]]:
    """The rows of a sheet; beside it, where it has formulas, the same sheet with them."""
    for sheet in sheets:
        sheet.reset_dimensions()
    rows = [sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS) for sheet in sheets]
    while True:
        try:
            found = [next(each, None) for each in rows]
        except Exception:
            raise UnreadableFile(problem=BROKEN_WORKBOOK) from None
        if found[0] is None:
            return
        if len(found) == 1:
            yield [_cell(value) for value in found[0]]
        else:
            yield [_cell(value, formula) for value, formula in zip_longest(found[0], found[1] or ())]


def _cell(value: Any, formula: Any = None) -> str:
    if value is None:
        return NoResult("?") if isinstance(formula, str) and formula.startswith("=") else ""
    if isinstance(value, bool):
        return NotWords("1" if value else "0")
    if isinstance(value, date | time | timedelta):
        return NotWords(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
