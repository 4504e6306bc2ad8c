"""Carts: open one, put lines in, take them out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from newretail.catalog import api as catalog
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.ids import uuid7
from newretail.kernel.quantities import Unit
from newretail.ordering import errors
from newretail.ordering.models import Cart, CartLine
from newretail.pricing import api as pricing
from newretail.stores import api as stores

MOST_LINES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLine:
    """A product to be in the cart, leaving the store by `way`. `line` is the client's own id for it.

    quantity, pieces: one of them. `pieces` of what is ordered by the piece and settled by weight (`Face.piece_grams`), as many
    base units as so many usually weigh; `quantity` base units of everything else, and of what was weighed already.
    `parent_line`: the line that it belongs to, as an option or a part of a bundle. It is priced as a line of its own, leaves with
    its parent, and goes back with it.
    """

    line: UUID
    sku_id: str
    way: str
    substitution: str
    quantity: int | None = None
    pieces: int | None = None
    swap_cap: int | None = None
    lot_code: str = ""
    parent_line: UUID | None = None


@transaction.atomic
def open_cart(
    *, member_id: UUID, store_id: str, cart_id: UUID | None = None, lines: Sequence[WantedLine] = ()
) -> Cart:
    """A new cart at a store with these lines; the client may bring its id, and gets its own cart again if it is there already.

    Raises NotFound for somebody else's cart, and what `put_lines` refuses.
    """
    store = stores.store(store_id)
    known = Cart.objects.filter(id=cart_id).first() if cart_id else None
    if known is not None and (known.member_id, known.store_id) != (member_id, store.code):
        raise errors.NotFound()
    cart = known or Cart.objects.create(id=cart_id or uuid7(), store_id=store.code, member_id=member_id)
    return put_lines(cart_id=cart.id, member_id=member_id, lines=lines) if lines else cart


@transaction.atomic
def put_lines(*, cart_id: UUID, member_id: UUID, lines: Sequence[WantedLine]) -> Cart:
    """Put products into the cart, or change the lines that are there. A repeat changes nothing.

    A lot that the store has nothing of is not named (see `inventory.lots_to_name`).
    Raises NotFound, CartClosed, CartFull, NotListed, WayNotOffered, ByThePiece, NotByThePiece, ParentMissing, ExpiredLot or
    BlockedLot; then nothing is changed.
    """
    cart = _open_cart_of(member_id=member_id, cart_id=cart_id)
    refuse_unlisted(store_id=cart.store_id, sku_ids=sorted({line.sku_id for line in lines}))
    refuse_ways(store_id=cart.store_id, ways=sorted({line.way for line in lines}))
    lines = _counted(_with_lots(lines, store_id=cart.store_id))
    known = {line.line: line for line in cart.lines.all()}
    if len({*known, *(line.line for line in lines)}) > MOST_LINES:
        raise errors.CartFull(most=MOST_LINES)
    seen = _prices_seen(cart, lines)
    wanted = {
        line.line: CartLine(cart=cart, added_by_id=member_id, **asdict(line), **seen[line.sku_id])
        for line in lines
    }
    CartLine.objects.bulk_create([row for line, row in wanted.items() if line not in known])
    changed = [row for line, row in wanted.items() if line in known and not _same(row, known[line])]
    for row in changed:
        row.pk, row.added_by_id = known[row.line].pk, known[row.line].added_by_id
        row.save(force_update=True)
    _leave_with_parents(cart)
    return _touched(cart) if changed or wanted.keys() - known.keys() else cart


@transaction.atomic
def drop_line(*, cart_id: UUID, member_id: UUID, line: UUID) -> Cart:
    """Take a line out, and what belongs to it. Taking out what is not there is no error."""
    cart = _open_cart_of(member_id=member_id, cart_id=cart_id)
    dropped, _ = cart.lines.filter(Q(line=line) | Q(parent_line=line)).delete()
    return _touched(cart) if dropped else cart


@transaction.atomic
def drop_cart(*, cart_id: UUID, member_id: UUID) -> None:
    """Throw the cart away; an ordered one stays."""
    cart = _open_cart_of(member_id=member_id, cart_id=cart_id)
    cart.state = Cart.State.DROPPED
    cart.save(update_fields=["state"])


def refuse_unlisted(*, store_id: str, sku_ids: list[str]) -> None:
    """Raises NotListed for the first SKU that the store does not sell now."""
    for sku_id in sorted(unlisted(store_id=store_id, sku_ids=sku_ids)):
        card = catalog.sku_cards([sku_id]).get(sku_id)
        raise errors.NotListed(product=card.names.say() if card else sku_id, sku_id=sku_id)


def unlisted(*, store_id: str, sku_ids: Sequence[str]) -> set[str]:
    """Which of these SKUs have no place on the store's floor, are inactive, held back or snoozed."""
    listed = stores.places(store_id, sku_ids)
    sold = {code for code, card in catalog.sku_cards(sku_ids).items() if card.is_sold}
    return (set(sku_ids) - (sold & listed.keys())) | stores.snoozed(store_id, sku_ids)


