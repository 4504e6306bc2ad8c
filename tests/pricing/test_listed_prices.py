"""Prices that stand in product files: taken, told again, and in which currency."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from newretail.catalog import api as catalog
from newretail.catalog.export import csv_lines
from newretail.catalog.fields import PRICE_COLUMNS
from newretail.catalog.imports.prices import RowPrice, price_cells, read_price
from newretail.catalog.models import Product
from newretail.chain.api import chain
from newretail.kernel import clock, text
from newretail.kernel.models import Event
from newretail.pricing import api
from newretail.pricing.models import PriceLog
from newretail.stores.api import forget_store
from newretail.stores.models import Store

pytestmark = pytest.mark.django_db

FILE = (
    "code,name_en,unit,weighed,price,price_per,tax_rate_permille\n"
    "HR-1,Milk,each,0,1290,each,90\n"
    "HR-2,Lobster,gram,1,9900,500g,90\n"
    "HR-3,Bag,each,0,,,\n"
)


def run(folder: Path, content: str) -> catalog.Imported:
    (folder / "products.csv").write_text(content)
    return catalog.import_products(folder / "products.csv", report_path=folder / "report.csv")


def test_prices_in_a_product_file_become_the_chain_s_prices(tmp_path: Path) -> None:
    assert run(tmp_path, FILE).prices == 2
    found = api.prices(store_id="", sku_ids=["HR-1", "HR-2", "HR-3"])
    assert {code: (price.amount, price.per) for code, price in found.items()} == {
        "HR-1": (1290, 1),
        "HR-2": (9900, 500),
    }
    assert Event.objects.filter(name="price.changed").count() == 2


def test_a_second_run_writes_no_price_and_a_new_figure_writes_one(tmp_path: Path) -> None:
    run(tmp_path, FILE)
    assert run(tmp_path, FILE).prices == 0
    assert run(tmp_path, FILE.replace("1290", "1390")).prices == 1
    assert PriceLog.objects.count() == 3
    assert api.price(store_id="", sku_id="HR-1").amount == 1390


def in_currencies(*codes: str) -> str:
    """The file with a currency to each of its three rows."""
    head, *rows = FILE.splitlines()
    lines = [f"{row},{code}" for row, code in zip(rows, codes, strict=True)]
    return "\n".join([f"{head},currency", *lines, ""])


@pytest.fixture
def won(two_stores: list[Store]) -> None:
    """Beside the store that takes the chain's currency there is one that takes another."""
    Store.objects.filter(code="hongqiao").update(currency="KRW")
    forget_store("hongqiao")


def standing() -> list[tuple[str, int, str]]:
    return sorted(PriceLog.objects.values_list("sku_id", "amount", "currency"))


@pytest.mark.usefixtures("won")
def test_a_price_is_in_the_currency_that_the_file_states_and_otherwise_in_the_chains(tmp_path: Path) -> None:
    assert run(tmp_path, in_currencies("krw", "", "")).prices == 2
    assert standing() == [("HR-1", 1290, "KRW"), ("HR-2", 9900, chain().currency)]
    facts = Event.objects.filter(name="price.changed")
    assert {fact.body["sku_id"]: fact.body["currency"] for fact in facts} == {
        "HR-1": "KRW",
        "HR-2": chain().currency,
    }
    assert run(tmp_path, in_currencies("KRW", "", "")).prices == 0
    assert run(tmp_path, FILE).prices == 1, "in the chain's currency it had none yet"
    assert api.price(store_id="hongqiao", sku_id="HR-1").currency == "KRW"


@pytest.mark.usefixtures("won")
@pytest.mark.parametrize(
    ("code", "reason", "explanation"),
    [
        ("XYZ", "unknown_currency", "ISO 4217 통화 코드가 아님 (예: EUR)"),
        ("€", "unknown_currency", "ISO 4217 통화 코드가 아님 (예: EUR)"),
        ("JPY", "currency_not_taken", "이 통화를 받는 매장이 없음"),
    ],
)
def test_a_currency_that_nobody_takes_turns_its_row_away_and_changes_nothing_of_it(
    tmp_path: Path, code: str, reason: str, explanation: str
) -> None:
    run(tmp_path, FILE)
    before = standing()
    with text.speaking("ko"):
        done = run(tmp_path, in_currencies(code, "", "").replace("Milk", "Whole milk").replace("1290", "1"))
    assert (done.rejected, done.changed, done.prices) == (1, 0, 0)
    [told] = csv.DictReader((tmp_path / "report.csv").read_text("utf-8-sig").splitlines())
    assert told == {
        "line": "2",
        "reason": reason,
        "explanation": explanation,
        "value": code,
        "row": "rejected",
    }
    assert standing() == before
    assert Product.objects.get(code="HR-1").names["en"] == "Milk"


@pytest.mark.usefixtures("won")
def test_an_export_that_nobody_touched_changes_nothing_when_it_is_read_again(tmp_path: Path) -> None:
    run(tmp_path, in_currencies("", "KRW", "JPY"))
    api.set_price(sku_id="HR-1", amount=2500, currency="KRW", per=1, tax_rate_permille=100, by="test")
    api.set_price(
        sku_id="HR-3",
        amount=50,
        per=1,
        tax_rate_permille=130,
        ends_at=clock.now() + timedelta(days=1),
        by="test",
    )
    before, lines = standing(), "".join(csv_lines())
    told = {row["code"]: row for row in csv.DictReader(lines.lstrip("\ufeff").splitlines())}
    assert {code: tuple(row[column] for column in PRICE_COLUMNS) for code, row in told.items()} == {
        "HR-1": ("1290", "each", chain().currency, "90"),
        "HR-2": ("9900", "500g", "KRW", "90"),
        "HR-3": ("", "", "", ""),
    }, "one price of each; none that ends by itself, which would last when the file is read again"
    done = run(tmp_path, lines)
    assert (done.unchanged, done.changed, done.rejected, done.prices) == (3, 0, 0, 0)
    assert standing() == before


@pytest.mark.parametrize(
    ("unit", "per", "written"),
    [
        ("each", 1, "each"),
        ("gram", 500, "500g"),
        ("gram", 1_000_000, "1000kg"),
        ("millilitre", 1, "1ml"),
        ("millilitre", 2000, "2l"),
    ],
)
def test_a_measure_is_written_as_it_is_read(unit: str, per: int, written: str) -> None:
    price = catalog.ListedPrice(sku_id="HR-1", amount=1290, per=per, currency="EUR", tax_rate_permille=90)
    cells = price_cells(price, unit=unit)
    assert cells[1] == written
    said = dict(zip(PRICE_COLUMNS, cells, strict=True))
    read = read_price(lambda column: said.get(column, ""), unit=unit, currency="CNY")
    assert read == RowPrice(amount=1290, per=per, per_unit=unit, currency="EUR", tax_rate_permille=90)
