"""The read side of the catalogue: cards, sheets, categories and search."""

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from newretail.catalog import fields
from newretail.catalog.errors import UnknownCategory, UnknownSku
from newretail.catalog.fields import CardFields, DetailFields, loaded
from newretail.catalog.models import Category, Gtin, Product, Sku, Source, WeighedPattern
from newretail.catalog.paging import Reached
from newretail.catalog.rules import asked, weighed, wording
from newretail.kernel import sql
from newretail.kernel.quantities import Unit
from newretail.kernel.recent import Recent
from newretail.kernel.text import ByLanguage

MOST_FOUND = 200
_BEGINNING = Reached(rank=0, code="")


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuCard(CardFields):
    """A SKU as the rest of the house knows it: the fields of every card, and what is known beside them.

    `allergens_stated` False means that `allergens` is only a guess and may be incomplete. `source` other than "chain" must be
    named where the card is shown. `gtin`: the number on one piece. `held_back`: why it is not sold before head office has looked at
    it, blank where it is not.
    """

    code: str
    product: str
    gtin: str | None
    allergens_stated: bool
    source: str
    held_back: str

    @property
    def is_sold(self) -> bool:
        """Whether any store may sell it at all."""
        return self.active and not self.held_back

    @property
    def piece_grams(self) -> int | None:
        """What one piece weighs of goods that are ordered by the piece and settled by weight; None for pieces that are not weighed,
        and for what is loose."""
        return self.typical_grams if self.weighed and self.unit == Unit.GRAM else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSheet(DetailFields):
    """What only a product's own page shows. `gtins`: number and how many base units carry it."""

    card: SkuCard
    gtins: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuPage:
    """`reached`: where it ends; None on the last page."""

    cards: list[SkuCard]
    reached: Reached | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCard:
    slug: str
    parent: str | None
    names: ByLanguage
    sort: int


_COLUMNS = ", ".join(
    f"{table}.{field.stored}"
    for table, listed in (("product", fields.PRODUCT), ("sku", fields.SKU))
    for field in listed
)
_CARDS = sql.load(__file__, "cards.sql").format(columns=_COLUMNS)

_cards: Recent[str, SkuCard] = Recent(seconds=5, most=20_000)
_categories: Recent[str, dict[str, CategoryCard]] = Recent(seconds=5, most=1)
_category_names: Recent[str, dict[str, list[str]]] = Recent(seconds=5, most=1)
_patterns: Recent[str, tuple[weighed.Pattern, ...]] = Recent(seconds=5, most=1)


def sku_cards(codes: Iterable[str]) -> dict[str, SkuCard]:
    """The cards of these SKUs, at most a few seconds old; codes that nobody knows are missing."""
    wanted = list(dict.fromkeys(codes))
    found = {code: card for code in wanted if (card := _cards.get(code)) is not None}
    missing = [code for code in wanted if code not in found]
    if missing:
        for row in sql.fetch(_CARDS, {"codes": missing}):
            found[row.code] = _cards.keep(row.code, _card(row))
    return {code: found[code] for code in wanted if code in found}


def sku_card(code: str) -> SkuCard:
    """The card of one SKU. Raises UnknownSku."""
    if card := sku_cards([code]).get(code):
        return card
    raise UnknownSku(sku=code)


def forget(codes: Iterable[str]) -> None:
    """These SKUs have changed: the next reader in this process sees it at once."""
    for code in codes:
        _cards.forget(code)


def forget_everything() -> None:
    """Whatever was looked up a moment ago may have changed."""
    for memory in (_cards, _categories, _category_names, _patterns):
        memory.clear()


def product_sheet(code: str) -> ProductSheet:
    """All there is to show about a SKU. Raises UnknownSku."""
    card = sku_card(code)
    product = Product.objects.get(code=card.product)
    return ProductSheet(
        **loaded(fields.DETAILS, product),
        card=card,
        gtins=tuple(
            Gtin.objects.filter(sku=code).order_by("quantity", "gtin").values_list("gtin", "quantity")[:50]
        ),
    )


def find_skus(
    text: str = "",
    *,
    category: str | None = None,
    among: Collection[str] | None = None,
    limit: int = 50,
) -> list[SkuCard]:
    """The first SKUs that `find_page` finds."""
    return find_page(text, category=category, among=among, limit=limit).cards


