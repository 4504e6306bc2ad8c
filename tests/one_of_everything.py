"""A store in which there is one of everything that a route can name, and the people around it."""

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from PIL import Image

from newretail.fulfilment.models import Courier, Parcel, PickLine, PutBack, Stop, Trip
from newretail.fulfilment.packing.counter_bag import open_counter_bag
from newretail.fulfilment.picking.open_bag import open_bag
from newretail.fulfilment.picking.pick_line import pick_line
from newretail.fulfilment.picking.start_pick import start_next
from newretail.inventory.models import Lot, Movement
from newretail.kernel import clock
from newretail.kernel.models import Event, Retry
from newretail.members import api as members
from newretail.members.models import Member
from newretail.members.sessions import public_id
from newretail.payments.models import Bill, BillLine, DrawerSession, Payment, Refund
from newretail.photos import api as photos
from newretail.stores import api as stores
from newretail.stores.api import Role
from newretail.traceability.models import Capture
from newretail.webhooks.models import Delivery, Endpoint
from tests.sale_floor import (
    NEARBY,
    Person,
    cart_with,
    gtin_of,
    open_store,
    order_of,
    pay_in_cash,
    with_drawer,
    worker,
)

TAG = "BAG-0001"
IN_STORE = ("picker", "packer", "cashier", "courier", "manager", "device")


