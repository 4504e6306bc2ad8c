"""A picker scans something into a bag: the right product of the right lot, or a substitute that the shopper accepts."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from newretail.catalog import api as catalog
from newretail.fulfilment import rules
from newretail.fulfilment.events import LinePicked
from newretail.fulfilment.models import Bag, PickJob, PickLine, Take
from newretail.fulfilment.models.bags import BagState
from newretail.fulfilment.models.picking import LineState
from newretail.fulfilment.picking.errors import (
    AlreadyPicked,
    NoSwap,
    NotAProduct,
    OddWeight,
    ScannedExpired,
    ShopperIsAsked,
    TooManyPieces,
    TooMuch,
    WeightNeeded,
    WrongProduct,
)
from newretail.fulfilment.picking.substitutes import substitute_amount
from newretail.fulfilment.work.amount_words import amount_words
from newretail.fulfilment.work.find_work import line_of, started_job_locked
from newretail.fulfilment.work.time_of_day import time_of_day
from newretail.inventory import api as inventory
from newretail.kernel import actor
from newretail.kernel.events import publish
from newretail.stores import api as stores


@dataclass(frozen=True, slots=True, kw_only=True)
class _Goods:
    """What was scanned, as much of it as goes into the bag."""

    sku_id: str
    name: str
    lot: str | None
    quantity: int | None
    weighed: bool
    pieces: int | None
    piece_grams: int | None


@transaction.atomic
def pick_line(
    *,
    store_id: str,
    job_id: UUID,
    picker_id: UUID,
    code: str,
    line: str | None = None,
    quantity: int | None = None,
    grams: int | None = None,
    pieces: int | None = None,
) -> PickLine:
    """Move what the scanned `code` names into the bag of its line. Returns the line as it is now.

    line: needed for a substitute; else the open line of that product is found. quantity: base units; without it what the
    code says, or one piece. grams: what the scale shows, for goods sold by weight; pieces: how many lie on it of what was ordered by
    the piece, without it as many as that weight makes likely.

    Raises MalformedCode, UnknownCode, NotAProduct, WrongProduct, AlreadyPicked, ScannedExpired, WrongLot, PromisedLot, ExpiredLot,
    WeightNeeded, TooMuch, TooManyPieces, OddWeight, OutOfStock, NoSwap, ShopperIsAsked, AboveCap, UnsuitableSubstitute; then nothing has changed.
    """
    job = started_job_locked(store_id=store_id, job_id=job_id, picker_id=picker_id)
    goods = _scan(code, store_id=store_id, quantity=quantity, grams=grams, pieces=pieces)
    found = line_of(job, line) if line else _line_for(job, goods)
    if found.sku_id == goods.sku_id:
        _pick_ordered(job, found, goods)
    else:
        _pick_substitute(job, found, goods)
    found.settle()
    _let_go_of_the_rest(found)
    found.save()
    return found


def _scan(code: str, *, store_id: str, quantity: int | None, grams: int | None, pieces: int | None) -> _Goods:
    scanned = catalog.read_code(code)
    if scanned.sku_id is None:
        raise NotAProduct()
    card = catalog.sku_card(scanned.sku_id)
    if scanned.last_day and scanned.last_day < stores.today_at(store_id):
        raise ScannedExpired(expires_on=scanned.last_day, sku_id=scanned.sku_id)
    amount = (grams or scanned.grams or scanned.quantity) if card.weighed else (quantity or scanned.quantity)
    return _Goods(
        sku_id=card.code,
        name=card.names.say(),
        lot=scanned.lot,
        quantity=amount,
        weighed=card.weighed,
        pieces=pieces,
        piece_grams=card.piece_grams,
    )


def _line_for(job: PickJob, goods: _Goods) -> PickLine:
    """The line of this product that still needs some. Raises AlreadyPicked, WrongProduct."""
    lines = list(PickLine.objects.select_for_update().filter(job=job).order_by("position"))
    same = [line for line in lines if line.sku_id == goods.sku_id]
    if open_line := next((line for line in same if line.left), None):
        return open_line
    if same:
        raise AlreadyPicked(product=goods.name, sku_id=goods.sku_id, line=same[0].line)
    wanted = [line.sku_id for line in lines if line.left]
    raise WrongProduct(product=goods.name, scanned=goods.sku_id, wanted=wanted)


def _pick_ordered(job: PickJob, line: PickLine, goods: _Goods) -> None:
    quantity = _quantity_of(line, goods)
    if not line.left:
        raise AlreadyPicked(product=goods.name, sku_id=goods.sku_id, line=line.line)
    pieces = _pieces_of(line, goods, grams=quantity) if line.pieces else None
    most = rules.most_that_may_be_picked(quantity=line.quantity - line.missing, weighed=line.weighed)
    if pieces is None and line.picked + quantity > most:
        raise TooMuch(
            product=goods.name,
            most=most,
            most_shown=amount_words(most, weighed=line.weighed),
            picked=line.picked,
            line=line.line,
        )
    _take(job, line, goods, quantity=quantity, pieces=pieces)
    line.picked += quantity
    line.pieces_picked += pieces or 0


def _pieces_of(line: PickLine, goods: _Goods, *, grams: int) -> int:
    """How many pieces of a line go into the bag with this weight. Raises TooManyPieces, OddWeight."""
    assert line.piece_grams is not None
    left = line.pieces_left
    pieces = goods.pieces or min(catalog.nearest_pieces(grams, piece_grams=line.piece_grams), left)
    if pieces > left:
        raise TooManyPieces(product=goods.name, left=left, line=line.line)
    least, most = rules.piece_range(pieces=pieces, piece_grams=line.piece_grams)
    if not least <= grams <= most:
        raise OddWeight(
            product=goods.name, pieces=pieces, grams=grams, least=least, most=most, line=line.line
        )
    return pieces


def _pick_substitute(job: PickJob, line: PickLine, goods: _Goods) -> None:
    if line.state == LineState.ASKED:
        raise ShopperIsAsked(line=line.line, until=time_of_day(line.store_id, line.ask_until))
    if line.state != LineState.SWAPPING:
        if line.left or line.is_settled:
            raise WrongProduct(product=goods.name, scanned=goods.sku_id, wanted=[line.sku_id], line=line.line)
        raise NoSwap(line=line.line)
    quantity = _quantity_of(line, goods)
    amount = substitute_amount(line, sku_id=goods.sku_id, quantity=quantity)
    pieces = goods.pieces
    if goods.piece_grams is not None:
        pieces = pieces or catalog.nearest_pieces(quantity, piece_grams=goods.piece_grams)
    _take(job, line, goods, quantity=quantity, pieces=pieces, swap_of=line.sku_id, amount=amount)
    line.substitute_quantity += quantity
    line.unresolved = 0


def _quantity_of(line: PickLine, goods: _Goods) -> int:
    if goods.weighed and goods.quantity is None:
        raise WeightNeeded(product=goods.name, line=line.line)
    return goods.quantity or 1


def _take(
    job: PickJob,
    line: PickLine,
    goods: _Goods,
    *,
    quantity: int,
    pieces: int | None = None,
    swap_of: str | None = None,
    amount: int | None = None,
) -> None:
    """Out of the stock into the bag that is being filled. `amount`: what a substitute costs, shared out over its lots; the
    pieces are counted with the first."""
    assert job.picker_id is not None
    by = actor.of_member(job.picker_id)
    takes = inventory.pick(
        ref=job.ref,
        store_id=job.store_id,
        line=line.line,
        sku_id=goods.sku_id,
        lot_code=goods.lot,
        quantity=quantity,
        by=by,
        swap_of=swap_of,
    )
    bags = Bag.objects.filter(parcel_part__job=job, parcel_id=line.parcel_id, state=BagState.FILLING)
    bag = bags.order_by("opened_at", "tag").last()
    charged = 0
    for position, take in enumerate(takes):
        is_last = position == len(takes) - 1
        part = None
        if amount is not None:
            part = amount - charged if is_last else amount * take.quantity // quantity
            charged += part
        Take.objects.create(
            line=line,
            sku_id=goods.sku_id,
            lot=take.code,
            quantity=take.quantity,
            pieces=pieces if position == 0 else None,
            swap_of=swap_of or "",
            amount=part,
            bag=bag,
            by=by,
        )
        publish(
            LinePicked(
                store_id=job.store_id,
                ref=job.ref,
                line=line.line,
                sku_id=goods.sku_id,
                lot=take.code,
                quantity=take.quantity,
                swap_of=swap_of,
                amount=part,
            )
        )


def _let_go_of_the_rest(line: PickLine) -> None:
    """A complete line keeps no hold: what a fish weighed less than ordered is for sale again."""
    if line.left == 0 and (line.weighed or line.missing):
        inventory.release_holds(ref=line.ref, store_id=line.store_id, lines=[line.line])
