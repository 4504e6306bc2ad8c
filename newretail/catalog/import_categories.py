"""The tree of categories from a file."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from newretail.catalog import queries
from newretail.catalog.errors import BrokenLine, UnreadableFile
from newretail.catalog.imports.opened import UPLOADED, Opened, opened
from newretail.catalog.imports.reasons import NOT_CSV
from newretail.catalog.imports.workbook import first_sheet
from newretail.catalog.models import Category
from newretail.kernel import languages
from newretail.kernel.nearest import UnknownColumn, unknown_columns
from newretail.kernel.spreadsheets import as_written, records
from newretail.kernel.text import Text

NEEDED = {"slug", "parent", "sort"}
MOST_CATEGORIES = 5_000

WRONG_COLUMNS = Text(
    en="its columns must be slug, parent, sort and a name in at least one language, such as name_en",
    ko="열은 slug, parent, sort와 name_en 같은 언어별 이름 하나 이상이어야 합니다",
    zh="列应为 slug、parent、sort，以及至少一种语言的名称，例如 name_en",
)
NOT_KNOWN_HERE = Text(
    en="it has columns that are not known here, with the nearest that is: {which}",
    ko="알 수 없는 열이 있습니다(가장 가까운 열과 함께): {which}",
    zh="含有未知的列（附最接近的列）：{which}",
)
TOO_MANY = Text(
    en="it has more than 5,000 categories", ko="분류가 5,000개를 넘습니다", zh="分类超过 5,000 个"
)


@transaction.atomic
def import_categories(path: Path) -> int:
    """Create or rename categories by slug, parents before children; returns how many rows the file has.

    Its columns: slug, parent, sort, and `name_<code>` for the languages in which they are named; the file as products come in one,
    with commas, semicolons or tabs, in any encoding that is known, or a workbook. All or nothing: a tree with a missing branch is of no use. Raises UnreadableFile, BrokenLine, WrongEncoding, FileTooLarge.
    """
    with opened(path, limits=UPLOADED) as file:
        rows = _rows(file)
        _, heads = next(rows, (1, []))
        columns = [head.strip().casefold() for head in _trimmed(heads)]
        named = _names_in(columns)
        count = 0
        for count, (line, cells) in enumerate(rows, start=1):
            if count > MOST_CATEGORIES:
                raise UnreadableFile(problem=TOO_MANY)
            if len(_trimmed(cells)) > len(columns):
                raise BrokenLine(line=line)
            row = dict.fromkeys(columns, "") | dict(zip(columns, map(_cell, cells), strict=False))
            _save(row, named, line=line)
    queries.forget_everything()
    return count


def _rows(file: Opened) -> Iterator[tuple[int, list[str]]]:
    """The rows with the numbers of their lines, the heads of the columns first. Raises UnreadableFile, WrongEncoding, FileTooLarge."""
    if file.is_excel:
        yield from first_sheet(file)
        return
    try:
        yield from records("\n".join(line or "" for _, line in file.lines()))
    except csv.Error:
        raise UnreadableFile(problem=NOT_CSV) from None


def _trimmed(cells: list[str]) -> list[str]:
    """Without the blank cells at its end, of which a workbook's row has hundreds."""
    used = max((place for place, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return cells[:used]


def _cell(cell: str) -> str:
    return as_written(cell).strip()


def _names_in(columns: Sequence[str]) -> dict[str, str]:
    """The columns that hold names, to the codes of their languages. Raises UnreadableFile."""
    possible = {f"name_{code}": code for code in languages.codes()}
    named = {column: possible[column] for column in columns if column in possible}
    unknown = [column for column in columns if column not in NEEDED | set(named)]
    if told := unknown_columns(unknown, {column: column for column in (*NEEDED, *possible)}):
        raise UnreadableFile(problem=NOT_KNOWN_HERE.say(which="; ".join(_told(each) for each in told)))
    if not named or len(columns) != len(set(columns)) or set(columns) != NEEDED | set(named):
        raise UnreadableFile(problem=WRONG_COLUMNS)
    return named


def _told(column: UnknownColumn) -> str:
    return f"{column.head} → {column.nearest}" if column.nearest else column.head


def _save(row: dict[str, str], named: dict[str, str], *, line: int) -> None:
    try:
        category = Category(
            slug=row["slug"],
            parent_id=row["parent"] or None,
            names={code: row[column] for column, code in named.items()},
            sort=int(row["sort"] or 0),
        )
        category.full_clean(validate_unique=False)
    except (ValidationError, Category.DoesNotExist, ValueError, TypeError):
        raise BrokenLine(line=line) from None
    category.save()
