"""What happened to one order, for somebody at head office who was asked about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode

from newretail.catalog import api as catalog
from newretail.fulfilment import api as fulfilment
from newretail.inventory import api as inventory
from newretail.kernel.money import spell
from newretail.ordering.models import Order
from newretail.ordering.reading.timeline import staff_timeline
from newretail.payments import api as payments

MOST_MOVEMENTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A table: `heads` over `rows`."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]

    @property
    def table(self) -> dict[str, Any]:
        """For unfold's table component."""
        return {"headers": self.heads, "rows": [[_shown(cell) for cell in row] for row in self.rows]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Clocks, money, goods; and where to read on: {title: address of a desk}."""

    chapters: list[Chapter]
    desks: dict[str, str]


def tell_story(order: Order) -> Story:
    """The whole story of an order, the oldest things first."""
    return Story(
        chapters=[
            _clocks(order),
            _money(order),
            _work(order),
            _goods(order),
        ],
        desks={
            title: f"{reverse(f'admin:{page}_changelist')}?{urlencode({'q': order.ref})}"
            for title, page in (
                ("Payments", "payments_payment"),
                ("Refunds", "payments_refund"),
                ("Postings", "payments_posting"),
                ("Movements", "inventory_movement"),
                ("Pick lines", "fulfilment_pickline"),
                ("Bags", "fulfilment_bag"),
                ("Parcels", "fulfilment_parcel"),
            )
        },
    )


def _clocks(order: Order) -> Chapter:
    return Chapter(
        title="Time line",
        heads=("At", "Stage", "Way", "After", "Reason"),
        rows=[
            (
                clock.at,
                _words(clock.stage),
                _words(clock.way),
                _after(order.created_at, clock.at),
                f"{clock.reason} ({clock.by})" if clock.reason else "",
            )
            for clock in staff_timeline(order)
        ],
    )


def _after(begun: datetime, at: datetime) -> str:
    seconds = int((at - begun).total_seconds())
    return f"{seconds // 60}:{seconds % 60:02} min" if seconds else ""


def _money(order: Order) -> Chapter:
    paid = payments.payments(store_id=order.store_id, ref=order.ref)
    back = payments.refunds(store_id=order.store_id, ref=order.ref)
    rows = [
        (each.opened_at, "Payment", each.tender_name, each.state, spell(each.amount, each.currency))
        for each in paid
    ] + [
        (each.requested_at, "Refund", each.tender_name, each.state, spell(-each.amount, each.currency))
        for each in back
    ]
    return Chapter(
        title="Money",
        heads=("At", "What", "Tender", "State", "Amount"),
        rows=sorted(rows, key=lambda row: row[0]),
    )


def _work(order: Order) -> Chapter:
    work = fulfilment.progress(order.ref, store_id=order.store_id)
    lines = work.lines if work else []
    called = _names({line.sku_id for line in lines} | {take.sku_id for line in lines for take in line.taken})
    return Chapter(
        title="Picking",
        heads=("Line", "Product", "State", "Ordered", "Picked", "Missing", "Why", "In the bag"),
        rows=[
            (
                line.line,
                called[line.sku_id],
                _words(line.state),
                line.quantity,
                line.picked,
                line.missing or "",
                _words(line.missing_cause),
                ", ".join(
                    f"{take.quantity} × {called[take.sku_id]}" + (" (swap)" if take.swap_of else "")
                    for take in line.taken
                ),
            )
            for line in lines
        ],
    )


def _goods(order: Order) -> Chapter:
    moves = inventory.movement_list(store_id=order.store_id, ref=order.ref, limit=MOST_MOVEMENTS)
    called = _names({move.sku_id for move in moves})
    return Chapter(
        title="Goods",
        heads=("At", "Product", "Lot", "Quantity", "From", "To", "Cause"),
        rows=[
            (
                move.at,
                called[move.sku_id],
                move.lot,
                move.quantity,
                move.source,
                move.target,
                _words(move.cause),
            )
            for move in reversed(moves)
        ],
    )


def _names(sku_ids: Iterable[str]) -> dict[str, str]:
    """Code and name, in the language of the back office."""
    spoken = translation.get_language()
    return {
        code: f"{code} {card.names.say(spoken)}" for code, card in catalog.sku_cards(sorted(sku_ids)).items()
    }


def _shown(cell: Any) -> str:
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M:%S}"
    return str(cell)


def _words(name: str) -> str:
    return name.replace("_", " ")
