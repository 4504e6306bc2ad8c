"""Labels for lots: what it is, its lot and its last day, taken from the book and never from whoever prints.

Every print is written down by inventory: a reprinted label is how an old date gets onto new goods.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from newretail.catalog import api as catalog
from newretail.chain.api import chain
from newretail.inventory import api as inventory
from newretail.kernel import text
from newretail.kernel.errors import Refusal
from newretail.kernel.text import Text
from newretail.storefront import places_of_origin
from newretail.storefront.errors import LotUnknown, NothingToPrint, TooManyLabels
from newretail.storefront.labels.draw_label import Label
from newretail.storefront.labels.printed import Printed, Remark, missing_letters
from newretail.storefront.labels.sheet import MOST_LABELS, Sheet, print_sheets
from newretail.storefront.labels.shelf_labels import ean, label_link, label_names, sign_language
from newretail.stores import api as stores

_LAST_DAY = Text(en="last day of sale", ko="판매 기한", zh="销售截止日")
_NO_DATE = Text(en="no date", ko="기한 없음", zh="无期限")


@dataclass(frozen=True, slots=True, kw_only=True)
class LotOrder:
    """So many labels of one lot."""

    lot_id: UUID
    copies: int = 1


def print_lot_labels(
    *, store_id: str, orders: Sequence[LotOrder], reason: str, by: str, sheet: Sheet, with_bars: bool = False
) -> Printed:
    """A PDF with the labels of some lots; the print of each is logged with its reason and who asked.

    A lot that cannot be labelled, because nobody knows it or no code can carry it, is left out and told. Raises what is wrong with
    the first one where none is left; StoreUnknown, NothingToPrint, TooManyLabels; then nothing is logged.
    """
    stores.store(store_id)
    count = sum(order.copies for order in orders)
    if count == 0:
        raise NothingToPrint()
    if count > MOST_LABELS:
        raise TooManyLabels(count=count, limit=MOST_LABELS)
    labels, printed, refused = _labels(store_id, orders, with_bars=with_bars)
    if not labels:
        raise refused[0][1]
    pdf = print_sheets([label.draw for label in labels], sheet=sheet, title=f"Lot labels {store_id}")
    with transaction.atomic():
        for order in printed:
            inventory.print_labels(
                store_id=store_id, lot_id=order.lot_id, copies=order.copies, reason=reason, by=by
            )
    left_out = [Remark(what=what, code=fault.code, text=fault.say()) for what, fault in refused]
    return Printed(pdf=pdf, remarks=(*left_out, *missing_letters(labels)))


def _labels(
    store_id: str, orders: Sequence[LotOrder], *, with_bars: bool
) -> tuple[list[Label], list[LotOrder], list[tuple[str, Refusal]]]:
    """Each order's labels, the orders that have some, and those that cannot, by what they are called with what is wrong."""
    lots = {order.lot_id: inventory.lot(store_id=store_id, lot_id=order.lot_id) for order in orders}
    cards = catalog.sku_cards(lot.sku_id for lot in lots.values() if lot)
    labels: list[Label] = []
    printed: list[LotOrder] = []
    refused: list[tuple[str, Refusal]] = []
    for order in orders:
        lot = lots[order.lot_id]
        if lot is None:
            refused.append((str(order.lot_id), LotUnknown(lot=str(order.lot_id))))
            continue
        card = cards[lot.sku_id]
        try:
            labels += [lot_label(lot, card=card, with_bars=with_bars)] * order.copies
        except Refusal as fault:
            refused.append((f"{card.names.say()} {lot.code}", fault))
        else:
            printed.append(order)
    return labels, printed, refused


def lot_label(lot: inventory.LotView, *, card: catalog.SkuCard, with_bars: bool = False) -> Label:
    """The label of one lot. Weighed goods carry no weight here: the scale prints that."""
    with text.speaking(sign_language()):
        return Label(
            link=_link(lot, card),
            names=label_names(card),
            figure=f"{lot.expires_on:%Y-%m-%d}" if lot.expires_on else _NO_DATE.say(),
            below=_small_print(card, lot.expires_on),
            mark=lot.code,
            corner=catalog.shortest(card.gtin) if card.gtin else card.code,
            ean=ean(card) if with_bars else None,
        )


def _link(lot: inventory.LotView, card: catalog.SkuCard) -> str:
    if card.gtin is None:
        return label_link(card, store_id=lot.store_id)
    return catalog.digital_link(gtin=card.gtin, lot=lot.code, expires_on=lot.expires_on)


def _small_print(card: catalog.SkuCard, expires_on: date | None) -> tuple[str, ...]:
    """What the date means, and how to keep the goods."""
    meaning = " ".join(_LAST_DAY.read_in(each) for each in chain().label_languages) if expires_on else ""
    keeping = [
        catalog.TEMPERATURE_WORDS[card.temperature].say(),
        places_of_origin.country(card.origin) if card.origin else "",
    ]
    return tuple(line for line in (meaning, "  ".join(filter(None, keeping))) if line)
