"""A small store that is ready to sell, its people, and a shopper: what tests of a whole sale stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from newretail.catalog.models import Gtin, Product, Sku
from newretail.inventory import api as inventory
from newretail.kernel import actor, jobs, relay
from newretail.members import api as members
from newretail.members.models import Member
from newretail.ordering.models import SaleTerms
from newretail.ordering.sale_terms import sale_terms
from newretail.pricing import api as pricing
from newretail.stores import api as stores
from newretail.stores.api import Role
from newretail.stores.models import Facing, Format, Shelf, StaffRole, Store, Zone

_numbers = count(1)
NEARBY = {
    "text": "8 Century Avenue, 1201",
    "latitude": 31.236,
    "longitude": 121.502,
    "name": "Wang",
    "phone": "+8613800000000",
}


@dataclass(frozen=True, slots=True)
class Floor:
    """A store and what it sells: two things by the piece, one by weight."""

    store: str
    milk: str
    bread: str
    salmon: str


def open_store(*, stock: int = 10) -> Floor:
    """Milk at 12.80, bread at 9.00, salmon at 68.00 for 500 g; `stock` pieces of each and as many times 500 g."""
    number = next(_numbers)
    Format.objects.get_or_create(
        code="full",
        defaults={
            "names": {"en": "Full", "ko": "전체", "zh": "全能"},
            "capabilities": ["scan_and_go", "delivery", "pick_up", "conveyor"],
        },
    )
    store = Store.objects.create(
        code=f"sale-{number}",
        names={"en": "Sale", "ko": "판매", "zh": "销售"},
        format_id="full",
        latitude=31.235,
        longitude=121.501,
        hours=[[["00:00", "24:00"]] for _ in range(7)],
    )
    SaleTerms.objects.create(store=store, delivery_fee=600, free_delivery_from=9900, bag_fee=50)
    stores.forget_store(store.code)
    zone = Zone.objects.create(
        store=store, code="dairy", names={"en": "Dairy", "ko": "유제품", "zh": "乳制品"}
    )
    shelf = Shelf.objects.create(store=store, zone=zone, code="D-01-1", walk_order=1)
    floor = Floor(
        store=store.code,
        milk=_sku(store, shelf, 1280, stock=stock),
        bread=_sku(store, shelf, 900, stock=stock),
        salmon=_sku(store, shelf, 6800, stock=stock * 500, weighed=True),
    )
    return floor


def _sku(store: Store, shelf: Shelf, amount: int, *, stock: int, weighed: bool = False) -> str:
    code = f"HR-S{next(_numbers):05d}"
    product = Product.objects.create(
        code=code, names={"en": f"Food {code}", "ko": f"음식 {code}", "zh": f"食品 {code}"}
    )
    sku = Sku.objects.create(code=code, product=product, unit="gram" if weighed else "each", weighed=weighed)
    Gtin.objects.create(gtin=gtin_of(code), sku=sku)
    Facing.objects.create(store=store, shelf=shelf, sku=sku, facings=2, capacity=stock)
    pricing.set_price(
        sku_id=code,
        amount=amount,
        per=500 if weighed else 1,
        tax_rate_permille=90,
        by="test",
        store_id=store.code,
    )
    inventory.receive(store_id=store.code, lines=[inventory.ReceiptLine(code, stock, "L1")], by="test")
    return code


def gtin_of(code: str) -> str:
    """A valid GTIN-14 made of the number in the code."""
    digits = f"0952{int(code[-5:]):09d}"
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


class Person:
    """Somebody with a token, talking JSON to the house."""

    def __init__(self, member: Member, token: str, *, language: str = "en") -> None:
        self.member = member
        self.http = Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": language})

    def get(self, path: str, **query: Any) -> Any:
        return self.http.get("/api/v1" + path, query)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        return self.http.post(
            "/api/v1" + path,
            body if body is not None else {},
            content_type="application/json",
            headers={"Idempotency-Key": key or str(uuid4())},
        )

    def put(self, path: str, body: Any) -> Any:
        return self.http.put("/api/v1" + path, body, content_type="application/json")

    def delete(self, path: str) -> Any:
        return self.http.delete("/api/v1" + path)


def shopper(*, language: str = "en") -> Person:
    return Person(*members.open_guest(), language=language)


def known_shopper() -> Person:
    """A shopper with an address, whose orders wait for payment as long as a member's do."""
    member = Member.objects.create(email=f"{uuid4()}@shop.example", name="Mina")
    return Person(member, members.issue_token(member, label="test"))


def let_many_wait(floor: Floor) -> None:
    """As many orders wait for payment at a time as a store can allow: for tests that place hundreds and pay none."""
    most = {"unpaid_orders": 100, "unpaid_share": 100, "unpaid_of_network": 1000}
    SaleTerms.objects.filter(store_id=floor.store).update(**most)
    sale_terms.forget(floor.store)


def worker(role: Role, store: str) -> Person:
    member = Member.objects.create(email=f"{role}-{next(_numbers)}@haru.example", name=role.value)
    StaffRole.objects.create(member=member, store_id=store or None, role=role.value)
    return Person(member, members.issue_token(member, label="test"))


def cart_with(person: Person, floor: Floor, lines: Sequence[tuple[str, int, str]], **more: Any) -> str:
    """The id of a new cart with these (sku, quantity, way) lines."""
    body = [
        {"line": str(uuid4()), "sku_id": sku, "quantity": quantity, "way": way, **more}
        for sku, quantity, way in lines
    ]
    answer = person.post(f"/stores/{floor.store}/carts", {"lines": body})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def promise_for(person: Person, cart: str) -> dict[str, Any]:
    answer = person.post(f"/carts/{cart}/promises", {"address": NEARBY})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def order_of(
    person: Person, floor: Floor, lines: Sequence[tuple[str, int, str]], **more: Any
) -> dict[str, Any]:
    """A placed order that waits for payment."""
    promise = promise_for(person, cart_with(person, floor, lines, **more))
    answer = person.post("/orders", {"promise_id": promise["id"]})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def with_drawer(floor: Floor) -> Person:
    """A cashier whose drawer is open."""
    from newretail.payments.open_drawer import open_drawer

    cashier = worker(Role.CASHIER, floor.store)
    open_drawer(
        session_id=uuid4(),
        store_id=floor.store,
        drawer=f"till-{next(_numbers)}",
        cashier=actor.of_member(cashier.member.id),
        float_amount=50_000,
        currency="CNY",
    )
    return cashier


def pay_in_cash(cashier: Person, floor: Floor, order: dict[str, Any]) -> None:
    answer = cashier.post(
        f"/stores/{floor.store}/orders/{order['id']}/cash",
        {"payment_id": str(uuid4()), "given": order["total"]},
    )
    assert answer.status_code == 201, answer.content
    work_through()


def work_through() -> None:
    """What the jobs process would do now."""
    with relay.only_one() as mine:
        assert mine
        jobs.run_due()


def order_id(order: dict[str, Any]) -> UUID:
    return UUID(order["id"])
