"""Everything that is done once, as requests that succeed in a world where there is one of everything."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import orjson

from newretail.catalog.models import Sku
from newretail.fulfilment.models import ParcelPart
from newretail.fulfilment.packing.counter_bag import open_counter_bag
from newretail.kernel.models import Event, Retry
from newretail.members.models import ConsentText
from newretail.stores.models import Shelf, Zone
from tests.one_of_everything import NEARBY, World, a_refund_request
from tests.promises import test_11_no_one_reads_across as routes
from tests.sale_floor import Person, cart_with, gtin_of, order_of, pay_in_cash, promise_for, shopper

REFUSED_HERE = {
    "/orders/{order_id}/lines/{line}/substitution": "nobody asks about a line",
    "/stores/{store_id}/parcels/{parcel_id}/hand-over": "its bags are not there yet",
    "/stores/{store_id}/parcels/{parcel_id}/pack": "its bags are not there yet",
    "/stores/{store_id}/parcels/{parcel_id}/collect-by-id": "it is to be delivered",
    "/stores/{store_id}/parcels/{parcel_id}/receive-back": "it has not left",
    "/stores/{store_id}/parcels/{parcel_id}/shelve": "it is to be delivered",
    "/stores/{store_id}/parcels/{parcel_id}/unlock": "its code is not locked",
    "/stores/{store_id}/pick-jobs/{job_id}/finish": "a line is still open",
    "/stores/{store_id}/pick-jobs/{job_id}/no-substitute": "nothing of the line is missing",
    "/stores/{store_id}/refunds/{refund_id}/cash": "no tender refused the refund",
    "/stores/{store_id}/refunds/{refund_id}/resends": "no tender refused the refund",
    "/stores/{store_id}/trips/{trip_id}/pick-up": "the bag belongs to another",
}
"""What this world is not ready for: the same refusal each time."""
ORDER = (
    "/movements/{movement_id}/reversal",
    "/undo",
    "",
    "/missing",
    "/put-backs/{put_back_id}/done",
    "/pick-jobs/{job_id}/release",
    "/recalls",
    "/refunds/{refund_id}/hand-outs",
    "/closings",
    "/stores/{store_id}/orders/{order_id}/cancel",
)
"""Some need what the others use up, some use it up themselves; the empty word stands for all others."""


@dataclass(frozen=True)
class Act:
    """A request: who asks for what."""

    method: str
    route: str
    path: str
    person: Person
    body: dict[str, Any]

    @property
    def succeeds(self) -> bool:
        return self.route not in REFUSED_HERE

    @property
    def other_body(self) -> dict[str, Any]:
        """What somebody else would ask for under the same key."""
        return altered(self.body) or {"another": "body"}


def altered(body: dict[str, Any]) -> dict[str, Any] | None:
    """The same shape with one number or word changed, so that it is still a good request; None if there is none."""
    for name, value in body.items():
        if name in ("quantity", "counted", "given", "amount", "float_amount") and isinstance(value, int):
            return body | {name: value + 1}
        if name in ("reason", "cause", "label", "name") and isinstance(value, str) and name != "cause":
            return body | {name: value + " 2"}
        if name == "lines" and value and (line := altered(value[0])):
            return body | {name: [line, *value[1:]]}
    return None


def once_routes() -> list[routes.Route]:
    """The routes that need an idempotency key."""
    return [
        route
        for route in routes.ROUTES
        if any(each["name"] == "Idempotency-Key" for each in routes.operation_of(route)["parameters"])
    ]


def a_world() -> World:
    """One of everything; the texts to agree to are there too, which a test before may have swept away."""
    ConsentText.objects.get_or_create(
        purpose="marketing", version=1, defaults={"texts": {"en": "news", "ko": "소식", "zh": "消息"}}
    )
    return World()


def acts(world: World) -> list[Act]:
    """One for each route, in an order in which each finds what it needs."""
    special = dict(_special(world))
    found = []
    for route in once_routes():
        person, body, named = special.get(route.path, (None, None, {}))
        path = re.sub(r"{(\w+)}", lambda match, named=named: str(named.get(match[1], match[0])), route.path)
        found.append(
            Act(
                method=route.method,
                route=route.path,
                path=routes.filled(world, routes.Route(route.method, path, route.who), world.here.store),
                person=person or routes.right_one(world, route),
                body=body if body is not None else orjson.loads(routes.body_of(world, route)),
            )
        )
    return sorted(found, key=_turn)


def _turn(act: Act) -> int:
    named = [place for place, ending in enumerate(ORDER) if ending and act.route.endswith(ending)]
    return named[0] if named else ORDER.index("")


Special = tuple[Person | None, dict[str, Any] | None, dict[str, Any]]


def _special(world: World) -> Iterator[tuple[str, Special]]:
    """Requests that need things of their own: path of the route -> who asks, with what, about which things."""
    yield from _goods(world)
    yield from _work(world)
    yield from _payments(world)
    yield from _money_back(world)
    yield from _refund_requests(world)
    yield from _store(world)
    yield from _baskets(world)
    yield from _facts(world)


def _goods(world: World) -> Iterator[tuple[str, Special]]:
    """What is moved, thrown away, counted, called back or marked down."""
    here = world.here
    shelf = Shelf.objects.create(
        store_id=here.store, zone=Zone.objects.get(store_id=here.store), code="D-01-2", walk_order=2
    )
    lot = {"sku_id": here.salmon, "lot": "L1", "quantity": 100}
    yield "/stores/{store_id}/moves", (None, lot | {"from_shelf": "D-01-1", "to_shelf": shelf.code}, {})
    yield "/stores/{store_id}/returns", (None, lot | {"cause": "damaged"}, {})
    yield "/stores/{store_id}/counts", (None, {"lines": [{"sku_id": here.salmon, "counted": 4_000}]}, {})
    yield "/stores/{store_id}/recalls", (None, {"sku_id": here.milk, "lot": "L1", "cause": "glass"}, {})
    yield "/stores/{store_id}/markdowns", (None, {"sku_id": here.salmon, "lot_code": "L1", "amount": 1}, {})


def _work(world: World) -> Iterator[tuple[str, Special]]:
    """A pick, a bag that the counter fills and another that it calls off, and somebody who leaves with the goods."""
    here = world.here
    assert Sku.objects.filter(code=here.bread).exists()
    yield (
        "/stores/{store_id}/pick-jobs/{job_id}/picks",
        (None, {"code": gtin_of(here.bread), "quantity": 1}, {}),
    )
    at = {"store_id": here.store, "parcel_id": world.named["parcel_id"]}
    open_counter_bag(**at, note="flowers", by=str(world.staff["packer"].member.id))
    unwanted = ParcelPart.objects.get(store_id=here.store, note="flowers")
    yield "/stores/{store_id}/counter-bags/{part_id}/drop", (None, {}, {"part_id": unwanted.id})
    yield "/stores/{store_id}/counter-bags/{part_id}/fill", (None, {"tag": "CAKE-1"}, {})
    leaving = _bread(world)
    pay_in_cash(world.cashier, here, leaving)
    code = world.owner.get(f"/orders/{leaving['id']}/exit-code").json()["code"]
    yield "/stores/{store_id}/exits", (None, {"code": code}, {})


def _payments(world: World) -> Iterator[tuple[str, Special]]:
    """A sale rung up, an order called off, one paid in cash, one paid in parts, and the drawer that is closed on them."""
    rung_up = {"lines": [{"sku_id": world.here.bread, "quantity": 1}]}
    yield "/stores/{store_id}/sales", (world.cashier, rung_up, {})
    yield "/orders/{order_id}/cancel", (None, {}, {"order_id": _bread(world)["id"]})
    to_pay = _bread(world)
    cash = {"payment_id": str(uuid4()), "given": to_pay["total"] + 500}
    yield "/stores/{store_id}/orders/{order_id}/cash", (world.cashier, cash, {"order_id": to_pay["id"]})
    part = {"payment_id": str(uuid4()), "tender": "cash", "typed": {"given": "300"}, "amount": 300}
    in_parts = {"order_id": _bread(world)["id"]}
    yield "/stores/{store_id}/orders/{order_id}/payments", (world.cashier, part, in_parts)
    yield "/stores/{store_id}/cash-drawers/{session_id}/closings", (world.cashier, {"counted": 50_000}, {})


def _money_back(world: World) -> Iterator[tuple[str, Special]]:
    """Goods brought back to the counter, and the money for them handed out."""
    back = {
        "refund_id": str(uuid4()),
        "reason": "stale",
        "lines": [{"line": 1, "quantity": 1, "restock": True}],
    }
    yield "/stores/{store_id}/orders/{order_id}/refunds", (None, back, {"order_id": world.carried["id"]})
    yield "/stores/{store_id}/refunds/{refund_id}/hand-outs", (world.cashier, {}, {})


def _refund_requests(world: World) -> Iterator[tuple[str, Special]]:
    """One to be made, one to be granted and one to be refused, each about an order of its own."""
    orders = []
    for _ in range(3):
        carried = _bread(world)
        pay_in_cash(world.cashier, world.here, carried)
        code = world.owner.get(f"/orders/{carried['id']}/exit-code").json()["code"]
        assert world.cashier.post(f"/stores/{world.here.store}/exits", {"code": code}).status_code == 201
        orders.append(carried["id"])
    asked = []
    for order_id in orders[1:]:
        answer = world.owner.post(f"/orders/{order_id}/refund-requests", a_refund_request())
        assert answer.status_code == 201, answer.content
        asked.append(answer.json()["id"])
    at = "/stores/{store_id}/refund-requests/{request_id}"
    yield "/orders/{order_id}/refund-requests", (None, a_refund_request(), {"order_id": orders[0]})
    yield f"{at}/approval", (world.cashier, {"answer": "sorry"}, {"request_id": asked[0]})
    yield f"{at}/refusal", (world.cashier, {"answer": "no"}, {"request_id": asked[1]})


def _store(world: World) -> Iterator[tuple[str, Special]]:
    """Somebody who is hired, and the floor plan, drawn and sent as a table."""
    yield (
        "/stores/{store_id}/staff",
        (None, {"role": "picker", "name": "Jun", "email": "jun@haru.example"}, {}),
    )
    plan = world.head_office.get(f"/stores/{world.here.store}/plan").json()
    drawn = {name: plan[name] for name in ("version", "outline", "fixtures", "shelves")}
    yield "/stores/{store_id}/plan", (None, drawn, {})
    table = world.head_office.http.get(f"/api/v1/stores/{world.here.store}/plan.csv").content.decode()
    yield "/stores/{store_id}/plan/imports", (None, {"version": plan["version"], "csv": table}, {})


def _baskets(world: World) -> Iterator[tuple[str, Special]]:
    """From a new cart to its promise and its order, and a guest's cart that becomes the member's own."""
    here, bread = world.here, [(world.here.bread, 1, "carry_out")]
    yield "/carts/{cart_id}/promises", (None, {"address": NEARBY}, {})
    promise = promise_for(world.owner, cart_with(world.owner, here, bread))
    yield "/orders", (None, {"promise_id": promise["id"]}, {})
    cart = {"lines": [{"line": str(uuid4()), "sku_id": here.bread, "quantity": 1}]}
    yield "/stores/{store_id}/carts", (None, cart, {})
    guest = shopper()
    cart_with(guest, here, bread)
    token = guest.http.defaults["HTTP_AUTHORIZATION"].partition(" ")[2]
    yield "/me/merge", (None, {"guest_token": token}, {})


def _facts(world: World) -> Iterator[tuple[str, Special]]:
    """A fact that a handler is let go without: not the one that is tried again."""
    tried_again = Retry.objects.get(id=world.named["retry_id"])
    let_go = Retry.objects.create(
        event=Event.objects.exclude(pk=tried_again.event_id).earliest("pk"),
        handler=tried_again.handler,
        queue=tried_again.queue,
        attempts=1,
        next_at=tried_again.next_at,
    )
    yield "/facts/retries/{retry_id}/skip", (None, None, {"retry_id": let_go.id})


def _bread(world: World) -> dict[str, Any]:
    """A new order of the owner's, for one loaf that they carry out."""
    return order_of(world.owner, world.here, [(world.here.bread, 1, "carry_out")])
