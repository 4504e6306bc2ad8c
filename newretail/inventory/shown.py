"""Stock and lots as people read them: with the product's name and picture, and the shelf where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from newretail.catalog import api as catalog
from newretail.inventory import queries
from newretail.inventory.count import CountResult
from newretail.inventory.queries import LotView, MovementView, StockView
from newretail.inventory.write_off import WrittenOff
from newretail.kernel import actor
from newretail.members import api as members
from newretail.stores import api as stores


@dataclass(frozen=True, slots=True, kw_only=True)
class _Product:
    """The product of a row, in the caller's language. `zone` and `shelf`: where it stands; None where it has no place."""

    sku_id: str
    name: str
    picture: str
    unit: str
    weighed: bool
    zone: str | None
    shelf: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow(_Product):
    """Base units: on hand and sellable, held for somebody, kept for the floor; what each kind of shopper can buy."""

    on_hand: int
    held: int
    floor_guard: int
    available_inside: int
    available_outside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRow(_Product):
    """`days_left`: 0 on the last day of sale, negative after it, None for what does not expire. `held`: promised of this lot."""

    id: UUID
    store_id: str
    code: str
    expires_on: date | None
    days_left: int | None
    on_hand: int
    held: int
    state: str
    received_at: datetime
    is_sellable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementRow:
    """One line of the ledger: so much of a lot went from one place to another. `by_name`: who did it, where somebody did and
    not the house by itself."""

    id: int
    at: datetime
    sku_id: str
    name: str
    unit: str
    lot: str
    quantity: int
    source: str
    target: str
    from_shelf: str
    to_shelf: str
    cause: str
    ref: str
    line: str
    by: str
    by_name: str | None
    reversal_of: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """`promises_cut`: how many promises the rest no longer covers; `stock`: as it is now."""

    sku_id: str
    lot: str | None
    expected: int
    counted: int
    difference: int
    promises_cut: int
    stock: StockRow


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRow:
    """`left`: base units of the lot that are still there."""

    lot: str
    quantity: int
    left: int
    expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOffShown:
    """`promises_cut`: how many promises the rest no longer covers; whoever waits for them is told."""

    takes: list[LossRow]
    promises_cut: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLabel:
    """`link`: the GS1 Digital Link to print; None for a SKU without a GTIN."""

    sku_id: str
    name: str
    lot: str
    expires_on: date | None
    copies: int
    link: str | None


def show_stock(store_id: str, rows: Sequence[StockView]) -> list[StockRow]:
    """Rows of one store."""
    products = _products(store_id, (row.sku_id for row in rows))
    return [StockRow(**asdict(products[row.sku_id]) | asdict(row)) for row in rows]


def show_lots(store_id: str, lots: Sequence[LotView]) -> list[LotRow]:
    """Lots of one store."""
    products = _products(store_id, (lot.sku_id for lot in lots))
    today = stores.today_at(store_id)
    return [
        LotRow(
            **asdict(products[lot.sku_id]) | asdict(lot),
            days_left=(lot.expires_on - today).days if lot.expires_on else None,
        )
        for lot in lots
    ]


def show_movements(rows: Sequence[MovementView]) -> list[MovementRow]:
    """Lines of the ledger."""
    faces = catalog.faces(sorted({row.sku_id for row in rows}))
    people = {row.by: member_id for row in rows if (member_id := actor.member_of(row.by))}
    called = members.names(people.values())
    return [
        MovementRow(
            **asdict(row),
            name=faces[row.sku_id].name,
            unit=faces[row.sku_id].unit,
            by_name=called.get(people[row.by]) if row.by in people else None,
        )
        for row in rows
    ]


def show_counts(store_id: str, results: Sequence[CountResult]) -> list[CountRow]:
    """What was counted, with the stock as it is now."""
    counted = sorted({each.sku_id for each in results})
    stock = {row.sku_id: row for row in show_stock(store_id, queries.stock(store_id, counted))}
    return [
        CountRow(
            sku_id=each.sku_id,
            lot=each.lot_code or None,
            expected=each.expected,
            counted=each.counted,
            difference=each.difference,
            promises_cut=each.cut.promises,
            stock=stock[each.sku_id],
        )
        for each in results
    ]


def show_loss(store_id: str, gone: WrittenOff) -> WrittenOffShown:
    """What was thrown away, with what is left of the lots."""
    lots = {
        lot.id: lot for lot in queries.lots(store_id=store_id, lot_ids=[take.lot_id for take in gone.takes])
    }
    return WrittenOffShown(
        takes=[
            LossRow(
                lot=take.code,
                quantity=take.quantity,
                left=lots[take.lot_id].on_hand,
                expires_on=lots[take.lot_id].expires_on,
            )
            for take in gone.takes
        ],
        promises_cut=gone.cut.promises,
    )


def show_label(lot: LotView, *, copies: int) -> LotLabel:
    """What stands on the label of a lot."""
    face = catalog.faces([lot.sku_id])[lot.sku_id]
    link = (
        catalog.digital_link(gtin=face.gtin, lot=lot.code, expires_on=lot.expires_on) if face.gtin else None
    )
    return LotLabel(
        sku_id=lot.sku_id,
        name=face.name,
        lot=lot.code,
        expires_on=lot.expires_on,
        copies=copies,
        link=link,
    )


def _products(store_id: str, sku_ids: Iterable[str]) -> dict[str, _Product]:
    wanted = sorted(set(sku_ids))
    places = stores.places(store_id, wanted)
    return {
        code: _Product(
            sku_id=code,
            name=face.name,
            picture=face.picture,
            unit=face.unit,
            weighed=face.weighed,
            zone=place.zone if (place := places.get(code)) else None,
            shelf=place.shelf if place else None,
        )
        for code, face in catalog.faces(wanted).items()
    }
