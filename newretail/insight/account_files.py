"""Lines of the accounts as a file that a spreadsheet opens by a double click: CSV with a mark of its encoding, or xlsx."""

import csv
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any, Literal

from django.http import HttpResponse, HttpResponseBase
from openpyxl import Workbook

from newretail.insight.accounts import AccountLine
from newretail.insight.words import ACCOUNT_COLUMNS
from newretail.kernel.currencies import minor_digits
from newretail.kernel.http.streamed import streamed
from newretail.kernel.spreadsheets import MARK, harmless

Format = Literal["csv", "xlsx"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def account_file(lines: Iterable[AccountLine], *, name: str, form: Format) -> HttpResponseBase:
    """As an answer to be saved under `name`; the heads of its columns are in the reader's language."""
    heads = [head.say() for head in ACCOUNT_COLUMNS.values()]
    rows = (_cells(line) for line in lines)
    answer: HttpResponseBase = (
        streamed(_csv(heads, rows), content_type="text/csv; charset=utf-8")
        if form == "csv"
        else HttpResponse(_xlsx(heads, rows), content_type=XLSX)
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def _cells(line: AccountLine) -> list[Any]:
    """In the order of ACCOUNT_COLUMNS; amounts in the currency's own unit."""
    rate = "" if line.tax_rate_permille is None else Decimal(line.tax_rate_permille).scaleb(-1).normalize()
    return [
        line.date,
        line.store_id,
        harmless(line.store_name),
        line.account,
        harmless(line.account_name),
        line.tender,
        line.cause_name,
        f"{rate:f}%" if isinstance(rate, Decimal) else "",
        line.currency,
        _money(line.debit, line.currency),
        _money(line.credit, line.currency),
    ]


def _money(amount: int, currency: str) -> Decimal:
    digits = minor_digits(currency)
    return Decimal(amount).scaleb(-digits).quantize(Decimal(1).scaleb(-digits))


class _Line:
    """A file that hands each written line straight on."""

    def write(self, text: str) -> str:
        return text


def _csv(heads: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    write: Callable[[Iterable[Any]], str] = csv.writer(_Line()).writerow  # type: ignore[assignment]
    yield MARK + write(heads)
    for row in rows:
        yield write(row)


def _xlsx(heads: list[str], rows: Iterable[list[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()
