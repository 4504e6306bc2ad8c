"""How fast a store works and what its couriers earn: its manager reads it, head office sets it."""

from typing import Annotated

from pydantic import Field

from newretail.fulfilment.endpoints.shapes import door
from newretail.fulfilment.work.terms import WorkTermsView, work_terms
from newretail.kernel.http import Body, Request
from newretail.kernel.who import HEAD_OFFICE, MANAGER
from newretail.stores import api as stores
from newretail.stores.errors import StoreUnknown

Amount = Annotated[
    int, Field(strict=True, ge=0, le=10**12, description="minor units of the store's currency")
]


class WorkTermsIn(Body):
    example = {
        "picking_lines_per_minute": 18,
        "packing_minutes": 2,
        "metres_per_minute": 200,
        "courier_pay_per_drop": 700,
        "courier_pay_per_kilometre": 150,
        "courier_guarantee_per_hour": 2500,
    }

    picking_lines_per_minute: Annotated[int, Field(strict=True, ge=1, le=100_000)]
    packing_minutes: Annotated[int, Field(strict=True, ge=0, le=240)]
    metres_per_minute: Annotated[int, Field(strict=True, ge=1, le=2_000)]
    courier_pay_per_drop: Amount
    courier_pay_per_kilometre: Amount
    courier_guarantee_per_hour: Amount


@door.get(
    "/stores/{store_id}/work-terms",
    who=MANAGER,
    response=WorkTermsView,
    summary="How fast the store works and what its couriers earn",
    errors=[StoreUnknown],
)
def show_work_terms(request: Request, store_id: str) -> WorkTermsView:
    return work_terms.of(stores.store(store_id).code)


@door.put(
    "/stores/{store_id}/work-terms",
    who=HEAD_OFFICE,
    response=WorkTermsView,
    summary="Set how fast the store works and what its couriers earn; safe to repeat",
    errors=[StoreUnknown],
)
def change_work_terms(request: Request, store_id: str, body: WorkTermsIn) -> WorkTermsView:
    """Places that are booked and trips that were made keep what was true then."""
    return work_terms.set(WorkTermsView(**body.dict()), store_id=store_id, by=request.caller.actor)
