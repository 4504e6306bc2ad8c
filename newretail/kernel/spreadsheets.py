"""Cells of a file that a spreadsheet opens: nothing in them is run, nothing is lost, and they come back as they went out.

A program that opens a table reckons what begins with = + - @ or a tab. Such a cell gets an apostrophe in front, as people write it who
want text. It also gets one behind a semicolon, a tab, a bar or a line break in its middle: a spreadsheet of a country that parts columns
by semicolons does not see our quotes, and would begin a cell there. Reading takes exactly these apostrophes off again.
"""

import csv
import io
import re
from collections.abc import Iterator

MARK = "\ufeff"
"""At the head of a file: spreadsheets take it for UTF-8."""

_STARTS = r"=+\-@\t\r＝＋－＠"
_LIVE = re.compile(rf"((?:\A|[;|\t\n\r])[ \u00a0\u3000]*)(?='*[{_STARTS}])")
_QUOTED = re.compile(rf"((?:\A|[;|\t\n\r])[ \u00a0\u3000]*)'(?='*[{_STARTS}])")
_DELIMITERS = ",;\t|"
_HINT = re.compile(r"\s*\"?sep=(.)\"?[ \t]*\r?\n", re.I)
_NUMBER = re.compile(r"-\d+(?:\.\d+)?\Z")


def harmless(value: str) -> str:
    """Text that a spreadsheet shows and does not run. A negative number stays one."""
    return value if _NUMBER.match(value) else _LIVE.sub(r"\1'", value)


def as_written(cell: str) -> str:
    """What `harmless` was given."""
    return _QUOTED.sub(r"\1", cell)


def as_text(value: str) -> str:
    """For the cells of a workbook, which are text by their kind: only an apostrophe that `as_written` would take for ours is doubled."""
    return _QUOTED.sub(r"\1''", value)


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a small table that are not blank, each with the number of its last line. Its delimiter is the one that is frequent in
    its first row, or the one that Excel's `sep=` names. Raises csv.Error for broken quotes."""
    lines = text.removeprefix(MARK)
    hint = _HINT.match(lines)
    if hint:
        lines = lines[hint.end() :]
    first = next((line for line in lines.splitlines() if line.strip()), "")
    delimiter = hint[1] if hint else max(_DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter, strict=True)
    for cells in rows:
        if any(cell.strip() for cell in cells):
            yield rows.line_num + (1 if hint else 0), cells
