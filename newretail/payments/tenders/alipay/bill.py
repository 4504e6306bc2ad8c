"""Alipay's daily bill: a zip with a CSV of single movements (in GBK) and one of sums.

Columns are found by their names, because Alipay adds new ones. A refund is a row of its own, below zero, with the
number of its request.
"""

import csv
import io
import zipfile
from collections.abc import Iterator

from newretail.payments.tenders.alipay.beijing import read_time
from newretail.payments.tenders.alipay.yuan import fen_of
from newretail.payments.tenders.base import BillRow

LARGEST_ZIP = 64_000_000
LARGEST_FILE = 512_000_000
MOST_ROWS = 1_000_000

TRADE_NO, OUT_TRADE_NO, KIND, FINISHED = "支付宝交易号", "商户订单号", "业务类型", "完成时间"
STORE, AMOUNT, REQUEST_NO = "门店编号", "订单金额（元）", "退款批次号/请求号"
COLUMNS = (TRADE_NO, OUT_TRADE_NO, KIND, FINISHED, STORE, AMOUNT, REQUEST_NO)
KINDS = {"交易": "trade", "退款": "refund"}


class Unreadable(ValueError):
    """The file is not a bill that we understand; says why and where."""


def read(packed: bytes) -> list[BillRow]:
    """The rows of a zipped bill. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return _read_archive(archive)
    except (zipfile.BadZipFile, UnicodeDecodeError, csv.Error, EOFError, RuntimeError) as error:
        raise Unreadable(f"not a zip with GBK text: {type(error).__name__}") from error


def _read_archive(archive: zipfile.ZipFile) -> list[BillRow]:
    entries = [entry for entry in archive.infolist()[:20] if entry.filename.lower().endswith(".csv")]
    if sum(entry.file_size for entry in entries) > LARGEST_FILE:
        raise Unreadable("larger than any bill")
    for entry in entries:
        with archive.open(entry) as raw:
            lines = _lines(raw.read(LARGEST_FILE).decode("gb18030"))
        columns = _columns(lines)
        if columns is not None:
            return list(_rows(lines, columns))
    raise Unreadable("no list of movements in it")


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _columns(lines: Iterator[str]) -> dict[str, int] | None:
    """Where each column is; None for a file of sums."""
    names = [name.strip().replace("(", "（").replace(")", "）") for name in next(lines, "").split(",")]
    if any(column not in names for column in COLUMNS):
        return None
    return {column: names.index(column) for column in COLUMNS}


def _rows(lines: Iterator[str], columns: dict[str, int]) -> Iterator[BillRow]:
    for number, fields in enumerate(csv.reader(lines), start=1):
        if number > MOST_ROWS:
            raise Unreadable(f"more than {MOST_ROWS} movements")
        try:
            row = {column: fields[place].strip() for column, place in columns.items()}
            kind, finished = KINDS[row[KIND]], read_time(row[FINISHED])
            amount = fen_of(row[AMOUNT].removeprefix("-"))
        except (IndexError, KeyError, ValueError) as error:
            raise Unreadable(f"movement {number} cannot be understood") from error
        if finished is None:
            raise Unreadable(f"movement {number} has no time")
        yield BillRow(
            kind=kind,
            out_trade_no=row[OUT_TRADE_NO],
            trade_no=row[TRADE_NO],
            request_no=row[REQUEST_NO] if kind == "refund" else "",
            store_id=row[STORE],
            amount=amount,
            completed_at=finished,
        )
