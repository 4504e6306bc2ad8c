"""The sample chains, so that a fresh installation has something to sell.

Reads a folder of `newretail/samples/`. What is there already stays as it is: repeating it changes nothing, and what head office has edited
since is not put back.
"""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction

from newretail.catalog import api as catalog
from newretail.catalog.models import Sku
from newretail.chain import api as chain
from newretail.chain.models import Chain
from newretail.fulfilment import api as fulfilment
from newretail.inventory import api as inventory
from newretail.inventory.models import Stock
from newretail.kernel import actor, clock, sql
from newretail.kernel.errors import Refusal
from newretail.kernel.text import ByLanguage, Text
from newretail.members import api as members
from newretail.members.models import Kind, Member
from newretail.ordering import api as ordering
from newretail.payments import api as payments
from newretail.samples import FIRST, Samples
from newretail.stores import api as stores
from newretail.stores.api import Role
from newretail.stores.models import (
    ConveyorEntry,
    Facing,
    PackingStation,
    Shelf,
    StaffRole,
    Store,
    Zone,
)

BY = actor.of_program("setup")
OPENING = "opening"
LINES_A_RECEIPT = 400
STANDARD_CAPABILITIES = ("scan_and_go", "delivery", "pick_up")
"""What a first store can do until head office says otherwise."""
NEWER_SHARE = 0.6
"""Of the opening stock of what spoils, this much came fresh today; the rest has half its life behind it."""

_SET_GUARDS = """
UPDATE inventory_stock SET floor_guard = guard.quantity
FROM unnest(%(skus)s::text[], %(guards)s::bigint[]) AS guard (sku_id, quantity)
WHERE store_id = %(store_id)s AND inventory_stock.sku_id = guard.sku_id
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """How much of each was added; all nought when the chain was there already."""

    skus: int
    stores: int
    people: int
    facings: int
    lots: int


class AnotherChain(Refusal):
    code = "another_chain"
    text = Text(
        en="{here} runs here already; a database holds one chain.",
        ko="이미 {here} 체인이 운영 중입니다. 데이터베이스 하나에는 체인이 하나만 있습니다.",
        zh="此处已有连锁“{here}”；一个数据库只容纳一个连锁。",
    )


@transaction.atomic
def seed_sample_chain(name: str = FIRST, *, opening_stock: bool = True) -> Summary:
    """Add what is missing of a sample chain: its row, products with prices, stores with their floor, people with roles, goods.

    Expiry dates count from the store's own clock. All or nothing. Raises AnotherChain where another one runs already.
    """
    samples = Samples(name)
    _set_up(samples)
    skus = _add_products(samples)
    opened = _open_stores(samples)
    facings = sum(_lay_out_floor(store, samples.planogram[store["code"]]) for store in opened)
    for store in opened:
        _draw_plan(store["code"], samples)
    people = _hire(samples)
    lots = sum(_fill_shelves(store, samples) for store in samples.stores) if opening_stock else 0
    return Summary(skus=skus, stores=len(opened), people=people, facings=facings, lots=lots)


class HeadOfficeIsThere(Refusal):
    code = "head_office_is_there"
    text = Text(
        en="Somebody is head office here already. They make others head office, and: newretail badge --email THEIRS",
        ko="이미 본사 담당자가 있습니다. 그 사람이 다른 사람을 지정합니다. 또는: newretail badge --email 주소",
        zh="这里已有总部人员，由其指定他人；或运行：newretail badge --email 邮箱",
    )


def begin_chain(*, described: dict[str, Any], email: str) -> str:
    """An empty database becomes a chain with one person at head office; returns the code of their badge, told once.

    A chain that has a row keeps it. Raises HeadOfficeIsThere.
    """
    if StaffRole.objects.filter(role=Role.HEAD_OFFICE.value, revoked_at=None).exists():
        raise HeadOfficeIsThere()
    if not Chain.objects.exists():
        chain.set_up_chain(described)
    return _seat_head_office(email)


@transaction.atomic
def _seat_head_office(email: str) -> str:
    """Apart from the chain's row, which has to be committed before it says how codes of badges begin."""
    stores.add_format(
        code="standard",
        names=ByLanguage({"en": "Store", "ko": "매장", "zh": "门店"}),
        capabilities=STANDARD_CAPABILITIES,
    )
    member_id = members.open_person(name="", email=email, phone="")
    stores.grant_role(member_id=member_id, role=Role.HEAD_OFFICE, by=BY)
    _, code = stores.issue_badge(member_id=member_id, by=BY)
    return code


