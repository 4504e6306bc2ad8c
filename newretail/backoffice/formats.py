"""Tables of the back office as files: opened by a double click, run by no spreadsheet, and read back as they went out.

The library's own formats delete the first `=` of a cell, write formulas into workbooks, and read only commas in UTF-8.
"""

import csv
import io
import re
from typing import Any

import openpyxl
import tablib
from django.core.exceptions import ValidationError
from import_export.formats.base_formats import CSV, XLSX

from newretail.kernel.encodings import encoding_of
from newretail.kernel.spreadsheets import MARK, as_written, harmless, records
from newretail.kernel.text import Text
from newretail.kernel.workbooks import write_workbook

ENCODING_UNKNOWN = Text(
    en="It is not certain in which encoding this file is written. Save it as UTF-8 (in Excel: “CSV UTF-8”) or as .xlsx.",
    ko="파일의 문자 인코딩을 알 수 없습니다. UTF-8(엑셀: “CSV UTF-8”)이나 .xlsx로 저장해 주세요.",
    zh="无法确定文件的编码，请另存为 UTF-8（Excel 中选“CSV UTF-8”）或 .xlsx。",
)
NO_HEAD = Text(en="This file has no rows.", ko="파일에 행이 없습니다.", zh="文件中没有行。")
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,10})\Z")
"""Numbers that a spreadsheet shows in full; longer ones and those that begin with a zero are names."""


class SafeCsv(CSV):
    """Commas in UTF-8 with its mark; read with any usual delimiter and in any encoding that is certain."""

    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        text = io.StringIO(newline="")
        rows = csv.writer(text)
        rows.writerow(dataset.headers)
        rows.writerows([harmless(_said(cell)) for cell in row] for row in dataset)
        return (MARK + text.getvalue()).encode()

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> tablib.Dataset:
        encoding = encoding_of(in_stream, is_whole=True)
        if not encoding.codec:
            raise ValidationError(ENCODING_UNKNOWN.say())
        rows = [cells for _, cells in records(in_stream.decode(encoding.codec))]
        return _dataset(rows)


class SafeXlsx(XLSX):
    """Text is text in every cell, never a formula."""

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        file = io.BytesIO()
        rows = ([_shown(_said(value)) for value in row] for row in (dataset.headers, *dataset))
        write_workbook(rows, file)
        return file.getvalue()

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        book = openpyxl.load_workbook(io.BytesIO(in_stream), read_only=True, data_only=True)
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        return _dataset([row for row in rows if any(cell not in (None, "") for cell in row)])


def _dataset(rows: list[list[Any]]) -> tablib.Dataset:
    """Rows as long as their head: spreadsheets leave blank cells at the end away, and add some."""
    if not rows:
        raise ValidationError(NO_HEAD.say())
    heads = [str(head or "").strip() for head in rows[0]]
    while heads and not heads[-1]:
        heads.pop()
    dataset = tablib.Dataset(headers=heads)
    for row in rows[1:]:
        cells = [_read(cell) for cell in row[: len(heads)]]
        dataset.append(cells + [""] * (len(heads) - len(cells)))
    return dataset


def _read(cell: Any) -> Any:
    return as_written(cell) if isinstance(cell, str) else "" if cell is None else cell


def _said(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _shown(said: str) -> str | int:
    return int(said) if _WHOLE.match(said) else said
