"""HTTP: what the chain sells, for everybody; and its upkeep by head office and integrations."""

from typing import Annotated, Literal

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from ninja import File
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from newretail.catalog import errors, queries
from newretail.catalog.endpoint_schemas import CategoryIn, ReleaseIn, SkuIn
from newretail.catalog.export import export_file, export_workbook
from newretail.catalog.find_alike import find_alike
from newretail.catalog.release_product import release_product
from newretail.catalog.save_category import save_category
from newretail.catalog.save_sku import save_sku
from newretail.catalog.shown import (
    CardOut,
    CategoryOut,
    FieldOut,
    FoundOut,
    SheetOut,
    card_out,
    category_out,
    sheet_fields,
    sheet_out,
)
from newretail.catalog.uploads import ImportedOut, import_upload, read_report
from newretail.kernel.errors import NotFound
from newretail.kernel.http import Cursor, Door, Key, Limit, Request, Words
from newretail.kernel.paging import read_cursor, write_cursor
from newretail.kernel.who import ANYONE, HEAD_OFFICE, integration
from newretail.kernel.workbooks import CONTENT_TYPE

door = Door(tags=["catalog"])

UPKEEP = integration("catalog")
BINARY = {"type": "string", "format": "binary"}
SkuCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)*$", max_length=64)]


@door.get("/categories", who=ANYONE, response=list[CategoryOut], summary="The tree of categories")
def list_categories(request: Request) -> list[CategoryOut]:
    return [category_out(card) for card in queries.categories().values()]


@door.put(
    "/categories/{path:slug}",
    who=UPKEEP,
    response=CategoryOut,
    summary="Make or change a category",
    errors=[errors.UnknownCategory],
)
def put_category(request: Request, slug: Slug, body: CategoryIn) -> CategoryOut:
    return category_out(save_category(slug=slug, parent=body.parent, names=body.names, sort=body.sort))


@door.get(
    "/products",
    who=ANYONE,
    response=FoundOut,
    summary="Find products by words and category",
    errors=[errors.UnknownCategory],
)
def find_products(
    request: Request,
    q: Annotated[
        Words, Field(max_length=200, description="words of a name, brand or code, in any language")
    ] = "",
    category: Slug | None = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> FoundOut:
    found = find_alike(q, category=category, limit=limit, cursor=cursor)
    return FoundOut(
        items=[card_out(card) for card in found.cards],
        cursor=found.cursor,
        corrected=found.corrected,
    )


@door.get(
    "/skus/{code}", who=ANYONE, response=SheetOut, summary="All about one product", errors=[errors.UnknownSku]
)
def show_sku(request: Request, code: SkuCode) -> SheetOut:
    return sheet_out(queries.product_sheet(code))


@door.put(
    "/skus/{code}",
    who=UPKEEP,
    response={200: CardOut, 201: CardOut},
    summary="Make or change a product",
    errors=[errors.UnknownCategory, errors.UnitIsFixed, errors.CodeTaken, errors.MalformedCode],
)
def put_sku(request: Request, code: SkuCode, body: SkuIn) -> tuple[Literal[200, 201], CardOut]:
    is_new = save_sku(code=code, said=body, gtins={each.gtin: each.quantity for each in body.gtins})
    queries.forget([code])
    return 201 if is_new else 200, card_out(queries.sku_card(code))


@door.put(
    "/skus/{code}/release",
    who=HEAD_OFFICE,
    response=CardOut,
    summary="Let a product be sold that an import has held back",
    errors=[errors.UnknownSku, errors.NotHeldBack],
)
def release_held_product(request: Request, code: SkuCode, body: ReleaseIn) -> CardOut:
    release_product(sku_id=code, age_limit=body.age_limit)
    queries.forget([code])
    return card_out(queries.sku_card(code))


@door.get(
    "/catalog/held-back",
    who=UPKEEP,
    response=FoundOut,
    summary="Products that are not sold before head office has released them",
)
def list_held_back(request: Request, limit: Limit = 50, cursor: Cursor = "") -> FoundOut:
    after = read_cursor(cursor, str)
    cards = queries.held_back(limit=limit + 1, after=after[0] if after else "")
    shown = cards[:limit]
    return FoundOut(
        items=[card_out(card) for card in shown],
        cursor=write_cursor(shown[-1].code) if len(cards) > limit else None,
        corrected=None,
    )


@door.get(
    "/catalog/fields",
    who=UPKEEP,
    response=list[FieldOut],
    summary="The fields of a product's sheet: their limits, their choices and their columns in a file",
)
def list_fields(request: Request) -> list[FieldOut]:
    return sheet_fields()


@door.get(
    "/catalog/export.csv",
    who=UPKEEP,
    response=None,
    summary="The whole catalogue in the columns of the import template",
    openapi_extra={
        "responses": {200: {"description": "CSV", "content": {"text/csv": {"schema": {"type": "string"}}}}}
    },
)
def export_catalogue(request: Request) -> StreamingHttpResponse:
    return export_file()


@door.get(
    "/catalog/export.xlsx",
    waits=True,
    who=UPKEEP,
    response=None,
    summary="The whole catalogue as a workbook, in the columns of the import template",
    openapi_extra={
        "responses": {200: {"description": "Excel", "content": {CONTENT_TYPE: {"schema": BINARY}}}}
    },
)
def export_catalogue_workbook(request: Request) -> FileResponse:
    return export_workbook()


@door.post(
    "/catalog/imports",
    body_limit=64_000_000,
    who=HEAD_OFFICE,
    response={201: ImportedOut},
    summary="Import products from a file (our template as CSV or Excel, or Open Food Facts; gzip or not)",
    errors=[errors.UnreadableFile, errors.WrongEncoding, errors.FileTooLarge, errors.ImportRunning],
)
def add_import(
    request: Request, file: Annotated[UploadedFile, File(description="at most 32 MiB")]
) -> tuple[Literal[201], ImportedOut]:
    """Needs no Idempotency-Key: a second run of the same file changes nothing."""
    return 201, import_upload(file)


@door.get(
    "/catalog/imports/{import_id}/report.csv",
    who=HEAD_OFFICE,
    response=None,
    summary="Which rows of an import were left out, and why",
    errors=[NotFound],
    openapi_extra={
        "responses": {200: {"description": "CSV", "content": {"text/csv": {"schema": {"type": "string"}}}}}
    },
)
def show_import_report(request: Request, import_id: Key) -> HttpResponse:
    answer = HttpResponse(read_report(import_id), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rejected.csv"'
    return answer