def _set_up(samples: Samples) -> None:
    here = Chain.objects.first()
    if here is None:
        chain.set_up_chain(samples.chain)
    elif here.badge_prefix != samples.chain["badge_prefix"]:
        raise AnotherChain(here=str(here))


def _add_products(samples: Samples) -> int:
    codes = [row["code"] for row in samples.products]
    if Sku.objects.filter(code__in=codes).count() == len(codes):
        return 0
    catalog.import_categories(samples.folder / "categories.csv")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "rejected.csv"
        imported = catalog.import_products(samples.folder / "products.csv", report_path=report)
        assert not imported.rejected, report.read_text("utf-8")
    return imported.created


def _open_stores(samples: Samples) -> list[dict[str, Any]]:
    """The stores that were not there yet, now rows."""
    known = set(Store.objects.values_list("code", flat=True))
    fresh = [store for store in samples.stores if store["code"] not in known]
    for store in fresh:
        _open_store(store, samples)
    return fresh


def _open_store(store: dict[str, Any], samples: Samples) -> None:
    settings = store["settings"]
    stores.add_format(
        code=store["format"],
        names=ByLanguage(samples.formats[store["format"]]),
        capabilities=store["capabilities"],
    )
    Store.objects.create(
        code=store["code"],
        names=store["name"],
        format_id=store["format"],
        gln=store["gln"],
        address=_address(store["address"], samples),
        latitude=store["latitude"],
        longitude=store["longitude"],
        time_zone=store["time_zone"],
        hours=[[span] for span in store["hours"]],
        currency=store["currency"],
        delivery_radius_metres=store["delivery_radius_metres"],
    )
    stores.forget_store(store["code"])
    _set_terms(store["code"], settings)
    for tender, its in store.get("tenders", {}).items():
        payments.set_tender(
            tender, store_id=store["code"], currency=store["currency"], is_on=True, settings=its, by=BY
        )


def _set_terms(store_id: str, settings: dict[str, Any]) -> None:
    """What the store asks of its shoppers, how fast it works, what its couriers earn; the rest as everywhere."""
    sale = replace(
        ordering.sale_terms.of(store_id),
        **{
            name: settings[name]
            for name in ("minimum_order", "delivery_fee", "free_delivery_from", "bag_fee")
        },
    )
    ordering.sale_terms.set(sale, store_id=store_id, by=BY)
    work = replace(
        fulfilment.work_terms.of(store_id),
        picking_lines_per_minute=settings["picking_lines_per_minute"],
        courier_pay_per_drop=settings["courier_per_drop"],
        courier_pay_per_kilometre=settings["courier_per_kilometre"],
        courier_guarantee_per_hour=settings["courier_guarantee_per_hour"],
    )
    fulfilment.work_terms.set(work, store_id=store_id, by=BY)


def _address(parts: dict[str, Any], samples: Samples) -> str:
    """As it is written in the street outside."""
    language = samples.chain["label_languages"][0]
    said = {part: parts[part][language] for part in ("province", "district", "street")}
    form: str = samples.chain["address_form"]
    return form.format(**said, postal_code=parts["postal_code"])


