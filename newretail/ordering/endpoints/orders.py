"""A shopper's own orders."""

from uuid import UUID

import orjson
from django.http import HttpResponse

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment.errors import NotAsked, UnsuitableSubstitute
from newretail.inventory.errors import (
    BlockedLot,
    ExpiredLot,
    HoldTooLarge,
    LotNotFound,
    LotTooSmall,
    OutOfStock,
)
from newretail.kernel.http import Before, Door, Limit, ReasonOut, Request
from newretail.kernel.http.address import address_of
from newretail.kernel.who import SIGNED_IN
from newretail.ordering import cancel_order, errors, leave_store, may, pay_order
from newretail.ordering.endpoints.schemas import (
    AnswerIn,
    ExitCodeOut,
    LeftOutOut,
    OrderIn,
    OrderPaymentOut,
    PayIn,
    PlacedOut,
    ReorderedOut,
)
from newretail.ordering.place_order import place_order as place
from newretail.ordering.reading.cart_view import cart_view
from newretail.ordering.reading.follow_order import ProgressView, QuestionView, progress, questions
from newretail.ordering.reading.order_list import AnyState, OrderBrief, briefs, orders_of
from newretail.ordering.reading.order_view import OrderView, order_view
from newretail.ordering.reading.scope import own_order, own_payment
from newretail.ordering.reading.timeline import StageView, timeline
from newretail.ordering.reorder import reorder
from newretail.payments.api import PaymentView
from newretail.payments.errors import OVER_A_NETWORK

door = Door(tags=["orders"])


@door.post(
    "/orders",
    who=SIGNED_IN,
    once=True,
    response={201: PlacedOut},
    errors=[
        errors.NotFound,
        errors.CartClosed,
        errors.CartChanged,
        errors.PromiseExpired,
        errors.TooManyUnpaid,
        errors.TooManyUnpaidNearby,
        OutOfStock,
        HoldTooLarge,
        LotNotFound,
        ExpiredLot,
        BlockedLot,
        LotTooSmall,
    ],
    summary="Take a promise: the order waits for payment, its goods are held",
)
def place_order(request: Request, body: OrderIn) -> HttpResponse:
    placed = place(promise_id=body.promise_id, member_id=request.caller.known_id, address=address_of(request))
    answer = {
        "id": placed.id,
        "number": placed.number,
        "state": placed.state,
        "total": placed.total.amount,
        "currency": placed.total.currency,
        "pay_by": placed.pay_by,
        "holds_until": placed.holds_until,
        "legs": [leg.document() for leg in placed.legs],
    }
    return HttpResponse(orjson.dumps(answer), status=201, content_type="application/json; charset=utf-8")


@door.get("/orders", who=SIGNED_IN, response=list[OrderBrief], summary="My orders, the newest first")
def list_my_orders(
    request: Request, state: AnyState | None = None, limit: Limit = 50, before: Before = None
) -> list[OrderBrief]:
    return orders_of(member_id=request.caller.known_id, limit=limit, state=state, before=before)


@door.get(
    "/orders/{order_id}",
    who=SIGNED_IN,
    response=OrderView,
    errors=[errors.NotFound],
    summary="One of my orders",
)
def show_my_order(request: Request, order_id: UUID) -> OrderView:
    own = own_order(order_id=order_id, member_id=request.caller.known_id)
    return order_view(own, can=may.shopper_may([own]), with_codes=True)


@door.get(
    "/orders/{order_id}/timeline",
    who=SIGNED_IN,
    response=list[StageView],
    errors=[errors.NotFound],
    summary="Every clock of the order",
)
def show_my_timeline(request: Request, order_id: UUID) -> list[StageView]:
    return timeline(own_order(order_id=order_id, member_id=request.caller.known_id))


