"""How a product appears beside anything that is told about it: on an order's line, a lot, a pick, an alert."""

from collections.abc import Iterable
from dataclasses import dataclass

from newretail.catalog.pictures import picture_url
from newretail.catalog.queries import SkuCard, sku_cards


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What people see of a SKU. `name` in the reader's language; `picture` an address for an `img`, never empty.

    `unit`: of every quantity of it. `content`: net content of one piece, in `content_unit`. `typical_grams`: one typical
    piece, or the weight to carry. `piece_grams`: as on the card. `allergens_stated` False: `allergens` is only a guess and may be incomplete.
    """

    code: str
    name: str
    brand: str
    picture: str
    unit: str
    weighed: bool
    content: int | None
    content_unit: str
    typical_grams: int | None
    piece_grams: int | None
    temperature: str
    gtin: str | None
    age_limit: int | None
    allergens: tuple[str, ...]
    allergens_stated: bool


def faces(sku_ids: Iterable[str]) -> dict[str, Face]:
    """The faces of these SKUs by code, in at most one query; codes that nobody knows are missing."""
    return {code: face_of(card) for code, card in sku_cards(sku_ids).items()}


def face_of(card: SkuCard) -> Face:
    """The face on a card that is already at hand, in the language of the person who is answered."""
    return Face(
        code=card.code,
        name=card.names.say(),
        brand=card.brand,
        picture=picture_url(card),
        unit=card.unit,
        weighed=card.weighed,
        content=card.content,
        content_unit=card.content_unit,
        typical_grams=card.typical_grams,
        piece_grams=card.piece_grams,
        temperature=card.temperature,
        gtin=card.gtin,
        age_limit=card.age_limit,
        allergens=card.allergens,
        allergens_stated=card.allergens_stated,
    )
