from pathlib import Path

import pytest

from newretail.catalog import api as catalog
from newretail.kernel.models import Event
from newretail.pricing import api
from newretail.pricing.models import PriceLog

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