def _lay_out_floor(store: dict[str, Any], planogram: list[dict[str, str]]) -> int:
    """Zones, shelves in walking order, conveyor entries, packing stations and the planogram; returns its facings."""
    code = store["code"]
    zones = {
        zone["code"]: Zone(
            store_id=code,
            code=zone["code"],
            names=zone["name"],
            temperature=zone["temperature"],
            walk_order=zone["walk_order"],
        )
        for zone in store["zones"]
    }
    Zone.objects.bulk_create(zones.values())
    zone_of_shelf = {row["shelf"]: zones[row["zone"]] for row in planogram}
    shelves = {
        shelf: Shelf(store_id=code, zone=zone, code=shelf, walk_order=order)
        for order, (shelf, zone) in enumerate(sorted(zone_of_shelf.items()), start=1)
    }
    Shelf.objects.bulk_create(shelves.values())
    ConveyorEntry.objects.bulk_create(
        ConveyorEntry(store_id=code, zone=zones[zone["code"]], code=entry["code"], name=entry["name"]["en"])
        for zone in store["zones"]
        if (entry := zone["conveyor_entry"])
    )
    PackingStation.objects.bulk_create(
        PackingStation(store_id=code, code=station, name=f"Packing {station}")
        for station in store["packing_stations"]
    )
    facings = [
        Facing(
            store_id=code,
            shelf=shelves[row["shelf"]],
            sku_id=row["sku"],
            facings=int(row["facings"]),
            capacity=int(row["capacity"]),
        )
        for row in planogram
    ]
    Facing.objects.bulk_create(facings, batch_size=500)
    return len(facings)


def _draw_plan(store_id: str, samples: Samples) -> None:
    """What stands where on the floor, for a store that has a plan among the samples."""
    drawn = samples.folder / "plans" / f"{store_id}.csv"
    if drawn.exists():
        layout = stores.read_plan_csv(drawn.read_text("utf-8"))
        stores.save_plan(store_id=store_id, version=0, layout=layout, by=BY)


def _hire(samples: Samples) -> int:
    """People who were not there yet, each with the role of their row; they sign in by a code sent by e-mail."""
    emails = {row["name"]: f"{row['name']}@{samples.name}.example" for row in samples.staff}
    known = set(Member.objects.filter(email__in=emails.values()).values_list("email", flat=True))
    fresh = [row for row in samples.staff if emails[row["name"]] not in known]
    members = {
        row["name"]: Member(
            kind=Kind.PERSON,
            email=emails[row["name"]],
            name=row[f"name_{samples.chain['languages'][0]}"],
            language=samples.chain["label_languages"][0],
            password=make_password(None),
            is_staff=row["role"] == Role.HEAD_OFFICE,
        )
        for row in fresh
    }
    Member.objects.bulk_create(members.values())
    StaffRole.objects.bulk_create(
        StaffRole(member=members[row["name"]], store_id=row["store"] or None, role=row["role"], granted_by=BY)
        for row in fresh
    )
    return len(members)


def _fill_shelves(store: dict[str, Any], samples: Samples) -> int:
    """Opening stock of a store that never had any, with floor guards; returns how many lots came."""
    code = store["code"]
    if Stock.objects.filter(store_id=code).exists():
        return 0
    today = clock.now().astimezone(ZoneInfo(store["time_zone"])).date()
    listed = [row for row in samples.products if code in row["stores"].split()]
    lines = [line for row in listed for line in _opening_lines(row, today=today)]
    for part in _parts(lines, size=LINES_A_RECEIPT):
        inventory.receive(store_id=code, lines=part, by=BY, cause=OPENING)
    guarded = [row for row in listed if int(row["floor_guard"] or 0)]
    sql.run(
        _SET_GUARDS,
        {
            "store_id": code,
            "skus": [row["code"] for row in guarded],
            "guards": [int(row["floor_guard"]) for row in guarded],
        },
    )
    return len(lines)


def _opening_lines(row: dict[str, str], *, today: date) -> list[inventory.ReceiptLine]:
    """What does not spoil came in one lot; what spoils in two, one of today and one that has half its life behind it."""
    quantity, days = int(row["par_level"]), int(row["shelf_life_days"] or 0)
    if not days:
        return [inventory.ReceiptLine(row["code"], quantity)]
    newest, oldest = today + timedelta(days=days - 1), today + timedelta(days=days // 2)
    newer = max(1, round(quantity * NEWER_SHARE))
    if newest == oldest or newer >= quantity:
        return [inventory.ReceiptLine(row["code"], quantity, expires_on=newest)]
    return [
        inventory.ReceiptLine(row["code"], quantity - newer, expires_on=oldest),
        inventory.ReceiptLine(row["code"], newer, expires_on=newest),
    ]


def _parts(lines: list[inventory.ReceiptLine], *, size: int) -> Iterable[list[inventory.ReceiptLine]]:
    return (lines[start : start + size] for start in range(0, len(lines), size))
