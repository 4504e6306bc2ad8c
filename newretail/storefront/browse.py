"""Looking through what a store carries: by words in any of the three languages, by category, page by page."""

from dataclasses import dataclass
from itertools import chain, zip_longest

from newretail.catalog import api as catalog
from newretail.kernel.recent import Recent
from newretail.kernel.text import ByLanguage
from newretail.storefront.offers import Offer, offers
from newretail.stores import api as stores

LOOKED_THROUGH = 20_000
"""Products among which a store's departments are found; a store that carries more shows them by search."""
PICKS = 6
"""Products of a department that stand on the store's first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A top category of a store. `picks`: SKU codes of a few of its products."""

    slug: str
    names: ByLanguage
    picks: tuple[str, ...]


_departments: Recent[str, list[Department]] = Recent(seconds=120, most=500)
_assortments: Recent[str, tuple[str, ...]] = Recent(seconds=10, most=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`cursor`: where the next page starts; None on the last one. `corrected`: the words that were searched instead of the typed."""

    offers: list[Offer]
    cursor: str | None
    corrected: str | None


def browse(
    *, store_id: str, words: str = "", category: str | None = None, limit: int = 50, cursor: str = ""
) -> Page:
    """A page of what the store carries. Raises StoreUnknown, UnknownCategory, and Invalid for a cursor not made here."""
    stores.store(store_id)
    found = catalog.find_alike(
        words, category=category, among=assortment(store_id), limit=limit, cursor=cursor
    )
    page = offers(store_id, [card.code for card in found.cards])
    return Page(offers=list(page.values()), cursor=found.cursor, corrected=found.corrected)


def assortment(store_id: str) -> tuple[str, ...]:
    """The codes of all that the store carries, some seconds old at most."""
    kept = _assortments.get(store_id)
    return kept if kept is not None else _assortments.keep(store_id, tuple(stores.assortment(store_id)))


def departments(store_id: str) -> list[Department]:
    """The top categories in which the store carries something, in their order, minutes old at most."""
    kept = _departments.get(store_id)
    if kept is None:
        kept = _departments.keep(store_id, _read_departments(store_id))
    return kept


def _read_departments(store_id: str) -> list[Department]:
    known = catalog.categories()
    shelves: dict[str, dict[str, list[str]]] = {}
    for card in catalog.sku_cards(assortment(store_id)[:LOOKED_THROUGH]).values():
        if card.category in known and card.is_sold:
            shelves.setdefault(_top(card.category, known), {}).setdefault(card.category, []).append(card.code)
    return [
        Department(slug=slug, names=card.names, picks=_picks(list(shelves[slug].values())))
        for slug, card in known.items()
        if slug in shelves
    ]


def _picks(shelves: list[list[str]]) -> tuple[str, ...]:
    """A few products, taken in turn from each of a department's categories."""
    in_turn = chain.from_iterable(zip_longest(*(shelf[:PICKS] for shelf in shelves)))
    return tuple(code for code in in_turn if code is not None)[:PICKS]


def _top(slug: str, known: dict[str, catalog.CategoryCard]) -> str:
    for _ in range(8):
        card = known.get(slug)
        if card is None or card.parent is None:
            break
        slug = card.parent
    return slug
