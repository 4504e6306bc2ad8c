"""A small store as shoppers see it: a live lobster with three lots, milk, wine for adults, and an empty shelf of bread."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from newretail.catalog.models import Category, Gtin, Product, Sku
from newretail.catalog.rules import wording
from newretail.inventory.models import Lot
from newretail.pricing import api as pricing
from newretail.stores import api as stores
from newretail.stores.models import Facing, Format, Shelf, Store, Zone
from tests.stock_room import TODAY, a_delivery, standing_clock

LOBSTER, MILK, WINE, BREAD = "HR-00001", "HR-00300", "HR-00500", "HR-00600"
LOBSTER_GTIN, MILK_GTIN, WINE_GTIN = "09520100000072", "09520100021008", "09520100048029"
GLN = "9520100000010"


@dataclass(frozen=True)
class Shop:
    store: str
    elsewhere: str


@pytest.fixture(autouse=True)
def noon(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        yield


@pytest.fixture
def shop(db: None) -> Shop:
    Format.objects.create(
        code="full",
        names={"en": "Full", "ko": "전체", "zh": "全"},
        capabilities=["scan_and_go", "delivery", "pick_up", "eat_in"],
    )
    store = _store("lujiazui", "Haru Lujiazui", "하루 루자쭈이점", "每日·陆家嘴店", gln=GLN)
    other = _store("jingan", "Haru Jing'an", "하루 징안점", "每日·静安店", gln="9520100000034")
    Category.objects.create(slug="seafood", names={"en": "Seafood", "ko": "수산", "zh": "水产"}, sort=1)
    Category.objects.create(
        slug="seafood/live", parent_id="seafood", names={"en": "Live", "ko": "활어", "zh": "鲜活"}, sort=2
    )
    Category.objects.create(slug="dairy", names={"en": "Dairy", "ko": "유제품", "zh": "乳品"}, sort=3)
    zone = Zone.objects.create(
        store=store, code="fresh", names={"en": "Fresh", "ko": "신선", "zh": "生鲜"}, walk_order=1
    )
    near = Shelf.objects.create(store=store, zone=zone, code="K-10-1", walk_order=1)
    far = Shelf.objects.create(store=store, zone=zone, code="K-10-2", walk_order=2)
    _sku(
        LOBSTER,
        ("Live lobster", "활 랍스터", "鲜活龙虾"),
        near,
        gtin=LOBSTER_GTIN,
        category="seafood/live",
        price=11800,
        weighed=True,
        plu="21001",
        allergens=["crustaceans"],
        origin="CA",
        shelf_life_days=2,
        picture="lobster",
    )
    _sku(
        MILK,
        ("Fresh milk", "신선한 우유", "鲜牛奶"),
        near,
        gtin=MILK_GTIN,
        category="dairy",
        price=1280,
        content=950,
    )
    _sku(
        WINE,
        ("Red wine", "레드 와인", "红葡萄酒"),
        far,
        gtin=WINE_GTIN,
        category=None,
        price=9900,
        age_limit=18,
    )
    _sku(BREAD, ("Bread", "빵", "面包"), far, gtin=None, category=None, price=900)
    a_delivery(store.code, LOBSTER, 15_000, lot="L2311", expires_on=TODAY + timedelta(days=1), guard=1_200)
    a_delivery(store.code, MILK, 3, lot="M1", expires_on=TODAY + timedelta(days=5), guard=3)
    a_delivery(store.code, WINE, 40, lot="W1")
    an_expired_lot(store.code)
    return Shop(store=store.code, elsewhere=other.code)


def an_expired_lot(store_id: str) -> None:
    Lot.objects.create(
        store_id=store_id,
        sku_id=LOBSTER,
        code="L2299",
        expires_on=date(2026, 6, 13),
        on_hand=500,
        state="expired",
    )


@pytest.fixture
def browser() -> Client:
    """Somebody with a phone: it asks for pages and keeps cookies."""
    return Client(
        headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "en-GB,en;q=0.9"}
    )


def lead_on(client: Client, path: str, **more: Any) -> Any:
    """Where a code leads: what a browser shows in the end."""
    answer = client.get(path, **more)
    return client.get(answer["Location"], **more) if answer.status_code == 307 else answer


def _store(code: str, en: str, ko: str, zh: str, *, gln: str) -> Store:
    store = Store.objects.create(
        code=code,
        names={"en": en, "ko": ko, "zh": zh},
        format_id="full",
        gln=gln,
        latitude=31.2369,
        longitude=121.5013,
    )
    stores.forget_store(code)
    return store


def _sku(
    code: str,
    names: tuple[str, str, str],
    shelf: Shelf,
    *,
    gtin: str | None,
    category: str | None,
    price: int,
    weighed: bool = False,
    plu: str | None = None,
    content: int | None = None,
    allergens: list[str] | None = None,
    origin: str = "",
    age_limit: int | None = None,
    shelf_life_days: int | None = None,
    picture: str = "",
) -> None:
    en, ko, zh = names
    product = Product.objects.create(
        code=code,
        names={"en": en, "ko": ko, "zh": zh},
        category_id=category,
        allergens=allergens or [],
        allergens_stated=True,
        origin=origin,
        age_limit=age_limit,
        picture=picture,
    )
    Sku.objects.create(
        code=code,
        product=product,
        unit="gram" if weighed else "each",
        weighed=weighed,
        plu=plu,
        content=content,
        content_unit="millilitre" if content else "",
        shelf_life_days=shelf_life_days,
        search_text=wording.search_text([*names, code, gtin or ""]),
        kinds=wording.kinds(names),
    )
    if gtin:
        Gtin.objects.create(gtin=gtin, sku_id=code)
    Facing.objects.create(store=shelf.store, shelf=shelf, sku_id=code, facings=1, capacity=100)
    pricing.set_price(sku_id=code, amount=price, per=500 if weighed else 1, tax_rate_permille=90, by="test")
