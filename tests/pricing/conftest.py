import pytest

from newretail.catalog.models import Product, Sku
from newretail.stores.models import Format, Store


@pytest.fixture
def milk() -> Sku:
    product = Product.objects.create(code="HR-1", names={"en": "Milk", "ko": "우유", "zh": "牛奶"})
    return Sku.objects.create(code="HR-1", product=product, content=950, content_unit="millilitre")


@pytest.fixture
def lobster() -> Sku:
    product = Product.objects.create(code="HR-2", names={"en": "Lobster", "ko": "바닷가재", "zh": "龙虾"})
    return Sku.objects.create(code="HR-2", product=product, unit="gram", weighed=True, typical_grams=520)


@pytest.fixture
def two_stores() -> list[Store]:
    kind = Format.objects.create(code="small", names={"en": "S", "ko": "S", "zh": "S"})
    return [
        Store.objects.create(
            code=code, names={"en": code, "ko": code, "zh": code}, format=kind, latitude=31.2, longitude=121.5
        )
        for code in ("hongqiao", "lujiazui")
    ]
