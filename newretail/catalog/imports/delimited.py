"""Tables as text: commas, semicolons, tabs or bars, as spreadsheets, tills and Open Food Facts write them."""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from newretail.catalog.errors import UnreadableFile
from newretail.catalog.imports import open_food_facts, template
from newretail.catalog.imports.heads import columns_of, passed_over
from newretail.catalog.imports.open_food_facts import House
from newretail.catalog.imports.opened import Opened
from newretail.catalog.imports.reasons import NOT_CSV
from newretail.catalog.imports.rows import Note, Reject, Row
from newretail.catalog.imports.understanding import (
    Found,
    of_our_template,
    too_long,
    understood,
    wrong_columns,
)
from newretail.kernel.text import Text

Lines = Iterator[tuple[int, str | None]]
Waiting = deque[tuple[int, str | None]]

UNKNOWN_COLUMNS = Text(
    en="none of its first lines names the columns of our template (code, name_en, …) or those of Open Food Facts (code, product_name, …)",
    ko="처음 몇 줄에 우리 양식(code, name_en, …)이나 Open Food Facts(code, product_name, …)의 열 이름이 없습니다",
    zh="开头几行中既没有本系统模板的列（code、name_en……），也没有 Open Food Facts 的列（code、product_name……）",
)
SAME_COLUMNS = Text(
    en="two of its columns have the same name", ko="이름이 같은 열이 둘 있습니다", zh="有两列同名"
)
_HEAD_WITHIN = 20
"""Titles, dates and blank lines that exports put above the heads of their columns."""
_DELIMITERS = ",;\t|"
_HINT = re.compile(r'"?sep=(.)"?\s*\Z', re.I)
_MOST_LINES_OF_A_ROW = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`rows` can be read once. `notes`: columns of which nothing is read."""

    columns: list[str]
    is_open_food_facts: bool
    rows: Callable[[], Found]
    notes: tuple[Note, ...] = ()


def table(file: Opened, house: House) -> Table:
    """Raises UnreadableFile where no head is found, WrongEncoding or FileTooLarge."""
    lines, waiting = file.lines(), Waiting()
    hint = ""
    for _ in range(_HEAD_WITHIN):
        number, line = next(lines, (0, None))
        if line is None:
            break
        if found := _HINT.match(line):
            hint = found[1]
            continue
        for delimiter in _likely(line, hint):
            heads = _head(number, line, delimiter, lines, waiting)
            columns = columns_of(heads, currency=house.currency)
            theirs = [head.strip().casefold() for head in heads]
            if _is_open_food_facts(theirs):
                is_quoted = delimiter != "\t" or file.is_rewritten
                return _open_food_facts(theirs, delimiter if is_quoted else "", lines, house)
            if template.is_ours(columns):
                refuse_twins(columns)
                notes = passed_over(heads, columns, line=number)
                return _ours(columns, delimiter, lines, currency=house.currency, notes=notes)
        lines = _again(waiting, lines)
    raise UnreadableFile(problem=UNKNOWN_COLUMNS)


def refuse_twins(columns: list[str]) -> None:
    """Raises UnreadableFile where two columns mean the same: which of them counts, nobody could say."""
    named = [column for column in columns if column]
    if len(named) != len(set(named)):
        raise UnreadableFile(problem=SAME_COLUMNS)


def _again(waiting: Waiting, lines: Lines) -> Lines:
    while waiting:
        yield waiting.popleft()
    yield from lines


def _likely(line: str, hint: str) -> list[str]:
    counted = sorted(_DELIMITERS, key=line.count, reverse=True)
    return [hint, *counted] if hint else [each for each in counted if each in line]


def _head(number: int, line: str, delimiter: str, lines: Lines, waiting: Waiting) -> list[str]:
    """The cells of a line that may be the head; one in quotes may run over a few lines."""
    fields = _fields(line, delimiter)
    if fields is None and line.count('"') % 2 and not waiting:
        ahead, fields = _rest_of_cell(line, delimiter, waiting, lines)
        waiting.extend(ahead)
    return fields or []


def _is_open_food_facts(columns: list[str]) -> bool:
    named = set(columns)
    return "code" in named and any(
        column == "product_name" or re.fullmatch("product_name_[a-z]{2}", column) for column in named
    )


def _open_food_facts(columns: list[str], delimiter: str, lines: Lines, house: House) -> Table:
    """Its own export neither quotes nor escapes: a tab always ends a field."""

    def row(number: int, cells: list[str]) -> Row | Reject:
        if len(cells) != len(columns):
            return wrong_columns(columns, cells, number)
        return understood(open_food_facts.row, dict(zip(columns, cells, strict=True)), number, house=house)

    def unquoted() -> Found:
        for number, line in lines:
            if line is None:
                yield too_long(number)
            elif line.strip():
                yield row(number, line.split("\t"))

    quoted = lambda: _rows(delimiter, lines, row)  # noqa: E731
    return Table(columns=columns, is_open_food_facts=True, rows=quoted if delimiter else unquoted)


def _ours(
    columns: list[str], delimiter: str, lines: Lines, *, currency: str, notes: tuple[Note, ...]
) -> Table:
    def row(number: int, cells: list[str]) -> Row | Reject:
        return of_our_template(columns, cells, number, currency=currency)

    rows = partial(_rows, delimiter, lines, row)
    return Table(columns=columns, is_open_food_facts=False, rows=rows, notes=notes)


def _rows(delimiter: str, lines: Lines, row: Callable[[int, list[str]], Row | Reject]) -> Found:
    for number, line, fields in _records(delimiter, lines):
        if line is None:
            yield too_long(number)
        elif fields is None:
            yield Reject(line=number, code="broken_quoting", text=NOT_CSV, value=line[:80])
        elif any(field.strip() for field in fields):
            yield row(number, fields)


def _records(delimiter: str, lines: Lines) -> Iterator[tuple[int, str | None, list[str] | None]]:
    """The lines of a CSV with their number and their fields, None where they are broken.

    A cell in quotes may run over a few lines. One broken quote costs one row and not all that follow it: the lines that were
    read to find its end are read again as lines of their own.
    """
    again: Waiting = deque()
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
    line: str, delimiter: str, again: Waiting, lines: Lines
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


def _fields(record: str, delimiter: str) -> list[str] | None:
    """Handed over in one piece: other signs that end a line somewhere (U+2028, form feed) are part of a cell here."""
    try:
        return next(csv.reader([record], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None
