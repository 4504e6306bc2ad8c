"""From an empty database to the first sale, as head office and a manager do it, and led by the list of first steps."""

from typing import Any

import pytest
from django.test import Client

from newretail.chain import api as chain
from newretail.chain import queries as chain_queries
from newretail.chain.models import Chain
from newretail.inventory.models import Movement
from newretail.members.models import Member
from newretail.ordering.models import Order
from newretail.setup_chain import HeadOfficeIsThere, begin_chain
from tests.sale_floor import Floor, Person, order_of, pay_in_cash, shopper, with_drawer

pytestmark = pytest.mark.django_db

DESCRIBED: dict[str, Any] = {
    "names": {"zh": "我们的店"},
    "mark_letter": "我",
    "currency": "CNY",
    "languages": ["zh", "en", "ko"],
    "label_languages": ["zh"],
    "badge_prefix": "STORE",
    "country": "CN",
    "time_zone": "Asia/Shanghai",
}
MILK, GTIN = "MILK-1", "9520100021008"


@pytest.fixture
def badge() -> str:
    """What `newretail setup` makes of an empty database."""
    Chain.objects.all().delete()
    chain.set_up_chain(DESCRIBED)
    chain_queries.forget_chain()  # which a commit would do
    return begin_chain(described=DESCRIBED, email="boss@example.com")


def signed_in(badge: str) -> Person:
    """Head office as the front does it: the badge becomes a token."""
    answer = Client().post("/api/v1/badge-sign-ins", {"code": badge}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return Person(Member.objects.get(email="boss@example.com"), answer.json()["token"])


def following(office: Person) -> str:
    told = office.get("/insight/first-steps").json()
    assert told["done"] == (told["next"] == "")
    assert all(each["title"] and each["how"] and each["href"].startswith("/") for each in told["steps"])
    return str(told["next"])


def test_an_empty_chain_is_led_to_its_first_sale(badge: str):
    office = signed_in(badge)
    assert following(office) == "store"
    place = {"latitude": 31.235, "longitude": 121.501, "hours": [[["00:00", "24:00"]]] * 7}
    opened = office.put("/stores/first", {"names": {"zh": "第一店"}, "format": "standard"} | place)
    assert opened.status_code == 201, opened.content
    assert following(office) == "product"
    made = office.put(f"/skus/{MILK}", {"names": {"zh": "牛奶"}, "gtins": [{"gtin": GTIN}]})
    assert made.status_code == 201, made.content
    priced = office.post("/prices", {"sku_id": MILK, "amount": 1280, "tax_rate_permille": 90})
    assert priced.status_code == 201, priced.content
    assert following(office) == "shelf"
    placed = office.post("/stores/first/planogram")
    assert placed.json() == {"placed": 1, "left": 0}
    assert following(office) == "stock"
    came = office.post("/stores/first/receipts", {"lines": [{"sku_id": MILK, "quantity": 12, "lot": "L1"}]})
    assert came.status_code == 201, came.content
    assert Movement.objects.exists() and following(office) == "sale"

    floor = Floor("first", MILK, MILK, MILK)
    order = order_of(shopper(), floor, [(MILK, 2, "carry_out")])
    assert following(office) == "sale", "what is not paid is not sold"
    pay_in_cash(with_drawer(floor), floor, order)
    assert Order.objects.get().state == "done" and following(office) == ""


def test_first_steps_never_lead_into_the_back_office_once_the_chain_has_a_name(badge: str):
    told = signed_in(badge).get("/insight/first-steps").json()["steps"]
    assert [each["name"] for each in told if each["href"].startswith("/admin/")] == ["chain"]


def test_a_chain_begins_once(badge: str):
    with pytest.raises(HeadOfficeIsThere):
        begin_chain(described=DESCRIBED, email="other@example.com")
    assert not Member.objects.filter(email="other@example.com").exists()


def test_first_steps_are_head_offices(badge: str):
    assert shopper().get("/insight/first-steps").status_code == 403


def test_an_empty_chain_has_pages_that_say_so(http: Client, badge: str):
    page = http.get("/").content.decode()
    assert "我们的店" in page
    assert http.get("/api/v1/stores").json()["stores"] == []
