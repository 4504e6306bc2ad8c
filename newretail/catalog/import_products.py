"""Products from a file: Open Food Facts' own export, or our template as CSV or Excel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from newretail.catalog import queries
from newretail.catalog.errors import ImportRunning
from newretail.catalog.imports import merging
from newretail.catalog.imports.opened import FROM_DISK, Limits, Opened, opened
from newretail.catalog.imports.reading import ProductFile, read
from newretail.catalog.imports.report import Report
from newretail.catalog.imports.rows import Reject
from newretail.catalog.search import renew_search_text
from newretail.kernel import clock, sql

_STEP = 500
_BATCH = 1_000
_LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('newretail.catalog.import')) AS ours"
_PATIENCE = "SET LOCAL statement_timeout = '30min'"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPrice:
    """A price as a product file states it: `amount` minor units, tax included, for `per` base units of the SKU."""

    line: int
    sku_id: str
    amount: int
    per: int
    tax_rate_permille: int


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


TakePrices = Callable[[Sequence[ListedPrice]], int]
_price_takers: list[TakePrices] = []


def on_listed_prices(take: TakePrices) -> TakePrices:
    """Register who takes the prices stated in product files; runs inside the import's transaction, a batch at a time, and
    returns how many prices it changed."""
    _price_takers.append(take)
    return take


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
    with opened(path, limits=limits) as file, Report(report_path) as report, transaction.atomic():
        _be_the_only_one()
        products = read(file)
        rows = _copy(file, products, report, progress or (lambda _: None))
        for reject in merging.turn_away():
            report.add(reject)
        counts = merging.merge(stated=products.stated, now=clock.now())
        for codes in merging.changed(most=_BATCH):
            renew_search_text(codes)
        prices = sum(_take_prices())
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


def _take_prices() -> list[int]:
    taken = []
    for batch in merging.prices(most=_BATCH) if _price_takers else ():
        listed = [
            ListedPrice(
                line=row.line,
                sku_id=row.code,
                amount=row.amount,
                per=row.per,
                tax_rate_permille=row.tax_rate_permille,
            )
            for row in batch
        ]
        taken += [take(listed) for take in _price_takers]
    return taken
