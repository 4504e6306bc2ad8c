"""Products from a file: Open Food Facts' own export, or our template as CSV or Excel."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from newretail.catalog import queries
from newretail.catalog.errors import ImportRunning
from newretail.catalog.imports import merging
from newretail.catalog.imports.open_food_facts import House
from newretail.catalog.imports.opened import FROM_DISK, Limits, Opened, opened
from newretail.catalog.imports.reading import ProductFile, read
from newretail.catalog.imports.report import Report
from newretail.catalog.imports.rows import Note, Reject
from newretail.catalog.imports.shelves import shelves_of
from newretail.catalog.price_book import ListedPrice, PriceBook, price_book
from newretail.catalog.rules.restricted import legal_age
from newretail.catalog.search import renew_search_text
from newretail.chain.api import chain
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
    """What an import did. `prices`: how many prices it changed. `noted`: how much its report tells of rows that were taken; of these,
    `held_back` are products that are not sold before head office has released them. `passed_over`: columns of which nothing was read, in
    words."""

    rows: int
    created: int
    changed: int
    unchanged: int
    rejected: int
    noted: int
    held_back: int
    prices: int
    passed_over: tuple[str, ...]
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
    tell = progress or (lambda _: None)
    with opened(path, limits=limits) as file, Report(report_path) as report, transaction.atomic():
        _be_the_only_one()
        house = House(
            adult=legal_age(chain().country),
            shelves=shelves_of(queries.categories()),
            currency=chain().currency,
        )
        products = read(file, house=house)
        for note in products.notes:
            report.note(note)
        copied = _copy(file, products, report, tell)
        _turn_away(products, copied, report, currencies=book.currencies() if book else (), tell=tell)
        counts = merging.merge(stated=products.stated, now=clock.now())
        for codes in merging.changed(most=_BATCH):
            renew_search_text(codes)
        prices = _take_prices(book)
    queries.forget_everything()
    return Imported(
        rows=copied.rows,
        created=counts.created,
        changed=counts.changed,
        unchanged=counts.taken - counts.created - counts.changed,
        rejected=report.rejected,
        noted=report.noted,
        held_back=report.held_back,
        prices=prices,
        passed_over=tuple(note.text.say(**note.values) for note in products.notes),
        report_path=report_path,
    )


def _be_the_only_one() -> None:
    sql.run(_PATIENCE)
    if not sql.fetch(_LOCK)[0].ours:
        raise ImportRunning()
    merging.prepare()


@dataclass(slots=True)
class _Copied:
    """`notes`: what is to be told of rows, by line, if they are taken in the end."""

    rows: int = 0
    notes: dict[int, tuple[Note, ...]] = field(default_factory=dict)


def _copy(file: Opened, products: ProductFile, report: Report, tell: Callable[[Progress], None]) -> _Copied:
    copied = _Copied()
    with merging.copying() as copy:
        for row in products.rows:
            copied.rows += 1
            if isinstance(row, Reject):
                report.add(row)
            else:
                merging.write(copy, row)
                if row.notes:
                    copied.notes[row.line] = row.notes
            if copied.rows % _STEP == 0:
                tell(Progress(done=file.done, rows=copied.rows, rejected=report.rejected))
    tell(Progress(done=1.0, rows=copied.rows, rejected=report.rejected))
    return copied


def _turn_away(
    products: ProductFile,
    copied: _Copied,
    report: Report,
    *,
    currencies: Collection[str],
    tell: Callable[[Progress], None],
) -> None:
    before = report.rejected
    for reject in merging.turn_away(stated=products.stated, currencies=currencies):
        report.add(reject)
        copied.notes.pop(reject.line, None)
        if (report.rejected - before) % _STEP == 0:
            tell(Progress(done=1.0, rows=copied.rows, rejected=report.rejected))
    if report.rejected > before:
        tell(Progress(done=1.0, rows=copied.rows, rejected=report.rejected))
    for notes in copied.notes.values():
        for note in notes:
            report.note(note)


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
