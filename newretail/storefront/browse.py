"""Looking through what a store carries: by words in any of the three languages, by category, page by page."""

from dataclasses import dataclass

from newretail.catalog import api as catalog
from newretail.kernel.errors import Invalid
from newretail.kernel.recent import Recent
from newretail.storefront.offers import Offer, offers
from newretail.stores import api as stores

MOST_PAGES_DEEP = 10_000
"""Products that can be passed over; further on, a search is the better way."""

_assortments: Recent[str, tuple[str, ...]] = Recent(seconds=10, most=500)
_departments: Recent[str, frozenset[str]] = Recent(seconds=30, most=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`cursor`: where the next page starts; None on the last one."""

    offers: list[Offer]
    cursor: str | None


def browse(*, store_id: str, words: str = "", category: str | None = None, limit: int = 50, cursor: str = "") -> Page:
    """A page of what the store carries. Raises StoreUnknown, UnknownCategory, and Invalid for a cursor not made here."""
    stores.store(store_id)
    offset = _offset(cursor)
    found = catalog.find_skus(words, category=category, among=assortment(store_id), limit=limit, offset=offset)
    is_last = len(found) < limit or offset + limit > MOST_PAGES_DEEP
    page = offers(store_id, [card.code for card in found])
    return Page(offers=list(page.values()), cursor=None if is_last else f"{offset + limit:x}")


def assortment(store_id: str) -> tuple[str, ...]:
    """The codes of all that the store carries, some seconds old at most."""
    kept = _assortments.get(store_id)
    return kept if kept is not None else _assortments.keep(store_id, tuple(stores.assortment(store_id)))


def departments(store_id: str) -> list[catalog.CategoryCard]:
    """The top categories in which the store carries something, in their order."""
    known = catalog.categories()
    filled = _departments.get(store_id)
    if filled is None:
        cards = catalog.sku_cards(assortment(store_id)).values()
        filled = _departments.keep(store_id, frozenset(_top(card.category, known) for card in cards if card.category))
    return [card for slug, card in known.items() if slug in filled]


def _top(slug: str, known: dict[str, catalog.CategoryCard]) -> str:
    for _ in range(8):
        card = known.get(slug)
        if card is None or card.parent is None:
            break
        slug = card.parent
    return slug


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        offset = int(cursor, 16)
    except ValueError:
        raise Invalid(first="cursor") from None
    if not 0 <= offset <= MOST_PAGES_DEEP:
        raise Invalid(first="cursor")
    return offset
