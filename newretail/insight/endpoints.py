"""HTTP: the whole for those who look after it. What a store's manager sees here is of their own store."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponseBase
from pydantic import Field, StringConstraints

from newretail.insight.account_files import XLSX, Format, account_file
from newretail.insight.accounts import account_lines, chain_lines
from newretail.insight.audit_books import Books, audit_books
from newretail.insight.first_steps import FirstSteps, first_steps
from newretail.insight.held_unpaid import HeldUnpaid, held_unpaid
from newretail.insight.look_at_member import MemberShown, look_at_member, search_members, search_orders
from newretail.insight.money_not_back import MoneyNotBack, money_not_back
from newretail.insight.order_story import OrderStory
from newretail.insight.order_story import order_story as tell
from newretail.insight.show_now import ChainNow, Period, show_now
from newretail.insight.stock_alerts import AlertPage, Kind, list_alerts
from newretail.insight.store_day import StoreDay, store_day
from newretail.kernel.http import Before, Cursor, Day, Door, Limit, Out, Request, Words
from newretail.kernel.who import HEAD_OFFICE, MANAGER, integration
from newretail.members.api import Profile
from newretail.ordering import api as ordering
from newretail.stores import api as stores
from newretail.stores.errors import StoreUnknown

door = Door(tags=["insight"])

Place = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,32}$")]
Asked = Annotated[Words, StringConstraints(max_length=80)]


class DifferenceOut(Out):
    book: str = Field(description="stock (base units), money (minor units) or sales", examples=["stock"])
    store_id: str
    about: str = Field(description="a SKU code or a ref", examples=["HR-00123"])
    what: str = Field(examples=["stock against ledger"])
    expected: int | None
    found: int | None


class BooksOut(Out):
    at: datetime
    balance: bool
    oversold: int = Field(description="base units sold or promised that never were there", examples=[0])
    differences: list[DifferenceOut]
    ledger_hash: str = Field(description="SHA-256 of what happened to goods and money, without ids")


class FoundOrdersOut(Out):
    orders: list[ordering.FoundOrder]
    next_before: UUID | None = Field(description="send it as `before` to read on; null at the end")


@door.get(
    "/insight/audit", who=HEAD_OFFICE, response=BooksOut, summary="Audit the books of stock, money and sales"
)
def audit_chain(request: Request) -> Books:
    return audit_books()


@door.get(
    "/insight/first-steps",
    who=HEAD_OFFICE,
    response=FirstSteps,
    summary="What a chain that has just begun does next",
)
def list_first_steps(request: Request) -> FirstSteps:
    """From an empty database to the first sale; `done` from then on."""
    return first_steps()


@door.get("/insight/now", who=HEAD_OFFICE, response=ChainNow, summary="The chain now")
def show_chain_now(request: Request, period: Period = "hour") -> ChainNow:
    """`period`: whether the figures are of the last hour or of today so far. At most three seconds old."""
    return show_now(period)


@door.get(
    "/insight/stores/{store_id}/day",
    who=MANAGER,
    response=StoreDay,
    summary="A store's day",
    errors=[StoreUnknown],
)
def show_store_day(request: Request, store_id: str, date: Day | None = None) -> StoreDay:
    return store_day(store_id=store_id, day=date)


@door.get(
    "/insight/stores/{store_id}/alerts",
    who=MANAGER,
    response=AlertPage,
    summary="What a store must do about its stock",
    errors=[StoreUnknown],
)
def list_store_alerts(
    request: Request, store_id: str, kind: Kind | None = None, limit: Limit = 50, cursor: Cursor = ""
) -> AlertPage:
    return list_alerts(store_ids=[store_id], caller=request.caller, kind=kind, limit=limit, cursor=cursor)


@door.get(
    "/insight/alerts",
    who=HEAD_OFFICE,
    response=AlertPage,
    summary="What the stores must do about their stock",
    errors=[StoreUnknown],
)
def list_stock_alerts(
    request: Request,
    store_id: Place | None = None,
    kind: Kind | None = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> AlertPage:
    """The most urgent kind of all stores first."""
    wanted = [store_id] if store_id else [card.code for card in stores.every_store()]
    return list_alerts(store_ids=wanted, caller=request.caller, kind=kind, limit=limit, cursor=cursor)


@door.get("/insight/orders", who=HEAD_OFFICE, response=FoundOrdersOut, summary="Find orders of any store")
def find_orders(
    request: Request,
    q: Asked = "",
    store_id: Place | None = None,
    state: ordering.AnyState | None = None,
    before: Before = None,
    limit: Limit = 50,
) -> FoundOrdersOut:
    """`q`: a number, an id, or the name, e-mail address or phone number of whoever bought. A search by `q` is written to the audit log."""
    orders = search_orders(
        q, by=request.caller.actor, store_id=store_id, state=state, before=before, limit=limit
    )
    return FoundOrdersOut(orders=orders, next_before=orders[-1].id if len(orders) == limit else None)


@door.get(
    "/insight/refunds/stuck",
    who=HEAD_OFFICE,
    response=MoneyNotBack,
    summary="Money of any store that did not go back by itself",
)
def list_stuck_refunds(request: Request, after: UUID | None = None, limit: Limit = 50) -> MoneyNotBack:
    """Refused by its tender (`failed`), or to be handed out at a counter (`pending`). What may be done stands in `can`."""
    return money_not_back(by=request.caller.actor, after=after, limit=limit)


@door.get(
    "/insight/held-unpaid",
    who=HEAD_OFFICE,
    response=list[HeldUnpaid],
    summary="Who keeps goods from others without paying, in any store",
)
def list_held_unpaid(request: Request, limit: Limit = 50) -> list[HeldUnpaid]:
    """People with as many unpaid orders as a store lets wait, or with nearly their share of several products."""
    return held_unpaid(limit=limit)


@door.get(
    "/insight/orders/{order_id}/story",
    who=HEAD_OFFICE,
    response=OrderStory,
    summary="Everything that happened to an order",
)
def show_order_story(request: Request, order_id: UUID) -> OrderStory:
    """Each look is written to the audit log; asking again within ten minutes is the same look."""
    return tell(order_id, request.caller)


@door.get("/insight/members", who=HEAD_OFFICE, response=list[Profile], summary="Find a member")
def find_members(request: Request, q: Asked = "", limit: Limit = 20) -> list[Profile]:
    """`q`: at least two letters of an e-mail address, phone number, name or id. Each search is written to the audit log."""
    return search_members(q, limit=limit, by=request.caller.actor)


@door.get(
    "/insight/members/{member_id}",
    who=HEAD_OFFICE,
    response=MemberShown,
    summary="A member, as far as they agreed to it",
)
def show_member(request: Request, member_id: UUID) -> MemberShown:
    """Each look is written to the audit log."""
    return look_at_member(member_id, by=request.caller.actor)


ACCOUNTS_FILE = {
    "responses": {
        200: {
            "description": "A line for each account, entry and rate of tax; debits and credits of a store and a currency add up to the same",
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                XLSX: {"schema": {"type": "string", "format": "binary"}},
            },
        }
    }
}


@door.get(
    "/stores/{store_id}/accounts",
    who=MANAGER,
    waits=True,
    response=None,
    tags=["accounting"],
    summary="A store's day for the accounts, as a file",
    errors=[StoreUnknown],
    openapi_extra=ACCOUNTS_FILE,
)
def export_store_accounts(
    request: Request, store_id: str, date: Day, format: Format = "csv"
) -> HttpResponseBase:
    lines = account_lines(store_id=store_id, day=date)
    return account_file(lines, name=f"accounts-{store_id}-{date}", form=format)


@door.get(
    "/accounts",
    who=integration("accounting"),
    waits=True,
    response=None,
    tags=["accounting"],
    summary="A day of the chain for the accounts, or of one store, as a file",
    errors=[StoreUnknown],
    openapi_extra=ACCOUNTS_FILE,
)
def export_accounts(
    request: Request, date: Day, store_id: Place | None = None, format: Format = "csv"
) -> HttpResponseBase:
    """Each store's day is of its own calendar. Store by store; no sum mixes two currencies."""
    lines = account_lines(store_id=store_id, day=date) if store_id else chain_lines(date)
    return account_file(lines, name=f"accounts-{store_id or 'chain'}-{date}", form=format)
