"""Stock and lots as people read them: with the product's name and picture, and the shelf where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from newretail.catalog import api as catalog
from newretail.inventory.queries import LotView, MovementView, StockView
from newretail.members import api as members
from newretail.stores import api as stores


def show_stock(store_id: str, rows: Sequence[StockView]) -> list[dict[str, Any]]:
    """Rows of one store."""
    products = _products(store_id, (row.sku_id for row in rows))
    return [asdict(row) | products[row.sku_id] for row in rows]


def show_lots(store_id: str, lots: Sequence[LotView]) -> list[dict[str, Any]]:
    """Lots of one store. `days_left`: 0 on the last day of sale, negative after it, None for what does not expire."""
    products = _products(store_id, (lot.sku_id for lot in lots))
    today = stores.today_at(store_id)
    return [
        asdict(lot) | products[lot.sku_id] | {"days_left": _days_left(lot.expires_on, today)} for lot in lots
    ]


def show_movements(rows: Sequence[MovementView]) -> list[dict[str, Any]]:
    """Lines of the ledger; `by_name`: who did it, where somebody did and not the house by itself."""
    faces = catalog.faces(sorted({row.sku_id for row in rows}))
    people = {row.by: member_id for row in rows if (member_id := _member(row.by))}
    called = members.names(people.values())
    return [
        asdict(row)
        | {
            "name": faces[row.sku_id].name,
            "unit": faces[row.sku_id].unit,
            "by_name": called.get(people[row.by]) if row.by in people else None,
        }
        for row in rows
    ]


def _member(by: str) -> UUID | None:
    try:
        return UUID(by.removeprefix("member:"))
    except ValueError:
        return None


def _days_left(expires_on: date | None, today: date) -> int | None:
    return (expires_on - today).days if expires_on else None


def _products(store_id: str, sku_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    wanted = sorted(set(sku_ids))
    places = stores.places(store_id, wanted)
    return {
        code: {
            "name": face.name,
            "picture": face.picture,
            "unit": face.unit,
            "weighed": face.weighed,
            "zone": place.zone if (place := places.get(code)) else None,
            "shelf": place.shelf if place else None,
        }
        for code, face in catalog.faces(wanted).items()
    }
