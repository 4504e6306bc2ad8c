"""Carts and their promises."""

from uuid import UUID

from newretail.chain.errors import NoPhoneNumber
from newretail.inventory.errors import BlockedLot, ExpiredLot, LotNotFound, LotTooSmall, OutOfStock
from newretail.kernel.errors import Invalid
from newretail.kernel.http import Code, Door, Latitude, Longitude, ReasonOut, Request
from newretail.kernel.who import ANYONE, SIGNED_IN
from newretail.members import api as members
from newretail.members.errors import AddressUnknown
from newretail.ordering import change_cart, errors
from newretail.ordering.endpoints.schemas import CartIn, CartLineIn, GlanceOut, LegOut, PromiseIn, PromiseOut
from newretail.ordering.glance_promise import Glance
from newretail.ordering.glance_promise import glance_promise as glance
from newretail.ordering.models import Promise
from newretail.ordering.quote_promise import quote_promise
from newretail.ordering.reading.cart_view import CartBrief, CartView, cart_view, carts_of
from newretail.ordering.sale_terms import sale_terms
from newretail.stores.errors import StoreUnknown

door = Door(tags=["carts"])


@door.get(
    "/stores/{store_id}/promise",
    who=ANYONE,
    response=GlanceOut,
    errors=[StoreUnknown],
    summary="How fast the store would be for a small order placed now; books nothing",
)
def glance_promise(
    request: Request, store_id: str, latitude: Latitude | None = None, longitude: Longitude | None = None
) -> GlanceOut:
    if (latitude is None) != (longitude is None):
        raise Invalid(first="a position is a latitude and a longitude")
    position = None if latitude is None or longitude is None else (latitude, longitude)
    return _glance_out(glance(store_id=store_id, position=position))


def _glance_out(seen: Glance) -> GlanceOut:
    store, refusal = seen.store, seen.refusal
    terms = sale_terms.of(store.code)
    return GlanceOut(
        store_id=store.code,
        at=seen.at,
        legs=[LegOut.model_validate(leg) for leg in seen.legs],
        delivery_fee=terms.delivery_fee,
        free_delivery_from=terms.free_delivery_from,
        minimum_order=terms.minimum_order,
        bag_fee=terms.bag_fee,
        currency=store.currency,
        reason=ReasonOut(code=refusal.code, text=refusal.say()) if refusal else None,
    )


@door.post(
    "/stores/{store_id}/carts",
    who=SIGNED_IN,
    once=True,
    response={201: CartView},
    errors=[
        StoreUnknown,
        errors.NotListed,
        errors.WayNotOffered,
        errors.ByThePiece,
        errors.NotByThePiece,
        errors.ParentMissing,
        errors.CartFull,
        ExpiredLot,
        BlockedLot,
    ],
    summary="Open a cart",
)
def open_cart(request: Request, store_id: str, body: CartIn) -> tuple[int, CartView]:
    lines = [change_cart.WantedLine(**line.dict()) for line in body.lines]
    cart = change_cart.open_cart(
        member_id=request.caller.known_id, store_id=store_id, cart_id=body.id, lines=lines
    )
    return 201, cart_view(cart_id=cart.id, member_id=request.caller.known_id)


@door.get(
    "/carts",
    who=SIGNED_IN,
    response=list[CartBrief],
    summary="My open carts that hold something",
)
def list_my_carts(request: Request, store_id: Code | None = None) -> list[CartBrief]:
    return carts_of(member_id=request.caller.known_id, store_id=store_id)


@door.get(
    "/carts/{cart_id}",
    who=SIGNED_IN,
    response=CartView,
    errors=[errors.NotFound],
    summary="A cart",
)
def show_cart(request: Request, cart_id: UUID) -> CartView:
    return cart_view(cart_id=cart_id, member_id=request.caller.known_id)


@door.delete(
    "/carts/{cart_id}", who=SIGNED_IN, response={204: None}, errors=[errors.NotFound], summary="Drop a cart"
)
def drop_cart(request: Request, cart_id: UUID) -> tuple[int, None]:
    change_cart.drop_cart(cart_id=cart_id, member_id=request.caller.known_id)
    return 204, None


@door.put(
    "/carts/{cart_id}/lines/{line_id}",
    who=SIGNED_IN,
    response=CartView,
    errors=[
        errors.NotFound,
        errors.NotListed,
        errors.CartClosed,
        errors.WayNotOffered,
        errors.ByThePiece,
        errors.NotByThePiece,
        errors.ParentMissing,
        errors.CartFull,
        ExpiredLot,
        BlockedLot,
    ],
    summary="Put a line into the cart, or change it",
)
def put_cart_line(request: Request, cart_id: UUID, line_id: UUID, body: CartLineIn) -> CartView:
    wanted = change_cart.WantedLine(line=line_id, **body.dict())
    change_cart.put_lines(cart_id=cart_id, member_id=request.caller.known_id, lines=[wanted])
    return cart_view(cart_id=cart_id, member_id=request.caller.known_id)


@door.delete(
    "/carts/{cart_id}/lines/{line_id}",
    who=SIGNED_IN,
    response=CartView,
    errors=[errors.NotFound, errors.CartClosed],
    summary="Take a line out of the cart",
)
def drop_cart_line(request: Request, cart_id: UUID, line_id: UUID) -> CartView:
    change_cart.drop_line(cart_id=cart_id, member_id=request.caller.known_id, line=line_id)
    return cart_view(cart_id=cart_id, member_id=request.caller.known_id)


@door.post(
    "/carts/{cart_id}/promises",
    who=SIGNED_IN,
    once=True,
    response={201: PromiseOut},
    errors=[
        AddressUnknown,
        NoPhoneNumber,
        errors.CartEmpty,
        errors.AddressNeeded,
        errors.StoreClosed,
        errors.StorePaused,
        errors.TooFar,
        errors.BelowMinimum,
        OutOfStock,
        LotNotFound,
        ExpiredLot,
        BlockedLot,
        LotTooSmall,
    ],
    summary="Ask for a promise: price, time and probability",
)
def ask_promise(request: Request, cart_id: UUID, body: PromiseIn) -> tuple[int, Promise]:
    caller = request.caller
    address = body.address.dict() if body.address else None
    if body.address_id is not None:
        card = members.address(caller.known_id, body.address_id)
        address = {key: getattr(card, key) for key in ("text", "latitude", "longitude", "note", "phone")}
    return 201, quote_promise(cart_id=cart_id, member_id=caller.known_id, address=address)
