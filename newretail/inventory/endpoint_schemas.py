"""What comes in and goes out over HTTP."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from newretail.catalog.api import BATCH
from newretail.inventory.rules import WasteCause
from newretail.inventory.shown import LotRow
from newretail.kernel.http import Body, Code, Out, Quantity, Words

LotCode = Annotated[str, StringConstraints(pattern=BATCH)]
NewLotCode = Annotated[str, StringConstraints(min_length=1, max_length=64)]
"""As a supplier's papers have it; one that no GS1 code can carry is refused with the reason (`unfit_lot_code`)."""
ShelfCode = Annotated[Code, StringConstraints(max_length=32)]
Counted = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Cause = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,23}$")]
Reason = Annotated[Words, StringConstraints(max_length=200)]
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class ReceiptLineIn(Body):
    example = {"sku_id": "HR-00300", "quantity": 48, "lot": "L2311", "expires_on": "2026-06-22"}

    sku_id: Code
    quantity: Quantity
    lot: NewLotCode | None = Field(
        None, description="the supplier's batch, as GS1 AI 10; without it the lot gets a house code"
    )
    expires_on: date | None = Field(
        None, description="the last day of sale; without it the known lot's, else the SKU's shelf life"
    )
    made_on: date | None = Field(
        None,
        description="day of production or packing; the shelf life runs from it where no last day is said",
    )


class ReceiptIn(Body):
    example = {"ref": "delivery-note 20260615-07", "lines": [ReceiptLineIn.example]}

    ref: Code | None = Field(None, description="the delivery note")
    lines: Annotated[list[ReceiptLineIn], Field(min_length=1, max_length=200)]


class ReceiptOut(Out):
    lots: list[LotRow]


class MoveIn(Body):
    example = {
        "sku_id": "HR-00300",
        "lot": "L2311",
        "quantity": 12,
        "from_shelf": "BACK-K-2",
        "to_shelf": "K-10-1",
    }

    sku_id: Code
    lot: LotCode
    quantity: Quantity
    from_shelf: ShelfCode
    to_shelf: ShelfCode

    @model_validator(mode="after")
    def _somewhere_else(self) -> "MoveIn":
        if self.from_shelf == self.to_shelf:
            raise ValueError("the goods are on that shelf already")
        return self


class MovementRefOut(Out):
    movement: int


class GoodsCountLineIn(Body):
    example = {"sku_id": "HR-00300", "lot": "L2311", "counted": 46}

    sku_id: Code
    counted: Counted
    lot: LotCode | None = Field(None, description="without it: all sellable lots of the SKU together")


class GoodsCountIn(Body):
    example = {"lines": [GoodsCountLineIn.example]}

    lines: Annotated[list[GoodsCountLineIn], Field(min_length=1, max_length=200)]


class WriteOffIn(Body):
    example = {"sku_id": "HR-00001", "quantity": 520, "cause": "died", "lot": "L2299"}

    sku_id: Code
    quantity: Quantity
    cause: WasteCause
    lot: LotCode | None = Field(None, description="without it: sellable goods, first-expired-first")


class VendorReturnIn(Body):
    example = {
        "sku_id": "HR-00300",
        "lot": "L2311",
        "quantity": 12,
        "cause": "short_dated",
        "ref": "return 20260616-01",
    }

    sku_id: Code
    lot: LotCode
    quantity: Quantity
    cause: Cause
    ref: Code | None = None


class RecallIn(Body):
    example = {"sku_id": "HR-00300", "lot": "L2311", "cause": "supplier_recall"}

    sku_id: Code
    lot: LotCode
    cause: Cause


class RecalledOut(Out):
    blocked: int


class FloorGuardIn(Body):
    example = {"quantity": 5}

    quantity: Counted


class ReprintIn(Body):
    example = {"copies": 12, "reason": "labels got wet"}

    copies: Annotated[int, Field(strict=True, ge=1, le=200)] = 1
    reason: Annotated[Reason, StringConstraints(min_length=1)]
