"""Carts and their promises."""

from uuid import UUID

from newretail.inventory.errors import OutOfStock
from newretail.kernel.http import Door, Request
from newretail.kernel.who import SIGNED_IN
from newretail.members import api as members
from newretail.ordering import change_cart, errors, queries
from newretail.ordering.endpoints.schemas import CartIn, CartLineIn, PromiseIn, PromiseOut
from newretail.ordering.models import Promise
from newretail.ordering.quote_promise import quote_promise

door = Door(tags=["carts"])


@door.post(
    "/stores/{store_id}/carts",
    who=SIGNED_IN,
    once=True,
    response={201: queries.CartView},
    summary="Open a cart",
)
def open_cart(request: Request, store_id: str, body: CartIn) -> tuple[int, queries.CartView]:
    lines = [change_cart.WantedLine(**line.dict()) for line in body.lines]
    cart = change_cart.open_cart(
        member_id=request.caller.known_id, store_id=store_id, cart_id=body.id, lines=lines
    )
    return 201, queries.cart_view(cart_id=cart.id, member_id=request.caller.known_id)


@door.get(
    "/carts/{cart_id}", who=SIGNED_IN, response=queries.CartView, errors=[errors.NotFound], summary="A cart"
)
def show_cart(request: Request, cart_id: UUID) -> queries.CartView:
    return queries.cart_view(cart_id=cart_id, member_id=request.caller.known_id)


@door.delete(
    "/carts/{cart_id}", who=SIGNED_IN, response={204: None}, errors=[errors.NotFound], summary="Drop a cart"
)
def drop_cart(request: Request, cart_id: UUID) -> tuple[int, None]:
    change_cart.drop_cart(cart_id=cart_id, member_id=request.caller.known_id)
    return 204, None


@door.put(
    "/carts/{cart_id}/lines/{line_id}",
    who=SIGNED_IN,
    response=queries.CartView,
    errors=[errors.NotFound, errors.NotListed, errors.CartClosed, errors.WayNotOffered, errors.CartFull],
    summary="Put a line into the cart, or change it",
)
def put_cart_line(request: Request, cart_id: UUID, line_id: UUID, body: CartLineIn) -> queries.CartView:
    wanted = change_cart.WantedLine(line=line_id, **body.dict())
    change_cart.put_lines(cart_id=cart_id, member_id=request.caller.known_id, lines=[wanted])
    return queries.cart_view(cart_id=cart_id, member_id=request.caller.known_id)


@door.delete(
    "/carts/{cart_id}/lines/{line_id}",
    who=SIGNED_IN,
    response=queries.CartView,
    errors=[errors.NotFound, errors.CartClosed],
    summary="Take a line out of the cart",
)
def drop_cart_line(request: Request, cart_id: UUID, line_id: UUID) -> queries.CartView:
    change_cart.drop_line(cart_id=cart_id, member_id=request.caller.known_id, line=line_id)
    return queries.cart_view(cart_id=cart_id, member_id=request.caller.known_id)


@door.post(
    "/carts/{cart_id}/promises",
    who=SIGNED_IN,
    once=True,
    response={201: PromiseOut},
    errors=[
        errors.NotFound,
        errors.CartEmpty,
        errors.AddressNeeded,
        errors.StoreClosed,
        errors.StorePaused,
        errors.TooFar,
        errors.BelowMinimum,
        OutOfStock,
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
