"""The money ledger balances and only grows, whoever writes to it."""

import pytest
from django.db import IntegrityError, connection, transaction

from newretail.kernel import clock
from newretail.payments.audit import audit
from newretail.payments.models import Account, Entry, Payment, Posting, Tab
from newretail.payments.post_money import post_money
from newretail.payments.queries import balances, ledger_lines

STORE = "lujiazui"


def check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def post(**more: object) -> bool:
    sides = {Account.Kind.SAFE: 100, Account.Kind.DIFFERENCES: -100}
    return post_money(store_id=STORE, cause="drawer_closed", sides=sides, currency="CNY", **more)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_posting_moves_money_between_accounts() -> None:
    assert post()
    check_now()
    assert {each.kind: each.amount for each in balances(store_id=STORE)} == {"differences": -100, "safe": 100}
    assert [line.split(" ", 1)[1] for line in ledger_lines()] == [
        "lujiazui drawer_closed CNY differences=-100 safe=100"
    ]


@pytest.mark.django_db
def test_a_document_posts_once() -> None:
    assert post(document="d1") and not post(document="d1")
    assert Posting.objects.count() == 1 and Entry.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("amounts", [[], [100], [100, -99], [100, 100]])
def test_an_unbalanced_posting_cannot_commit(amounts: list[int]) -> None:
    posting = Posting.objects.create(at=clock.now(), store_id=STORE, cause="capture", currency="CNY")
    for number, amount in enumerate(amounts):
        Entry.objects.create(posting=posting, account_id=f"{STORE}:{number}", amount=amount)
    with pytest.raises(IntegrityError, match="not balanced"), transaction.atomic():
        check_now()
    transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Posting, Entry])
def test_the_ledger_only_grows(model: type) -> None:
    post()
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        model.objects.update(id=1)  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        model.objects.all()._raw_delete("default")  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes", [{"prepaid": -1}, {"captured": 1}, {"sold": 1}, {"captured": 1, "refunded": 2, "prepaid": -1}]
)
def test_a_tab_that_does_not_add_up_is_refused(changes: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Tab.objects.create(ref="r", store_id=STORE, currency="CNY", **changes)


@pytest.mark.django_db
def test_a_captured_payment_is_final() -> None:
    now = clock.now()
    payment = Payment.objects.create(
        store_id=STORE, ref="r", tender="alipay", way="qr", amount=100, currency="CNY", state="captured", out_trade_no="n",
        pay_by=now, captured_at=now,
    )  # fmt: skip
    for changes in ({"state": "closed", "captured_at": None}, {"amount": 99}, {"ref": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.filter(id=payment.id).update(**changes)
    for refunded in (-1, 101):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.filter(id=payment.id).update(refunded=refunded)


@pytest.mark.django_db
def test_the_audit_finds_what_does_not_agree() -> None:
    assert audit() == []
    Tab.objects.create(ref="order:1", store_id=STORE, currency="CNY", captured=5, prepaid=5)
    assert {each.what for each in audit(STORE)} == {
        "captured payments", "ledger: money in hand", "ledger: prepaid"
    }  # fmt: skip
    assert audit("jingan") == []
