"""Cells for spreadsheets: nothing in them is run, nothing in them is lost."""

import io
import re

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newretail.kernel.encodings import encoding_of
from newretail.kernel.spreadsheets import as_text, as_written, harmless, records
from newretail.kernel.workbooks import write_workbook

LIVE = re.compile(r"(?:\A|[;|\t\n\r])\s*[=+\-@＝＋－＠]")
ODD = st.text("'=+-@＝＋－＠;|,\t\r\n \u3000\"a1", max_size=12)


@given(ODD)
def test_whatever_goes_out_comes_back_and_begins_no_formula(value: str) -> None:
    shown = harmless(value)
    assert as_written(shown) == value
    assert as_written(as_text(value)) == value
    assert not LIVE.search(shown) or re.fullmatch(r"-\d+(?:\.\d+)?", shown)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'\t'=1"),
        ("a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0"),
        ("-12.5", "-12.5"),
        ("+8613800138000", "'+8613800138000"),
        ("plain, =x", "plain, =x"),
    ],
)
def test_what_a_spreadsheet_would_reckon_is_kept_as_words(value: str, shown: str) -> None:
    assert harmless(value) == shown


def test_a_workbook_holds_texts_and_no_formulas() -> None:
    file = io.BytesIO()
    write_workbook([["name", "pieces"], ["=HYPERLINK(1)", 3], ["'=x", 0], ["00123", 1], ["\x07", 2]], file)
    rows = list(openpyxl.load_workbook(file).active.iter_rows())
    assert [row[0].data_type for row in rows] == ["s"] * 5
    assert [as_written(row[0].value) for row in rows] == ["name", "=HYPERLINK(1)", "'=x", "00123", "\ufffd"]
    assert rows[1][1].value == 3


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", "\ufeffa;b\r\n1;2\r\n", "sep=|\r\na|b\r\n1|2", "\n\na\tb\n1\t2\n\n", 'a,b\n"1",2\n,\n'],
)
def test_small_tables_are_read_with_any_delimiter(text: str) -> None:
    assert [cells for _, cells in records(text)] == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_known_by_its_marks_or_its_shape(codec: str) -> None:
    text = "code,name\nT-1,绿茶 녹차\n"
    found = encoding_of(text.encode(codec), is_whole=True)
    assert text.encode(codec).decode(found.codec).lstrip("\ufeff") == text
