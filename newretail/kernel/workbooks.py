"""Workbooks that people open in a spreadsheet: what is text stays text, in every cell."""

from collections.abc import Iterable
from decimal import Decimal
from typing import IO, Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from newretail.kernel.spreadsheets import as_text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_CELL = 32_767


def write_workbook(rows: Iterable[Iterable[str | int | Decimal]], file: IO[bytes]) -> None:
    """One sheet with these rows. A text is never a formula, a number or a date, whatever it looks like."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("newretail")
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(file)


def _cell(sheet: Any, value: str | int | Decimal) -> Any:
    if isinstance(value, int | Decimal):
        return value
    if not value:
        return None
    said = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", as_text(value))
    cell = WriteOnlyCell(sheet, said[:_LONGEST_CELL])
    cell.data_type = "s"
    return cell
