"""Products from a file: Open Food Facts' own export, or our template as CSV or Excel."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from newretail.catalog import queries
from newretail.catalog.errors import ImportRunning
from newretail.catalog.imports import merging
from newretail.catalog.imports.opened import FROM_DISK, Limits, Opened, opened
from newretail.catalog.imports.reading import ProductFile, read
from newretail.catalog.imports.report import Report
from newretail.catalog.imports.rows import Reject
from newretail.catalog.price_book import ListedPrice, PriceBook, price_book
from newretail.catalog.search import renew_search_text
from newretail.kernel import clock, sql

_STEP = 500
_BATCH = 1_000
_LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('newretail.catalog.import')) AS ours"
_PATIENCE = "SET LOCAL statement_timeout = '30min'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`done`: share of the file that has been read, 0 to 1; then the rows are written at once."""

    done: float
    rows: int
    rejected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did. `prices`: how many prices it changed."""

    rows: int
    created: int
    changed: int
    unchanged: int
    rejected: int
    prices: int
    report_path: Path


def import_products(
    path: Path,
    *,
    report_path: Path,
    progress: Callable[[Progress], None] | None = None,
    limits: Limits = FROM_DISK,
) -> Imported:
    """Bring the catalogue to what the file says, in one transaction; rows that cannot be used go to the report.

    The file may be gzipped; what it is, is found out by its content. Its second run changes nothing. Products that head office
    maintains are not overwritten by Open Food Facts. Needs memory for a few rows only, whatever the file's size (an Excel
    file: up to 256 MiB unpacked). Raises UnreadableFile, WrongEncoding, FileTooLarge or ImportRunning; then nothing is changed.
    """
    book = price_book()
    with opened(path, limits=limits) as file, Report(report_path) as report, transaction.atomic():
        _be_the_only_one()
        products = read(file)
        rows = _copy(file, products, report, progress or (lambda _: None))
        for reject in merging.turn_away(currencies=book.currencies() if book else ()):
            report.add(reject)
        counts = merging.merge(stated=products.stated, now=clock.now())
        for codes in merging.changed(most=_BATCH):
            renew_search_text(codes)
        prices = _take_prices(book)
    queries.forget_everything()
    return Imported(
        rows=rows,
        created=counts.created,
        changed=counts.changed,
        unchanged=counts.taken - counts.created - counts.changed,
        rejected=report.rejected,
        prices=prices,
        report_path=report_path,
    )


def _be_the_only_one() -> None:
    sql.run(_PATIENCE)
    if not sql.fetch(_LOCK)[0].ours:
        raise ImportRunning()
    merging.prepare()


def _copy(file: Opened, products: ProductFile, report: Report, progress: Callable[[Progress], None]) -> int:
    count = 0
    with merging.copying() as copy:
        for count, row in enumerate(products.rows, start=1):
            if isinstance(row, Reject):
                report.add(row)
            else:
                merging.write(copy, row)
            if count % _STEP == 0:
                progress(Progress(done=file.done, rows=count, rejected=report.rejected))
    progress(Progress(done=1.0, rows=count, rejected=report.rejected))
    return count


def _take_prices(book: PriceBook | None) -> int:
    if book is None:
        return 0
    return sum(book.take([_listed(row) for row in batch]) for batch in merging.prices(most=_BATCH))


def _listed(row: Any) -> ListedPrice:
    return ListedPrice(
        sku_id=row.code,
        amount=row.amount,
        per=row.per,
        currency=row.currency,
        tax_rate_permille=row.tax_rate_permille,
    )
