"""A hold may name a lot: that lot is what leaves, it is never promised twice, and nobody else is served from it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from newretail.inventory import api as inventory
from newretail.inventory import errors
from newretail.inventory.api import CountLine, HoldLine, WasteCause
from newretail.inventory.models import Hold, Lot
from newretail.kernel import clock
from tests.inventory.goods import NEXT_WEEK, TOMORROW, figures, in_lot, pick
from tests.stock_room import a_delivery, a_sku

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books_balance")]

SHORT = [("order:1", "SOON", 1), ("order:2", "", 1)]


def hold(
    store: str, sku: str, quantity: int, lot: str = "", *, ref: str = "order:1", line: str = "1"
) -> None:
    inventory.hold(
        ref=ref,
        store_id=store,
        lines=[HoldLine(line, sku, quantity, lot_code=lot)],
        until=clock.now() + timedelta(minutes=15),
    )


def promised(store: str, sku: str, lot: str) -> int:
    return int(Lot.objects.get(store_id=store, sku_id=sku, code=lot).held)


def holds() -> list[tuple[str, str, int]]:
    rows = Hold.objects.select_related("lot").order_by("id")
    return [(row.ref, row.lot.code if row.lot else "", row.quantity) for row in rows]


@pytest.fixture
def two_lots(store: str, sku: str) -> None:
    """Two that expire tomorrow (SOON), two in a week (LATE)."""
    a_delivery(store, sku, 2, lot="LATE", expires_on=NEXT_WEEK)
    a_delivery(store, sku, 2, lot="SOON", expires_on=TOMORROW)


@pytest.mark.usefixtures("two_lots")
def test_the_lot_that_was_named_is_sold_though_another_expires_earlier(store: str, sku: str) -> None:
    hold(store, sku, 2, "LATE")
    sold = inventory.sell_held(ref="order:1", store_id=store)
    assert [(take.code, take.quantity) for take in sold["1"]] == [("LATE", 2)]
    assert (in_lot(store, sku, "LATE"), in_lot(store, sku, "SOON")) == (0, 2)


@pytest.mark.usefixtures("two_lots")
def test_a_part_of_a_named_line_is_sold_and_the_rest_stays_promised(store: str, sku: str) -> None:
    hold(store, sku, 2, "LATE")
    assert [take.code for take in inventory.sell(ref="order:1", store_id=store, line="1", quantity=1)] == [
        "LATE"
    ]
    assert (promised(store, sku, "LATE"), figures(store, sku)) == (1, (3, 1))


@pytest.mark.usefixtures("two_lots")
def test_a_lot_is_never_promised_twice(store: str, sku: str) -> None:
    hold(store, sku, 2, "SOON")
    with pytest.raises(errors.LotTooSmall) as refused:
        hold(store, sku, 1, "SOON", ref="order:2")
    assert refused.value.details["left"] == 0
    assert refused.value.details["lines"] == [
        {"line": "1", "sku_id": sku, "lot": "SOON", "wanted": 1, "left": 0}
    ]
    assert (promised(store, sku, "SOON"), figures(store, sku)) == (2, (4, 2))


@pytest.mark.usefixtures("two_lots")
def test_two_lines_of_one_lot_count_together(store: str, sku: str) -> None:
    lines = [HoldLine("a", sku, 1, lot_code="SOON"), HoldLine("b", sku, 2, lot_code="SOON")]
    with pytest.raises(errors.LotTooSmall) as refused:
        inventory.hold(ref="order:1", store_id=store, lines=lines, until=clock.now())
    assert (refused.value.details["wanted"], refused.value.details["left"]) == (3, 2)
    assert figures(store, sku) == (4, 0)


@pytest.mark.usefixtures("two_lots")
def test_promises_with_and_without_a_lot_never_exceed_what_is_there(store: str, sku: str) -> None:
    hold(store, sku, 2, "SOON")
    hold(store, sku, 2, ref="order:2")
    with pytest.raises(errors.OutOfStock):
        hold(store, sku, 1, ref="order:3")
    with pytest.raises(errors.OutOfStock):
        hold(store, sku, 1, "LATE", ref="order:3")
    taken = inventory.sell_held(ref="order:2", store_id=store)["1"]
    assert [(take.code, take.quantity) for take in taken] == [("LATE", 2)], "SOON is promised by its name"
    assert [take.code for take in inventory.sell_held(ref="order:1", store_id=store)["1"]] == ["SOON"]


@pytest.mark.parametrize(
    ("lot", "refusal"), [("NOPE", errors.LotNotFound), ("OLD", errors.ExpiredLot), ("BAD", errors.BlockedLot)]
)
def test_a_lot_that_may_not_be_sold_is_not_promised(
    store: str, sku: str, lot: str, refusal: type[Exception]
) -> None:
    a_delivery(store, sku, 5)
    a_delivery(store, sku, 5, lot="OLD", expires_on=TOMORROW)
    a_delivery(store, sku, 5, lot="BAD")
    inventory.block_lot(store_id=store, sku_id=sku, lot_code="BAD", cause="recall", by="m")
    clock.advance_to(clock.now() + timedelta(days=2))
    with pytest.raises(refusal):
        hold(store, sku, 1, lot)
    inventory.expire_lots()
    with pytest.raises(refusal):
        hold(store, sku, 1, lot)
    assert not Hold.objects.exists()


@pytest.mark.parametrize("language", ["en", "ko", "zh"])
def test_what_is_wrong_with_a_lot_is_said_in_the_readers_language(language: str) -> None:
    said = {
        refusal.text.say(language, lot="L7", left=1, expected="L7", scanned="L8", expires_on="2026-06-15")
        for refusal in (errors.LotTooSmall, errors.ExpiredLot, errors.BlockedLot, errors.PromisedLot)
    }
    assert len(said) == 4 and all("L7" in text for text in said)


@pytest.mark.usefixtures("two_lots")
def test_a_named_promise_is_picked_from_its_lot_and_no_other(store: str, sku: str) -> None:
    hold(store, sku, 2, "LATE")
    with pytest.raises(errors.PromisedLot) as refused:
        pick(store, sku, 1, "SOON")
    assert refused.value.details == {"expected": "LATE", "scanned": "SOON", "line": "1"}
    assert [take.code for take in pick(store, sku, 1, "LATE")] == ["LATE"]
    assert [take.code for take in pick(store, sku, 1)] == ["LATE"]
    assert figures(store, sku) == (2, 0)


@pytest.mark.usefixtures("two_lots")
def test_a_picker_passes_over_a_lot_that_is_promised_whole(store: str, sku: str) -> None:
    hold(store, sku, 2, "SOON", ref="order:2")
    hold(store, sku, 2)
    with pytest.raises(errors.LotTooSmall):
        pick(store, sku, 1, "SOON")
    assert [take.code for take in pick(store, sku, 1, "LATE")] == ["LATE"]
    assert [take.code for take in pick(store, sku, 1)] == ["LATE"]
    lots = inventory.lots_for(store, [sku])[sku]
    assert inventory.lot_to_pick(lots) is None
    found = inventory.lot_to_pick(lots, named="SOON")
    assert found is not None and found.code == "SOON"


def test_a_weighed_pick_of_a_named_lot_takes_no_more_than_others_leave(store: str) -> None:
    fish = a_sku(weighed=True)
    a_delivery(store, fish, 1000, lot="A", expires_on=TOMORROW)
    a_delivery(store, fish, 1000, lot="B", expires_on=NEXT_WEEK)
    hold(store, fish, 500, "A")
    hold(store, fish, 450, "A", ref="order:2")
    with pytest.raises(errors.LotTooSmall) as refused:
        pick(store, fish, 560, "A")
    assert refused.value.details["left"] == 550
    pick(store, fish, 550, "A")
    assert (in_lot(store, fish, "A"), promised(store, fish, "A")) == (450, 450)


@pytest.mark.usefixtures("two_lots")
def test_a_named_promise_that_is_released_or_lapses_frees_its_lot(store: str, sku: str) -> None:
    hold(store, sku, 1, "SOON")
    hold(store, sku, 1, "SOON", ref="order:2")
    inventory.release_holds(ref="order:1", store_id=store, lines=["1"])
    assert promised(store, sku, "SOON") == 1
    clock.advance_to(clock.now() + timedelta(minutes=16))
    assert inventory.expire_holds() == 1
    assert (promised(store, sku, "SOON"), figures(store, sku)) == (0, (4, 0))


@pytest.mark.usefixtures("two_lots")
def test_a_paid_named_promise_is_kept(store: str, sku: str) -> None:
    hold(store, sku, 1, "SOON")
    inventory.keep_holds(ref="order:1", store_id=store)
    clock.advance_to(clock.now() + timedelta(minutes=16))
    assert inventory.expire_holds() == 0
    [kept] = inventory.holds_of(store_id=store, ref="order:1")
    assert (kept.lot, kept.quantity, kept.until) == ("SOON", 1, None)


@pytest.mark.usefixtures("two_lots")
def test_a_loss_in_a_lot_breaks_the_promises_of_that_lot(store: str, sku: str) -> None:
    """Although the other lot has enough: what was promised was this one."""
    hold(store, sku, 2, "SOON")
    gone = inventory.write_off(
        store_id=store, sku_id=sku, quantity=1, cause=WasteCause.DAMAGED, by="m", lot_code="SOON"
    )
    assert (gone.cut.promises, holds()) == (1, [("order:1", "SOON", 1)])
    assert (promised(store, sku, "SOON"), figures(store, sku)) == (1, (3, 1))


@pytest.mark.usefixtures("two_lots")
def test_a_loss_nobody_can_place_spares_the_named_promises(store: str, sku: str) -> None:
    hold(store, sku, 2, "SOON")
    inventory.write_off(store_id=store, sku_id=sku, quantity=2, cause=WasteCause.STOLEN, by="m")
    assert (in_lot(store, sku, "SOON"), in_lot(store, sku, "LATE"), holds()) == (
        2,
        0,
        [("order:1", "SOON", 2)],
    )
    inventory.count(store_id=store, lines=[CountLine(sku, 1)], by="m")
    assert holds() == [("order:1", "SOON", 1)]


@pytest.mark.usefixtures("two_lots")
def test_a_count_of_a_lot_cuts_its_promises_and_then_the_youngest_of_the_rest(store: str, sku: str) -> None:
    hold(store, sku, 2, "SOON")
    hold(store, sku, 2, ref="order:2")
    [counted] = inventory.count(store_id=store, lines=[CountLine(sku, 1, "SOON")], by="m")
    assert counted.cut.quantity == 1
    assert holds() == [("order:1", "SOON", 1), ("order:2", "", 2)]
    inventory.count(store_id=store, lines=[CountLine(sku, 1, "LATE")], by="m")
    assert holds() == SHORT


@pytest.mark.parametrize("end", ["expired", "blocked"])
@pytest.mark.usefixtures("two_lots")
def test_a_lot_that_goes_off_sale_takes_its_promises_with_it(store: str, sku: str, end: str) -> None:
    hold(store, sku, 1, "SOON")
    hold(store, sku, 1, "LATE", ref="order:2")
    hold(store, sku, 1, ref="order:3")
    if end == "expired":
        inventory.keep_holds(ref="order:1", store_id=store)
        clock.advance_to(clock.now() + timedelta(days=2))
        with pytest.raises(errors.ExpiredLot):
            inventory.sell_held(ref="order:1", store_id=store)
        inventory.expire_lots()
    else:
        inventory.block_lot(store_id=store, sku_id=sku, lot_code="SOON", cause="recall", by="m")
    assert holds() == [("order:2", "LATE", 1), ("order:3", "", 1)]
    assert (promised(store, sku, "SOON"), figures(store, sku)) == (0, (2, 2))


@pytest.mark.usefixtures("two_lots")
def test_what_can_wait_never_takes_a_lot_that_is_promised(store: str, sku: str) -> None:
    hold(store, sku, 2, "SOON")
    with pytest.raises(errors.PromisedToOthers) as refused:
        inventory.return_to_vendor(
            store_id=store, sku_id=sku, lot_code="SOON", quantity=1, cause="quality", by="m"
        )
    assert refused.value.details["free"] == 0
    receipt = inventory.movement_list(store_id=store, sku_id=sku)[0]
    assert (receipt.lot, receipt.source) == ("SOON", "supplier")
    with pytest.raises(errors.PromisedToOthers):
        inventory.reverse(store_id=store, movement_id=receipt.id, by="m")


@pytest.mark.usefixtures("two_lots")
def test_a_swap_leaves_promised_lots_alone(store: str, sku: str) -> None:
    wanted = a_sku()
    hold(store, sku, 2, "SOON", ref="order:2")
    assert [take.code for take in pick(store, sku, 2, swap_of=wanted)] == ["LATE"]


@pytest.mark.usefixtures("two_lots")
def test_named_goods_come_back_to_the_lot_they_left(store: str, sku: str) -> None:
    hold(store, sku, 2, "LATE")
    pick(store, sku, 1, "LATE")
    inventory.put_back(ref="order:1", store_id=store, line="1")
    inventory.sell_held(ref="order:1", store_id=store)
    back = inventory.take_back(
        ref="order:1", store_id=store, line="1", sku_id=sku, quantity=1, restock=True, cause="r", by="m"
    )
    assert [take.code for take in back] == ["LATE"]
    assert in_lot(store, sku, "LATE") == 2


@pytest.mark.usefixtures("two_lots")
def test_the_database_itself_promises_no_more_of_a_lot_than_there_is(store: str, sku: str) -> None:
    lot = Lot.objects.filter(store_id=store, sku_id=sku, code="SOON")
    for wrong in ({"held": 3}, {"held": -1}, {"held": 1, "state": "blocked"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            lot.update(**wrong)


@pytest.mark.usefixtures("two_lots")
def test_a_scanned_lot_is_named_where_the_store_has_some_of_it(store: str, sku: str) -> None:
    inventory.write_off(
        store_id=store, sku_id=sku, quantity=2, cause=WasteCause.DAMAGED, by="m", lot_code="LATE"
    )
    names = inventory.lots_to_name(store_id=store, scanned=[(sku, "SOON"), (sku, "LATE"), (sku, "BOX-7")])
    assert names == {(sku, "SOON"): "SOON", (sku, "LATE"): "", (sku, "BOX-7"): ""}
    inventory.block_lot(store_id=store, sku_id=sku, lot_code="SOON", cause="recall", by="m")
    with pytest.raises(errors.BlockedLot):
        inventory.lots_to_name(store_id=store, scanned=[(sku, "SOON")])


@pytest.mark.usefixtures("two_lots")
def test_an_early_look_says_what_holding_would(store: str, sku: str) -> None:
    hold(store, sku, 1, "SOON")
    wanted = {(sku, "SOON"): 2, (sku, "LATE"): 2, (sku, "NOPE"): 1}
    found = inventory.lot_refusals(store_id=store, wanted=wanted)
    assert {lot: refusal.code for (_, lot), refusal in found.items()} == {
        "SOON": "lot_too_small",
        "NOPE": "lot_not_found",
    }


def test_lots_without_a_date_are_promised_too(store: str, sku: str) -> None:
    a_delivery(store, sku, 1, lot="NEVER")
    hold(store, sku, 1, "NEVER")
    assert inventory.near_expiry(store_id=store, days=(date.max - TOMORROW).days // 400) == []
    assert promised(store, sku, "NEVER") == 1
