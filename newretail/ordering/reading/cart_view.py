"""What people may read of their carts: what each line costs now, what is left of it, and why it cannot be bought as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from newretail.catalog import api as catalog
from newretail.inventory import api as inventory
from newretail.inventory.errors import OutOfStock
from newretail.kernel.errors import Refusal
from newretail.kernel.http import ReasonOut
from newretail.members import api as members
from newretail.ordering import change_cart, errors, rules
from newretail.ordering.cuts import CutView, cut_views
from newretail.ordering.models import Cart, CartLine
from newretail.pricing import api as pricing
from newretail.stores import api as stores
from newretail.stores.api import FROM_OUTSIDE

MOST_CARTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLineView:
    """`amount` for `per` base units is the list price; `listed` the list price of the line, `line_amount` what it costs after its cuts.

    `pieces`: of what is ordered by the piece and settled by weight, `quantity` is then what so many of about `piece_grams` weigh;
    without them `quantity` is exact, also where the product goes by the piece and this one was weighed in the store.
    `parent_line`: the line it belongs to. `added_by`: the member who put it in. `amount_was`: the list price when it was put in, where it is another one now. `reason`: why the line cannot be bought as it is.
    """

    line: UUID
    sku_id: str
    name: str
    picture: str
    unit: str
    quantity: int
    pieces: int | None
    piece_grams: int | None
    way: str
    substitution: str
    swap_cap: int | None
    lot_code: str
    parent_line: UUID | None
    added_by: UUID
    amount: int | None
    per: int | None
    amount_was: int | None
    listed: int | None
    cuts: list[CutView]
    line_amount: int | None
    left: int
    weighed: bool
    age_limit: int | None
    allergens: list[str]
    allergens_stated: bool
    reason: ReasonOut | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CartView:
    id: UUID
    store_id: str
    state: str
    revision: int
    lines: list[CartLineView]
    goods: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CartBrief:
    """An open cart as one row of a list."""

    id: UUID
    store_id: str
    revision: int
    line_count: int
    created_at: datetime


def cart_view(*, cart_id: UUID, member_id: UUID) -> CartView:
    """The member's cart with prices and what is left. Raises NotFound for anybody else's."""
    cart = Cart.objects.filter(id=cart_id, member_id=member_id).first()
    if cart is None:
        raise errors.NotFound()
    lines = list(cart.lines.all())
    views = _line_views(cart, lines) if lines else []
    return CartView(
        id=cart.id,
        store_id=cart.store_id,
        state=cart.state,
        revision=cart.revision,
        lines=views,
        goods=sum(view.line_amount or 0 for view in views),
        currency=stores.store(cart.store_id).currency,
    )


def carts_of(*, member_id: UUID, store_id: str | None = None) -> list[CartBrief]:
    """A member's open carts that hold something, the newest first; twenty at most."""
    carts = Cart.objects.filter(member_id=member_id, state=Cart.State.OPEN)
    if store_id is not None:
        carts = carts.filter(store_id=store_id)
    filled = carts.annotate(line_count=Count("lines")).filter(line_count__gt=0)
    return [
        CartBrief(
            id=cart.id,
            store_id=cart.store_id,
            revision=cart.revision,
            line_count=cart.line_count,
            created_at=cart.created_at,
        )
        for cart in filled.order_by("-created_at", "-id")[:MOST_CARTS]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _StoreNow:
    """What the store says at this moment of the products and lots in a cart.

    `prices` by line, none where there is no price. `left`: base units by SKU, once for orders from outside the store (True) and once
    for the people in it; `short`: what is left for the lines that cannot all be had. `lot_refusals`: why a lot that lines name cannot be sold in that quantity, by SKU and lot.
    """

    faces: Mapping[str, catalog.Face]
    prices: Mapping[str, pricing.PricedLine]
    left: Mapping[bool, Mapping[str, int]]
    short: Mapping[UUID, int]
    unlisted: set[str]
    lot_refusals: Mapping[tuple[str, str], Refusal]


def _line_views(cart: Cart, lines: Sequence[CartLine]) -> list[CartLineView]:
    now = _ask_store(cart, lines)
    return [_line_view(line, now) for line in lines]


def _ask_store(cart: Cart, lines: Sequence[CartLine]) -> _StoreNow:
    """One question for each room, whatever the number of lines."""
    sku_ids = sorted({line.sku_id for line in lines})
    named = rules.of_lots((line.sku_id, line.lot_code, line.quantity) for line in lines)
    left = {
        outside: inventory.available(cart.store_id, sku_ids, outside=outside) for outside in (True, False)
    }
    return _StoreNow(
        faces=catalog.faces(sku_ids),
        prices=_prices(cart, lines),
        left=left,
        short=rules.short_of(
            ((line.line, line.sku_id, line.quantity, line.way in FROM_OUTSIDE) for line in lines),
            inside=left[False],
            outside=left[True],
        ),
        unlisted=change_cart.unlisted(store_id=cart.store_id, sku_ids=sku_ids),
        lot_refusals=inventory.lot_refusals(store_id=cart.store_id, wanted=named) if named else {},
    )


def _prices(cart: Cart, lines: Sequence[CartLine]) -> dict[str, pricing.PricedLine]:
    return pricing.price_lines(
        store_id=cart.store_id,
        lines=[
            pricing.BasketLine(
                line=str(line.line), sku_id=line.sku_id, quantity=line.quantity, lot_code=line.lot_code
            )
            for line in lines
        ],
        tier=pricing.EVERYONE if members.is_guest(cart.member_id) else pricing.MEMBER,
    )


def _line_view(line: CartLine, now: _StoreNow) -> CartLineView:
    face = now.faces[line.sku_id]
    price = now.prices.get(str(line.line))
    left = now.left[line.way in FROM_OUTSIDE].get(line.sku_id, 0)
    return CartLineView(
        line=line.line,
        sku_id=line.sku_id,
        name=face.name,
        picture=face.picture,
        unit=face.unit,
        quantity=line.quantity,
        pieces=line.pieces,
        piece_grams=line.quantity // line.pieces if line.pieces else face.piece_grams,
        way=line.way,
        substitution=line.substitution,
        swap_cap=line.swap_cap,
        lot_code=line.lot_code,
        parent_line=line.parent_line,
        added_by=line.added_by_id,
        amount=price.amount if price else None,
        per=price.per if price else None,
        amount_was=_amount_was(line, price),
        listed=price.listed if price else None,
        cuts=cut_views(cut.document() for cut in price.cuts) if price else [],
        line_amount=price.payable if price else None,
        left=left,
        weighed=face.weighed,
        age_limit=face.age_limit,
        allergens=list(face.allergens),
        allergens_stated=face.allergens_stated,
        reason=_reason(line, now, price=price),
    )


def _amount_was(line: CartLine, price: pricing.PricedLine | None) -> int | None:
    if (
        price is None
        or line.seen_amount is None
        or (line.seen_amount, line.seen_per) == (price.amount, price.per)
    ):
        return None
    return line.seen_amount


def _reason(line: CartLine, now: _StoreNow, *, price: pricing.PricedLine | None) -> ReasonOut | None:
    """The refusal that a promise for this line would meet."""
    product = now.faces[line.sku_id].name
    refusal: Refusal | None
    if price is None or line.sku_id in now.unlisted:
        refusal = errors.NotListed(product=product, sku_id=line.sku_id)
    elif line.line in now.short:
        refusal = OutOfStock(product=product, left=now.short[line.line], sku_id=line.sku_id)
    else:
        refusal = now.lot_refusals.get((line.sku_id, line.lot_code))
    return ReasonOut(code=refusal.code, text=refusal.say()) if refusal else None
