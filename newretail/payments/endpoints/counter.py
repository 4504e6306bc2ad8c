"""The counter: the tenders that a store takes, and its cash drawers. Amounts are minor units."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from newretail.kernel.http import Body, Code, Door, Key, Limit, Request
from newretail.kernel.who import ANYONE, MANAGER, staff
from newretail.payments import errors, queries
from newretail.payments.close_drawer import close_drawer
from newretail.payments.endpoints.schemas import Typed
from newretail.payments.open_drawer import open_drawer
from newretail.payments.store_tenders import (
    TenderSettings,
    TenderView,
    set_tender,
    tender_settings,
    tenders_of,
)
from newretail.stores import api as stores
from newretail.stores.api import Role
from newretail.stores.errors import StoreUnknown

door = Door(tags=["payments"])

CASHIER = staff(Role.CASHIER)
Amount = Annotated[int, Field(strict=True, ge=0, le=100_000_000, description="minor units")]


class DrawerIn(Body):
    example = {"id": "019a8e10-3300-7f60-8d00-9b8c7d6e5f40", "drawer": "till-3", "float_amount": 50000}

    id: Key
    drawer: Code
    float_amount: Amount


class DrawerCountIn(Body):
    example = {"counted": 183450}

    counted: Amount


class TenderIn(Body):
    """`settings`: those of the tender that are set for each store; they replace what was set before."""

    example = {"is_on": True, "settings": {"terminal": "T-40213"}}

    is_on: Annotated[bool, Field(strict=True)]
    settings: Typed = Field(default_factory=dict)


@door.get(
    "/stores/{store_id}/tenders",
    who=ANYONE,
    response=list[TenderView],
    summary="What a customer of the store can pay with now, in the order in which it is offered",
    errors=[StoreUnknown],
)
def list_tenders(request: Request, store_id: str) -> list[TenderView]:
    return tenders_of(store_id=store_id, currency=stores.store(store_id).currency)


@door.get(
    "/stores/{store_id}/tender-settings",
    who=MANAGER,
    response=list[TenderSettings],
    summary="Every tender as it stands at the store, and what is missing for it",
    errors=[StoreUnknown],
)
def list_tender_settings(request: Request, store_id: str) -> list[TenderSettings]:
    return tender_settings(store_id=store_id, currency=stores.store(store_id).currency)


@door.put(
    "/stores/{store_id}/tender-settings/{tender}",
    who=MANAGER,
    response=TenderSettings,
    summary="Switch a tender on or off at a store; safe to repeat",
    errors=[StoreUnknown, errors.TenderNotOffered, errors.CurrencyNotTaken],
)
def change_tender(request: Request, store_id: str, tender: Code, body: TenderIn) -> TenderSettings:
    return set_tender(
        tender,
        store_id=store_id,
        currency=stores.store(store_id).currency,
        is_on=body.is_on,
        settings=body.settings,
        by=request.caller.actor,
    )


@door.get(
    "/stores/{store_id}/cash-drawers",
    who=CASHIER,
    response=list[queries.DrawerView],
    summary="Drawer sessions, newest first",
)
def list_cash_drawers(
    request: Request, store_id: str, state: Literal["open", "closed"] | None = None, limit: Limit = 50
) -> list[queries.DrawerView]:
    return queries.drawers(
        store_id=store_id,
        by=request.caller.actor,
        manages=request.caller.manages(store_id),
        state=state,
        limit=limit,
    )


@door.post(
    "/stores/{store_id}/cash-drawers",
    who=CASHIER,
    once=True,
    response={201: queries.DrawerView},
    summary="Open a drawer with a float; it is the caller's until it is counted",
    errors=[StoreUnknown, errors.DrawerInUse],
)
def open_cash_drawer(request: Request, store_id: str, body: DrawerIn) -> tuple[int, queries.DrawerView]:
    store = stores.store(store_id)
    return 201, open_drawer(
        session_id=body.id,
        store_id=store.code,
        currency=store.currency,
        drawer=body.drawer,
        cashier=request.caller.actor,
        float_amount=body.float_amount,
    )


@door.get(
    "/stores/{store_id}/cash-drawers/{session_id}",
    who=CASHIER,
    response=queries.DrawerView,
    summary="One drawer session",
    errors=[errors.DrawerNotFound],
)
def show_cash_drawer(request: Request, store_id: str, session_id: UUID) -> queries.DrawerView:
    return queries.drawer(
        session_id=session_id,
        store_id=store_id,
        by=request.caller.actor,
        manages=request.caller.manages(store_id),
    )


@door.post(
    "/stores/{store_id}/cash-drawers/{session_id}/closings",
    who=CASHIER,
    once=True,
    response={201: queries.DrawerView},
    summary="Close a drawer with what was counted in it: by its cashier, or by a manager",
    errors=[errors.DrawerNotFound, errors.DrawerOfAnother, errors.DrawerClosed],
)
def close_cash_drawer(
    request: Request, store_id: str, session_id: UUID, body: DrawerCountIn
) -> tuple[int, queries.DrawerView]:
    return 201, close_drawer(
        session_id=session_id,
        store_id=store_id,
        counted=body.counted,
        by=request.caller.actor,
        manages=request.caller.manages(store_id),
    )
