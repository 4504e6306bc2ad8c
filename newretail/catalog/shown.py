"""What the door answers: cards and sheets in the reader's language, and the form in which a sheet is edited."""

from dataclasses import dataclass, fields
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict
from pydantic import Field as Said

from newretail.catalog.fields import ALL, CardFields, DetailFields, Field
from newretail.catalog.kinds import Choice, Choices, FormKind, Group, Line, Names, Shaped, Whole
from newretail.catalog.nutrients import NUTRIENTS, Nutrients
from newretail.catalog.pictures import picture_url
from newretail.catalog.queries import CategoryCard, ProductSheet, SkuCard
from newretail.catalog.rules import gtin
from newretail.kernel.http import NamesOut
from newretail.kernel.text import offered

EVERYTHING_IS_THERE = ConfigDict(json_schema_serialization_defaults_required=True)
"""An answer has all of its fields, also those that a request may leave out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryOut:
    slug: str
    parent: str | None
    name: Annotated[str, Said(description="in the caller's language")]
    names: NamesOut
    sort: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOut(CardFields):
    """A SKU as its card shows it. `picture` is its name, as a change of the product takes it."""

    __pydantic_config__: ClassVar[ConfigDict] = EVERYTHING_IS_THERE

    code: Annotated[str, Said(examples=["HR-00123"])]
    name: Annotated[str, Said(description="in the caller's language")]
    gtin: Annotated[str | None, Said(description="as it stands under the bars", examples=["9521234543213"])]
    allergens_stated: Annotated[bool, Said(description="false: a guess that may be incomplete")]
    picture_url: Annotated[str, Said(examples=["/static/pictures/lobster.webp"])]
    held_back: Annotated[
        str,
        Said(description="why it is not sold before head office has released it; blank: it is not held back"),
    ]
    source: Annotated[str, Said(description="open_food_facts: name Open Food Facts (ODbL) where you show it")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierOut:
    gtin: str
    quantity: Annotated[int, Said(description="base units in what carries this code")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOut(DetailFields, CardOut):
    """All about a SKU. `descriptions`: in every language, for those who edit them."""

    description: Annotated[str, Said(description="in the caller's language")]
    gtins: list[CarrierOut]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOut:
    """`cursor` of the next page; null on the last. `corrected`: the words that were searched instead, when nothing matched as typed."""

    items: list[CardOut]
    cursor: str | None
    corrected: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceOut:
    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOut:
    """One field of a product's sheet, as a form draws it.

    `standard`: what it is unless somebody says otherwise, as a file writes it. `languages`: those in which it is said, if any.
    `least`, `most`: of a number; `longest`: characters of a text. `beside`: the field with which it shares a place, or "".
    `fixed`: it stays as it is once the SKU is there. `upper`: capitals are meant. `columns`: its columns in an import's file.
    `choices`: what one may choose; of nutrients, which there are.
    """

    name: str
    kind: FormKind
    label: str
    group: str
    group_label: str
    standard: str
    languages: list[str]
    needed: bool
    fixed: bool
    upper: bool
    beside: str
    least: int | None
    most: int | None
    longest: int | None
    pattern: str | None
    choices: list[ChoiceOut]
    columns: list[str]


def category_out(card: CategoryCard) -> CategoryOut:
    return CategoryOut(
        slug=card.slug,
        parent=card.parent,
        name=card.names.say(),
        names=card.names,
        sort=card.sort,
    )


def card_out(card: SkuCard) -> CardOut:
    return CardOut(
        **_said(card, CardFields),
        code=card.code,
        name=card.names.say(),
        gtin=gtin.shortest(card.gtin) if card.gtin else None,
        allergens_stated=card.allergens_stated,
        picture_url=picture_url(card),
        source=card.source,
        held_back=card.held_back,
    )


def sheet_out(sheet: ProductSheet) -> SheetOut:
    card = card_out(sheet.card)
    return SheetOut(
        **_said(card, CardOut),
        **_said(sheet, DetailFields),
        description=sheet.descriptions.say(),
        gtins=[CarrierOut(gtin=gtin.shortest(number), quantity=quantity) for number, quantity in sheet.gtins],
    )


def sheet_fields() -> list[FieldOut]:
    """Every field of a sheet, in the order in which a form shows them."""
    order = list(Group)
    return [_field_out(field) for field in sorted(ALL, key=lambda field: order.index(field.kind.group))]


def _field_out(field: Field) -> FieldOut:
    kind = field.kind
    number = kind if isinstance(kind, Whole) else None
    shaped = kind if isinstance(kind, Shaped) else None
    among = (
        kind.among if isinstance(kind, Choice | Choices) else NUTRIENTS if isinstance(kind, Nutrients) else {}
    )
    return FieldOut(
        name=field.name,
        kind=kind.form,
        label=kind.label.say(),
        group=kind.group.name.lower(),
        group_label=kind.group.value.say(),
        standard=kind.standard,
        languages=list(offered()) if isinstance(kind, Names) else [],
        needed=kind.needed,
        fixed=kind.fixed,
        upper=shaped is not None and shaped.upper,
        beside=kind.beside,
        least=number.least if number else None,
        most=number.most if number else None,
        longest=kind.most if isinstance(kind, Line | Names) else None,
        pattern=shaped.shape if shaped and shaped.form == "line" else None,
        choices=[ChoiceOut(code=str(code), label=words.say()) for code, words in among.items()],
        columns=list(field.columns),
    )


def _said(thing: object, holder: type) -> dict[str, Any]:
    """What `thing` says in the fields of `holder`."""
    return {each.name: getattr(thing, each.name) for each in fields(holder)}
