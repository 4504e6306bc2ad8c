"""What the people of a store do with its orders: look, take cash, call off, refund, watch the door."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from newretail.inventory.errors import BlockedLot, ExpiredLot, LotNotFound, LotTooSmall, OutOfStock
from newretail.kernel.http import Before, Door, Limit, Request
from newretail.kernel.who import MANAGER
from newretail.members.errors import MemberUnknown
from newretail.ordering import cancel_order, errors, leave_store, may, pay_order
from newretail.ordering.endpoints.schemas import (
    BasketAuditIn,
    CashIn,
    CounterPayIn,
    ExitIn,
    LinesRefundedOut,
    OrderPaymentOut,
    ReasonIn,
    RefundLinesIn,
    SaleIn,
    WalletScanIn,
)
from newretail.ordering.price_sale import PricedSale, price_sale
from newretail.ordering.reading.exits import ExitView, exit_view, exits_at
from newretail.ordering.reading.order_list import OrderBrief, OrderState, briefs, orders_at
from newretail.ordering.reading.order_view import OrderView, order_view
from newretail.ordering.reading.scope import store_order
from newretail.ordering.reading.timeline import StaffStageView, staff_timeline
from newretail.ordering.record_sale import SoldLine, record_sale
from newretail.ordering.refund_lines import Return, refund_lines
from newretail.ordering.who import CASHIER, DOOR_STAFF, FLOOR
from newretail.payments.api import PaymentView
from newretail.payments.errors import AT_THE_COUNTER, OVER_A_NETWORK, RefundMismatch
from newretail.stores.errors import StoreUnknown

door = Door(tags=["counter"])

OrderNumber = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,16}$")]


@door.get("/stores/{store_id}/orders", who=FLOOR, response=list[OrderBrief], summary="The store's orders")
def list_orders(
    request: Request,
    store_id: str,
    state: OrderState | None = None,
    number: OrderNumber | None = None,
    limit: Limit = 50,
    before: Before = None,
) -> list[OrderBrief]:
    return orders_at(
        store_id=store_id, caller=request.caller, limit=limit, state=state, number=number, before=before
    )


@door.post(
    "/stores/{store_id}/sales",
    who=CASHIER,
    once=True,
    response={201: OrderView},
    errors=[
        StoreUnknown,
        MemberUnknown,
        errors.NotListed,
        errors.WayNotOffered,
        errors.ParentMissing,
        OutOfStock,
        LotNotFound,
        ExpiredLot,
        BlockedLot,
        LotTooSmall,
    ],
    summary="Ring up a sale without a promise: at the counter, of goods that have left, a table's round",
)
def ring_up(request: Request, store_id: str, body: SaleIn) -> tuple[int, OrderView]:
    """Paid before, it waits for its payment; paid after, its goods leave at once and it stays open until it is paid."""
    order = record_sale(
        store_id=store_id,
        lines=[SoldLine(**line.dict()) for line in body.lines],
        pays=body.pays,
        member_id=body.member_id,
        by=request.caller.actor,
    )
    return 201, order_view(order, can=may.staff_may([order], request.caller))


@door.post(
    "/stores/{store_id}/sales/prices",
    who=CASHIER,
    response=PricedSale,
    errors=[StoreUnknown, errors.NotListed, errors.WayNotOffered, errors.ParentMissing],
    summary="What a sale would come to now; nothing is rung up or held",
)
def price_a_sale(request: Request, store_id: str, body: SaleIn) -> PricedSale:
    return price_sale(
        store_id=store_id,
        lines=[SoldLine(**line.dict()) for line in body.lines],
        member_id=body.member_id,
    )


@door.get(
    "/stores/{store_id}/orders/{order_id}",
    who=CASHIER,
    response=OrderView,
    summary="One of the store's orders",
)
def show_order(request: Request, store_id: str, order_id: UUID) -> OrderView:
    order = store_order(order_id=order_id, store_id=store_id)
    return order_view(order, can=may.staff_may([order], request.caller), with_lots=True)


@door.get(
    "/stores/{store_id}/orders/{order_id}/timeline",
    who=FLOOR,
    response=list[StaffStageView],
    summary="Its clocks, and where a manager went another way",
)
def show_timeline(request: Request, store_id: str, order_id: UUID) -> list[StaffStageView]:
    return staff_timeline(store_order(order_id=order_id, store_id=store_id))


@door.post(
    "/stores/{store_id}/orders/{order_id}/cash",
    who=CASHIER,
    once=True,
    response={201: OrderPaymentOut},
    errors=[*errors.WHERE_MONEY_IS_TAKEN, *AT_THE_COUNTER],
    summary="Take cash for an order; says the change",
)
def take_cash(request: Request, store_id: str, order_id: UUID, body: CashIn) -> tuple[int, PaymentView]:
    paid = store_order(order_id=order_id, store_id=store_id)
    return 201, pay_order.take_at_counter(
        order=paid,
        payment_id=body.payment_id,
        tender="cash",
        typed={"given": str(body.given)},
        by=request.caller.actor,
    )


@door.post(
    "/stores/{store_id}/orders/{order_id}/payments",
    who=CASHIER,
    once=True,
    response={201: OrderPaymentOut},
    errors=[*errors.WHERE_MONEY_IS_TAKEN, *AT_THE_COUNTER],
    summary="Take money for an order at the counter, the rest or a part, by any tender of the counter",
)
def take_at_counter(
    request: Request, store_id: str, order_id: UUID, body: CounterPayIn
) -> tuple[int, PaymentView]:
    paid = store_order(order_id=order_id, store_id=store_id)
    return 201, pay_order.take_at_counter(order=paid, by=request.caller.actor, **body.dict())


@door.post(
    "/stores/{store_id}/orders/{order_id}/wallet-scans",
    waits=True,
    who=CASHIER,
    response={201: OrderPaymentOut},
    errors=[*errors.WHERE_MONEY_IS_TAKEN, *OVER_A_NETWORK],
    summary="Take money by the code that a customer's wallet shows; asked again with its id, it says how it stands",
)
def scan_wallet(
    request: Request, store_id: str, order_id: UUID, body: WalletScanIn
) -> tuple[int, PaymentView]:
    """Only at the till: whoever has such a code has its owner's money, and a shopper at home might have somebody else's."""
    paid = store_order(order_id=order_id, store_id=store_id)
    return 201, pay_order.scan_wallet(order=paid, by=request.caller.actor, **body.dict())


@door.post(
    "/stores/{store_id}/orders/{order_id}/cancel",
    who=MANAGER,
    once=True,
    response=OrderBrief,
    errors=[errors.NotFound, errors.NotCancellable],
    summary="Call an order off as long as nothing has left the store",
)
def call_off_order(request: Request, store_id: str, order_id: UUID, body: ReasonIn) -> OrderBrief:
    ended = cancel_order.cancel_by_store(
        order_id=order_id, store_id=store_id, reason=body.reason, by=request.caller.actor
    )
    return briefs([ended], can=may.staff_may([ended], request.caller))[0]


@door.post(
    "/stores/{store_id}/orders/{order_id}/refunds",
    who=CASHIER,
    once=True,
    response={201: LinesRefundedOut},
    errors=[
        errors.NotFound,
        errors.OwnPurchase,
        errors.NotRefundable,
        errors.LotNotWithShopper,
        errors.RefundTooLate,
        RefundMismatch,
    ],
    summary="Refund by line, to the original tender",
)
def refund_order(
    request: Request, store_id: str, order_id: UUID, body: RefundLinesIn
) -> tuple[int, LinesRefundedOut]:
    amount = refund_lines(
        refund_id=body.refund_id,
        order_id=order_id,
        store_id=store_id,
        returns=[Return(**line.dict()) for line in body.lines],
        reason=body.reason,
        by=request.caller.actor,
    )
    return 201, LinesRefundedOut(refund_id=body.refund_id, amount=amount.amount, currency=amount.currency)


@door.post(
    "/stores/{store_id}/exits",
    who=DOOR_STAFF,
    once=True,
    response={201: ExitView},
    errors=[errors.ExitCodeBad, errors.ExitUsed],
    summary="Read an exit code at the door: go, or an audit first",
)
def check_exit(request: Request, store_id: str, body: ExitIn) -> tuple[int, ExitView]:
    return 201, exit_view(leave_store.check_exit(code=body.code, store_id=store_id))


@door.get("/stores/{store_id}/exits", who=DOOR_STAFF, response=list[ExitView], summary="The last departures")
def list_exits(request: Request, store_id: str, limit: Limit = 50) -> list[ExitView]:
    return exits_at(store_id=store_id, limit=limit)


@door.post(
    "/stores/{store_id}/exits/{order_id}/audit",
    who=DOOR_STAFF,
    once=True,
    response=ExitView,
    errors=[errors.NotFound, errors.AlreadyAudited],
    summary="What somebody counted in the basket",
)
def audit_exit(request: Request, store_id: str, order_id: UUID, body: BasketAuditIn) -> ExitView:
    left = leave_store.audit_exit(
        order_id=order_id,
        store_id=store_id,
        counted=[(each.sku_id, each.quantity) for each in body.counted],
        by=request.caller.actor,
    )
    return exit_view(left)