class World:
    """`here` is a store at work, `elsewhere` another one. `named` holds what the parameters of paths may mean here."""

    def __init__(self) -> None:
        self.here, self.elsewhere = open_store(stock=20), open_store()
        self.owner, self.stranger = somebody("Owner"), somebody("Stranger")
        self.guest = Person(*members.open_guest())
        self.staff = {role: worker(Role(role), self.here.store) for role in IN_STORE}
        self.staff_elsewhere = {role: worker(Role(role), self.elsewhere.store) for role in IN_STORE}
        self.head_office = worker(Role.HEAD_OFFICE, "")
        self.integration = Person(*members.open_device(label="erp", scopes=["webhooks"]))
        self.other_integration = Person(*members.open_device(label="crm", scopes=["webhooks"]))
        self.named: dict[str, Any] = {"sku_id": self.here.milk, "sku": self.here.milk}
        self._own_things()
        self._sale()
        self._work()
        self._money()
        self._webhook()
        self._floor()
        stores.snooze(store_id=self.here.store, sku_id=self.here.milk, until=clock.now() + timedelta(hours=1))
        picker = self.staff["picker"].member.id
        badge, _ = stores.issue_badge(member_id=picker, store_id=self.here.store)
        self.named |= {"member_id": picker, "badge_id": badge.id}
        for person in self.everybody():
            person.get("/me")  # tokens remember the day of their use: let that be behind us

    def everybody(self) -> list[Person]:
        return [
            self.owner,
            self.stranger,
            self.guest,
            self.head_office,
            self.integration,
            self.other_integration,
            *self.staff.values(),
            *self.staff_elsewhere.values(),
        ]

    def _floor(self) -> None:
        """A plan with a door and nothing else."""
        door = stores.FixturePlaced(
            code="IN1",
            kind=stores.FixtureKind.DOOR,
            name="",
            x=4,
            y=5.8,
            width=2,
            depth=0.3,
            height=2.2,
            turn=180,
        )
        outline = ((0.0, 0.0), (8.0, 0.0), (8.0, 6.0), (0.0, 6.0))
        layout = stores.Layout(outline=outline, fixtures=(door,), shelves=())
        self.named["version"] = stores.save_plan(store_id=self.here.store, version=0, layout=layout).version

    def _own_things(self) -> None:
        member = self.owner.member
        self.named["address_id"] = members.save_address(
            member_id=member.id, address_id=uuid4(), label="home", text="x", latitude=31.2, longitude=121.5
        ).id
        members.grant_consent(member_id=member.id, purpose="marketing", version=1)
        members.issue_token(member, label="second phone")
        self.named["token_id"] = member.tokens.latest("id").id
        browser = Client()
        browser.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
        self.named["browser_session_id"] = public_id(browser.cookies["sessionid"].value)
        self.named["photo_id"] = photos.keep_photo(made_by=member.id, content=a_picture())

    def _sale(self) -> None:
        """A cart, an order that is being picked, and one that was carried out and is refunded in part."""
        self.cashier = with_drawer(self.here)
        delivered = order_of(self.owner, self.here, [(self.here.bread, 2, "deliver")])
        pay_in_cash(self.cashier, self.here, delivered)
        self.carried = order_of(self.owner, self.here, [(self.here.bread, 3, "carry_out")])
        pay_in_cash(self.cashier, self.here, self.carried)
        code = self.owner.get(f"/orders/{self.carried['id']}/exit-code").json()["code"]
        assert self.cashier.post(f"/stores/{self.here.store}/exits", {"code": code}).status_code == 201
        back = {
            "refund_id": str(uuid4()),
            "reason": "sour",
            "lines": [{"line": 1, "quantity": 1, "restock": True}],
        }
        path = f"/stores/{self.here.store}/orders/{self.carried['id']}/refunds"
        assert self.cashier.post(path, back).status_code == 201
        asked = self.owner.post(f"/orders/{self.carried['id']}/refund-requests", a_refund_request())
        assert asked.status_code == 201, asked.content
        self.named["request_id"] = asked.json()["id"]
        cart = cart_with(self.owner, self.here, [(self.here.bread, 1, "deliver")])
        line = self.owner.get(f"/carts/{cart}").json()["lines"][0]["line"]
        self.named |= {"order_id": delivered["id"], "cart_id": cart, "line_id": line, "line": "1"}

    def _work(self) -> None:
        picker = self.staff["picker"].member.id
        job = start_next(store_id=self.here.store, picker_id=picker)
        assert job is not None
        at = {"store_id": self.here.store, "job_id": job.id, "picker_id": picker}
        open_bag(**at, tag=TAG)
        pick_line(**at, code=gtin_of(self.here.bread), quantity=1)
        parcel = Parcel.objects.get(ref=job.ref)
        open_counter_bag(store_id=self.here.store, parcel_id=parcel.id, note="cake", by=str(picker))
        courier = Courier.objects.create(
            store_id=self.here.store, member=self.staff["courier"].member, on_duty=True
        )
        Courier.objects.create(
            store_id=self.elsewhere.store, member=self.staff_elsewhere["courier"].member, on_duty=True
        )
        trip = Trip.objects.create(store_id=self.here.store, courier=courier)
        Stop.objects.create(trip=trip, parcel=parcel, sequence=1)
        put_back = PutBack.objects.create(
            store_id=self.here.store,
            line=PickLine.objects.filter(job=job).first(),
            ref=job.ref,
            number=job.number,
            zone=job.zone,
        )
        self.named |= {
            "job_id": job.id,
            "tag": TAG,
            "parcel_id": parcel.id,
            "part_id": parcel.parts.get(kind="counter").id,
            "trip_id": trip.id,
            "put_back_id": put_back.id,
            "lot_id": Lot.objects.filter(store_id=self.here.store).first().id,
            "movement_id": Movement.objects.filter(store_id=self.here.store).first().id,
        }

    def _money(self) -> None:
        bill = Bill.objects.create(tender="alipay", day=clock.now().date(), read_at=clock.now())
        line = BillLine.objects.create(
            bill=bill, store_id=self.here.store, kind="trade", out_trade_no="x", theirs=100, verdict="missing"
        )
        self.named |= {
            "payment_id": Payment.objects.filter(store_id=self.here.store).first().id,
            "refund_id": Refund.objects.filter(store_id=self.here.store).first().id,
            "session_id": DrawerSession.objects.filter(store_id=self.here.store).first().id,
            "bill_line_id": line.id,
        }

    def _webhook(self) -> None:
        endpoint = Endpoint.objects.create(
            owner=self.integration.member, label="erp", url="https://erp.example.com/hook"
        )
        delivery = Delivery.objects.create(
            endpoint=endpoint,
            event=handed_on_fact(),
            tries_left=1,
            next_at=clock.now(),
            created_at=clock.now(),
        )
        retry = Retry.objects.create(
            event=delivery.event,
            handler="webhooks.plan_deliveries",
            queue="webhooks",
            ref=delivery.event.ref,
            attempts=1,
            error="Busy",
            next_at=clock.now() + timedelta(days=1),
        )
        self.named |= {"endpoint_id": endpoint.id, "delivery_id": delivery.id, "retry_id": retry.id}
        self.named["integration_token_id"] = self.integration.member.tokens.get().id
        moved = handed_on_fact("goods.moved", position=1)
        self.named["event_id"] = f"urn:uuid:{moved.event_id}"
        self.named["capture_id"] = Capture.objects.create(by="test").id


def handed_on_fact(name: str = "", *, position: int = 0) -> Event:
    """The first one there is, of this name if one is given, as the relay leaves it: only such a fact is delivered or tried again."""
    facts = Event.objects.filter(name=name) if name else Event.objects.all()
    fact = facts.order_by("number")[0]
    fact.position = position
    fact.save(update_fields=["position"])
    return fact


def a_refund_request() -> dict[str, Any]:
    return {"request_id": str(uuid4()), "reason": "spoiled", "lines": [{"line": 1, "quantity": 1}]}


def a_picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "peru").save(written, "PNG")
    return written.getvalue()


def somebody(name: str) -> Person:
    member = Member.objects.create_user(f"{name.lower()}@haru.example", name=name)
    return Person(member, members.issue_token(member, label="phone"))


__all__ = ["NEARBY", "World", "a_picture", "a_refund_request", "somebody"]
