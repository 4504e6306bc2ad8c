"""What our own Digital Links lead to, as a set of links: for the thing a code names and for each level above it, up to its key.

Source: GS1-Conformant Resolver Standard 1.2, sections 5 and 6; the set is RFC 9264, in the narrower shape of GS1's linkset schema 1.2.0.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from newretail.catalog import api as catalog
from newretail.kernel.text import Text, offered
from newretail.storefront.shelves import ShelfView
from newretail.stores import api as stores

VOCABULARY = "https://ref.gs1.org/voc/"
CONTEXT = "https://ref.gs1.org/standards/resolver/linkset-context"
MEDIA_TYPE = "application/linkset+json"
PAGE, DATA = "page", "data"
"""Where the pages and the data behind our links stand: the link's own path, behind this."""

_PRODUCT_PAGE = Text(en="Product page", ko="상품 페이지", zh="商品页面")
_PRODUCT_DATA = Text(en="Product data", ko="상품 데이터", zh="商品数据")
_PLACE_PAGE = Text(en="What stands here", ko="이곳의 상품", zh="此处的商品")
_PLACE_DATA = Text(en="What stands here, as data", ko="이곳의 상품 데이터", zh="此处商品数据")
_LOT = Text(en="{name}, lot {lot}", ko="{name}, 로트 {lot}", zh="{name}，批次 {lot}")
_SHELF = Text(en="{store}, shelf {shelf}", ko="{store}, 선반 {shelf}", zh="{store}，货架 {shelf}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`relation`: of GS1's vocabulary, without its prefix. `path`: on our own domain, with its query."""

    relation: str
    path: str
    title: str
    media_type: str

    @property
    def href(self) -> str:
        return settings.PUBLIC_URL + self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One thing: the address that names it, what it is called, and where it leads; the first link is the default one."""

    anchor: str
    description: str
    links: tuple[Link, ...]

    def link(self, relation: str) -> Link | None:
        """The link of a relation; `defaultLink` is the first."""
        if relation == "defaultLink":
            return self.links[0]
        return next((each for each in self.links if each.relation == relation), None)


def of_product(scanned: catalog.Scanned) -> tuple[Level, ...]:
    """The levels of a product's code, the one it names first. Only that one has the days, weight or price of its query."""
    assert scanned.gtin is not None and scanned.sku_id is not None
    name = catalog.sku_card(scanned.sku_id).names.say()
    query = canonical(scanned).partition("?")[2]
    levels: list[Level] = []
    for anchor, lot in _anchors(scanned):
        path = anchor.removeprefix(settings.PUBLIC_URL) + (f"?{query}" if query and not levels else "")
        links = (_page(path, "pip", _PRODUCT_PAGE), _data(path, "masterData", _PRODUCT_DATA))
        said = _LOT.say(name=name, lot=lot) if lot else name
        levels.append(Level(anchor=anchor, description=said, links=links))
    return tuple(levels)


def of_shelf(view: ShelfView, *, gln: str) -> tuple[Level, ...]:
    """A shelf, and the store above it."""
    store = stores.store(view.store_id)
    path = catalog.shelf_link(gln=gln, shelf=view.code).removeprefix(settings.PUBLIC_URL)
    shelf = Level(
        anchor=settings.PUBLIC_URL + path,
        description=_SHELF.say(store=store.names.say(), shelf=view.code),
        links=(_page(path, "locationInfo", _PLACE_PAGE), _data(path, "masterData", _PLACE_DATA)),
    )
    return (shelf, *of_store(store, gln=gln))


def of_store(store: stores.StoreCard, *, gln: str) -> tuple[Level, ...]:
    """A store by its location number leads to its page."""
    path = f"/stores/{store.code}"
    page = Link(relation="locationInfo", path=path, title=_PLACE_PAGE.say(), media_type="text/html")
    return (Level(anchor=f"{settings.PUBLIC_URL}/414/{gln}", description=store.names.say(), links=(page,)),)


def canonical(scanned: catalog.Scanned) -> str:
    """The whole link of what was read: every level of it, its days, weight and price, in the standard's order."""
    assert scanned.gtin is not None
    return catalog.digital_link(
        gtin=scanned.gtin,
        variant=scanned.variant,
        lot=scanned.lot,
        serial=scanned.serial,
        third_party_serial=scanned.third_party_serial,
        expires_on=scanned.expires_on,
        best_before=scanned.best_before,
        sell_by=scanned.sell_by,
        produced_on=scanned.produced_on,
        packed_on=scanned.packed_on,
        grams=scanned.grams,
        amount=scanned.amount,
        currency=scanned.currency or None,
    )


def document(levels: Sequence[Level]) -> dict[str, Any]:
    """The set as JSON. The default link says where it leads and no more; it is the first of the others."""
    return {
        "linkset": [
            {
                "anchor": level.anchor,
                "itemDescription": level.description,
                f"{VOCABULARY}defaultLink": [{"href": level.links[0].href, "title": level.links[0].title}],
                **{f"{VOCABULARY}{link.relation}": [_target(link)] for link in level.links},
            }
            for level in levels
        ]
    }


def _anchors(scanned: catalog.Scanned) -> Iterator[tuple[str, str | None]]:
    """The address of the thing and of each level above it, without what only describes it; beside each the lot that it names."""
    assert scanned.gtin is not None
    names = ("variant", "lot", "serial", "third_party_serial")
    said = [(name, value) for name in names if (value := getattr(scanned, name))]
    for deep in range(len(said), -1, -1):
        level = dict(said[:deep])
        yield catalog.digital_link(gtin=scanned.gtin, **level), level.get("lot")


def _target(link: Link) -> dict[str, Any]:
    target = {"href": link.href, "title": link.title, "type": link.media_type}
    return target | ({"hreflang": list(offered())} if link.media_type == "text/html" else {})


def _page(path: str, relation: str, title: Text) -> Link:
    return Link(relation=relation, path=f"/{PAGE}{path}", title=title.say(), media_type="text/html")


def _data(path: str, relation: str, title: Text) -> Link:
    return Link(relation=relation, path=f"/{DATA}{path}", title=title.say(), media_type="application/json")
