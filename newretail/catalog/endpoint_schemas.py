"""What the catalogue's routes take."""

from typing import Annotated

from pydantic import Field, StringConstraints

from newretail.catalog.fields import Fields
from newretail.catalog.kinds import Group, Names
from newretail.kernel.http import Body, Quantity
from newretail.kernel.text import ByLanguage, Text

Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{8,14}$")]


CATEGORY_NAMES = Names(Text(en="Name", ko="이름", zh="名称"), Group.WHAT, one="name", most=80)


class CategoryIn(Body):
    example = {
        "parent": "seafood",
        "names": {"en": "Live seafood", "ko": "활수산물", "zh": "鲜活水产"},
        "sort": 10,
    }

    parent: Annotated[str, StringConstraints(max_length=64)] | None = None
    names: Annotated[ByLanguage, CATEGORY_NAMES]
    sort: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] = 0


class CarrierIn(Body):
    gtin: Number
    quantity: Quantity = 1


class SkuIn(Body, Fields):  # type: ignore[misc]  # mypy takes a pydantic model for a dataclass that can change
    """All that is said about a SKU and its product, and the numbers printed on it."""

    example = {
        "names": {"en": "Low-fat milk", "ko": "저지방 우유", "zh": "低脂鲜牛奶"},
        "brand": "Yunmo Dairy",
        "category": "dairy/milk",
        "origin": "CN",
        "allergens": ["milk"],
        "content": 950,
        "content_unit": "millilitre",
        "temperature": "chilled",
        "shelf_life_days": 7,
        "gtins": [{"gtin": "9520100021008"}],
    }

    gtins: Annotated[list[CarrierIn], Field(max_length=50)] = Field(default_factory=list)


class ReleaseIn(Body):
    """`age_limit`: years of age to buy it, as whoever looked at the pack says; null for everybody."""

    example = {"age_limit": 18}

    age_limit: Annotated[int, Field(strict=True, ge=1, le=99)] | None
