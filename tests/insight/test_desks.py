"""Every desk of the back office opens, says things as people read them, and lets no hand break what must hold."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newretail.backoffice.bases import ReadOnlyAdmin
from newretail.catalog.models import Sku
from newretail.fulfilment.models import Parcel
from newretail.inventory.models import Lot, Movement, Stock
from newretail.kernel import clock
from newretail.members.models import Member, Token
from newretail.ordering.models import Order
from newretail.payments.models import Entry, Payment
from newretail.pricing.models import PriceLog
from newretail.stores.models import Store
from tests.one_of_everything import World
from tests.sale_floor import NEARBY
from tests.stock_room import standing_clock

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if model.__module__.startswith("newretail.")]
MOST_QUERIES = 60
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def noon(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        yield


@pytest.fixture(scope="module")
def world(for_the_file: None, tmp_path_factory: pytest.TempPathFactory) -> World:
    with standing_clock(tmp_path_factory.mktemp("clock")):
        return World()


@pytest.fixture
def head_office(world: World) -> Client:
    member = world.head_office.member
    Member.objects.filter(id=member.id).update(is_staff=True, is_superuser=True)
    client = Client(headers={"accept-language": "en"})
    client.force_login(Member.objects.get(id=member.id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def desk(model: type[models.Model], view: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def test_every_desk_lists_its_rows_and_opens_one(head_office: Client):
    for model in OURS:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            listed = head_office.get(desk(model, "changelist"))
        assert listed.status_code == 200, model
        assert len(queries) <= MOST_QUERIES, f"{model.__name__}: {len(queries)} queries for a list"
        row = model._default_manager.first()
        if row is not None:
            opened = head_office.get(desk(model, "change", row.pk))
            assert opened.status_code == 200, model
        assert head_office.get(desk(model, "changelist"), {"q": "x"}).status_code == 200, f"search of {model}"


def test_the_first_page_says_how_the_day_goes(head_office: Client, world: World):
    page = head_office.get("/admin/")
    assert page.status_code == 200
    said = page.context["first_page"]
    assert [figure["value"] for figure in said["figures"]][:2] == [2, "¥51.50"]
    assert len(said["stores"]["rows"]) >= 2
    korean = head_office.get("/admin/", headers={"accept-language": "ko"})
    assert "오늘 주문" in korean.content.decode()


def test_an_order_tells_its_whole_story(head_office: Client, world: World):
    page = head_office.get(desk(Order, "change", world.carried["id"])).content.decode()
    for words in ("¥27.00", "placed", "paid", "Payment", "Refund", "-¥9.00", "customer", "Movements"):
        assert words in page, words
    assert "object (" not in page


def test_times_are_those_of_the_stores_clock(head_office: Client, world: World):
    """It is noon in Shanghai; UTC would say four in the morning."""
    page = head_office.get(desk(Order, "changelist")).content.decode()
    local = clock.now().astimezone(SHANGHAI)
    assert f"{local:%Y-%m-%d %H:}" in page


def test_logs_are_read_and_never_written(head_office: Client):
    """Every log, also by a superuser's forged forms: nothing can be added, changed or deleted."""
    for model in OURS:
        its = admin.site._registry[model]
        row = model._default_manager.first()
        if not isinstance(its, ReadOnlyAdmin) or row is None:
            continue
        before = model._default_manager.count()
        changed = head_office.post(
            desk(model, "change", row.pk), {"on_hand": 999, "state": "done", "amount": 1}
        )
        assert changed.status_code == 403, model
        if model.__name__ != "Token":  # a token may be withdrawn
            assert head_office.post(desk(model, "delete", row.pk), {"post": "yes"}).status_code == 403, model
        if model is not PriceLog:  # a price is written anew, through its use case
            assert head_office.get(desk(model, "add")).status_code == 403, model
        chosen = {"action": "delete_selected", "_selected_action": [str(row.pk)], "post": "yes"}
        head_office.post(desk(model, "changelist"), chosen)
        assert model._default_manager.count() == before, model


def test_exports_carry_rows_but_neither_addresses_nor_codes(head_office: Client, world: World):
    for model in OURS:
        text = exported(head_office, model)
        if model._meta.app_label != "members":
            assert NEARBY["text"] not in text and NEARBY["phone"] not in text, model
        if model._default_manager.exists() and model in (Order, Movement, Payment, Stock):
            assert text.count("\n") == model._default_manager.count() + 1, model
    assert Token.objects.first().hash not in exported(head_office, Token)
    assert "code" not in exported(head_office, Parcel).splitlines()[0]


def exported(head_office: Client, model: type[models.Model]) -> str:
    """The file of a desk, also where it is streamed as it is read."""
    answer = head_office.post(desk(model, "export"), {"format": "0", "resource": ""})
    assert answer.status_code == 200, model
    return answer.getvalue().decode()


@pytest.mark.parametrize("model", [Stock, Movement, Lot, Entry, Payment, Order])
def test_the_books_have_only_readers(model: type[models.Model]):
    its = admin.site._registry.get(model)
    assert its is None or isinstance(its, ReadOnlyAdmin)


def test_a_code_is_for_life_and_what_has_a_history_stays(head_office: Client, world: World):
    store, sku = world.here.store, world.here.milk
    form = head_office.get(desk(Store, "change", store)).content.decode()
    assert 'name="code"' not in form and 'name="currency"' not in form
    head_office.post(desk(Store, "change", store), {"code": "another"})
    assert Store.objects.filter(code=store).exists() and not Store.objects.filter(code="another").exists()
    assert head_office.post(desk(Store, "delete", store), {"post": "yes"}).status_code == 403
    asked = head_office.get(desk(Sku, "delete", sku)).content.decode()
    assert "It has a history and stays" in asked, "says why not, and what stands in the way"
    head_office.post(desk(Sku, "delete", sku), {"post": "yes"})
    head_office.post(
        desk(Sku, "changelist"), {"action": "delete_selected", "_selected_action": [sku], "post": "yes"}
    )
    assert Sku.objects.filter(code=sku).exists()


def test_a_price_is_entered_as_it_stands_on_the_label(head_office: Client, world: World):
    path = desk(PriceLog, "add")
    entry = {
        "sku": world.here.milk,
        "store": world.here.store,
        "amount": "13.80",
        "per": "1",
        "currency": "CNY",
        "tax_rate_permille": "90",
        "starts_at_0": f"{clock.now():%Y-%m-%d}",
        "starts_at_1": "23:00:00",
        "reason": "spring",
    }
    refused = head_office.post(path, entry | {"amount": "13.805"})
    assert refused.status_code == 200 and "decimal places" in refused.content.decode()
    saved = head_office.post(path, entry)
    assert saved.status_code == 302, saved.content.decode()
    written = PriceLog.objects.latest("id")
    assert (written.amount, written.sku_id, written.store_id) == (1380, world.here.milk, world.here.store)
    at_once = head_office.post(path, entry | {"amount": "14", "starts_at_0": "", "starts_at_1": ""})
    assert at_once.status_code == 302, at_once.content.decode()
    assert PriceLog.objects.latest("id").starts_at == clock.now()
    assert "¥13.80" in head_office.get(desk(PriceLog, "changelist")).content.decode()
