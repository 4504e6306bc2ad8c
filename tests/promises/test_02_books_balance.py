"""Promise 2, the goods: whatever is done in whatever order, movements, lots, stock and holds agree after each step."""

import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from newretail.inventory import api as inventory
from newretail.inventory.api import CountLine, HoldLine, ReceiptLine, WasteCause
from newretail.inventory.models import Hold, Lot, Movement
from newretail.kernel import clock
from newretail.kernel.errors import Refusal
from newretail.stores.api import today_at
from tests.stock_room import a_sku, a_store, standing_clock

few = st.integers(min_value=1, max_value=6)
grams = st.integers(min_value=1, max_value=900)
either = st.integers(min_value=0, max_value=2)
"""Two SKUs by the piece and one by weight."""
refs = st.sampled_from(["order:1", "order:2", "order:3"])
lines = st.sampled_from(["1", "2"])
lots = st.sampled_from(["A", "B", "C"])
nth = st.integers(min_value=0, max_value=20)


def one_of(rows: QuerySet, nth: int) -> Any:
    """The nth row, counting round and round."""
    return rows[nth % rows.count()]


class Goods(RuleBasedStateMachine):
    """Every step is tried; what the house refuses must leave no trace. The machine knows no figures of its own but one:
    nothing is with a customer that was not in stock before."""

    @initialize()
    def open_store(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._clock = standing_clock(Path(self._folder.name))
        self._clock.__enter__()
        self._undo = transaction.atomic()
        self._undo.__enter__()
        self.store = a_store()
        self.skus = [a_sku(), a_sku(shelf_life_days=2), a_sku(weighed=True)]
        for sku, lot, quantity, days in (
            (0, "A", 9, None),
            (1, "A", 4, 1),
            (1, "B", 9, 3),
            (2, "A", 900, 2),
            (2, "B", 900, 3),
        ):
            expires_on = None if days is None else today_at(self.store) + timedelta(days=days)
            line = ReceiptLine(self.skus[sku], quantity, lot, expires_on)
            inventory.receive(store_id=self.store, lines=[line], by="t")

    def teardown(self) -> None:
        if hasattr(self, "_undo"):
            connection.set_rollback(True)
            self._undo.__exit__(None, None, None)
            self._clock.__exit__(None, None, None)
            self._folder.cleanup()

    def attempt(self, work, **arguments) -> None:
        """Do it, or be refused without a trace."""
        before = Movement.objects.count(), sorted(Hold.objects.values_list("id", "quantity"))
        try:
            with transaction.atomic():
                work(store_id=self.store, **arguments)
        except Refusal:
            assert before == (Movement.objects.count(), sorted(Hold.objects.values_list("id", "quantity")))

    @rule(
        sku=either,
        pieces=few,
        weight=grams,
        lot=lots,
        days=st.none() | st.integers(min_value=-1, max_value=4),
    )
    def receive(self, sku: int, pieces: int, weight: int, lot: str, days: int | None) -> None:
        expires_on = None if days is None else today_at(self.store) + timedelta(days=days)
        line = ReceiptLine(self.skus[sku], self.amount(sku, pieces, weight), lot, expires_on)
        self.attempt(inventory.receive, lines=[line], by="t")

    @rule(
        ref=refs,
        line=lines,
        sku=either,
        pieces=few,
        weight=grams,
        outside=st.booleans(),
        lot=st.just("") | lots,
    )
    def hold(self, ref: str, line: str, sku: int, pieces: int, weight: int, outside: bool, lot: str) -> None:
        wanted = HoldLine(line, self.skus[sku], self.amount(sku, pieces, weight), outside, lot)
        if not Hold.objects.filter(store_id=self.store, ref=ref, line=line).exists():
            self.attempt(inventory.hold, ref=ref, lines=[wanted], until=clock.now() + timedelta(minutes=15))

    @rule(ref=refs)
    def keep(self, ref: str) -> None:
        self.attempt(inventory.keep_holds, ref=ref)

    @rule(ref=refs, line=st.none() | lines)
    def release(self, ref: str, line: str | None) -> None:
        self.attempt(inventory.release_holds, ref=ref, lines=None if line is None else [line])

    @rule(
        nth=nth,
        share=st.sampled_from([50, 100, 100, 110]),
        lot=st.sampled_from(["any", "any", "first", "A", "B"]),
    )
    @precondition(lambda self: Hold.objects.exists())
    def pick(self, nth: int, share: int, lot: str) -> None:
        hold = one_of(Hold.objects.order_by("id"), nth)
        first = inventory.lots_for(self.store, [hold.sku_id]).get(hold.sku_id)
        code = {"any": None, "first": first[0].code if first else "A"}.get(lot, lot)
        quantity = max(1, hold.quantity * share // 100)
        arguments = {
            "ref": hold.ref,
            "line": hold.line,
            "sku_id": hold.sku_id,
            "lot_code": code,
            "quantity": quantity,
        }
        self.attempt(inventory.pick, **arguments, by="t")

    @rule(ref=refs, line=lines, sku=either, other=either, pieces=few, weight=grams)
    def swap(self, ref: str, line: str, sku: int, other: int, pieces: int, weight: int) -> None:
        quantity = self.amount(sku, pieces, weight)
        arguments = {
            "ref": ref,
            "line": line,
            "sku_id": self.skus[sku],
            "lot_code": None,
            "quantity": quantity,
        }
        self.attempt(inventory.pick, **arguments, by="t", swap_of=self.skus[other])

    @rule(ref=refs, line=lines)
    def put_back(self, ref: str, line: str) -> None:
        self.attempt(inventory.put_back, ref=ref, line=line)

    @rule(ref=refs)
    def hand_over(self, ref: str) -> None:
        self.attempt(inventory.hand_over, ref=ref)

    @rule(ref=refs, line=st.none() | lines)
    def sell(self, ref: str, line: str | None) -> None:
        if line is None:
            self.attempt(inventory.sell_held, ref=ref)
        else:
            self.attempt(inventory.sell, ref=ref, line=line)

    @rule(nth=nth, more=st.integers(min_value=-1, max_value=1), restock=st.booleans())
    @precondition(lambda self: Movement.objects.filter(target="customer").exists())
    def take_back(self, nth: int, more: int, restock: bool) -> None:
        sold = one_of(Movement.objects.filter(target="customer").order_by("id"), nth)
        arguments = {
            "ref": sold.ref,
            "line": sold.line,
            "sku_id": sold.sku_id,
            "quantity": max(1, sold.quantity + more),
        }
        self.attempt(inventory.take_back, **arguments, restock=restock, cause="returned", by="t")

    @rule(sku=either, pieces=few, weight=grams, lot=st.just("") | lots)
    def waste(self, sku: int, pieces: int, weight: int, lot: str) -> None:
        quantity = self.amount(sku, pieces, weight)
        arguments = {"sku_id": self.skus[sku], "quantity": quantity, "lot_code": lot}
        self.attempt(inventory.write_off, **arguments, cause=WasteCause.SPOILED, by="t")

    @rule(sku=either, counted=st.integers(min_value=0, max_value=8), lot=st.just("") | lots)
    def count(self, sku: int, counted: int, lot: str) -> None:
        self.attempt(inventory.count, lines=[CountLine(self.skus[sku], counted, lot)], by="t")

    @rule(sku=either, pieces=few, weight=grams, lot=lots)
    def move(self, sku: int, pieces: int, weight: int, lot: str) -> None:
        quantity = self.amount(sku, pieces, weight)
        arguments = {"sku_id": self.skus[sku], "quantity": quantity, "lot_code": lot}
        self.attempt(inventory.move, **arguments, from_shelf="A", to_shelf="B", by="t")

    @rule(sku=either, pieces=few, weight=grams, lot=lots)
    def return_to_vendor(self, sku: int, pieces: int, weight: int, lot: str) -> None:
        quantity = self.amount(sku, pieces, weight)
        arguments = {"sku_id": self.skus[sku], "quantity": quantity, "lot_code": lot}
        self.attempt(inventory.return_to_vendor, **arguments, cause="quality", by="t")

    @rule(sku=either, lot=lots)
    def block(self, sku: int, lot: str) -> None:
        self.attempt(inventory.block_lot, sku_id=self.skus[sku], lot_code=lot, cause="recall", by="t")

    @rule(sku=either, guard=st.integers(min_value=0, max_value=4))
    def guard(self, sku: int, guard: int) -> None:
        self.attempt(inventory.set_floor_guard, sku_id=self.skus[sku], quantity=guard, by="t")

    @rule(nth=nth)
    def reverse(self, nth: int) -> None:
        self.attempt(inventory.reverse, movement_id=one_of(Movement.objects.order_by("-id"), nth).id, by="t")

    @rule(minutes=st.sampled_from([1, 1, 5, 16, 600]))
    def time_passes(self, minutes: int) -> None:
        clock.advance_to(clock.now() + timedelta(minutes=minutes))
        inventory.expire_holds()
        inventory.expire_lots()

    @invariant()
    def books_balance(self) -> None:
        if hasattr(self, "store"):
            assert inventory.audit() == []

    @invariant()
    def every_promise_can_be_kept(self) -> None:
        """All at once, the named ones from their lots."""
        if not hasattr(self, "store"):
            return
        for sku in self.skus:
            lots = Lot.objects.filter(sku_id=sku, state="good")
            free = sum(lot.on_hand - lot.held for lot in lots)
            held = Hold.objects.filter(sku_id=sku)
            assert sum(hold.quantity for hold in held if hold.lot_id is None) <= free
            for lot in lots:
                assert sum(hold.quantity for hold in held if hold.lot_id == lot.id) <= lot.on_hand

    @invariant()
    def nothing_comes_from_nowhere(self) -> None:
        if not hasattr(self, "store"):
            return
        balance: Counter[str] = Counter()
        for source, target, quantity in Movement.objects.values_list("source", "target", "quantity"):
            balance[source] -= quantity
            balance[target] += quantity
        assert sum(balance.values()) == 0
        house = sum(balance[place] for place in ("stock", "expired", "blocked"))
        assert house == sum(Lot.objects.values_list("on_hand", flat=True))

    def amount(self, sku: int, pieces: int, weight: int) -> int:
        return weight if sku == 2 else pieces


@pytest.mark.django_db
def test_books_balance_whatever_happens_to_the_goods() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    quick = settings(
        max_examples=60,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(Goods, settings=quick)
