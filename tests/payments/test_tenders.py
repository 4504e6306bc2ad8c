"""Tenders plug in: which a store takes, in which currency, and what staff type in; each is known in its own folder alone."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from newretail.kernel import clock, ids
from newretail.kernel.errors import Invalid
from newretail.payments import api as payments
from newretail.payments import errors
from newretail.payments.import_bill import import_bill
from newretail.payments.models import Entry, Payment, Posting, StoreTender
from newretail.payments.open_drawer import open_drawer
from newretail.payments.post_money import post_money
from newretail.payments.queries import balances
from newretail.payments.receive_notice import receive_notice
from newretail.payments.store_tenders import tender_settings
from newretail.payments.tenders.registry import TENDERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

SEOUL = "gangnam"
CASHIER = "cashier-joon"
HOUSE = Path(__file__).resolve().parents[2]
SLIP = {"slip_no": "000123", "approval_code": "30211845"}


@pytest.fixture
def terminal() -> None:
    payments.set_tender(
        "card", store_id=SEOUL, currency="KRW", is_on=True, settings={"terminal": "T-40213"}, by="office"
    )


def by_card(**more: Any) -> payments.PaymentView:
    wanted = {"payment_id": ids.uuid7(), "ref": "order:1", "amount": 12_900, "currency": "KRW", "typed": SLIP}
    return payments.take_at_counter(store_id=SEOUL, tender="card", by=CASHIER, **(wanted | more))


def offered(currency: str = "KRW") -> list[str]:
    return [each.code for each in payments.tenders_of(store_id=SEOUL, currency=currency)]


def test_a_store_takes_a_tender_as_soon_as_nothing_is_missing_for_it() -> None:
    assert offered() == ["cash"]
    [card] = [each for each in tender_settings(store_id=SEOUL, currency="KRW") if each.code == "card"]
    assert (card.is_on, card.is_offered) == (True, False)
    assert [each.code for each in card.settings if each.is_missing] == ["terminal"]
    with pytest.raises(errors.TenderNotOffered):
        by_card()
    payments.set_tender(
        "card", store_id=SEOUL, currency="KRW", is_on=True, settings={"terminal": "T-40213"}, by=""
    )
    assert offered() == ["card", "cash"]
    payments.set_tender(
        "card", store_id=SEOUL, currency="KRW", is_on=False, settings={"terminal": "T-40213"}, by=""
    )
    assert offered() == ["cash"]


@pytest.mark.parametrize(
    "settings", [{"colour": "red"}, {"terminal": "no such number"}, {"NEWRETAIL_ALIPAY_APP_ID": "1"}]
)
def test_a_setting_that_is_not_the_tenders_changes_nothing(settings: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        payments.set_tender("card", store_id=SEOUL, currency="KRW", is_on=True, settings=settings, by="")
    assert not StoreTender.objects.exists()


@pytest.mark.usefixtures("terminal")
def test_a_card_is_taken_by_its_slip_and_given_back_by_another() -> None:
    payment = by_card()
    assert (payment.state, payment.change, payment.tender_name) == ("captured", None, "Card")
    assert {each.kind: each.amount for each in balances(store_id=SEOUL)} == {
        "card": 12_900,
        "prepaid": -12_900,
    }
    [back] = payments.refund(
        refund_id=ids.uuid7(), ref="order:1", store_id=SEOUL, amount=900, reason="bruised"
    )
    assert (back.state, back.can, [each.code for each in back.typed]) == (
        "pending",
        ["hand_out"],
        ["slip_no"],
    )
    with pytest.raises(Invalid):
        payments.hand_out_refund(refund_id=back.id, store_id=SEOUL, by=CASHIER)
    handed = payments.hand_out_refund(
        refund_id=back.id, store_id=SEOUL, by=CASHIER, typed={"slip_no": "000124"}
    )
    assert (handed.state, handed.can) == ("settled", [])
    assert payments.audit() == []


@pytest.mark.usefixtures("terminal")
def test_a_slip_pays_once() -> None:
    number = ids.uuid7()
    assert by_card(payment_id=number) == by_card(payment_id=number)
    with pytest.raises(errors.SlipUsed):
        by_card(ref="order:2")
    with pytest.raises(errors.PaymentMismatch):
        by_card(payment_id=number, typed=SLIP | {"slip_no": "000999"})
    assert Payment.objects.count() == 1


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    "typed", [{}, {"slip_no": "1"}, SLIP | {"approval_code": "?"}, SLIP | {"slip_no": "1" * 21}]
)
def test_what_no_terminal_prints_is_refused(typed: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        by_card(typed=typed)
    assert not Payment.objects.exists()


@pytest.mark.parametrize(("tender", "currency"), [("alipay", "KRW"), ("card", "GBP")])
def test_a_tender_refuses_a_currency_it_cannot_take(
    tender: str, currency: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in TENDERS:
        for setting in each.settings:
            if setting.where == "environment":
                monkeypatch.setenv(setting.code, "something")
    StoreTender.objects.create(store_id=SEOUL, tender="card", is_on=True, settings={"terminal": "T-40213"})
    with pytest.raises(errors.CurrencyNotTaken) as refused:
        if tender == "card":
            by_card(currency=currency)
        else:
            payments.open_payment(
                payment_id=ids.uuid7(), ref="order:1", store_id=SEOUL, tender=tender, way="qr", amount=4_680,
                currency=currency, subject="A-0001",
            )  # fmt: skip
    said = [refused.value.say(language) for language in ("en", "ko", "zh")]
    assert all(currency in each for each in said) and len(set(said)) == 3
    assert not Payment.objects.exists() and tender not in offered(currency)
    with pytest.raises(errors.CurrencyNotTaken):
        payments.set_tender(tender, store_id=SEOUL, currency=currency, is_on=True, settings={}, by="")


@pytest.mark.usefixtures("terminal")
def test_a_sale_keeps_its_currency() -> None:
    by_card(due=20_000)
    with pytest.raises(errors.SaleInAnotherCurrency):
        by_card(currency="USD", typed=SLIP | {"slip_no": "2"}, due=20_000)
    assert Payment.objects.count() == 1


def test_a_drawer_takes_its_own_currency_only() -> None:
    open_drawer(
        session_id=ids.uuid7(), store_id=SEOUL, drawer="K1", cashier=CASHIER, float_amount=0, currency="KRW"
    )
    with pytest.raises(errors.NoOpenDrawer):
        payments.take_at_counter(
            payment_id=ids.uuid7(), ref="order:1", store_id=SEOUL, tender="cash", amount=100, currency="USD",
            typed={"given": "100"}, by=CASHIER,
        )  # fmt: skip
    assert not Payment.objects.exists()


def test_ledger_accounts_keep_currencies_apart() -> None:
    for currency in ("KRW", "USD"):
        post_money(
            store_id=SEOUL, cause="drawer_closed", sides={"safe": 5, "differences": -5}, currency=currency
        )
    assert sorted((each.kind, each.currency, each.amount) for each in balances(store_id=SEOUL)) == [
        ("differences", "KRW", -5), ("differences", "USD", -5), ("safe", "KRW", 5), ("safe", "USD", 5),
    ]  # fmt: skip


def test_a_posting_that_mixes_currencies_cannot_commit() -> None:
    posting = Posting.objects.create(at=clock.now(), store_id=SEOUL, cause="capture", currency="KRW")
    for account, amount in ((f"{SEOUL}:safe:KRW", 5), (f"{SEOUL}:differences:USD", -5)):
        Entry.objects.create(posting=posting, account_id=account, amount=amount)
    with (
        pytest.raises(IntegrityError, match="mixes currencies"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.set_rollback(True)


def test_who_sends_no_notices_and_no_bills_is_said_so() -> None:
    for tender in ("cash", "card", "gold"):
        with pytest.raises(errors.NoNotices):
            receive_notice(b"", tender=tender)
    with pytest.raises(errors.NoBills):
        import_bill(tender="cash", day=clock.now().date(), by="test")
    with pytest.raises(errors.TenderNotOffered):
        import_bill(tender="gold", day=clock.now().date(), by="test")


@pytest.mark.parametrize("tender", ["alipay", "card"])
def test_a_tender_is_known_in_its_own_folder_and_the_registry_alone(tender: str) -> None:
    """So that another one is a folder, a line in the registry, and its tests. What stands there as an example does not count."""
    room, own = HOUSE / "newretail" / "payments", HOUSE / "newretail" / "payments" / "tenders" / tender
    named = re.compile(rf"\b{tender}\b", re.IGNORECASE)
    found = {
        str(each.relative_to(room))
        for each in room.rglob("*")
        if each.suffix in (".py", ".sql") and "migrations" not in each.parts and own not in each.parents
        if named.search(re.sub(r"\"\"\".*?\"\"\"|#.*", "", each.read_text(encoding="utf-8"), flags=re.DOTALL))
    }
    assert found <= {"tenders/registry.py", "endpoints/reports.py"}


def test_no_front_knows_a_remote_tender() -> None:
    fronts = [
        each
        for front in ("shop", "floor", "hq", "ride", "shared")
        for each in (HOUSE / "web" / front).rglob("*")
    ]
    texts = [
        each for each in fronts if each.suffix in (".vue", ".ts", ".json") and each.name != "schema.d.ts"
    ]
    assert texts and not [each.name for each in texts if "alipay" in each.read_text(encoding="utf-8").lower()]
