"""Prices as people write them are read where it is certain what they mean; columns that nobody reads are told."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from newretail.catalog import api
from newretail.catalog.export import csv_lines
from newretail.catalog.imports.amounts import money
from newretail.catalog.imports.reasons import Unusable
from newretail.kernel import text
from newretail.pricing.models import PriceLog
from tests.catalog.test_fields import drinks, office
from tests.catalog.test_import_products import rejected, run, workbook

__all__ = ["drinks", "office"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("head", "cell"),
    [
        ("price", "1990"),
        ("price", '"1,990"'),
        ("price", "¥19.90"),
        ("price", "￥19.90"),
        ("price", "19.9元"),
        ("price", "CNY 19.90"),
        ("price", "19.90 rmb"),
        ("price_decimal", "19.90"),
        ("price_decimal", '"19,90"'),
        ("price_decimal", "¥ 19.9"),
        ("Price (CNY)", "19.90"),
        ("价格（元）", "19.90"),
        ("零售价(元)", "19.9"),
    ],
)
def test_a_price_is_read_where_it_is_certain_what_it_means(tmp_path: Path, head: str, cell: str) -> None:
    done = run(tmp_path, f"code,name_en,{head},tax_rate_permille\nT-1,A,{cell},130\n")
    assert (done.created, done.rejected, done.noted, done.prices) == (1, 0, 0, 1)
    price = PriceLog.objects.get()
    assert (price.amount, price.currency, price.per) == (1990, "CNY", 1)


def test_a_workbooks_numbers_are_prices_too(tmp_path: Path) -> None:
    rows: list[list[object]] = [["code", "name_en", "price_decimal", "tax_rate_permille"], ["T-1", "A", 19.9, 130], ["T-2", "B", 20, 130]]  # fmt: skip
    assert run(tmp_path, workbook(rows)).prices == 2
    assert list(PriceLog.objects.order_by("sku_id").values_list("amount", flat=True)) == [1990, 2000]


def test_a_decimal_of_which_nothing_says_what_it_is_costs_its_row_and_says_what_to_do(tmp_path: Path) -> None:
    """Beside a 20 it would be a hundredth or a hundredfold of what was meant."""
    run(tmp_path, "code,name_en,price,tax_rate_permille\nT-1,A,19.90,130\nT-2,B,20,130\n")
    assert rejected(tmp_path) == [(2, "bad_number")]
    assert "price_decimal" in (tmp_path / "report.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("cell", "currency", "minor"),
    [
        ("19.90", "CNY", 1990),
        ("1,299.00", "CNY", 129900),
        ("1.299,00", "EUR", 129900),
        ("1 299.5", "EUR", 129950),
        ("1,299", "CNY", 129900),
        ("20", "USD", 2000),
        ("US$20", "USD", 2000),
        ("$20", "SGD", 2000),
        ("4,900원", "KRW", 4900),
        ("₩4900.00", "KRW", 4900),
        ("1.234", "KWD", 1234),
        ("０.５", "CNY", 50),
    ],
)
def test_money_as_people_write_it(cell: str, currency: str, minor: int) -> None:
    assert money(cell, currency) == minor


@pytest.mark.parametrize(
    ("cell", "currency"),
    [
        ("19.905", "CNY"),
        ("4,900.50", "KRW"),
        ("1,234", "KWD"),
        ("1.299", "CNY"),
        ("1,29,9", "CNY"),
        ("-5", "CNY"),
        ("$20", "CNY"),
        ("free", "CNY"),
        ("99999999999", "CNY"),
        ("", "CNY"),
    ],
)
def test_what_is_no_certain_amount_is_refused(cell: str, currency: str) -> None:
    with pytest.raises(Unusable):
        money(cell, currency)


def test_two_prices_in_a_row_are_none(tmp_path: Path) -> None:
    run(tmp_path, "code,name_en,price,price_decimal,tax_rate_permille\nT-1,A,1990,19.90,130\n")
    assert rejected(tmp_path) == [(2, "bad_number")]


MISSPELT = "code,name_en,brnad,colour,Retail price,Price (USD),\nT-1,A,Haru,red,20,3,\n"


def test_columns_that_nobody_reads_are_told_with_the_nearest_that_is_read(tmp_path: Path) -> None:
    done = run(tmp_path, MISSPELT)
    assert (done.created, done.rejected, done.noted) == (1, 0, 4)
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        told = [
            (row["line"], row["reason"], row["value"], row["explanation"]) for row in csv.DictReader(file)
        ]
    assert [(line, reason) for line, reason, _, _ in told] == [("1", "unknown_column")] * 4
    assert [(value, said.rpartition(": ")[2]) for _, _, value, said in told if ": " in said] == [
        ("brnad", "brand"),
        ("Retail price", "price_decimal"),
        ("Price (USD)", "price"),
    ]


def test_they_are_told_in_the_readers_language(office: Client, tmp_path: Path) -> None:
    file: Any = tmp_path / "products.csv"
    file.write_text(MISSPELT)
    for language, words in (("en", "passed over"), ("ko", "건너뛰"), ("zh", "跳过")):
        with file.open("rb") as sent:
            answer = office.post(
                "/api/v1/catalog/imports", {"file": sent}, headers={"accept-language": language}
            )
        told = answer.json()["first_noted"]
        assert len(told) == 4 and all(words in each["explanation"] for each in told)
    with text.speaking("en"):
        said = run(tmp_path, MISSPELT).passed_over
    assert said[0] == "the column brnad is not known and was passed over; the nearest that is known: brand"


def test_a_file_of_open_food_facts_may_have_any_columns(tmp_path: Path) -> None:
    assert run(tmp_path, "code,product_name,anything\n96385074,A,x\n").noted == 0


def test_the_catalogue_comes_back_without_a_word(office: Client, tmp_path: Path) -> None:
    run(tmp_path, "code,name_en,price,tax_rate_permille\nT-1,A,1990,130\n")
    done = run(tmp_path, "".join(csv_lines()))
    assert (done.unchanged, done.noted, done.prices) == (1, 0, 0)


def test_categories_with_an_unknown_column_are_refused_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "categories.csv"
    file.write_text("slug,parent,sort,name_en,nmae_ko\ntea,,1,Tea,차\n")
    with pytest.raises(Exception, match="nmae_ko → name_ko"):
        api.import_categories(file)