def find_page(
    text: str = "",
    *,
    category: str | None = None,
    among: Collection[str] | None = None,
    limit: int = 50,
    after: Reached | None = None,
    loosely: bool = False,
) -> SkuPage:
    """Active SKUs whose names, brand or codes hold every word of `text`, or that are known by another name for it; what is the thing before
    what only has its name in it (see `find.sql`), then by code.

    category: a slug; its sub-categories count too. among: only these SKU codes. after: the end of the page before. loosely: a Chinese word
    also with something between its characters. Raises UnknownCategory.
    """
    assert 0 < limit <= MOST_FOUND
    begin = after or _BEGINNING
    wanted: dict[str, Any] = {
        "categories": _with_descendants(category) if category else None,
        "among": list(among) if among is not None else None,
        "rank": begin.rank,
        "code": begin.code,
        "limit": limit + 1,
    }
    query = asked.asked(text)
    if query is None and text.strip():
        return SkuPage(cards=[], reached=None)  # nothing but signs
    if query:
        near = {"loosely": asked.loosely(text) if loosely else [], "meant": _meant(text)}
        rows = sql.fetch(sql.load(__file__, "find.sql"), wanted | dataclasses.asdict(query) | near)
    else:
        rows = sql.fetch(sql.load(__file__, "browse.sql"), wanted)
    shown = rows[:limit]
    return SkuPage(
        cards=list(sku_cards(row.code for row in shown).values()),
        reached=Reached(rank=shown[-1].rank, code=shown[-1].code) if len(rows) > limit else None,
    )


def held_back(*, limit: int, after: str = "") -> list[SkuCard]:
    """SKUs that are not sold before head office has released their product, by code, from behind `after`."""
    assert 0 < limit <= MOST_FOUND + 1
    waiting = Sku.objects.exclude(product__held_back="").filter(code__gt=after).order_by("code")
    return list(sku_cards(waiting.values_list("code", flat=True)[:limit]).values())


def _meant(text: str) -> list[str]:
    """The categories, with all below them, that somebody may mean who types their name: `fruit`, 零食."""
    names = asked.phrases(text)
    slugs = [slug for slug, called in _called().items() if any(_is_called(name, called) for name in names)]
    return list(dict.fromkeys(below for slug in slugs for below in _with_descendants(slug)))


def _called() -> dict[str, list[str]]:
    if (kept := _category_names.get("")) is not None:
        return kept
    names = {
        slug: [wording.spaced(name) for name in card.names.values()] for slug, card in categories().items()
    }
    return _category_names.keep("", names)


def _is_called(name: str, called: list[str]) -> bool:
    """By the whole of one of its names; in Chinese and Korean also by the end of one."""
    return name in called or (
        wording.is_wide(name) and len(name) > 1 and any(each.endswith(name) for each in called)
    )


def categories() -> dict[str, CategoryCard]:
    """All categories by slug, in the order in which they are shown."""
    if (kept := _categories.get("")) is not None:
        return kept
    rows = Category.objects.order_by("sort", "slug")[:5000]
    return _categories.keep("", {row.slug: _category_card(row) for row in rows})


def weighed_patterns() -> tuple[weighed.Pattern, ...]:
    """The layouts of our scales' codes as head office keeps them, its own before the usual ones; the usual ones where it has none."""
    if (kept := _patterns.get("")) is not None:
        return kept
    rows = WeighedPattern.objects.order_by("pattern")[:100]
    kept = weighed.own_first(weighed.Pattern(layout=row.pattern, multiplier=row.multiplier) for row in rows)
    return _patterns.keep("", kept or weighed.USUAL)


def _with_descendants(category: str) -> list[str]:
    known = categories()
    if category not in known:
        raise UnknownCategory(category=category)
    return [slug for slug in known if category in _line_of(slug, known)]


def _line_of(slug: str, known: dict[str, CategoryCard]) -> Sequence[str]:
    """A category and all above it; a ring, should anybody have made one, is walked once."""
    line: list[str] = []
    above: str | None = slug
    while above is not None and above not in line:
        line.append(above)
        card = known.get(above)
        above = card.parent if card else None
    return line


def _category_card(row: Category) -> CategoryCard:
    return CategoryCard(slug=row.slug, parent=row.parent_id, names=row.names, sort=row.sort)


def _card(row: Any) -> SkuCard:
    return SkuCard(
        **loaded(fields.PRODUCT + fields.SKU, row),
        code=row.code,
        product=row.product_id,
        gtin=row.gtin,
        allergens_stated=row.allergens_stated,
        held_back=row.held_back,
        source=Source.OPEN_FOOD_FACTS.value if row.source == Source.EDITED else row.source,
    )


def has_products() -> bool:
    """Whether there is anything in the catalogue."""
    return Product.objects.exists()
