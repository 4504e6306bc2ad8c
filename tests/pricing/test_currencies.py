"""A price is in the store's currency: what the chain asks in another one is no price there, and no sum mixes two."""

from dataclasses import replace

import pytest

from newretail.insight.period_figures import store_period, together
from newretail.kernel import clock
from newretail.pricing import api
from newretail.pricing.errors import CurrencyMismatch
from newretail.stores.api import forget_store
from newretail.stores.models import Store

pytestmark = pytest.mark.django_db
CUT = {"per": 1, "tax_rate_permille": 100, "by": "test"}


@pytest.fixture(autouse=True)
def house(milk: object, two_stores: list[Store]) -> None:
    Store.objects.filter(code="hongqiao").update(currency="KRW")
    forget_store("hongqiao")


def price(store: str) -> tuple[int, str] | None:
    found = api.prices(store_id=store, sku_ids=["HR-1"]).get("HR-1")
    return (found.amount, found.currency) if found else None


def test_a_chain_price_in_another_currency_is_no_price_here() -> None:
    api.set_price(sku_id="HR-1", amount=1290, **CUT)
    assert price("lujiazui") == (1290, "CNY")
    assert price("hongqiao") is None


def test_the_chain_may_have_a_price_in_each_currency_that_is_paidreplace() -> None:
    api.set_price(sku_id="HR-1", amount=1290, **CUT)
    api.set_price(sku_id="HR-1", amount=2500, currency="KRW", **CUT)
    assert (price("lujiazui"), price("hongqiao")) == ((1290, "CNY"), (2500, "KRW"))
    with pytest.raises(CurrencyMismatch):
        api.set_price(sku_id="HR-1", amount=250, currency="JPY", **CUT)


def test_a_stores_price_is_in_its_own_currency() -> None:
    written = api.set_price(sku_id="HR-1", amount=2600, store_id="hongqiao", **CUT)
    assert written.currency == "KRW" and price("hongqiao") == (2600, "KRW")
    with pytest.raises(CurrencyMismatch):
        api.set_price(sku_id="HR-1", amount=2600, store_id="hongqiao", currency="CNY", **CUT)


def test_a_stores_own_price_from_before_it_changed_its_currency_is_no_price() -> None:
    api.set_price(sku_id="HR-1", amount=2600, store_id="hongqiao", **CUT)
    Store.objects.filter(code="hongqiao").update(currency="EUR")
    forget_store("hongqiao")
    assert price("hongqiao") is None
    api.set_price(sku_id="HR-1", amount=199, store_id="hongqiao", **CUT)
    assert price("hongqiao") == (199, "EUR")


def test_figures_of_the_chain_never_add_two_currencies() -> None:
    now = clock.now()
    yuan, won = (
        store_period(store_id=store, since=now, until=now).figures for store in ("lujiazui", "hongqiao")
    )
    yuan = replace(yuan, sales=10_000, placed=3)
    won = replace(won, sales=45_000, placed=2)
    whole = together([yuan, won], since=now, until=now, clocks=[])
    assert (whole.currency, whole.sales, whole.placed) == ("CNY", 10_000, 5)
    assert [(each.currency, each.sales) for each in whole.elsewhere] == [("KRW", 45_000)]
