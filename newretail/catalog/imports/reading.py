"""A product file as a stream of rows and rejects: finds out what the file is, then reads it line by line."""

import csv
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import openpyxl
import orjson

from newretail.catalog.errors import UnreadableFile
from newretail.catalog.imports import open_food_facts, template
from newretail.catalog.imports.opened import Opened
from newretail.catalog.imports.reasons import NOT_CSV, NOT_JSON, TOO_FEW, TOO_LONG, Unusable
from newretail.catalog.imports.rows import Reject, Row
from newretail.kernel.text import Text

Found = Iterator[Row | Reject]
Lines = Iterator[tuple[int, str | None]]

UNKNOWN_COLUMNS = Text(
    en="its first line names neither the columns of our template (code, name_en, …) nor those of Open Food Facts (code, product_name, …)",
    ko="첫 줄이 우리 양식(code, name_en, …)도 Open Food Facts(code, product_name, …)도 아닙니다",
    zh="首行既不是本系统模板的列（code、name_en……），也不是 Open Food Facts 的列（code、product_name……）",
)
BROKEN_WORKBOOK = Text(
    en="it is not a sound workbook", ko="올바른 엑셀 파일이 아닙니다", zh="不是有效的工作簿"
)
_MOST_EMPTY_ROWS = 1_000
_MOST_COLUMNS = 1_000
_MOST_LINES_OF_A_ROW = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFile:
    """`stated`: the fields of a row that this file speaks about; the others of a product stay as they are."""

    stated: frozenset[str]
    rows: Found


def read(file: Opened) -> ProductFile:
    """Every product of the file, or why it cannot be used. Raises UnreadableFile, WrongEncoding or FileTooLarge, also while
    the rows are read."""
    if file.is_excel:
        return _workbook(file)
    lines = file.lines()
    _, first = next(lines, (0, None))
    if first is None:
        raise UnreadableFile(problem=UNKNOWN_COLUMNS)
    if first.lstrip().startswith("{"):
        return ProductFile(stated=open_food_facts.stated(), rows=_json_lines(first, lines))
    columns = first.split("\t")
    if {"code", "product_name"} <= set(columns):
        return ProductFile(stated=open_food_facts.stated(), rows=_tab_separated(columns, lines))
    return _comma_separated(first, lines)


def _json_lines(first: str, lines: Lines) -> Found:
    yield _json_line(1, first)
    for number, line in lines:
        if line is None:
            yield Reject(line=number, code="line_too_long", text=TOO_LONG)
        elif line.strip():
            yield _json_line(number, line)


def _json_line(number: int, line: str) -> Row | Reject:
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError:
        fields = None
    if not isinstance(fields, dict):
        return Reject(line=number, code="not_json", text=NOT_JSON, value=line[:80])
    return _understood(open_food_facts.row, fields, number)


def _tab_separated(columns: list[str], lines: Lines) -> Found:
    """Open Food Facts neither quotes nor escapes: a tab always ends a field."""
    for number, line in lines:
        if line is None:
            yield Reject(line=number, code="line_too_long", text=TOO_LONG)
        elif line.strip():
            yield _by_column(open_food_facts.row, columns, line.split("\t"), number)


def _comma_separated(first: str, lines: Lines) -> ProductFile:
    delimiter = max(",;\t", key=first.count)
    header = _fields(first, delimiter)
    if header is None:
        raise UnreadableFile(problem=UNKNOWN_COLUMNS)
    columns = _template_columns(header)
    return ProductFile(stated=template.stated(columns), rows=_comma_rows(columns, delimiter, lines))


def _comma_rows(columns: list[str], delimiter: str, lines: Lines) -> Found:
    for number, line, fields in _records(delimiter, lines):
        if line is None:
            yield Reject(line=number, code="line_too_long", text=TOO_LONG)
        elif fields is None:
            yield Reject(line=number, code="broken_quoting", text=NOT_CSV, value=line[:80])
        elif any(fields):
            yield _by_column(template.row, columns, fields, number)


def _records(delimiter: str, lines: Lines) -> Iterator[tuple[int, str | None, list[str] | None]]:
    """The lines of a CSV with their number and their fields, None where they are broken.

    A cell in quotes may run over a few lines. One broken quote costs one row and not all that follow it: the lines that were
    read to find its end are read again as lines of their own.
    """
    again: deque[tuple[int, str | None]] = deque()
    while True:
        number, line = again.popleft() if again else next(lines, (0, None))
        if not number:
            return
        fields = _fields(line, delimiter) if line is not None else None
        if line is not None and fields is None and line.count('"') % 2:
            ahead, fields = _rest_of_cell(line, delimiter, again, lines)
            again.extendleft(reversed(ahead))
        yield number, line, fields


def _rest_of_cell(
    line: str, delimiter: str, again: deque[tuple[int, str | None]], lines: Lines
) -> tuple[list[tuple[int, str | None]], list[str] | None]:
    """The lines to read again, and the fields of the record that begins with `line`; None if its quotes never close."""
    taken: list[tuple[int, str | None]] = []
    text = line
    while len(taken) < _MOST_LINES_OF_A_ROW:
        number, more = again.popleft() if again else next(lines, (0, None))
        if number:
            taken.append((number, more))
        if more is None:
            break
        text += "\n" + more
        if more.count('"') % 2:
            fields = _fields(text, delimiter)
            return ([], fields) if fields is not None else (taken, None)
    return taken, None


def _fields(line: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader(line.splitlines(keepends=True), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _workbook(file: Opened) -> ProductFile:
    """The first sheet. Cells are read as they are stored, formulas as their last result."""
    try:
        book = openpyxl.load_workbook(file.binary, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
    except Exception:  # openpyxl raises whatever its XML happens to trip over
        raise UnreadableFile(problem=BROKEN_WORKBOOK) from None
    cells = _sound(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS))
    columns = _template_columns(next(cells, []))
    return ProductFile(stated=template.stated(columns), rows=_sheet_rows(columns, cells))


def _sheet_rows(columns: list[str], cells: Iterator[list[str]]) -> Found:
    empty = 0
    for number, fields in enumerate(cells, start=2):
        empty = 0 if any(fields) else empty + 1
        if empty > _MOST_EMPTY_ROWS:
            return
        if not empty:
            padded = fields[: len(columns)] + [""] * (len(columns) - len(fields))
            yield _by_column(template.row, columns, padded, number)


def _sound(cells: Iterator[tuple[Any, ...]]) -> Iterator[list[str]]:
    while True:
        try:
            values = next(cells, None)
        except Exception:
            raise UnreadableFile(problem=BROKEN_WORKBOOK) from None
        if values is None:
            return
        yield [_cell(value) for value in values]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _template_columns(header: list[str]) -> list[str]:
    columns = [name.strip().lower() for name in header]
    named = [name for name in columns if name]
    if not template.is_ours(named) or len(named) != len(set(named)):
        raise UnreadableFile(problem=UNKNOWN_COLUMNS)
    return columns


def _by_column(
    understand: Callable[..., Row], columns: list[str], fields: list[str], number: int
) -> Row | Reject:
    if len(fields) != len(columns):
        return Reject(
            line=number, code="wrong_columns", text=TOO_FEW, value=f"{len(fields)} / {len(columns)}"
        )
    return _understood(understand, dict(zip(columns, fields, strict=True)), number)


def _understood(understand: Callable[..., Row], fields: Mapping[str, Any], number: int) -> Row | Reject:
    try:
        return understand(fields, line=number)
    except Unusable as unusable:
        return Reject(line=number, code=unusable.code, text=unusable.text, value=unusable.value)
