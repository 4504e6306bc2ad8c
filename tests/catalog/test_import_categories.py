"""The tree of categories comes in whatever a spreadsheet makes of it, and whole or not at all."""

from pathlib import Path

import openpyxl
import pytest

from newretail.catalog import api
from newretail.catalog.errors import BrokenLine, UnreadableFile
from newretail.catalog.models import Category

pytestmark = pytest.mark.django_db

ROWS = [
    ["slug", "parent", "name_en", "name_ko", "sort"],
    ["tea", "", "Tea; loose", "차", "100"],
    ["tea/green", "tea", "Green tea", "녹차", "110"],
]


def text(delimiter: str, end: str = "\n") -> str:
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in ROWS]
    return end.join(delimiter.join(row) for row in quoted) + end


@pytest.mark.parametrize(
    "content",
    [
        text(",").encode(),
        text(";", "\r\n").encode("utf-8-sig"),
        text("\t").encode("utf-16"),
        ("sep=;\n" + text(";") + "\n;;;;\n").encode(),
        text(",").upper().replace("TEA", "tea").replace("GREEN", "green").encode(),
    ],
    ids=[
        "commas",
        "semicolons of Excel",
        "tabs in UTF-16",
        "Excel's hint",
        "capital heads",
    ],
)
def test_categories_come_in_as_products_do(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "categories.csv"
    file.write_bytes(content)
    assert api.import_categories(file) == 2
    green = Category.objects.get(slug="tea/green")
    assert (green.parent_id, green.names["ko"], green.sort) == ("tea", "녹차", 110)


def test_categories_come_in_from_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.active.append([None] * 5)
    book.save(tmp_path / "categories.xlsx")
    assert api.import_categories(tmp_path / "categories.xlsx") == 2
    assert Category.objects.get(slug="tea").names == {"en": "Tea; loose", "ko": "차"}


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (text(",") + "tea/black,nowhere,Black tea,홍차,120\n", BrokenLine),
        (text(",") + "tea/black,tea,Black tea,홍차,120,more\n", BrokenLine),
        (text(",") + 'tea/black,tea,"Black tea,홍차,120\n', UnreadableFile),
        ("slug,parent\ntea,\n", UnreadableFile),
    ],
    ids=["no such parent", "a cell too many", "a quote that never closes", "no names"],
)
def test_a_tree_with_something_wrong_is_not_taken_at_all(
    tmp_path: Path, content: str, refusal: type[Exception]
) -> None:
    (tmp_path / "categories.csv").write_text(content)
    with pytest.raises(refusal):
        api.import_categories(tmp_path / "categories.csv")
    assert not Category.objects.filter(slug__startswith="tea").exists()
