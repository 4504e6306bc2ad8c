"""Labels over HTTP, for the staff of a store."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from pydantic import AfterValidator, Field, StringConstraints

from newretail.catalog.errors import MalformedCode
from newretail.kernel.http import Body, Door, Request, Words
from newretail.kernel.who import ANYONE, staff
from newretail.storefront.errors import LotUnknown, NothingToPrint, TooManyLabels
from newretail.storefront.labels.lot_labels import LotOrder, print_lot_labels
from newretail.storefront.labels.printed import Printed
from newretail.storefront.labels.sheet import SHEETS
from newretail.storefront.labels.shelf_labels import print_shelf_labels as shelf_labels_pdf
from newretail.stores.api import Role
from newretail.stores.errors import StoreUnknown

door = Door(tags=["labels"])


def _known(name: str) -> str:
    if name not in SHEETS:
        raise ValueError(f"is one of {', '.join(SHEETS)}")
    return name


SheetName = Annotated[
    str,
    AfterValidator(_known),
    Field(
        description="what they are printed on, see `/label-sheets`", json_schema_extra={"enum": list(SHEETS)}
    ),
]
FIRST_SHEET = next(iter(SHEETS))
ZoneCode = Annotated[
    str,
    StringConstraints(min_length=1, max_length=32, pattern=r"^[^\x00]*$"),
    Field(description="only this zone"),
]
Bars = Annotated[bool, Field(description="EAN-13 bars too")]
WHO_PRINTS = staff(Role.PICKER, Role.PACKER, Role.CASHIER)
REMARKS = "Label-Remarks"
_PDF = {
    200: {
        "description": "the labels",
        "headers": {
            REMARKS: {
                "description": "Only where something has to be said: a JSON list of `what` it is about, a `code`, and the `text` for people. "
                "A lot that cannot be labelled was left out; `missing_letters` stand as boxes.",
                "schema": {"type": "string"},
            }
        },
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class LotOrderIn(Body):
    lot_id: UUID
    copies: Annotated[int, Field(strict=True, ge=1, le=500)] = 1


class LotLabelsIn(Body):
    """`reason` is kept with the print: goods came in, a label was torn, a date was moved earlier."""

    example = {
        "lots": [{"lot_id": "019a8d00-2200-7a70-8e00-ac9d8e7f6050", "copies": 24}],
        "reason": "goods came in",
    }

    lots: Annotated[list[LotOrderIn], Field(min_length=1, max_length=200)]
    reason: Annotated[Words, StringConstraints(min_length=1, max_length=200)]
    sheet: SheetName = FIRST_SHEET
    bars: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSheet:
    """`width_mm`, `height_mm`: of one label. `on_a_page`: how many of them."""

    name: SheetName
    words: str
    width_mm: float
    height_mm: float
    on_a_page: int


@door.get("/label-sheets", who=ANYONE, response=list[LabelSheet], summary="What labels can be printed on")
def list_label_sheets(request: Request) -> list[LabelSheet]:
    return [
        LabelSheet(
            name=sheet.name,
            words=sheet.words.say(),
            width_mm=sheet.page_mm[0] / sheet.columns,
            height_mm=sheet.page_mm[1] / sheet.rows,
            on_a_page=sheet.columns * sheet.rows,
        )
        for sheet in SHEETS.values()
    ]


@door.get(
    "/stores/{store_id}/labels/shelves.pdf",
    who=WHO_PRINTS,
    errors=[StoreUnknown, NothingToPrint, TooManyLabels],
    openapi_extra={"responses": _PDF},
    summary="Shelf labels as PDF",
)
def print_shelf_labels(
    request: Request,
    store_id: str,
    zone: ZoneCode | None = None,
    sheet: SheetName = FIRST_SHEET,
    bars: Bars = False,
) -> HttpResponse:
    printed = shelf_labels_pdf(store_id=store_id, zone=zone, sheet=SHEETS[sheet], with_bars=bars)
    return _pdf(printed, name=f"shelves-{store_id}")


@door.post(
    "/stores/{store_id}/labels/lots.pdf",
    who=WHO_PRINTS,
    errors=[StoreUnknown, LotUnknown, MalformedCode, TooManyLabels],
    openapi_extra={"responses": _PDF},
    summary="Lot labels as PDF; every print is written down",
    description="A lot that no code can carry is left out, and the `Label-Remarks` of the answer say so. No Idempotency-Key: each answer is one more print on paper, and the log of prints says so.",
)
def print_lot_sheets(request: Request, store_id: str, body: LotLabelsIn) -> HttpResponse:
    caller = request.caller
    printed = print_lot_labels(
        store_id=store_id,
        orders=[LotOrder(lot_id=each.lot_id, copies=each.copies) for each in body.lots],
        reason=body.reason,
        by=caller.actor,
        sheet=SHEETS[body.sheet],
        with_bars=body.bars,
    )
    return _pdf(printed, name=f"lots-{store_id}")


def _pdf(printed: Printed, *, name: str) -> HttpResponse:
    response = HttpResponse(printed.pdf, content_type="application/pdf")
    if printed.remarks:
        response[REMARKS] = printed.header
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
