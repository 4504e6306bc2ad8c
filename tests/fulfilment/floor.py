"""A small store at work, for tests: goods on shelves, paid orders, pickers, packers and couriers."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from newretail.catalog.models import Category, Gtin, Product, Sku
from newretail.fulfilment import api as fulfilment
from newretail.fulfilment.models import Parcel, PickJob, PickLine
from newretail.fulfilment.packing.carry_bag import arrive_at_packing, onto_conveyor
from newretail.fulfilment.packing.pack_parcel import pack_parcel
from newretail.fulfilment.picking.finish_pick import finish_pick
from newretail.fulfilment.picking.open_bag import open_bag
from newretail.fulfilment.picking.pick_line import pick_line
from newretail.fulfilment.picking.start_pick import start_next
from newretail.inventory import api as inventory
from newretail.kernel import actor, clock
from newretail.kernel.events import Event
from newretail.kernel.models import Event as EventRow
from newretail.members.api import issue_token
from newretail.members.models import Member
from newretail.pricing import api as pricing
from newretail.stores.api import Role, grant_role
from newretail.stores.models import ConveyorEntry, Facing, PackingStation, Shelf, Zone
from tests.stock_room import TODAY, a_delivery, a_store

_numbers = count(1)

SOON, LATER = TODAY + timedelta(days=2), TODAY + timedelta(days=9)


class Floor:
    """`apple`, `pear`, `nutty`, `dear` are sold by the piece in zone fruit, `fish` by weight and `milk` in zone cold."""

    def __init__(self) -> None:
        self.store_id = a_store()
        self.fruit, self.cold = self._zone("fruit", 1), self._zone("cold", 2)
        Category.objects.get_or_create(slug="fruit", defaults={"names": {"en": "F", "ko": "F", "zh": "F"}})
        self.apple = self.a_product(self.fruit, 1, amount=500, category="fruit")
        self.pear = self.a_product(self.fruit, 2, amount=480, category="fruit")
        self.nutty = self.a_product(self.fruit, 3, amount=490, category="fruit", allergens=["nuts"])
        self.dear = self.a_product(self.fruit, 4, amount=9900, category="fruit")
        self.milk = self.a_product(self.cold, 1, amount=1200)
        self.fish = self.a_product(self.cold, 2, amount=3000, per=500, weighed=True)
        for sku in (self.apple, self.pear, self.nutty, self.dear, self.milk):
            a_delivery(self.store_id, sku, 20, lot="LATE", expires_on=LATER)
        a_delivery(self.store_id, self.fish, 20_000, lot="F1", expires_on=SOON)
        ConveyorEntry.objects.create(store_id=self.store_id, code="entry-1")
        PackingStation.objects.create(store_id=self.store_id, code="station-1")
        self.picker = self.somebody(Role.PICKER)
        self.packer = self.somebody(Role.PACKER)
        self.courier = self.somebody(Role.COURIER)

    def _zone(self, code: str, walk_order: int) -> Zone:
        return Zone.objects.create(
            store_id=self.store_id,
            code=code,
            names={"en": code, "ko": code, "zh": code},
            walk_order=walk_order,
        )

    def a_product(
        self,
        zone: Zone,
        position: int,
        *,
        amount: int,
        per: int = 1,
        weighed: bool = False,
        category: str | None = None,
        allergens: list[str] | None = None,
    ) -> str:
        number = next(_numbers)
        code = f"HR-W{number:05d}"
        product = Product.objects.create(
            code=code,
            names={"en": f"Thing {number}"},
            category_id=category,
            allergens=allergens or [],
            allergens_stated=True,
        )
        Sku.objects.create(code=code, product=product, unit="gram" if weighed else "each", weighed=weighed)
        Gtin.objects.create(gtin=gtin_14(number), sku_id=code)
        shelf = Shelf.objects.create(
            store_id=self.store_id, zone=zone, code=f"{zone.code}-{position}", walk_order=position
        )
        Facing.objects.create(store_id=self.store_id, shelf=shelf, sku_id=code)
        pricing.set_price(sku_id=code, amount=amount, per=per, tax_rate_permille=90, by="test")
        return code

    def somebody(self, role: Role) -> UUID:
        member = Member.objects.create_user(name=f"{role} {next(_numbers)}")
        grant_role(member_id=member.id, role=role, store_id=self.store_id)
        return member.id

    def token(self, member_id: UUID) -> str:
        return issue_token(Member.objects.get(id=member_id), label="phone")

    def order(
        self,
        *lines: tuple[str, int],
        way: str = "deliver",
        substitution: str = "refund",
        swap_cap: int | None = None,
        ref: str | None = None,
        minutes: int = 30,
        at: tuple[float, float] = (31.235, 121.505),
        pieces: int | None = None,
    ) -> str:
        """A paid order whose goods are held, released to the floor. Its lines are called 1, 2, ...; `pieces` of each."""
        number = next(_numbers)
        ref = ref or f"order:{number}"
        held = [
            inventory.HoldLine(str(place), sku, quantity) for place, (sku, quantity) in enumerate(lines, 1)
        ]
        inventory.hold(ref=ref, store_id=self.store_id, lines=held, until=None)
        address = {
            "name": "Kim",
            "phone": "+8613800138000",
            "text": "Century Avenue 8",
            "note": "",
            "latitude": at[0],
            "longitude": at[1],
        }
        fulfilment.open_work(
            ref=ref,
            store_id=self.store_id,
            number=str(number),
            legs=[
                fulfilment.WorkLeg(
                    way=way,
                    due_at=clock.now() + timedelta(minutes=minutes),
                    address=address if way == "deliver" else None,
                )
            ],
            lines=[
                fulfilment.WorkLine(
                    line=str(place),
                    sku_id=sku,
                    quantity=quantity,
                    way=way,
                    substitution=substitution,
                    swap_cap=swap_cap,
                    amount=600 * quantity,
                    pieces=pieces,
                )
                for place, (sku, quantity) in enumerate(lines, 1)
            ],
        )
        return ref

    def start(self, ref: str | None = None) -> PickJob:
        job = start_next(store_id=self.store_id, picker_id=self.picker)
        assert job is not None and (ref is None or job.ref == ref)
        return job

    def pick(self, job: PickJob, sku: str, **more: Any) -> PickLine:
        return pick_line(
            store_id=self.store_id, job_id=job.id, picker_id=self.picker, code=self.code(sku), **more
        )

    def code(self, sku: str, *, lot: str | None = None, expires_on: date | None = None) -> str:
        gtin = Gtin.objects.get(sku_id=sku).gtin
        link = f"https://id.gs1.org/01/{gtin}" + (f"/10/{lot}" if lot else "")
        return link + (f"?17={expires_on:%y%m%d}" if expires_on else "")

    def bag(self, job: PickJob, tag: str | None = None, **more: Any) -> str:
        tag = tag or f"T{next(_numbers):04d}"
        open_bag(store_id=self.store_id, job_id=job.id, picker_id=self.picker, tag=tag, **more)
        return tag

    def finish(self, job: PickJob) -> PickJob:
        return finish_pick(store_id=self.store_id, job_id=job.id, picker_id=self.picker)

    def convey(self, tag: str) -> None:
        onto_conveyor(store_id=self.store_id, tag=tag, entry="entry-1", by=actor.of_member(self.picker))
        arrive_at_packing(store_id=self.store_id, tag=tag, station="station-1", by=str(self.packer))

    def pick_all(self, ref: str) -> list[str]:
        """Pick every zone of `ref`, one bag each, to the packing station; returns the tags."""
        tags = []
        while PickJob.objects.filter(ref=ref, state="open").exists():
            job = self.start(ref)
            for line in PickLine.objects.filter(job=job).order_by("position"):
                self.pick(
                    job, line.sku_id, **({"grams": line.left} if line.weighed else {"quantity": line.left})
                )
            tags.append(self.bag(job))
            self.finish(job)
        for tag in tags:
            self.convey(tag)
        return tags

    def parcel(self, ref: str) -> Parcel:
        return Parcel.objects.get(ref=ref)

    def pack(self, ref: str) -> Parcel:
        return pack_parcel(store_id=self.store_id, parcel_id=self.parcel(ref).id, by=str(self.packer))

    def events(self, kind: type[Event], ref: str) -> list[dict[str, Any]]:
        return [row.body for row in EventRow.objects.filter(name=kind.name, ref=ref).order_by("number")]

    def wait(self, **span: float) -> datetime:
        clock.advance_to(clock.now() + timedelta(**span))
        return clock.now()

    def nothing_is_wrong(self) -> None:
        assert inventory.audit(self.store_id) == []


def gtin_14(number: int) -> str:
    body = f"0695{number:09d}"
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(body))
    return body + str(-total % 10)
