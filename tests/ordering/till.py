"""What happens at a till, and what is seen of it there."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.payments import api as payments
from newretail.payments.lock_tab import open_tab
from newretail.payments.models import Payment
from tests.sale_floor import Floor, Person, work_through


def books_balance(floor: Floor) -> bool:
    return not inventory.audit(floor.store) and not payments.audit(floor.store)


def ring_up(cashier: Person, floor: Floor, lines: list[dict[str, Any]], **more: Any) -> Any:
    return cashier.post(f"/stores/{floor.store}/sales", {"lines": lines} | more)


def take(cashier: Person, floor: Floor, order: dict[str, Any], given: int, **more: Any) -> Any:
    answer = cashier.post(
        f"/stores/{floor.store}/orders/{order['id']}/payments",
        {"payment_id": str(uuid4()), "tender": "cash", "typed": {"given": str(given)}} | more,
    )
    work_through()
    return answer


def seen_at(cashier: Person, floor: Floor, order: dict[str, Any]) -> dict[str, Any]:
    return dict(cashier.get(f"/stores/{floor.store}/orders/{order['id']}").json())


def bring_back(cashier: Person, floor: Floor, order: dict[str, Any], quantity: int) -> Any:
    """So many of the order's first line are returned at the counter."""
    lines = [{"line": 1, "quantity": quantity, "restock": True}]
    answer = cashier.post(
        f"/stores/{floor.store}/orders/{order['id']}/refunds",
        {"refund_id": str(uuid4()), "lines": lines, "reason": "no"},
    )
    work_through()
    return answer


def asked_in_the_wallet(floor: Floor, order: dict[str, Any], amount: int) -> Payment:
    """A payment of the whole sale that waits for its payer."""
    ref = f"order:{order['id']}"
    open_tab(ref=ref, store_id=floor.store, currency="CNY", due=amount)
    return Payment.objects.create(
        store_id=floor.store, ref=ref, payer="", tender="alipay", way="qr", amount=amount, currency="CNY",
        state=Payment.State.PENDING, out_trade_no=uuid4().hex, pay_by=clock.now() + timedelta(minutes=15),
    )  # fmt: skip
