"""What a store sells, over HTTP: browse, search, one product, and what a scanned code is."""

from typing import Annotated, Any, Literal

from django.http import StreamingHttpResponse
from pydantic import Field, StringConstraints

from newretail.catalog import api as catalog
from newretail.catalog.errors import MalformedCode, NamesNoProduct, UnknownCategory, UnknownCode, UnknownSku
from newretail.kernel.http import Body, Code, Cursor, Door, Limit, Request
from newretail.kernel.http.streamed import streamed
from newretail.kernel.who import ANYONE
from newretail.storefront import feed
from newretail.storefront.answers import (
    ProductPageOut,
    ProductSheetOut,
    ScanOut,
    found_out,
    product_out,
    sheet_out,
)
from newretail.storefront.browse import Page, browse
from newretail.storefront.labels.endpoints import door as labels_door
from newretail.storefront.offers import CHAIN, offer
from newretail.storefront.scan import scan
from newretail.storefront.shelves import look_at_shelf
from newretail.stores import api as stores
from newretail.stores.errors import ShelfUnknown, StoreUnknown

door = Door(tags=["storefront"])
door.add_router("", labels_door)

SearchWords = Annotated[
    str,
    StringConstraints(max_length=100, pattern=r"^[^\x00]*$"),
    Field(description="words in English, Korean or Chinese, a brand, a code"),
]
LotCode = Annotated[str, StringConstraints(max_length=20, pattern=r"^[!-~]*$")]
CategorySlug = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00]*$"),
    Field(description="a category's slug; those below it count too"),
]


def feed_answer(*kinds: str) -> dict[str, Any]:
    """How a feed's answer is described."""
    content = {kind: {"schema": {"type": "string"}} for kind in kinds}
    return {"responses": {200: {"description": "One item a product, by code", "content": content}}}


class ScanIn(Body):
    """`code`: whatever was read, unchanged. `store_id`: where, to learn price, stock and whether it may be sold."""

    example = {
        "code": "HTTPS://ID.GS1.ORG/01/09520100000072/10/L2311?17=261124&3103=000520",
        "store_id": "riverside",
    }

    code: Annotated[str, Field(min_length=1, max_length=500)]
    store_id: Code | None = None


@door.get(
    "/stores/{store_id}/products",
    who=ANYONE,
    response=ProductPageOut,
    errors=[StoreUnknown, UnknownCategory],
    summary="Browse and search what a store carries",
)
def list_store_products(
    request: Request,
    store_id: str,
    q: SearchWords = "",
    category: CategorySlug | None = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> ProductPageOut:
    found: Page = browse(store_id=store_id, words=q, category=category, limit=limit, cursor=cursor)
    return ProductPageOut(
        items=[product_out(each) for each in found.offers], cursor=found.cursor, corrected=found.corrected
    )


@door.get(
    "/stores/{store_id}/products/{sku_id}",
    who=ANYONE,
    response=ProductSheetOut,
    errors=[StoreUnknown, UnknownSku],
    summary="One product at a store, with what its own page shows",
)
def show_store_product(request: Request, store_id: str, sku_id: str, lot: LotCode = "") -> ProductSheetOut:
    """`lot`: the one in the hand; the price is that lot's."""
    stores.store(store_id)
    return sheet_out(offer(store_id, sku_id, lot_code=lot), catalog.product_sheet(sku_id))


@door.post(
    "/scan",
    who=ANYONE,
    response=ScanOut,
    errors=[MalformedCode, NamesNoProduct, UnknownCode, StoreUnknown, ShelfUnknown],
    summary="Say what a scanned code is",
    description=(
        "EAN, UPC, any domain's GS1 Digital Link in any case or compressed, GS1 element strings, in-store weight and price codes, "
        "shelf codes, and SKU codes typed by hand. `cautions` say what a code carries and could not be used as it is, such as a "
        "price in another currency. Changes nothing, so it needs no Idempotency-Key."
    ),
)
def scan_code(request: Request, body: ScanIn) -> ScanOut:
    found = scan(body.code, store_id=body.store_id or CHAIN)
    if found.shelf_store is None:
        return found_out(found)
    return found_out(found, shelf=look_at_shelf(store_id=found.shelf_store, shelf=found.scanned.shelf or ""))


AfterSku = Annotated[
    str,
    StringConstraints(max_length=32, pattern=r"^[A-Za-z0-9._-]*$"),
    Field(description="begin after this SKU"),
]
Most = Annotated[
    int | None, Field(ge=1, le=100_000, description="so many products at most; all when left out")
]


@door.get(
    "/stores/{store_id}/feeds/products",
    who=ANYONE,
    waits=True,
    response=None,
    tags=["feeds"],
    errors=[StoreUnknown],
    summary="A store's products for search engines, in Google Merchant Center's fields",
    openapi_extra=feed_answer("application/rss+xml", "text/tab-separated-values"),
)
def export_product_feed(
    request: Request,
    store_id: str,
    format: Literal["rss", "tsv"] = "rss",
    after: AfterSku = "",
    limit: Most = None,
) -> StreamingHttpResponse:
    """In the language of the caller; `?lang=` says which, for readers that send no header."""
    items = feed.product_items(store_id, after=after, most=limit)
    if format == "tsv":
        return streamed(feed.tsv(items), content_type="text/tab-separated-values; charset=utf-8")
    return streamed(feed.rss(items, store_id=store_id), content_type="application/rss+xml; charset=utf-8")


@door.get(
    "/stores/{store_id}/feeds/inventory",
    who=ANYONE,
    waits=True,
    response=None,
    tags=["feeds"],
    errors=[StoreUnknown],
    summary="What is left in a store and for how much, in Google's fields of local inventory",
    openapi_extra=feed_answer("text/tab-separated-values"),
)
def export_inventory_feed(
    request: Request, store_id: str, after: AfterSku = "", limit: Most = None
) -> StreamingHttpResponse:
    return streamed(
        feed.tsv(feed.inventory_items(store_id, after=after, most=limit)),
        content_type="text/tab-separated-values; charset=utf-8",
    )
