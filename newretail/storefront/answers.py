"""Answers for programs: the same product, scan and shelf that the pages show, as data."""

from datetime import date

from newretail.catalog import api as catalog
from newretail.kernel.http import NamesOut, Out, ReasonOut
from newretail.pricing import api as pricing
from newretail.storefront.obstacles import AGE_CHECK, ALLERGENS_NOT_STATED, Obstacle
from newretail.storefront.offers import Offer
from newretail.storefront.scan import Found, LotFacts
from newretail.storefront.shelves import ShelfView


class OfferPriceOut(Out):
    """`amount` minor units, tax included, for `per` base units."""

    amount: int
    per: int
    currency: str
    tax_rate_permille: int


class OfferUnitPriceOut(Out):
    """To compare packs by: `amount` minor units for `quantity` of `unit`."""

    amount: int
    quantity: int
    unit: str


class PlaceOut(Out):
    zone: str
    shelf: str


class ProductOut(Out):
    """`left`: base units a shopper in the store can buy; `left_outside`: one who orders from elsewhere. `source`: chain, or
    open_food_facts, which must be named where this is shown. `was`: the list price, where the lot asked for is marked down."""

    sku_id: str
    store_id: str | None
    name: str
    names: NamesOut
    gtin: str | None
    brand: str
    category: str | None
    picture: str
    unit: str
    weighed: bool
    content: int | None
    content_unit: str
    typical_grams: int | None
    piece_grams: int | None
    temperature: str
    shelf_life_days: int | None
    origin: str
    source: str
    allergens: list[str]
    allergens_stated: bool
    age_limit: int | None
    price: OfferPriceOut | None
    was: OfferPriceOut | None
    why_cheaper: str
    unit_price: OfferUnitPriceOut | None
    left: int | None
    left_outside: int | None
    place: PlaceOut | None
    sellable: bool
    reasons: list[ReasonOut]
    cautions: list[ReasonOut]


class ProductPageOut(Out):
    """`cursor` of the next page; null on the last. `corrected`: the words searched instead, when nothing matched as typed."""

    items: list[ProductOut]
    cursor: str | None
    corrected: str | None


class ProductSheetOut(ProductOut):
    """What only a product's own page shows. `nutrition`: milligrams per 100 g by name, `energy_kcal` in kilocalories."""

    description: str
    ingredients: str
    nutrition: dict[str, int]


class LotOut(Out):
    """`last_day`: the last day of sale. `known`: the store's book has this lot with goods left."""

    code: str
    last_day: date | None
    days_left: int | None
    expired: bool
    state: str
    known: bool


class ShelfOut(Out):
    store_id: str
    zone: str
    shelf: str
    products: list[ProductOut]


class ScanOut(Out):
    """`kind`: gtin, lot, piece, weighed, own or shelf. `amount`: minor units for the very piece in the hand."""

    kind: str
    gtin: str | None
    serial: str | None
    quantity: int | None
    grams: int | None
    amount: int | None
    best_before: date | None
    lot: LotOut | None
    product: ProductOut | None
    shelf: ShelfOut | None
    sellable: bool
    reasons: list[ReasonOut]
    cautions: list[ReasonOut]


def product_out(offer: Offer) -> ProductOut:
    sku = offer.card
    return ProductOut(
        sku_id=sku.code,
        store_id=offer.store_id or None,
        name=sku.names.say(),
        names=sku.names,
        gtin=sku.gtin,
        brand=sku.brand,
        category=sku.category,
        picture=catalog.picture_url(sku),
        unit=sku.unit,
        weighed=sku.weighed,
        content=sku.content,
        content_unit=sku.content_unit,
        typical_grams=sku.typical_grams,
        piece_grams=sku.piece_grams,
        temperature=sku.temperature,
        shelf_life_days=sku.shelf_life_days,
        origin=sku.origin,
        source=sku.source,
        allergens=list(sku.allergens),
        allergens_stated=sku.allergens_stated,
        age_limit=sku.age_limit,
        price=OfferPriceOut.model_validate(offer.price) if offer.price else None,
        was=OfferPriceOut.model_validate(offer.was) if offer.was else None,
        why_cheaper=pricing.why_cheaper("lot") if offer.was else "",
        unit_price=OfferUnitPriceOut.model_validate(offer.unit_price) if offer.unit_price else None,
        left=offer.left if offer.at_store else None,
        left_outside=offer.left_outside if offer.at_store else None,
        place=PlaceOut(zone=offer.place.zone, shelf=offer.place.shelf) if offer.place else None,
        sellable=offer.at_store and not offer.obstacles,
        reasons=_reasons(offer.obstacles),
        cautions=_cautions(offer),
    )


def sheet_out(offer: Offer, sheet: catalog.ProductSheet) -> ProductSheetOut:
    return ProductSheetOut(
        **product_out(offer).dict(),
        description=sheet.descriptions.say(),
        ingredients=sheet.ingredients,
        nutrition=sheet.nutrition,
    )


def found_out(found: Found, *, shelf: ShelfView | None = None) -> ScanOut:
    said = found.scanned
    return ScanOut(
        kind=said.kind.value,
        gtin=said.gtin,
        serial=said.serial,
        quantity=said.quantity,
        grams=found.grams,
        amount=found.amount,
        best_before=said.best_before,
        lot=_lot(found.lot) if found.lot and found.lot.is_scanned else None,
        product=product_out(found.offer) if found.offer else None,
        shelf=shelf_out(shelf) if shelf else None,
        sellable=found.is_sellable,
        reasons=_reasons(found.obstacles),
        cautions=(_cautions(found.offer) if found.offer else []) + _lost(said),
    )


def shelf_out(shelf: ShelfView) -> ShelfOut:
    return ShelfOut(
        store_id=shelf.store_id,
        zone=shelf.zone.code,
        shelf=shelf.code,
        products=[product_out(offer) for offer in shelf.offers],
    )


def _lot(lot: LotFacts) -> LotOut:
    return LotOut(
        code=lot.code,
        last_day=lot.last_day,
        days_left=lot.days_left,
        expired=lot.is_expired,
        state="expired" if lot.is_expired else str(lot.state),
        known=lot.is_known,
    )


def _reasons(found: tuple[Obstacle, ...]) -> list[ReasonOut]:
    return [ReasonOut(code=each.code, text=each.text.say()) for each in found]


def _lost(said: catalog.Scanned) -> list[ReasonOut]:
    """What the code itself says and could not be used as it is."""
    return [ReasonOut(code=each.code, text=each.text.say()) for each in said.cautions]


def _cautions(offer: Offer) -> list[ReasonOut]:
    """What does not stand in the way but has to be known."""
    cautions = []
    if offer.card.age_limit:
        cautions.append(ReasonOut(code=AGE_CHECK.code, text=AGE_CHECK.text.say(years=offer.card.age_limit)))
    if not offer.card.allergens_stated and offer.card.source != "chain":
        cautions.append(ReasonOut(code=ALLERGENS_NOT_STATED.code, text=ALLERGENS_NOT_STATED.text.say()))
    return cautions
