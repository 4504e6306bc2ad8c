from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from newretail.catalog.errors import UnknownSku
from newretail.kernel import clock
from newretail.kernel.models import Event
from newretail.pricing import api, errors
from newretail.pricing.models import PriceLog
from newretail.pricing.rules import unit_price
from newretail.stores.errors import StoreUnknown

HOUR = timedelta(hours=1)


def set_price(sku: str, amount: int, **more) -> api.PriceEntry:
    return api.set_price(
        **({"sku_id": sku, "amount": amount, "per": 1, "tax_rate_permille": 90, "by": "test"} | more)
    )


def amounts(store: str = "lujiazui", at=None) -> dict[str, int]:
    return {
        sku: price.amount
        for sku, price in api.prices(store_id=store, sku_ids=["HR-1", "HR-2"], at=at).items()
    }


@pytest.mark.django_db
class TestPrices:
    @pytest.fixture(autouse=True)
    def house(self, milk, lobster, two_stores) -> None: ...

    def test_a_store_s_own_price_beats_the_chain_s(self) -> None:
        set_price("HR-1", 1290)
        set_price("HR-1", 1190, store_id="lujiazui")
        assert amounts("lujiazui") == {"HR-1": 1190}
        assert amounts("hongqiao") == {"HR-1": 1290}

    def test_a_store_s_older_price_still_beats_a_newer_chain_price(self) -> None:
        set_price("HR-1", 1190, store_id="lujiazui")
        set_price("HR-1", 1390)
        assert amounts("lujiazui") == {"HR-1": 1190}

    def test_the_later_start_wins_and_counts_from_its_time_on(self) -> None:
        now = clock.now()
        set_price("HR-1", 1490, starts_at=now + 2 * HOUR)
        set_price("HR-1", 1290)
        set_price("HR-1", 1390, starts_at=now + HOUR)
        assert [amounts(at=now + hours * HOUR)["HR-1"] for hours in (0.5, 1, 1.5, 2, 9)] == [
            1290,
            1390,
            1390,
            1490,
            1490,
        ]

    def test_of_two_with_one_start_the_later_written_wins(self) -> None:
        start = clock.now() + HOUR
        set_price("HR-1", 1, starts_at=start)
        set_price("HR-1", 2, starts_at=start)
        assert amounts(at=start) == {"HR-1": 2}

    def test_after_its_end_the_price_before_stands_again(self) -> None:
        now = clock.now()
        set_price("HR-1", 1290)
        set_price("HR-1", 990, starts_at=now + HOUR, ends_at=now + 2 * HOUR)
        assert [amounts(at=now + hours * HOUR)["HR-1"] for hours in (0.5, 1, 2)] == [1290, 990, 1290]

    def test_a_regular_price_that_starts_inside_a_promotion_ends_it(self) -> None:
        """Whoever decides last decides: a promotion that is to go on is set anew, with its end."""
        now = clock.now()
        set_price("HR-1", 1290)
        set_price("HR-1", 990, ends_at=now + 3 * HOUR)
        set_price("HR-1", 1490, starts_at=now + HOUR)
        assert [amounts(at=now + hours * HOUR)["HR-1"] for hours in (0.5, 1, 2, 4)] == [990, 1490, 1490, 1490]
        set_price("HR-1", 990, starts_at=now + HOUR, ends_at=now + 3 * HOUR)
        assert [amounts(at=now + hours * HOUR)["HR-1"] for hours in (0.5, 1, 2, 4)] == [990, 990, 990, 1490]

    def test_before_its_start_and_without_a_price_a_sku_is_missing(self) -> None:
        set_price("HR-1", 1290, starts_at=clock.now() + HOUR)
        assert amounts() == {}
        with pytest.raises(errors.NotPriced):
            api.price(store_id="lujiazui", sku_id="HR-1")

    def test_a_weighed_price_keeps_its_measure_and_its_tax(self) -> None:
        set_price("HR-2", 9900, per=500, tax_rate_permille=130)
        price = api.price(store_id="lujiazui", sku_id="HR-2")
        assert (price.amount, price.per, price.tax_rate_permille) == (9900, 500, 130)
        assert price.of(678) == 13424
        assert price.tax_in(11300) == 1300

    def test_all_prices_come_in_one_statement(self, django_assert_num_queries) -> None:
        set_price("HR-1", 1290)
        amounts()  # the store is remembered
        with django_assert_num_queries(
            0
        ):  # Django's own counter sees nothing: the statement is prepared beside it
            assert amounts() == {"HR-1": 1290}

    def test_refusals_write_nothing(self) -> None:
        now = clock.now()
        for refusal, wrong in (
            (errors.PriceStartsInThePast, {"starts_at": now - HOUR}),
            (errors.PriceEndsBeforeItStarts, {"ends_at": now}),
            (errors.PriceNotPerUnit, {"per": 500}),
            (errors.CurrencyMismatch, {"currency": "KRW"}),
            (errors.CurrencyMismatch, {"currency": "USD", "store_id": "lujiazui"}),
            (StoreUnknown, {"store_id": "nowhere"}),
        ):
            with pytest.raises(refusal):
                set_price("HR-1", 1290, **wrong)
        with pytest.raises(UnknownSku):
            set_price("HR-9", 1290)
        assert not PriceLog.objects.exists() and not Event.objects.exists()

    def test_a_change_is_told(self) -> None:
        entry = set_price("HR-1", 1290, store_id="lujiazui")
        event = Event.objects.get()
        assert (event.name, event.store_id) == ("price.changed", "lujiazui")
        assert event.body["log_id"] == entry.id and event.body["amount"] == 1290

    @pytest.mark.parametrize(
        "statement", ["UPDATE pricing_pricelog SET amount = 1", "DELETE FROM pricing_pricelog"]
    )
    def test_the_log_cannot_be_rewritten(self, statement: str) -> None:
        set_price("HR-1", 1290)
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert amounts() == {"HR-1": 1290}

    def test_history_shows_the_chain_and_the_store_latest_first(self) -> None:
        set_price("HR-1", 1)
        set_price("HR-1", 2, store_id="lujiazui")
        set_price("HR-1", 3, store_id="hongqiao")
        set_price("HR-1", 4)
        assert [line.amount for line in api.price_history(sku_id="HR-1", store_id="lujiazui")] == [4, 2, 1]
        assert [line.amount for line in api.price_history(sku_id="HR-1")] == [4, 1]
        first = api.price_history(sku_id="HR-1", limit=1)
        assert [line.amount for line in api.price_history(sku_id="HR-1", before=first[0].id)] == [1]


@pytest.mark.parametrize(
    ("given_price", "expected"),
    [
        (
            {"amount": 1290, "per": 1, "unit": "each", "content": 950, "content_unit": "millilitre"},
            (1358, 1000, "millilitre"),
        ),
        (
            {"amount": 1290, "per": 1, "unit": "each", "content": 200, "content_unit": "gram"},
            (645, 100, "gram"),
        ),
        ({"amount": 9900, "per": 500, "unit": "gram"}, (19800, 1000, "gram")),
        ({"amount": 500, "per": 1, "unit": "each"}, None),
        ({"amount": 500, "per": 1, "unit": "each", "content": 6, "content_unit": "each"}, None),
    ],
)
def test_prices_are_made_comparable(given_price, expected) -> None:
    found = unit_price(**given_price)
    assert (found and (found.amount, found.per, found.unit)) == expected


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_comparable_price_is_never_off_by_more_than_half_a_fen(amount: int, per: int, content: int) -> None:
    found = unit_price(amount=amount, per=per, unit="gram", content=content)
    assert found is not None and abs(found.amount * per - amount * found.per) * 2 <= per
