"""Cells of a file that a spreadsheet opens: nothing in them is run, nothing is lost, and they come back as they went out.

A program that opens a table reckons what begins with = + - @ or a tab. Such a cell gets an apostrophe in front, as people write it who
want text. It also gets one behind a semicolon, a tab, a bar or a line break in its middle: a spreadsheet of a country that parts columns
by semicolons does not see our quotes, and would begin a cell there. Reading takes exactly these apostrophes off again.
"""

import re

MARK = "\ufeff"
"""At the head of a file: spreadsheets take it for UTF-8."""

_STARTS = r"=+\-@\t\r＝＋－＠"
_LIVE = re.compile(rf"((?:\A|[;|\t\n\r])[ \u00a0\u3000]*)(?='*[{_STARTS}])")
_QUOTED = re.compile(rf"((?:\A|[;|\t\n\r])[ \u00a0\u3000]*)'(?='*[{_STARTS}])")
_NUMBER = re.compile(r"-\d+(?:\.\d+)?\Z")


def harmless(value: str) -> str:
    """Text that a spreadsheet shows and does not run. A negative number stays one."""
    return value if _NUMBER.match(value) else _LIVE.sub(r"\1'", value)


def as_written(cell: str) -> str:
    """What `harmless` was given."""
    return _QUOTED.sub(r"\1", cell)
