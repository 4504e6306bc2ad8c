"""The audit finds what does not add up, in every book, and is quiet when all is well."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from newretail.insight.api import audit_books
from newretail.insight.audit_books import oversold_units
from newretail.inventory.api import Difference
from newretail.inventory.models import Stock
from newretail.members.issue_token import issue_token
from newretail.members.models import Member
from newretail.stores.models import StaffRole
from tests.stock_room import a_delivery, a_hold, a_sku, a_store, standing_clock

pytestmark = pytest.mark.django_db


def test_books_in_order_balance():
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, 10)
    a_hold(store, sku, 4)
    books = audit_books()
    assert books.balance
    assert books.oversold == 0


def test_a_changed_stock_is_found():
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, 10)
    Stock.objects.filter(sku_id=sku).update(on_hand=12)
    books = audit_books()
    assert not books.balance
    assert {(each.book, each.about, each.expected, each.found) for each in books.differences} == {
        ("stock", sku, 10, 12)
    }


def test_units_that_were_never_there_are_counted_as_oversold():
    store, sku = a_store(), a_sku()
    a_delivery(store, sku, 10)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE inventory_stock DROP CONSTRAINT inventory_stock_held_within_on_hand")
    Stock.objects.filter(sku_id=sku).update(held=13)
    assert audit_books().oversold == 3
    assert oversold_units([Difference("s", "k", "stock against ledger", -2, 0)]) == 2


def test_the_same_day_twice_has_the_same_hash_and_another_day_has_not(tmp_path: Path):
    def day(quantity):
        from django.db import transaction

        with standing_clock(tmp_path), transaction.atomic():
            store, sku = "hash-store", "HR-HASH"
            made_store, made_sku = a_store(), a_sku()
            a_delivery(made_store, made_sku, quantity)
            lines = audit_lines(made_store, made_sku, store, sku)
            transaction.set_rollback(True)
        return lines

    assert day(5) == day(5) != day(6)


def audit_lines(made_store, made_sku, store, sku):
    """The ledger's lines with this test's own fresh codes evened out."""
    from newretail.inventory.api import ledger_lines

    return [line.replace(made_store, store).replace(made_sku, sku) for line in ledger_lines()]


def test_head_office_asks_over_http_and_nobody_else(http):
    def client(role, store=None):
        member = Member.objects.create_user(f"{role}@haru.example", name=role)
        StaffRole.objects.create(member=member, store_id=store, role=role)
        return Client(headers={"authorization": f"Bearer {issue_token(member, label='t')}"})

    books = client("head_office").get("/api/v1/insight/audit").json()
    assert books["balance"] is True
    assert books["differences"] == []
    assert client("manager", a_store()).get("/api/v1/insight/audit").status_code == 403
    assert http.get("/api/v1/insight/audit").status_code == 401
