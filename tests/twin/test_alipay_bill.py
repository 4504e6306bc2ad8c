"""The bill of a day lists what moved."""

import csv
import io
import zipfile

from tests.alipay_merchant import (
    Merchant,
)


def test_the_bill_lists_payments_and_refunds_of_one_day(merchant: Merchant) -> None:
    first, second = merchant.paid("D1", "10.00"), merchant.paid("D2", "2.50")
    merchant.refund("D1", "4.00", "r1")
    method, asked = (
        "alipay.data.dataservice.bill.downloadurl.query",
        {"bill_type": "trade", "bill_date": "2026-03-02"},
    )
    assert merchant.call(method, asked)["sub_code"] == "BILL_NOT_EXIST"
    merchant.post("/clock/advance", to="2026-03-03T00:00:00+08:00")
    merchant.refund("D2", "0.50", "r1")
    address = merchant.call(method, asked)["bill_download_url"]
    assert address.startswith(merchant.running.url)
    packed = merchant.http.get(address)
    archive = zipfile.ZipFile(io.BytesIO(packed.content))
    detail, summary = (archive.read(name).decode("gbk") for name in archive.namelist())
    rows = list(csv.DictReader(line for line in detail.splitlines() if not line.startswith("#")))
    figures = [
        (
            row["支付宝交易号"].strip(),
            row["商户订单号"].strip(),
            row["业务类型"].strip(),
            row["订单金额（元）"],
            row["退款批次号/请求号"].strip(),
        )
        for row in rows
    ]
    assert sorted(figures) == sorted(
        [
            (first["trade_no"], "D1", "交易", "10.00", ""),
            (first["trade_no"], "D1", "退款", "-4.00", "r1"),
            (second["trade_no"], "D2", "交易", "2.50", ""),
        ]
    )
    assert "#交易合计：2笔，商家实收共12.50元" in detail and "#退款合计：1笔，商家实收退款共-4.00元" in detail
    assert "合计" in summary and "8.50" in summary
    assert merchant.http.get(address.replace("2026-03-02", "2026-03-03")).status_code == 403
    assert merchant.call(method, asked | {"bill_date": "2026-01-01"})["sub_code"] == "NO_BILL_DATA"
    assert merchant.call(method, asked | {"bill_date": "9999-12"})["code"] == "40004"
