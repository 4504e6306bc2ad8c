"""What the catalogue's routes take and give."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from newretail.catalog.imports.values import MOST_CONTENT
from newretail.catalog.models import Allergen, Temperature
from newretail.catalog.pictures import picture_url
from newretail.catalog.queries import CategoryCard, ProductSheet, SkuCard
from newretail.catalog.rules import gtin
from newretail.catalog.save_sku import Draft
from newretail.kernel.http import Body, NamesOut, Out, Quantity, Words
from newretail.kernel.text import Text

Name = Annotated[Words, StringConstraints(max_length=200)]
Long = Annotated[str, StringConstraints(max_length=8000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
Description = Annotated[Long, StringConstraints(max_length=4000)]
Measure = Annotated[int, Field(strict=True, ge=1, le=MOST_CONTENT)]
UnitName = Literal["each", "gram", "millilitre"]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{8,14}$")]


class Names(Body):
    en: Annotated[Name, StringConstraints(min_length=1)] = Field(examples=["Live lobster"])
    ko: Name = Field("", examples=["활 바닷가재"])
    zh: Name = Field("", examples=["活龙虾"])

    def as_text(self) -> Text:
        return Text(en=self.en, ko=self.ko, zh=self.zh)


class Descriptions(Body):
    en: Description = ""
    ko: Description = ""
    zh: Description = ""


class CategoryIn(Body):
    example = {
        "parent": "seafood",
        "names": {"en": "Live seafood", "ko": "활수산물", "zh": "鲜活水产"},
        "sort": 10,
    }

    parent: Annotated[str, StringConstraints(max_length=64)] | None = None
    names: Names
    sort: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] = 0


class CategoryOut(Out):
    slug: str
    parent: str | None
    name: str = Field(description="in the caller's language")
    names: NamesOut
    sort: int


class CardOut(Out):
    code: str = Field(examples=["HR-00123"])
    name: str = Field(description="in the caller's language")
    names: NamesOut
    brand: str
    category: str | None
    gtin: str | None = Field(description="as it stands under the bars", examples=["9521234543213"])
    unit: UnitName = Field(description="the unit of every quantity of this SKU")
    content: int | None
    content_unit: str
    weighed: bool
    typical_grams: int | None
    temperature: str
    shelf_life_days: int | None
    allergens: list[str]
    allergens_stated: bool = Field(description="false: a guess that may be incomplete")
    age_limit: int | None
    origin: str
    picture: str = Field(description="its name, as a change of the product takes it", examples=["lobster"])
    picture_url: str = Field(examples=["/static/pictures/lobster.webp"])
    source: str = Field(description="open_food_facts: name Open Food Facts (ODbL) where you show it")
    active: bool


class CarrierOut(Out):
    gtin: str
    quantity: int = Field(description="base units in what carries this code")


class SheetOut(CardOut):
    description: str
    descriptions: NamesOut = Field(description="all three, for those who edit them")
    plu: str | None
    ingredients: str
    nutrition: dict[str, int] = Field(description="milligrams per 100 g; energy_kcal in kilocalories")
    gtins: list[CarrierOut]


class FoundOut(Out):
    """`corrected`: the words that were searched instead, when nothing matched as typed."""

    items: list[CardOut]
    next_offset: int | None
    corrected: str | None


class CarrierIn(Body):
    gtin: Number
    quantity: Quantity = 1


class SkuIn(Body):
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

    names: Names
    descriptions: Descriptions = Field(default_factory=Descriptions)
    brand: Annotated[Words, StringConstraints(max_length=120)] = ""
    category: Annotated[str, StringConstraints(max_length=64)] | None = None
    origin: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")] = ""
    ingredients: Long = ""
    allergens: Annotated[list[Allergen], Field(max_length=14)] = Field(default_factory=list)
    age_limit: Annotated[int, Field(strict=True, ge=1, le=99)] | None = None
    picture: Annotated[str, StringConstraints(pattern=r"^(https://[!-~]{1,490}|[A-Za-z0-9._-]{0,120})$")] = ""
    unit: UnitName = "each"
    content: Measure | None = None
    content_unit: UnitName | Literal[""] = ""
    weighed: bool = False
    plu: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,6}$")] | None = None
    typical_grams: Measure | None = None
    temperature: Temperature = Temperature.AMBIENT
    shelf_life_days: Annotated[int, Field(strict=True, ge=1, le=36_500)] | None = None
    active: bool = True
    gtins: Annotated[list[CarrierIn], Field(max_length=50)] = Field(default_factory=list)

    def as_draft(self) -> Draft:
        said = self.descriptions
        plain = self.model_dump(
            include={
                "brand", "category", "origin", "ingredients", "age_limit", "picture", "unit", "content", "content_unit",
                "weighed", "plu", "typical_grams", "shelf_life_days", "active",
            }
        )  # fmt: skip
        return Draft(
            names=self.names.as_text(),
            descriptions=Text(en=said.en, ko=said.ko, zh=said.zh),
            allergens=tuple(each.value for each in self.allergens),
            temperature=self.temperature.value,
            gtins={carrier.gtin: carrier.quantity for carrier in self.gtins},
            **plain,
        )


class RejectOut(Out):
    line: int
    reason: str
    explanation: str
    value: str


class ImportedOut(Out):
    import_id: UUID
    rows: int
    created: int
    changed: int
    unchanged: int
    rejected: int
    prices: int = Field(description="prices that are new")
    first_rejected: list[RejectOut] = Field(description="the first few; all are in the report")
    report: str = Field(description="where the whole report is")


def category_out(card: CategoryCard) -> CategoryOut:
    return CategoryOut(
        slug=card.slug,
        parent=card.parent,
        name=str(card.names),
        names=NamesOut.model_validate(card.names),
        sort=card.sort,
    )


def card_out(card: SkuCard) -> CardOut:
    return CardOut(**_card(card))


def sheet_out(sheet: ProductSheet) -> SheetOut:
    carriers = [CarrierOut(gtin=gtin.shortest(number), quantity=quantity) for number, quantity in sheet.gtins]
    return SheetOut(
        **_card(sheet.card),
        description=str(sheet.descriptions),
        descriptions=NamesOut.model_validate(sheet.descriptions),
        plu=sheet.card.plu,
        ingredients=sheet.ingredients,
        nutrition=sheet.nutrition,
        gtins=carriers,
    )


def _card(card: SkuCard) -> dict[str, Any]:
    same = {
        name: getattr(card, name)
        for name in CardOut.model_fields
        if name not in ("name", "names", "gtin", "allergens", "picture_url")
    }
    return same | {
        "name": str(card.names),
        "names": NamesOut.model_validate(card.names),
        "gtin": gtin.shortest(card.gtin) if card.gtin else None,
        "allergens": list(card.allergens),
        "picture_url": picture_url(card),
    }