@door.post(
    "/orders/{order_id}/payments",
    waits=True,
    who=SIGNED_IN,
    response={201: OrderPaymentOut},
    errors=[*errors.WHERE_MONEY_IS_TAKEN, *OVER_A_NETWORK],
    summary="Begin to pay; the payment's id makes a retry the same payment",
)
def begin_payment(request: Request, order_id: UUID, body: PayIn) -> tuple[int, PaymentView]:
    own = own_order(order_id=order_id, member_id=request.caller.known_id)
    payer = request.caller.actor
    return 201, pay_order.open_payment(order=own, payer=payer, **body.dict())


@door.get(
    "/payments/{payment_id}",
    who=SIGNED_IN,
    response=OrderPaymentOut,
    errors=[errors.NotFound],
    summary="A payment of mine as it stands now, with the code to draw",
)
def show_my_payment(request: Request, payment_id: UUID) -> PaymentView:
    return own_payment(payment_id=payment_id, member_id=request.caller.known_id)


@door.post(
    "/orders/{order_id}/cancel",
    who=SIGNED_IN,
    once=True,
    response=OrderBrief,
    errors=[errors.NotFound, errors.NotCancellable],
    summary="Call the order off before the store begins",
)
def cancel_my_order(request: Request, order_id: UUID) -> OrderBrief:
    ended = cancel_order.cancel_own_order(order_id=order_id, member_id=request.caller.known_id)
    return briefs([ended], can=may.shopper_may([ended]))[0]


@door.post(
    "/orders/{order_id}/reorder",
    who=SIGNED_IN,
    once=True,
    response={201: ReorderedOut},
    errors=[errors.NotFound, errors.WayNotOffered],
    summary="The same again: a new cart with what this order held",
)
def order_again(request: Request, order_id: UUID) -> tuple[int, ReorderedOut]:
    me = request.caller.known_id
    earlier = own_order(order_id=order_id, member_id=me)
    cart, left_out = reorder(order=earlier, member_id=me)
    return 201, ReorderedOut(
        cart=cart_view(cart_id=cart.id, member_id=me),
        left_out=[
            LeftOutOut(
                sku_id=each.sku_id,
                name=each.name,
                reason=ReasonOut(code=each.refusal.code, text=each.refusal.say()),
            )
            for each in left_out
        ],
    )


@door.post(
    "/orders/{order_id}/lines/{line}/substitution",
    who=SIGNED_IN,
    once=True,
    response={204: None},
    errors=[errors.NotFound, NotAsked, UnsuitableSubstitute],
    summary="Answer the picker's question: take a substitute or not",
)
def answer_substitution(request: Request, order_id: UUID, line: int, body: AnswerIn) -> tuple[int, None]:
    own = own_order(order_id=order_id, member_id=request.caller.known_id)
    fulfilment.answer_substitution(
        store_id=own.store_id, ref=own.ref, line=str(line), accept=body.accept, sku_id=body.sku_id
    )
    return 204, None


@door.get(
    "/orders/{order_id}/questions",
    who=SIGNED_IN,
    response=list[QuestionView],
    errors=[errors.NotFound],
    summary="What the picker asks me now: products that are missing, and what may replace them",
)
def list_questions(request: Request, order_id: UUID) -> list[QuestionView]:
    return questions(own_order(order_id=order_id, member_id=request.caller.known_id))


@door.get(
    "/orders/{order_id}/progress",
    who=SIGNED_IN,
    response=ProgressView,
    errors=[errors.NotFound],
    summary="How far it is: each line, the bags, and the courier while riding",
)
def show_progress(request: Request, order_id: UUID) -> ProgressView:
    return progress(own_order(order_id=order_id, member_id=request.caller.known_id))


@door.get(
    "/orders/{order_id}/exit-code",
    who=SIGNED_IN,
    response=ExitCodeOut,
    errors=[errors.NotFound, errors.NothingToCarry],
    summary="The code to show at the door",
)
def show_exit_code(request: Request, order_id: UUID) -> ExitCodeOut:
    own = own_order(order_id=order_id, member_id=request.caller.known_id)
    return ExitCodeOut(code=leave_store.exit_code(own))
