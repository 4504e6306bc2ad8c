from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from newretail.catalog.models import Category, Product, Sku
from newretail.members.issue_token import issue_token
from newretail.members.models import Member
from newretail.stores.models import Facing, Format, Shelf, StaffRole, Store, Zone

SHANGHAI = (31.2336, 121.5055)


def make_store(code: str, **fields: Any) -> Store:
    form, _ = Format.objects.get_or_create(
        code="fresh-large",
        defaults={
            "names": {"en": "Fresh", "ko": "신선", "zh": "生鲜"},
            "capabilities": ["delivery", "pick_up", "scan_and_go"],
        },
    )
    latitude, longitude = SHANGHAI
    values = {
        "names": {"en": code.title(), "ko": "루자쭈이", "zh": "陆家嘴"},
        "latitude": latitude,
        "longitude": longitude,
        "hours": [[["00:00", "24:00"]]] * 7,
    }
    return Store.objects.create(code=code, format=form, **values | fields)


@pytest.fixture
def lujiazui(db: None) -> Store:
    return make_store("lujiazui")


@pytest.fixture
def jingan(db: None) -> Store:
    return make_store("jingan")


@pytest.fixture
def crab(lujiazui: Store) -> Sku:
    """A SKU on the second shelf and, further along the walk, on a third."""
    category = Category.objects.create(slug="seafood", names={"en": "Seafood", "ko": "수산", "zh": "海鲜"})
    product = Product.objects.create(
        code="P1", names={"en": "Crab", "ko": "게", "zh": "蟹"}, category=category
    )
    sku = Sku.objects.create(code="HR-00001", product=product)
    zone = Zone.objects.create(
        store=lujiazui, code="seafood", names={"en": "Seafood", "ko": "수산", "zh": "海鲜"}, walk_order=2
    )
    for order, code in enumerate(["A-1", "A-2", "A-3"], start=1):
        shelf = Shelf.objects.create(store=lujiazui, zone=zone, code=code, walk_order=order)
        if order > 1:
            Facing.objects.create(store=lujiazui, shelf=shelf, sku=sku, facings=2, capacity=20)
    return sku


@pytest.fixture
def hired() -> Callable[..., tuple[Member, Client]]:
    """Somebody with a role at a store (None: everywhere), and a client that carries their token."""

    def hire(role: str, store: Store | None = None) -> tuple[Member, Client]:
        number = Member.objects.count()
        member = Member.objects.create_user(f"{role}{number}@haru.example", name=f"{role} {number}")
        StaffRole.objects.create(member=member, store=store, role=role)
        secret = issue_token(member, label="test")
        return member, Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})

    return hire
