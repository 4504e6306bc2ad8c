"""The fields of a product: the one list from which import, export, template, API, cards, back office and head office's form
follow.

To add a field: its column in `models.py`, a migration, and its line here.
"""

from dataclasses import dataclass
from typing import Annotated, Any, get_type_hints

from newretail.catalog.choices import ALLERGEN_WORDS, TEMPERATURE_WORDS, UNIT_WORDS
from newretail.catalog.imports.values import MOST_CONTENT
from newretail.catalog.kinds import (
    Choice,
    Choices,
    Digits,
    Flag,
    Group,
    InCategory,
    Kind,
    Line,
    Names,
    Prose,
    Shaped,
    Stories,
    Whole,
)
from newretail.catalog.nutrients import NOTHING_KNOWN, Nutrients
from newretail.catalog.rules.nutrition import Nutrition
from newretail.kernel.text import ByLanguage, Text

_PICTURE = r"https://[!-~]{1,490}|[A-Za-z0-9._-]{1,120}"
_SLUG = r"[a-z0-9-]+(?:/[a-z0-9-]+)*"


def _t(en: str, ko: str, zh: str) -> Text:
    return Text(en=en, ko=ko, zh=zh)


_NOTHING = ByLanguage()


@dataclass(frozen=True, kw_only=True)
class ProductFields:
    """Of a product, whatever the pack; columns of `Product` that stand on every card.

    `age_limit`: years of age to buy it. `origin`: ISO 3166-1 alpha-2. `picture`: a name among ours, or an https address.
    """

    names: Annotated[ByLanguage, Names(_t("Name", "이름", "名称"), Group.WHAT, one="name", most=200)]
    brand: Annotated[str, Line(_t("Brand", "브랜드", "品牌"), Group.WHAT, most=120)] = ""
    category: Annotated[
        str | None, InCategory(_t("Category", "분류", "分类"), Group.WHAT, most=64, shape=_SLUG)
    ] = None
    origin: Annotated[
        str,
        Shaped(
            _t("Country of origin (two letters)", "원산지 (국가 두 글자)", "产地（两位国家码）"),
            Group.WHAT,
            most=2,
            shape="[A-Z]{2}",
            upper=True,
        ),
    ] = ""
    picture: Annotated[
        str,
        Shaped(
            _t("Picture (name or https address)", "그림 (이름 또는 https 주소)", "图片（名称或 https 地址）"),
            Group.WHAT,
            most=500,
            shape=_PICTURE,
        ),
    ] = ""
    allergens: Annotated[
        tuple[str, ...],
        Choices(_t("Allergens", "알레르기", "过敏原"), Group.INSIDE, among=ALLERGEN_WORDS),
    ] = ()
    age_limit: Annotated[
        int | None, Whole(_t("From what age", "구매 나이", "购买年龄"), Group.SOLD, least=1, most=99)
    ] = None


@dataclass(frozen=True, kw_only=True)
class SkuFields:
    """Of one thing as it is stocked and sold; columns of `Sku`.

    `unit`: of every quantity of it. `content`: net content of one piece, in `content_unit`. `plu`: item number inside in-store
    codes. `typical_grams`: one typical piece of what is weighed, which is then ordered by the piece and settled by its weight (none:
    it is loose, and ordered by the gram); otherwise the weight with its pack, for carrying.
    """

    unit: Annotated[
        str,
        Choice(
            _t("Unit of stock", "재고 단위", "库存单位"),
            Group.SOLD,
            among=UNIT_WORDS,
            otherwise="each",
            fixed=True,
        ),
    ] = "each"
    content: Annotated[
        int | None,
        Whole(_t("Content of a piece", "한 개의 내용량", "单件含量"), Group.SOLD, least=1, most=MOST_CONTENT),
    ] = None
    content_unit: Annotated[
        str,
        Choice(
            _t("Unit of the content", "내용량 단위", "含量单位"),
            Group.SOLD,
            among=UNIT_WORDS,
            otherwise="",
            beside="content",
        ),
    ] = ""
    temperature: Annotated[
        str,
        Choice(
            _t("Temperature", "보관 온도", "温度"), Group.SOLD, among=TEMPERATURE_WORDS, otherwise="ambient"
        ),
    ] = "ambient"
    shelf_life_days: Annotated[
        int | None,
        Whole(_t("Shelf life (days)", "판매 기한 (일)", "保质期（天）"), Group.SOLD, least=1, most=36_500),
    ] = None
    typical_grams: Annotated[
        int | None,
        Whole(
            _t("A piece weighs (g)", "한 개의 무게 (g)", "单件重量（克）"),
            Group.SOLD,
            least=1,
            most=MOST_CONTENT,
        ),
    ] = None
    plu: Annotated[str | None, Digits(_t("PLU", "PLU", "PLU"), Group.SOLD, most=6, shape="[0-9]{4,6}")] = None
    weighed: Annotated[
        bool,
        Flag(_t("sold by weight", "저울로 팔기", "按重量出售"), Group.SOLD, otherwise=False, fixed=True),
    ] = False
    active: Annotated[
        bool, Flag(_t("on sale", "판매", "在售"), Group.SOLD, otherwise=True, beside="weighed")
    ] = True


@dataclass(frozen=True, kw_only=True)
class DetailFields:
    """Of a product too, shown only on its own page.

    `nutrition`: milligrams per 100 g by name, `energy_kcal` in kilocalories.
    """

    ingredients: Annotated[str, Prose(_t("Ingredients", "원재료", "配料"), Group.INSIDE, most=8000)] = ""
    nutrition: Annotated[
        Nutrition,
        Nutrients(_t("Nutrition, per 100 g", "영양 성분 (100 g당)", "营养成分（每 100 克）"), Group.INSIDE),
    ] = NOTHING_KNOWN
    descriptions: Annotated[
        ByLanguage, Stories(_t("Description", "설명", "描述"), Group.WORDS, one="description", most=4000)
    ] = _NOTHING


@dataclass(frozen=True, kw_only=True)
class CardFields(SkuFields, ProductFields):
    """What the rest of the house knows of a SKU."""


@dataclass(frozen=True, kw_only=True)
class Fields(DetailFields, CardFields):
    """All that people and files say about a SKU and its product."""


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the list: the name of an attribute, and what kind of value it holds."""

    name: str
    kind: Kind

    @property
    def columns(self) -> tuple[str, ...]:
        return self.kind.columns(self.name)

    @property
    def stored(self) -> str:
        return self.kind.stored(self.name)


def _listed(holder: type) -> tuple[Field, ...]:
    hints = get_type_hints(holder, include_extras=True)
    return tuple(Field(name, hint.__metadata__[0]) for name, hint in hints.items())


PRICE_COLUMNS = ("price", "price_per", "currency", "tax_rate_permille")
"""What a file says beside the fields: a price of the whole chain, in minor units. `currency`: blank for the chain's own."""
PRODUCT = _listed(ProductFields)
DETAILS = _listed(DetailFields)
SKU = _listed(SkuFields)
ALL = PRODUCT + SKU + DETAILS


def loaded(fields: tuple[Field, ...], row: Any) -> dict[str, Any]:
    """The values of these fields by name, from a row of a statement or a model."""
    return {field.name: field.kind.load(field.name, row) for field in fields}
