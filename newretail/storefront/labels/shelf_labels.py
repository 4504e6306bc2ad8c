"""Labels for the edges of shelves: what stands here, what it costs, in the languages of the chain's labels."""

from newretail.catalog import api as catalog
from newretail.chain.api import chain
from newretail.kernel import text
from newretail.storefront.errors import NothingToPrint, TooManyLabels
from newretail.storefront.labels.draw_label import Label
from newretail.storefront.labels.printed import Printed, missing_letters
from newretail.storefront.labels.sheet import MOST_LABELS, Sheet, print_sheets
from newretail.storefront.offers import Offer, offers
from newretail.storefront.pages import cards
from newretail.stores import api as stores


def print_shelf_labels(
    *, store_id: str, zone: str | None = None, sheet: Sheet, with_bars: bool = False
) -> Printed:
    """A PDF with one label for each product on each shelf of a store or a zone, in walking order.

    Raises StoreUnknown, NothingToPrint, TooManyLabels.
    """
    labels = shelf_labels(store_id=store_id, zone=zone, with_bars=with_bars)
    pdf = print_sheets(
        [label.draw for label in labels], sheet=sheet, title=f"Shelf labels {store_id} {zone or ''}".strip()
    )
    return Printed(pdf=pdf, remarks=tuple(missing_letters(labels)))


def shelf_labels(*, store_id: str, zone: str | None = None, with_bars: bool = False) -> list[Label]:
    """The labels' content, checked against the limit before any price is looked up."""
    stores.store(store_id)
    shelves = stores.planogram(store_id, zone=zone)
    count = sum(len(shelf.sku_ids) for shelf in shelves)
    if count == 0:
        raise NothingToPrint()
    if count > MOST_LABELS:
        raise TooManyLabels(count=count, limit=MOST_LABELS)
    found = offers(store_id, [sku_id for shelf in shelves for sku_id in shelf.sku_ids])
    with text.speaking(sign_language()):
        return [
            _label(found[sku_id], shelf=shelf.code, with_bars=with_bars)
            for shelf in shelves
            for sku_id in shelf.sku_ids
            if sku_id in found
        ]


def sign_language() -> text.Language:
    """The language in which units on a label are written: the one of the street outside."""
    return chain().label_languages[0]


def label_names(card: catalog.SkuCard) -> tuple[str, ...]:
    """In the chain's label languages, the first one large, each once."""
    return tuple(dict.fromkeys(card.names.read_in(each) for each in chain().label_languages))


def label_link(card: catalog.SkuCard, *, store_id: str) -> str:
    """The product's Digital Link; the store is known from where the phone is, or asked for."""
    if card.gtin:
        return catalog.digital_link(gtin=card.gtin)
    from django.conf import settings

    return f"{settings.PUBLIC_URL}/products/{card.code}?store={stores.store(store_id).code}"


def ean(card: catalog.SkuCard) -> str | None:
    """The number as EAN-13 has it, where it has thirteen digits or fewer."""
    return card.gtin[1:] if card.gtin and card.gtin.startswith("0") else None


def _label(offer: Offer, *, shelf: str, with_bars: bool) -> Label:
    return Label(
        link=label_link(offer.card, store_id=offer.store_id),
        names=label_names(offer.card),
        figure=cards.price(offer) or "—",
        figure_unit=cards.per(offer),
        below=tuple(line for line in (cards.note(offer), cards.unit_price(offer)) if line),
        mark=shelf,
        corner=catalog.shortest(offer.card.gtin) if offer.card.gtin else offer.card.code,
        ean=ean(offer.card) if with_bars else None,
    )
