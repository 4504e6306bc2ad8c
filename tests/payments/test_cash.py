"""Cash at the counter: change, drawers that are counted, refunds handed out."""

from uuid import UUID

import pytest
from django.test import Client

from newretail.kernel import ids, recent
from newretail.kernel.errors import Refusal
from newretail.payments import api as payments
from newretail.payments import errors
from newretail.payments.close_drawer import close_drawer
from newretail.payments.models import DrawerSession, Payment
from newretail.payments.open_drawer import open_drawer
from newretail.payments.queries import balances
from tests.alipay_world import STORE, pay_in_cash
from tests.stock_room import a_store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

MINA = "cashier-mina"


@pytest.fixture(autouse=True)
def shop(db: None) -> None:
    """When something was done is told by its clock."""
    a_store(code=STORE)


def drawer(*, cashier: str = MINA, name: str = "K1") -> UUID:
    return open_drawer(
        session_id=ids.uuid7(),
        store_id=STORE,
        drawer=name,
        cashier=cashier,
        float_amount=20_000,
        currency="CNY",
    ).id


def pay(*, given: int = 5_000, amount: int = 4_250, **more: object) -> payments.PaymentView:
    return pay_in_cash(by=MINA, amount=amount, given=given, **more)


def books() -> dict[str, int]:
    assert payments.audit() == []
    return {each.kind: each.amount for each in balances(store_id=STORE) if each.amount}


def test_a_cashier_takes_cash_and_gives_change() -> None:
    drawer()
    payment = pay()
    assert (payment.state, payment.change) == ("captured", 750)
    assert books() == {"cash_drawer": 24_250, "safe": -20_000, "prepaid": -4_250}


def test_the_same_payment_takes_cash_once() -> None:
    drawer()
    number = ids.uuid7()
    assert pay(payment_id=number) == pay(payment_id=number)
    assert books()["cash_drawer"] == 24_250
    with pytest.raises(errors.PaymentMismatch):
        pay(payment_id=number, given=6_000)
    with pytest.raises(errors.PaymentMismatch):
        pay(payment_id=number, ref="order:2")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [(4_249, errors.NotEnoughGiven), (0, errors.NotEnoughGiven), (1_000_000, errors.TooMuchGiven)],
)
def test_money_that_cannot_be_right_is_refused(given: int, refusal: type[Refusal]) -> None:
    drawer()
    with pytest.raises(refusal):
        pay(given=given)
    assert Payment.objects.count() == 0 and books()["cash_drawer"] == 20_000


def test_cash_needs_a_drawer_of_ones_own() -> None:
    drawer(cashier="somebody else")
    with pytest.raises(errors.NoOpenDrawer):
        pay()


def test_a_drawer_is_open_once_and_a_cashier_has_one() -> None:
    drawer()
    for cashier, name in ((MINA, "K2"), ("somebody else", "K1")):
        with pytest.raises(errors.DrawerInUse):
            drawer(cashier=cashier, name=name)
    assert DrawerSession.objects.count() == 1


@pytest.mark.parametrize("counted", [24_250, 24_200, 24_300])
def test_a_drawer_is_closed_with_its_difference(counted: int) -> None:
    session = drawer()
    pay()
    closed = close_drawer(session_id=session, store_id=STORE, counted=counted, by=MINA)
    assert (closed.state, closed.difference) == ("closed", counted - 24_250)
    found = books()
    assert found.get("differences", 0) == 24_250 - counted and "cash_drawer" not in found
    assert close_drawer(session_id=session, store_id=STORE, counted=counted, by=MINA) == closed
    with pytest.raises(errors.DrawerClosed):
        close_drawer(session_id=session, store_id=STORE, counted=1, by=MINA)
    with pytest.raises(errors.DrawerNotFound):
        close_drawer(session_id=session, store_id="jingan", counted=counted, by=MINA)


def test_a_cash_refund_waits_for_a_cashier_and_is_handed_out_once() -> None:
    drawer()
    pay()
    [refund] = payments.refund(
        refund_id=ids.uuid7(), ref="order:1", store_id=STORE, amount=1_000, reason="bruised"
    )
    assert refund.state == "pending"
    assert books() == {"cash_drawer": 24_250, "safe": -20_000, "prepaid": -3_250, "refunds_payable": -1_000}
    for _ in range(2):
        handed = payments.hand_out_refund(refund_id=refund.id, store_id=STORE, by=MINA)
        assert handed.state == "settled"
    assert books() == {"cash_drawer": 23_250, "safe": -20_000, "prepaid": -3_250}
    with pytest.raises(errors.RefundNotFound):
        payments.hand_out_refund(refund_id=refund.id, store_id="jingan", by=MINA)


def test_a_drawer_never_goes_below_zero() -> None:
    session = drawer()
    pay()
    close_drawer(session_id=session, store_id=STORE, counted=24_250, by=MINA)
    open_drawer(
        session_id=ids.uuid7(), store_id=STORE, drawer="K1", cashier=MINA, float_amount=999, currency="CNY"
    )
    [refund] = payments.refund(refund_id=ids.uuid7(), ref="order:1", store_id=STORE, amount=1_000, reason="")
    with pytest.raises(errors.NotEnoughInDrawer):
        payments.hand_out_refund(refund_id=refund.id, store_id=STORE, by=MINA)


def test_a_settled_sale_is_revenue_and_its_refund_comes_out_of_it() -> None:
    drawer()
    pay()
    payments.settle(ref="order:1", store_id=STORE, amount=4_000)
    assert books()["sales"] == -4_000 and payments.prepaid("order:1").amount == 250
    with pytest.raises(errors.SettlementTooHigh):
        payments.settle(ref="order:1", store_id=STORE, amount=251)
    payments.refund(refund_id=ids.uuid7(), ref="order:1", store_id=STORE, amount=1_250, reason="")
    assert books() == {"cash_drawer": 24_250, "safe": -20_000, "sales": -3_000, "refunds_payable": -1_250}


def test_a_voided_sale_takes_no_cash() -> None:
    drawer()
    payments.void_open(ref="order:1", store_id=STORE, currency="CNY")
    with pytest.raises(errors.SaleClosed):
        pay()


def told(http: Client, family: str) -> dict[str, float]:
    """What whoever watches the house reads of a figure, by its labels."""
    recent.forget_all()
    lines = http.get("/metrics").content.decode().splitlines()
    found = (
        line.removeprefix(f"newretail_{family}").rsplit(" ", 1)
        for line in lines
        if line.startswith(f"newretail_{family}{{")
    )
    return {labels: float(value) for labels, value in found}


def test_drawers_are_watched_open_and_counted_each_difference_by_itself(http: Client) -> None:
    """What is over in one makes up for nothing that is missing in another."""
    for number, counted in enumerate((20_500, 19_000, None)):
        one = drawer(cashier=f"cashier-{number}", name=f"K{number}")
        if counted is not None:
            close_drawer(session_id=one, store_id=STORE, counted=counted, by=f"cashier-{number}")
    assert told(http, "cash_drawers_open")['{currency="CNY"}'] == 1
    assert told(http, "cash_in_drawers")['{currency="CNY"}'] == 20_000
    assert told(http, "cash_drawers_counted_last_day")['{currency="CNY"}'] == 2
    assert told(http, "cash_counted_last_day")['{currency="CNY"}'] == 39_500
    off = told(http, "cash_difference_last_day")
    assert (off['{currency="CNY",which="over"}'], off['{currency="CNY",which="missing"}']) == (500, 1_000)
