"""HTTP: what a store grants its shoppers, for everybody to read and for head office to set."""

from typing import Annotated

from pydantic import Field

from newretail.kernel.http import Body, Door, Request
from newretail.kernel.who import ANYONE, HEAD_OFFICE
from newretail.ordering.sale_terms import SaleTermsView, sale_terms
from newretail.stores import api as stores
from newretail.stores.errors import StoreUnknown

door = Door(tags=["orders"])

Amount = Annotated[
    int, Field(strict=True, ge=0, le=10**12, description="minor units of the store's currency")
]


Minutes = Annotated[int, Field(strict=True, ge=3, le=120)]


class SaleTermsIn(Body):
    """How long an order waits for payment, and how much may wait, is as usual where it is not said."""

    example = {
        "minimum_order": 2900,
        "delivery_fee": 600,
        "free_delivery_from": 9900,
        "bag_fee": 50,
        "refund_days": 30,
        "pay_minutes": 15,
        "guest_pay_minutes": 10,
        "unpaid_orders": 10,
        "unpaid_share": 50,
        "unpaid_of_network": 40,
    }

    minimum_order: Amount
    delivery_fee: Amount
    free_delivery_from: Amount | None
    bag_fee: Amount
    refund_days: Annotated[int, Field(strict=True, ge=0, le=3650)]
    pay_minutes: Minutes = 15
    guest_pay_minutes: Minutes = 10
    unpaid_orders: Annotated[int, Field(strict=True, ge=1, le=100)] = 10
    unpaid_share: Annotated[int, Field(strict=True, ge=1, le=100, description="per cent")] = 50
    unpaid_of_network: Annotated[int, Field(strict=True, ge=1, le=1000)] = 40


@door.get(
    "/stores/{store_id}/sale-terms",
    who=ANYONE,
    response=SaleTermsView,
    summary="What the store asks for bringing things and bags, how long it takes complaints, and what may wait unpaid",
    errors=[StoreUnknown],
)
def show_sale_terms(request: Request, store_id: str) -> SaleTermsView:
    return sale_terms.of(stores.store(store_id).code)


@door.put(
    "/stores/{store_id}/sale-terms",
    who=HEAD_OFFICE,
    response=SaleTermsView,
    summary="Set what the store asks and grants; safe to repeat",
    errors=[StoreUnknown],
)
def change_sale_terms(request: Request, store_id: str, body: SaleTermsIn) -> SaleTermsView:
    """A live promise keeps the fees that it was quoted with."""
    return sale_terms.set(SaleTermsView(**body.dict()), store_id=store_id, by=request.caller.actor)
