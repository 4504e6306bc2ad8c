"""The accounts of a day balance, agree with the ledger, and open in a spreadsheet by a double click."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from newretail.insight.accounts import account_lines
from newretail.kernel import clock
from newretail.members.issue_token import issue_token
from newretail.members.models import Member
from newretail.payments import queries as payments
from newretail.stores import api as stores
from newretail.stores.api import Role
from tests.sale_floor import (
    Floor,
    Person,
    open_store,
    order_of,
    pay_in_cash,
    shopper,
    with_drawer,
    work_through,
    worker,
)
from tests.stock_room import standing_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor(db: None, tmp_path: Path) -> Iterator[Floor]:
    with standing_clock(tmp_path):
        yield open_store()


@pytest.fixture
def sold(floor: Floor) -> Floor:
    """Two milks and a bread carried out and paid in cash, one milk given back."""
    cashier, person = with_drawer(floor), shopper()
    order = order_of(person, floor, [(floor.milk, 2, "carry_out"), (floor.bread, 1, "carry_out")])
    pay_in_cash(cashier, floor, order)
    work_through()
    body = {
        "refund_id": "0193a1b2-7c00-7000-8000-00000000c0de",
        "reason": "damaged",
        "lines": [{"line": 1, "quantity": 1, "restock": False}],
    }
    assert cashier.post(f"/stores/{floor.store}/orders/{order['id']}/refunds", body).status_code == 201
    work_through()
    return floor


def today(floor: Floor) -> Any:
    return clock.now().astimezone(stores.store(floor.store).zone).date()


def manager(floor: Floor) -> Person:
    return worker(Role.MANAGER, floor.store)


def test_a_day_balances_and_agrees_with_the_ledger(sold: Floor):
    lines = account_lines(store_id=sold.store, day=today(sold))
    assert sum(line.debit for line in lines) == sum(line.credit for line in lines) > 0
    by_account: Counter[str] = Counter()
    for line in lines:
        by_account["sales" if line.account == "sales_tax" else line.account] += line.debit - line.credit
    booked = {each.kind: each.amount for each in payments.balances(store_id=sold.store) if each.amount}
    assert {account: amount for account, amount in by_account.items() if amount} == booked


def test_tax_stands_apart_by_rate_and_a_refund_takes_its_own_back(sold: Floor):
    lines = account_lines(store_id=sold.store, day=today(sold))
    tax = {
        (line.cause, line.tax_rate_permille): line.credit - line.debit
        for line in lines
        if line.account == "sales_tax"
    }
    assert tax and all(amount > 0 for (cause, _), amount in tax.items() if cause == "settlement")
    assert all(amount < 0 for (cause, _), amount in tax.items() if cause == "refund")
    assert {line.tender for line in lines if line.account == "cash_drawer"} == {"cash"}


def test_it_opens_by_a_double_click_in_three_languages(sold: Floor):
    person = manager(sold)
    path = f"/stores/{sold.store}/accounts"
    for language, head in (("en", "Debit"), ("ko", "차변"), ("zh", "借方")):
        answer = person.get(path, date=str(today(sold)), lang=language)
        assert answer.status_code == 200 and "attachment" in answer["content-disposition"]
        text = answer.getvalue().decode("utf-8")
        assert text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert rows[0][-2] == head
        assert sum(Decimal(row[-2]) for row in rows[1:]) == sum(Decimal(row[-1]) for row in rows[1:])
    packed = person.get(path, date=str(today(sold)), format="xlsx")
    sheet = load_workbook(io.BytesIO(packed.getvalue())).active
    table = list(sheet.iter_rows(values_only=True))
    assert table[0][-1] == "Credit"
    assert sum(row[-1] for row in table[1:]) == pytest.approx(sum(row[-2] for row in table[1:]))


def test_the_chain_is_read_with_a_token_for_it_and_by_nobody_else(sold: Floor, http: Any):
    erp = Member.objects.create_user("erp@partner.example", name="ERP")

    def read(*scopes: str, **query: Any) -> Any:
        secret = issue_token(erp, label="erp", scopes=scopes)
        return http.get("/api/v1/accounts", query, headers={"authorization": f"Bearer {secret}"})

    day = str(today(sold))
    assert sold.store in read("accounting", date=day).getvalue().decode()
    assert read("accounting", date=day, store_id=sold.store).status_code == 200
    assert read("accounting", date=day, store_id="nowhere").json()["code"] == "store_unknown"
    assert read("webhooks", date=day).status_code == 403
    assert http.get("/api/v1/accounts", {"date": day}).status_code == 401
    other = worker(Role.MANAGER, open_store().store)
    assert other.get(f"/stores/{sold.store}/accounts", date=day).status_code == 403