def refuse_ways(*, store_id: str, ways: list[str]) -> None:
    """Raises WayNotOffered for a way out that the store's format does not switch on."""
    offered = stores.store(store_id).ways
    for way in ways:
        if way not in offered:
            raise errors.WayNotOffered(way=way)


def _open_cart_of(*, member_id: UUID, cart_id: UUID) -> Cart:
    cart = Cart.objects.select_for_update().filter(id=cart_id, member_id=member_id).first()
    if cart is None:
        raise errors.NotFound()
    if cart.state != Cart.State.OPEN:
        raise errors.CartClosed()
    return cart


def _counted(lines: Sequence[WantedLine]) -> list[WantedLine]:
    """Each with its base units, and its pieces where it is ordered by the piece."""
    cards = catalog.sku_cards({line.sku_id for line in lines})
    return [_counted_line(line, cards[line.sku_id]) for line in lines]


def _counted_line(line: WantedLine, card: catalog.SkuCard) -> WantedLine:
    """Goods that staff gather come in whole pieces: nobody can pick half an apple. What a shopper carries was on the scale."""
    assert (line.quantity is None) != (line.pieces is None)
    piece = card.piece_grams
    if line.pieces is not None:
        if piece is not None:
            return replace(line, quantity=line.pieces * piece)
        if card.unit != Unit.EACH:
            raise errors.NotByThePiece(product=card.names.say(), sku_id=card.code)
        return replace(line, quantity=line.pieces, pieces=None)
    assert line.quantity is not None
    if piece is None or line.way not in stores.STAFF_PICKED:
        return line
    if line.quantity % piece:
        raise errors.ByThePiece(
            product=card.names.say(),
            sku_id=card.code,
            piece_grams=piece,
            pieces=catalog.nearest_pieces(line.quantity, piece_grams=piece),
        )
    return replace(line, pieces=line.quantity // piece)


def _with_lots(lines: Sequence[WantedLine], *, store_id: str) -> list[WantedLine]:
    scanned = {(line.sku_id, line.lot_code) for line in lines if line.lot_code}
    names = inventory.lots_to_name(store_id=store_id, scanned=scanned) if scanned else {}
    return [replace(line, lot_code=names.get((line.sku_id, line.lot_code), "")) for line in lines]


def _leave_with_parents(cart: Cart) -> None:
    """What belongs to a line leaves as that line does. Raises ParentMissing where that is not in the cart, or belongs to another."""
    lines = {line.line: line for line in cart.lines.all()}
    for line in lines.values():
        if line.parent_line is None:
            continue
        parent = lines.get(line.parent_line)
        if parent is None or parent.parent_line is not None:
            raise errors.ParentMissing(line=str(line.line))
        if line.way != parent.way:
            line.way = parent.way
            line.pieces = line.pieces or _pieces_of(line)
            line.save(update_fields=["way", "pieces"])


def _pieces_of(line: CartLine) -> int | None:
    """How many pieces a line of exact weight is by the way it leaves now. Raises ByThePiece."""
    wanted = WantedLine(
        line=line.line,
        sku_id=line.sku_id,
        quantity=line.quantity,
        way=line.way,
        substitution=line.substitution,
    )
    return _counted_line(wanted, catalog.sku_card(line.sku_id)).pieces


def _prices_seen(cart: Cart, lines: Sequence[WantedLine]) -> dict[str, dict[str, int]]:
    """What these products cost at this moment, as the columns of a cart's line."""
    sku_ids = sorted({line.sku_id for line in lines})
    prices = pricing.prices(store_id=cart.store_id, sku_ids=sku_ids, at=clock.now())
    return {
        sku_id: {"seen_amount": price.amount, "seen_per": price.per} if price else {}
        for sku_id in sku_ids
        for price in [prices.get(sku_id)]
    }


def _same(one: CartLine, other: CartLine) -> bool:
    names = ("sku_id", "quantity", "pieces", "way", "substitution", "swap_cap", "lot_code", "parent_line")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _touched(cart: Cart) -> Cart:
    cart.revision += 1
    cart.save(update_fields=["revision"])
    return cart
