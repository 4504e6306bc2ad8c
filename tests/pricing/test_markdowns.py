"""A lot becomes cheaper, never dearer; of all its prices a line has the lowest."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from newretail.inventory import api as inventory
from newretail.kernel.models import Event
from newretail.kernel.money import line_amount
from newretail.kernel.who import Caller
from newretail.pricing import api, errors
from newretail.pricing.models import PriceLog
from newretail.pricing.rules import LowerPrice, priced
from newretail.stores.api import Role

LUJIAZUI = "lujiazui"
LOT = api.OneLot(store_id=LUJIAZUI, sku_id="HR-1", lot_code="L1")


@pytest.fixture
def house(milk, lobster, two_stores) -> None:
    api.set_price(sku_id="HR-1", amount=1280, per=1, tax_rate_permille=90, by="test")
    api.set_price(sku_id="HR-2", amount=6800, per=500, tax_rate_permille=90, by="test")
    for sku, lot in (("HR-1", "L1"), ("HR-1", "L2"), ("HR-2", "L1")):
        inventory.receive(store_id=LUJIAZUI, lines=[inventory.ReceiptLine(sku, 1000, lot)], by="test")


def payable(sku: str, quantity: int, lot: str = "", *, store: str = LUJIAZUI, tier: str = "") -> int:
    line = api.BasketLine(line="1", sku_id=sku, quantity=quantity, lot_code=lot)
    return api.price_lines(store_id=store, lines=[line], tier=tier)["1"].payable


@pytest.mark.django_db
@pytest.mark.usefixtures("house")
class TestMarkdowns:
    def test_only_the_lot_that_is_named_is_cheaper_and_only_in_its_store(self) -> None:
        api.mark_down_lot(lot=LOT, amount=900, by="test")
        assert [payable("HR-1", 2, lot) for lot in ("L1", "L2", "")] == [1800, 2560, 2560]
        assert payable("HR-1", 2, "L1", store="hongqiao") == 2560
        assert api.prices(store_id=LUJIAZUI, sku_ids=["HR-1"])["HR-1"].amount == 1280
        [event] = Event.objects.filter(ref__startswith="price:", store_id=LUJIAZUI)
        assert (event.body["lot_code"], event.body["amount"]) == ("L1", 900)

    def test_a_weighed_lot_is_marked_down_for_the_measure_of_its_list_price(self) -> None:
        lot = api.OneLot(store_id=LUJIAZUI, sku_id="HR-2", lot_code="L1")
        assert api.mark_down_lot(lot=lot, amount=5000, by="test").per == 500
        assert payable("HR-2", 520, "L1") == 5200

    def test_a_lot_only_becomes_cheaper(self) -> None:
        for too_high in (1280, 1281):
            with pytest.raises(errors.NotAMarkdown) as refused:
                api.mark_down_lot(lot=LOT, amount=too_high, by="test")
            assert refused.value.say("en") == "A lot only becomes cheaper, and it costs ¥12.80 now."
        api.mark_down_lot(lot=LOT, amount=900, by="test")
        before = PriceLog.objects.count()
        for too_high in (901, 900):
            with pytest.raises(errors.NotAMarkdown) as refused:
                api.mark_down_lot(lot=LOT, amount=too_high, by="test")
            assert refused.value.say("ko") == "로트 가격은 내릴 수만 있습니다. 지금 가격: ¥9.00"
            assert refused.value.say("zh") == "批次只能降价，现价为 ¥9.00。"
        assert PriceLog.objects.count() == before
        api.mark_down_lot(lot=LOT, amount=899, by="test")
        assert payable("HR-1", 1, "L1") == 899

    def test_a_lot_s_last_price_counts_also_when_the_list_price_went_below_it(self) -> None:
        api.mark_down_lot(lot=LOT, amount=900, by="test")
        api.set_price(sku_id="HR-1", amount=500, per=1, tax_rate_permille=90, by="test")
        assert payable("HR-1", 1, "L1") == 500
        api.set_price(sku_id="HR-1", amount=1500, per=1, tax_rate_permille=90, by="test")
        with pytest.raises(errors.NotAMarkdown):
            api.mark_down_lot(lot=LOT, amount=950, by="test")

    def test_a_lot_that_is_not_there_is_refused(self) -> None:
        for lot in ("L3", ""):
            with pytest.raises(errors.LotNotHere):
                api.mark_down_lot(
                    lot=api.OneLot(store_id=LUJIAZUI, sku_id="HR-1", lot_code=lot), amount=1, by="test"
                )

    def test_what_may_not_be_sold_any_more_is_not_marked_down(self) -> None:
        inventory.block_lot(store_id=LUJIAZUI, sku_id="HR-1", lot_code="L1", cause="recall", by="test")
        before = PriceLog.objects.count()
        with pytest.raises(errors.LotNotHere):
            api.mark_down_lot(lot=LOT, amount=900, by="test")
        assert PriceLog.objects.count() == before

    def test_of_member_and_lot_the_lower_counts_and_they_never_add_up(self) -> None:
        api.set_price(sku_id="HR-1", amount=1000, per=1, tax_rate_permille=90, by="test", tier=api.MEMBER)
        api.mark_down_lot(lot=LOT, amount=1100, by="test")
        assert payable("HR-1", 1, "L1", tier=api.MEMBER) == 1000
        assert payable("HR-1", 1, "L1") == 1100
        api.mark_down_lot(lot=LOT, amount=950, by="test")
        assert payable("HR-1", 1, "L1", tier=api.MEMBER) == 950

    def test_a_member_s_price_is_not_everybody_s(self) -> None:
        api.set_price(sku_id="HR-1", amount=1000, per=1, tax_rate_permille=90, by="test", tier=api.MEMBER)
        assert api.prices(store_id=LUJIAZUI, sku_ids=["HR-1"])["HR-1"].amount == 1280


@pytest.mark.django_db
def test_a_store_s_manager_marks_a_lot_down_by_a_share_of_its_price(monkeypatch, house) -> None:
    caller = Caller(member_id=uuid4(), kind="member", roles=frozenset({(Role.MANAGER, LUJIAZUI)}))
    monkeypatch.setattr("newretail.kernel.http.guard._authenticate", lambda: lambda request: caller)
    http = Client(headers={"accept-language": "en", "authorization": "Bearer test"})

    def mark(store: str = LUJIAZUI, **body: object):
        return http.post(
            f"/api/v1/stores/{store}/markdowns",
            json.dumps({"sku_id": "HR-1", "lot_code": "L1"} | body),
            content_type="application/json",
            headers={"idempotency-key": str(uuid4())},
        )

    written = mark(off_permille=300, reason="last day")
    assert (written.status_code, written.json()["amount"], written.json()["lot_code"]) == (201, 896, "L1")
    assert mark("hongqiao", amount=1).status_code == 403
    assert mark().status_code == mark(amount=1, off_permille=1).status_code == 422
    again = mark(amount=900)
    assert (again.status_code, again.json()["code"]) == (422, "not_a_markdown")
    assert mark(amount=0).status_code == 201


amounts = st.integers(0, 10**6)


def price(amount: int, per: int) -> api.Price:
    return api.Price(amount=amount, per=per, currency="CNY", tax_rate_permille=90, log_id=1)


@given(
    listed=amounts,
    others=st.lists(amounts, max_size=3),
    per=st.integers(1, 1000),
    quantity=st.integers(1, 5000),
)
def test_a_line_has_the_lowest_of_its_prices_and_says_what_it_is_below_the_list(
    listed, others, per, quantity
):
    line = priced(
        api.BasketLine(line="1", sku_id="HR-1", quantity=quantity),
        listed=price(listed, per),
        others=[LowerPrice(kind="lot", price=price(amount, per), reason="") for amount in others],
    )
    lowest = min(line_amount(amount=amount, per=per, quantity=quantity) for amount in (listed, *others))
    assert line.payable == lowest == line.listed - line.cut >= 0
    assert len(line.cuts) <= 1 and all(cut.amount > 0 for cut in line.cuts)
