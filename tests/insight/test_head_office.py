"""Head office sees the whole: figures that add up, promises in doubt, an order's whole story, and of members what they agreed to."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from newretail.fulfilment import api as fulfilment
from newretail.fulfilment.models import Parcel, Stop, Trip
from newretail.fulfilment.riding.pay_rules import Round, earnings
from newretail.insight.period_figures import known_cost
from newretail.inventory import api as inventory
from newretail.kernel import clock, events
from newretail.kernel.models import Event
from newretail.kernel.recent import forget_all
from newretail.members import api as members
from newretail.members.models import ConsentText
from newretail.ordering.models import Order, OrderLeg
from newretail.payments.models import Refund
from newretail.stores import api as stores
from newretail.stores.api import Role
from newretail.stores.models import Facing
from tests.one_of_everything import TAG, World, somebody
from tests.sale_floor import Floor, Person, open_store, order_of, pay_in_cash, with_drawer, worker
from tests.stock_room import standing_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def still(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        yield


@pytest.fixture
def office(still: None) -> Person:
    return worker(Role.HEAD_OFFICE, "")


def row_of(rows, **wanted):
    found = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1, rows
    return found[0]


def a_sale(person: Person, floor: Floor, cashier: Person, *lines) -> Order:
    order = order_of(person, floor, list(lines))
    pay_in_cash(cashier, floor, order)
    return Order.objects.get(id=order["id"])


def test_a_day_adds_up_to_what_was_sold(office):
    floor, shopper = open_store(), somebody("Mina")
    cashier = with_drawer(floor)
    first = a_sale(shopper, floor, cashier, (floor.milk, 2, "carry_out"))
    second = a_sale(shopper, floor, cashier, (floor.bread, 1, "deliver"))
    order_of(shopper, floor, [(floor.milk, 1, "carry_out")])  # never paid
    day = office.get(f"/insight/stores/{floor.store}/day").json()
    figures = day["figures"]
    assert (figures["placed"], figures["sold"]) == (3, 2)
    assert figures["sales"] == (first.settled or first.total) + (second.settled or second.total)
    assert row_of(figures["sales_by_way"], way="carry_out")["amount"] == 2 * 1280
    assert row_of(figures["sales_by_way"], way="deliver") == {"way": "deliver", "orders": 1, "amount": 900}
    assert figures["online_share"] == pytest.approx(900 / (900 + 2 * 1280))
    assert sum(hour["sales"] for hour in day["hours"]) == figures["sales"]
    assert [each["sku_id"] for each in day["top_products"]] == [floor.milk, floor.bread]
    assert sum(each["amount"] for each in day["sales_by_department"]) == 900 + 2 * 1280


def test_a_promise_is_kept_in_time_and_broken_after_it(office):
    floor = open_store()
    cashier, shopper = with_drawer(floor), somebody("Jun")
    orders = [a_sale(shopper, floor, cashier, (floor.bread, 1, "deliver")) for _ in range(3)]
    now = clock.now()
    legs = [OrderLeg.objects.get(order=order) for order in orders]
    for leg, (due, ended) in zip(legs, [(-5, -6), (-5, -4), (30, None)], strict=True):
        leg.due_at = now + timedelta(minutes=due)
        leg.state, leg.ended_at = ("done", now + timedelta(minutes=ended)) if ended else ("open", None)
        leg.save()
    kept = office.get(f"/insight/stores/{floor.store}/day").json()["figures"]["kept"]
    assert (kept["due"], kept["kept"]) == (2, 1)


def test_waste_has_a_cause_and_a_worth_and_what_was_put_back_is_none(office):
    floor = open_store()
    by = str(office.member.id)
    for sku, quantity, cause in ((floor.milk, 2, "spoiled"), (floor.bread, 1, "damaged")):
        inventory.write_off(
            store_id=floor.store,
            sku_id=sku,
            lot_code="L1",
            quantity=quantity,
            cause=inventory.WasteCause(cause),
            by=by,
        )
    wrong = inventory.movement_list(store_id=floor.store, sku_id=floor.bread, limit=1)[0]
    inventory.reverse(store_id=floor.store, movement_id=wrong.id, by=by)
    day = office.get(f"/insight/stores/{floor.store}/day").json()
    assert day["figures"]["waste"] == 2 * 1280
    assert day["figures"]["waste_by_cause"] == [{"cause": "spoiled", "products": 1, "value": 2 * 1280}]
    assert row_of(day["wasted"], sku_id=floor.milk)["quantity"] == 2


def test_clocks_are_of_the_parcels_that_moved_on(office):
    from newretail.fulfilment.models import Stage

    floor = open_store()
    now = clock.now()
    for number, minutes in enumerate((4, 6, 8, 20)):
        ref = f"order:{uuid4()}"
        begun = now - timedelta(minutes=30)
        for stage, way, after in (
            ("released", "", 0),
            ("pick_started", "", 1),
            ("picked", "", 1 + minutes),
            ("arrived", "deliver", 2 + minutes),
            ("packed", "deliver", 4 + minutes),
        ):
            Stage.objects.create(
                ref=ref,
                store_id=floor.store,
                stage=stage,
                way=way,
                at=begun + timedelta(minutes=after, seconds=number),
            )
    clocks = office.get(f"/insight/stores/{floor.store}/day").json()["figures"]["clocks"]
    assert row_of(clocks, stage="picking")["p50"] == 7 * 60
    assert row_of(clocks, stage="in_store")["parcels"] == 4
    assert row_of(clocks, stage="picking")["p90"] > 15 * 60


def test_stock_alerts_say_what_it_is_worth_and_what_to_do(office):
    floor = open_store()
    today = stores.today_at(floor.store)
    inventory.receive(
        store_id=floor.store,
        lines=[inventory.ReceiptLine(floor.salmon, 1000, "S1", expires_on=today)],
        by="test",
    )
    Facing.objects.filter(store_id=floor.store, sku_id=floor.bread).update(capacity=100)
    inventory.write_off(
        store_id=floor.store,
        sku_id=floor.milk,
        lot_code="L1",
        quantity=10,
        cause=inventory.WasteCause.DAMAGED,
        by="t",
    )
    page = office.get("/insight/alerts", store_id=floor.store).json()
    alerts = page["alerts"]
    assert page["counts"] == {"expired": 0, "near_expiry": 1, "sold_out": 1, "low": 1}
    near = row_of(alerts, kind="near_expiry")
    assert (near["lot"], near["left"], near["days_left"], near["value"]) == ("S1", 1000, 0, 2 * 6800)
    assert near["do"]["code"] == "sell_today"
    assert row_of(alerts, kind="sold_out")["sku_id"] == floor.milk
    assert row_of(alerts, kind="low")["sku_id"] == floor.bread
    only = office.get("/insight/alerts", store_id=floor.store, kind="low").json()
    assert [each["kind"] for each in only["alerts"]] == ["low"] and only["counts"] == page["counts"]
    assert office.get("/insight/alerts", store_id="nowhere").json()["code"] == "store_unknown"


def test_alerts_of_the_whole_chain_come_in_pages_that_leave_nothing_out(office):
    floors = [open_store(stock=2) for _ in range(3)]
    for floor in floors:
        for sku in (floor.milk, floor.bread):
            inventory.write_off(
                store_id=floor.store, sku_id=sku, quantity=2, cause=inventory.WasteCause.DAMAGED, by="t"
            )
        Facing.objects.filter(store_id=floor.store, sku_id=floor.salmon).update(capacity=100_000)
    forget_all()

    def page(cursor: str):
        return office.get("/insight/alerts", limit=2, cursor=cursor).json()

    pages = [page("")]
    while (cursor := pages[-1]["cursor"]) is not None:
        pages.append(page(cursor))
    assert [len(each["alerts"]) for each in pages] == [2] * 4 + [1]
    read = [(each["kind"], each["store_id"], each["sku_id"]) for one in pages for each in one["alerts"]]
    stores = sorted(floor.store for floor in floors)
    assert [(kind, store) for kind, store, _ in read] == [
        *(("sold_out", store) for store in stores for _ in range(2)),
        *(("low", store) for store in stores),
    ]
    assert len(set(read)) == 9
    assert all(each["counts"] == {"expired": 0, "near_expiry": 0, "sold_out": 6, "low": 3} for each in pages)
    assert office.get("/insight/alerts", limit=201).status_code == 422


def test_the_chain_now_has_every_store_with_its_doubts(office):
    floor = open_store()
    shopper, cashier = somebody("Sora"), with_drawer(floor)
    order = a_sale(shopper, floor, cashier, (floor.bread, 1, "deliver"))
    Parcel.objects.filter(ref=order.ref).update(due_at=clock.now() - timedelta(minutes=3))
    forget_all()
    now = office.get("/insight/now", period="today").json()
    store = row_of(now["stores"], store_id=floor.store)
    assert store["orders_open"] == 1
    assert store["late"] == 1
    assert store["figures"]["sales"] == order.total
    assert now["figures"]["sales"] >= order.total
    late = row_of(now["late"], store_id=floor.store)
    assert (late["order_id"], late["minutes_late"]) == (str(order.id), 3)
    assert late["words"]


def test_a_chain_without_a_store_is_shown_as_one(office):
    forget_all()
    now = office.get("/insight/now", period="today").json()
    assert (now["stores"], now["figures"]["sales"], now["figures"]["online_share"]) == ([], 0, None)


def test_what_an_order_is_known_to_cost_is_said_by_the_house(office):
    floor, shopper = open_store(), somebody("Mina")
    cashier = with_drawer(floor)
    path = f"/insight/stores/{floor.store}/day"
    assert office.get(path).json()["figures"]["known_cost"] is None, "nothing was sold"
    for _ in range(3):
        a_sale(shopper, floor, cashier, (floor.milk, 1, "carry_out"))
    waste = inventory.WasteCause.SPOILED
    inventory.write_off(
        store_id=floor.store, sku_id=floor.bread, lot_code="L1", quantity=1, cause=waste, by="t"
    )
    cost = office.get(path).json()["figures"]["known_cost"]
    assert cost == {"whole": 300, "ride": 0, "refund": 0, "waste": 300}, "900 thrown away over three orders"


@pytest.mark.parametrize(
    ("sold", "sums", "each"),
    [(3, (100, 0, 0), (33, 0, 0)), (2, (1, 3, 5), (1, 2, 3)), (7, (7, 14, 3), (1, 2, 0))],
)
def test_the_parts_of_a_known_cost_add_up_to_the_whole(sold, sums, each):
    ride, refund, waste = sums
    cost = known_cost(sold=sold, ride=ride, refund=refund, waste=waste)
    assert cost and (cost.ride, cost.refund, cost.waste) == each and cost.whole == sum(each)
    assert known_cost(sold=0, ride=ride, refund=refund, waste=waste) is None


def test_money_that_did_not_go_back_is_listed_until_a_person_brings_it_on(office):
    floor, shopper = open_store(), somebody("Mina")
    cashier = with_drawer(floor)
    manager = worker(Role.MANAGER, floor.store)
    order = a_sale(shopper, floor, cashier, (floor.milk, 2, "carry_out"))
    given = {"refund_id": str(uuid4()), "lines": [{"line": 1, "quantity": 1}], "reason": "one too many"}
    assert cashier.post(f"/stores/{floor.store}/orders/{order.id}/refunds", given).status_code == 201
    Refund.objects.update(state="failed", cause="ACQ.REFUSED", due_at=None)

    stuck = office.get("/insight/refunds/stuck").json()
    assert (stuck["failed"], stuck["waiting"], stuck["next_after"]) == (1, 0, None)
    [row] = stuck["refunds"]
    assert row["order"] == {"id": str(order.id), "number": order.number}
    assert (row["refund"]["amount"], row["refund"]["can"]) == (1280, ["resend", "turn_to_cash"])
    [told] = office.get(f"/insight/orders/{order.id}/story").json()["refunds"]
    assert told["can"] == ["resend", "turn_to_cash"]
    for other in (manager, cashier, shopper):
        assert other.get("/insight/refunds/stuck").status_code == 403

    path = f"/stores/{floor.store}/refunds/{row['refund']['id']}"
    assert office.post(f"{path}/cash").status_code == 201
    fact = Event.objects.get(name="refund.resumed")
    assert (fact.body["how"], fact.body["by"]) == ("turned_to_cash", f"member:{office.member.id}")
    stuck = office.get("/insight/refunds/stuck").json()
    assert (stuck["failed"], stuck["waiting"]) == (0, 1), "it waits at the counter now"
    assert cashier.post(f"{path}/hand-outs", {}).status_code == 201
    assert office.get("/insight/refunds/stuck").json()["refunds"] == []


def test_couriers_cost_what_they_are_told_to_have_earned(still):
    world = World()
    Trip.objects.update(pay_per_kilometre=1, metres=1)
    Stop.objects.update(state="delivered")
    pay = fulfilment.courier_pay(
        store_id=world.here.store,
        since=clock.now() - timedelta(hours=1),
        until=clock.now() + timedelta(hours=1),
    )
    rounds = [
        Round(drops=trip.stops.count(), metres=1, per_drop=trip.pay_per_drop, per_kilometre=1)
        for trip in Trip.objects.exclude(state="cancelled")
    ]
    assert rounds and pay.amount == earnings(rounds=rounds, duties=[]).total


def test_orders_are_found_by_number_by_person_and_by_state(office):
    floor = open_store()
    shopper, cashier = somebody("Haneul Seo"), with_drawer(floor)
    paid = a_sale(shopper, floor, cashier, (floor.milk, 1, "deliver"))
    unpaid = order_of(shopper, floor, [(floor.milk, 1, "carry_out")])
    Order.objects.filter(id=paid.id).update(created_at=paid.created_at - timedelta(minutes=1))

    def found(**asked):
        return {each["id"] for each in office.get("/insight/orders", **asked).json()["orders"]}

    assert found(q=paid.number.lower()) == {str(paid.id)}
    assert found(q="haneul") == {str(paid.id), unpaid["id"]}
    assert found(q=str(paid.id)) == {str(paid.id)}
    assert found(store_id=floor.store, state="awaiting_payment") == {unpaid["id"]}
    assert found(q="nobody of that name") == set()
    told = Event.objects.filter(name="audit.members_searched", body__by=f"member:{office.member.id}")
    assert [each.body["found"] for each in told.order_by("number")] == [1, 1, 1, 0], (
        "by words, whomever they found"
    )
    first = office.get("/insight/orders", store_id=floor.store, limit=1).json()
    rest = office.get("/insight/orders", store_id=floor.store, before=first["next_before"]).json()
    assert {each["id"] for each in first["orders"] + rest["orders"]} == {str(paid.id), unpaid["id"]}


def test_an_order_s_story_holds_money_goods_bags_and_the_trip(still):
    world = World()
    Stop.objects.update(proof=f"photo:{uuid4()}")
    story = world.head_office.get(f"/insight/orders/{world.named['order_id']}/story").json()
    assert story["order"]["id"] == str(world.named["order_id"])
    assert {"placed", "paid", "released"} <= {each["stage"] for each in story["clocks"]}
    assert "order.paid" in {each["name"] for each in story["events"]}
    assert [each["tender"] for each in story["payments"]] == ["cash"]
    assert all(sum(entry["amount"] for entry in each["entries"]) == 0 for each in story["postings"])
    assert [each["tag"] for each in story["work"]["bags"]] == [TAG]
    take = row_of(story["work"]["takes"], sku_id=world.here.bread)
    assert (take["bag"], take["by"]) == (TAG, "picker")
    assert (story["work"]["stops"][0]["courier"], story["work"]["stops"][0]["proof"]) == ("courier", "photo")
    assert story["movements"][0]["sku_id"] in story["products"]


def test_a_look_at_an_order_s_story_is_told_and_a_screen_left_open_is_one_look(office):
    floor, shopper = open_store(), somebody("Areum")
    order = order_of(shopper, floor, [(floor.milk, 1, "carry_out")])
    path, colleague = f"/insight/orders/{order['id']}/story", worker(Role.HEAD_OFFICE, "")

    def looks() -> list[str]:
        told = Event.objects.filter(name="audit.order_looked_at", ref=f"order:{order['id']}")
        assert all(set(each.body) == {"by"} for each in told)
        return [each.body["by"].removeprefix("member:") for each in told.order_by("number")]

    for _ in range(2):
        assert office.get(path).status_code == 200
    assert looks() == [str(office.member.id)]
    colleague.get(path)
    clock.advance_to(clock.now() + timedelta(minutes=11))
    office.get(path)
    assert looks() == [str(office.member.id), str(colleague.member.id), str(office.member.id)]
    assert office.get(f"/insight/orders/{uuid4()}/story").status_code == 404
    assert (
        "audit.order_looked_at"
        not in shopper.get(f"/live/orders/{order['id']}/events", after=0).content.decode()
    )


def test_habits_are_shown_with_the_consent_alone_and_every_look_is_told(office):
    ConsentText.objects.get_or_create(
        purpose="personalisation", version=1, defaults={"texts": {"en": "x", "ko": "x", "zh": "x"}}
    )
    floor, shopper = open_store(), somebody("Bora")
    a_sale(shopper, floor, with_drawer(floor), (floor.milk, 2, "carry_out"))
    path = f"/insight/members/{shopper.member.id}"
    shown = office.get(path).json()
    assert shown["habits"] is None
    assert len(shown["orders"]) == 1
    members.grant_consent(member_id=shopper.member.id, purpose="personalisation", version=1)
    habits = office.get(path).json()["habits"]
    assert (habits["orders"], habits["favourites"][0]["sku_id"]) == (1, floor.milk)
    members.withdraw_consent(member_id=shopper.member.id, purpose="personalisation")
    assert office.get(path).json()["habits"] is None
    looks = Event.objects.filter(name="audit.member_looked_at", body__member_id=str(shopper.member.id))
    assert [each.body["by"] for each in looks] == [f"member:{office.member.id}"] * 3
    assert [each["id"] for each in office.get("/insight/members", q="BORA@").json()] == [
        str(shopper.member.id)
    ]
    assert events.Event.kinds["audit.members_searched"]


def test_a_manager_sees_the_own_store_and_no_other_and_never_the_chain(still):
    here, elsewhere = open_store(), open_store()
    manager = worker(Role.MANAGER, here.store)
    for path in ("day", "alerts"):
        assert manager.get(f"/insight/stores/{here.store}/{path}").status_code == 200
        assert manager.get(f"/insight/stores/{elsewhere.store}/{path}").status_code == 403
    for path in ("now", "alerts", "orders", "members"):
        assert manager.get(f"/insight/{path}").status_code == 403


def test_an_integration_token_is_shown_once_and_worth_nothing_when_withdrawn(office):
    made = office.post("/integration-tokens", {"label": "sync", "scopes": ["webhooks"], "days": 30})
    assert made.status_code == 201, made.content
    secret = made.json()["token"]
    listed = row_of(office.get("/integration-tokens").json(), label="sync")
    assert secret not in office.get("/integration-tokens").content.decode()
    program = Person(office.member, secret)
    assert program.get("/webhooks").status_code == 200
    assert office.delete(f"/integration-tokens/{listed['id']}").status_code == 204
    assert program.get("/webhooks").status_code == 401
    assert office.delete(f"/integration-tokens/{office.member.tokens.get().id}").status_code == 404
