"""Product files that come over HTTP, and the reports that stay behind."""

import csv
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from newretail.catalog.errors import FileTooLarge
from newretail.catalog.import_products import import_products
from newretail.catalog.imports.opened import UPLOADED
from newretail.kernel.errors import NotFound
from newretail.kernel.ids import uuid7
from newretail.kernel.spreadsheets import as_written

MOST_REPORTS = 50
MOST_REPORT_BYTES = 16 << 20
_FIRST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectOut:
    """A row of the report: one that was left out, or one that was taken with something to be told of it."""

    line: int
    reason: str
    explanation: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedOut:
    """What an import did. `prices`: how many prices are new. `noted`: what the report tells of rows that were taken; `held_back`: how many
    of them are not sold before head office has released them. `first_rejected`, `first_noted`: the first few; all are in `report`."""

    import_id: UUID
    rows: int
    created: int
    changed: int
    unchanged: int
    rejected: int
    noted: int
    held_back: int
    prices: int
    first_rejected: list[RejectOut]
    first_noted: list[RejectOut]
    report: str


def import_upload(file: UploadedFile) -> ImportedOut:
    """Import an uploaded product file; the answer of the route. Raises what `import_products` raises."""
    if (file.size or 0) > UPLOADED.packed:
        raise FileTooLarge(limit=f"{UPLOADED.packed >> 20} MiB")
    import_id = uuid7()
    report_path = _folder() / f"{import_id}.csv"
    with tempfile.NamedTemporaryFile(prefix="newretail-import-") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        try:
            done = import_products(Path(copy.name), report_path=report_path, limits=UPLOADED)
        except Exception:
            report_path.unlink(missing_ok=True)
            raise
    _forget_old_reports()
    return ImportedOut(
        import_id=import_id,
        rows=done.rows,
        created=done.created,
        changed=done.changed,
        unchanged=done.unchanged,
        rejected=done.rejected,
        noted=done.noted,
        held_back=done.held_back,
        prices=done.prices,
        first_rejected=_first(report_path, "rejected"),
        first_noted=_first(report_path, "taken"),
        report=f"/api/v1/catalog/imports/{import_id}/report.csv",
    )


def read_report(import_id: UUID) -> bytes:
    """The report of an import, cut at 16 MiB. Raises NotFound."""
    try:
        with (_folder() / f"{import_id}.csv").open("rb") as file:
            return file.read(MOST_REPORT_BYTES)
    except FileNotFoundError:
        raise NotFound() from None


def _first(report_path: Path, row: str) -> list[RejectOut]:
    with report_path.open(encoding="utf-8-sig", newline="") as file:
        of_that_kind = (each for each in csv.DictReader(file) if each["row"] == row)
        return [
            RejectOut(
                line=int(each["line"]),
                reason=each["reason"],
                explanation=each["explanation"],
                value=as_written(each["value"]),
            )
            for each in islice(of_that_kind, _FIRST)
        ]


def _folder() -> Path:
    folder = (settings.DATA_DIR or Path(tempfile.gettempdir()) / "newretail") / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return Path(folder)


def _forget_old_reports() -> None:
    for path in sorted(_folder().glob("*.csv"))[:-MOST_REPORTS]:
        path.unlink(missing_ok=True)
