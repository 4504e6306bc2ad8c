"""The tree of categories from a file."""

import csv
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from newretail.catalog import queries
from newretail.catalog.errors import UnreadableFile
from newretail.catalog.imports.opened import UPLOADED, opened
from newretail.catalog.models import Category
from newretail.kernel.text import Text

COLUMNS = ["slug", "parent", "name_en", "name_ko", "name_zh", "sort"]
MOST_CATEGORIES = 5_000

WRONG_COLUMNS = Text(
    en="its columns must be slug, parent, name_en, name_ko, name_zh, sort",
    ko="열은 slug, parent, name_en, name_ko, name_zh, sort 이어야 합니다",
    zh="列应为 slug、parent、name_en、name_ko、name_zh、sort",
)
BROKEN_LINE = Text(
    en="line {line} is not in order", ko="{line}번째 줄이 잘못되었습니다", zh="第 {line} 行有误"
)


@transaction.atomic
def import_categories(path: Path) -> int:
    """Create or rename categories by slug, parents before children; returns how many rows the file has.

    All or nothing: a tree with a missing branch is of no use. Raises UnreadableFile (with the line), WrongEncoding, FileTooLarge.
    """
    with opened(path, limits=UPLOADED) as file:
        rows = csv.DictReader((line or "" for _, line in file.lines()), strict=True)
        if rows.fieldnames is None or list(rows.fieldnames) != COLUMNS:
            raise UnreadableFile(problem=WRONG_COLUMNS)
        count = 0
        for count, row in enumerate(rows, start=1):
            _save(row, line=count + 1)
    queries.forget_everything()
    return count


def _save(row: dict[str, str], *, line: int) -> None:
    try:
        category = Category(
            slug=row["slug"],
            parent_id=row["parent"] or None,
            name_en=row["name_en"],
            name_ko=row["name_ko"],
            name_zh=row["name_zh"],
            sort=int(row["sort"] or 0),
        )
        category.full_clean(validate_unique=False)
    except (ValidationError, ValueError, TypeError):
        problem = Text(
            en=BROKEN_LINE.say("en", line=line),
            ko=BROKEN_LINE.say("ko", line=line),
            zh=BROKEN_LINE.say("zh", line=line),
        )
        raise UnreadableFile(problem=problem, line=line) from None
    if line > MOST_CATEGORIES:
        raise UnreadableFile(problem=WRONG_COLUMNS)
    category.save()
